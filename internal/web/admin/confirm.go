package admin

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// unconfirmed is the central roles that wait for a second person, above the list of all.
func (p *pages) unconfirmed(c *web.Ctx, org directory.Organisation) ([]templ.Component, error) {
	rights, err := p.Access.Unconfirmed(c.Context(), c.Actor())
	if err != nil {
		return nil, err
	}
	rights = slices.DeleteFunc(rights, func(r access.Right) bool { return r.Org != org.ID })
	if len(rights) == 0 {
		return nil, nil
	}
	names, err := p.tell(c, rights)
	if err != nil {
		return nil, err
	}
	t := ui.TableView{ID: "waiting", Caption: c.T.T("admin.rights.unconfirmed"), CaptionHidden: true, Columns: columns(c, "name", "role", "where", "granted_by", "deed")}
	for _, r := range rights {
		role := orValue(names.roles[r.Role], r.Role)
		cell := ui.Cell{Text: role}
		if r.For != 0 {
			cell.Note = c.T.T("admin.rights.for", "name", names.by(c, r.For))
		}
		deed := ui.Cell{Text: c.T.T("admin.rights.somebody_else")}
		if me := directory.PersonID(c.Actor().Person); me != r.GrantedBy && me != r.Person && me != r.For {
			deed = ui.Cell{Content: stack(p.deedOn(c, r, "confirm", role, names), p.deedOn(c, r, "refuse", role, names))}
		}
		t.Rows = append(t.Rows, ui.Row{ID: text(int64(r.ID)), Cells: []ui.Cell{
			{Text: names.by(c, r.Person), Header: true}, cell, {Text: names.place(c, r)}, {Text: names.by(c, r.GrantedBy), Note: c.T.DateTime(r.GrantedAt)}, deed,
		}})
	}
	return []templ.Component{panel(ui.PanelView{ID: "unconfirmed", Title: c.T.T("admin.rights.unconfirmed")}, note(c.T.T("admin.rights.unconfirmed_text")), ui.Table(t))}, nil
}

func (p *pages) deedOn(c *web.Ctx, r access.Right, deed, role string, names told) templ.Component {
	words := c.T.T("admin.rights." + deed)
	v := do(c, paths.AdminPage("grants", deed), words, ui.HiddenView{Name: "right", Value: text(int64(r.ID))})
	v.button.Small, v.button.Label = true, words+" "+role+" "+names.by(c, r.Person)
	v.form.Label = v.button.Label
	if deed == "confirm" {
		v.button.Variant = ui.Primary
	}
	return doBody(v)
}

// confirmRight is the second pair of eyes.
func (p *pages) confirmRight(c *web.Ctx) error {
	return p.decideRight(c, p.Access.Confirm, "admin.rights.confirmed")
}

// refuseRight takes back what waits.
func (p *pages) refuseRight(c *web.Ctx) error {
	return p.decideRight(c, p.Access.EndGrant, "admin.rights.refused")
}

type rightDeed func(context.Context, authz.Actor, access.RightID) error

func (p *pages) decideRight(c *web.Ctx, do rightDeed, said string) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	err = do(c.Context(), c.Actor(), access.RightID(f.Int("right")))
	if errs.Is(err, errs.Conflict) {
		c.FlashWarning("grant.confirm.late")
		return c.Redirect(paths.AdminPage("grants"))
	}
	if err != nil {
		return err
	}
	c.Flash(said)
	return c.Redirect(paths.AdminPage("grants"))
}
