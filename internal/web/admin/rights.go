package admin

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

func (p *pages) rightRoutes(rs *web.Routes) {
	may := web.May(access.RoleGrant)
	rs.Handle("GET /admin/people/{id}/rights", may, p.rights)
	rs.Handle("POST /admin/people/{id}/rights", may, p.grant)
	rs.Handle("GET /admin/people/{id}/rights/new", may, p.newRight)
	rs.Handle("POST /admin/people/{id}/rights/end", may, p.endRight, web.BackTo("/admin/people/{id}/rights"))
	central := web.May(access.RoleGrant, access.RoleGiveCentral)
	rs.Handle("GET /admin/grants", central, p.grants)
	rs.Handle("POST /admin/grants/confirm", central, p.confirmRight, web.BackTo("/admin/grants"))
	rs.Handle("POST /admin/grants/refuse", central, p.refuseRight, web.BackTo("/admin/grants"))
}

// told are the names behind the ids of rights.
type told struct {
	roles  map[string]string
	places map[directory.PlaceRef]string
	people map[directory.PersonID]string
}

// tell reads the names behind rights: three statements, however many rights there are.
func (p *pages) tell(c *web.Ctx, rights []access.Right) (told, error) {
	t := told{roles: map[string]string{}}
	roles, err := p.Access.RoleNames(c.Context())
	if err != nil {
		return t, err
	}
	for _, r := range roles {
		t.roles[r.Key] = r.Name(i18n.ParseLang(c.T.Lang()))
	}
	var places []directory.PlaceRef
	var people []directory.PersonID
	for _, r := range rights {
		places = append(places, directory.PlaceRef{Reach: r.Reach, ID: r.Of})
		for _, l := range r.Limits {
			places = append(places, directory.PlaceRef{Reach: l.Reach, ID: l.Of})
		}
		people = append(people, r.Person, r.GrantedBy, r.EndedBy, r.For, r.ConfirmedBy)
	}
	if t.places, err = p.Directory.PlaceNames(c.Context(), c.Actor(), places...); err != nil {
		return t, err
	}
	t.people, err = p.Directory.Names(c.Context(), c.Actor(), people...)
	return t, err
}

// place is where a right counts.
func (t told) place(c *web.Ctx, r access.Right) string {
	if r.Reach == authz.Everywhere || r.Reach == authz.Own {
		return c.T.T("admin.reach." + string(r.Reach))
	}
	named := func(reach authz.Reach, of int64) string {
		return c.T.T("admin.reach."+string(reach)) + ": " + orValue(t.places[directory.PlaceRef{Reach: reach, ID: of}], text(of))
	}
	where := named(r.Reach, r.Of)
	for _, l := range r.Limits {
		where += ", " + c.T.T("rights.only") + " " + named(l.Reach, l.Of)
	}
	return where
}

// by is who granted: a person, or nobody where a command or the demo did.
func (t told) by(c *web.Ctx, id directory.PersonID) string {
	if id == 0 {
		return c.T.T("admin.system")
	}
	return orValue(t.people[id], c.T.T("ui.protected"))
}

// period cells are from when until when, in the reader's words.
func period(c *web.Ctx, r access.Right) []ui.Cell {
	to := ui.Cell{Text: c.T.T("admin.rights.open")}
	if !r.To.IsZero() {
		to = ui.Cell{Text: c.T.DateTime(r.To), Nowrap: true}
	}
	if !r.EndedAt.IsZero() {
		to = ui.Cell{Text: c.T.DateTime(r.EndedAt), Nowrap: true}
	}
	return []ui.Cell{{Text: c.T.DateTime(r.From), Nowrap: true}, to}
}

// rightState says whether a right counts now.
func rightState(c *web.Ctx, r access.Right) ui.TagView {
	switch {
	case !r.EndedAt.IsZero():
		return ui.TagView{Text: c.T.T("admin.rights.ended"), Icon: "pause"}
	case r.Waiting:
		return ui.TagView{Text: c.T.T("admin.rights.waits"), Color: ui.Warning, Icon: "clock"}
	case r.From.After(c.Now()):
		return ui.TagView{Text: c.T.T("admin.rights.coming"), Color: ui.Info, Icon: "clock"}
	case r.InForce(c.Now()):
		return ui.TagView{Text: c.T.T("admin.rights.counts"), Color: ui.Success, Icon: "check"}
	}
	return ui.TagView{Text: c.T.T("admin.rights.over"), Icon: "pause"}
}

// rights shows every role that a person has, had or will have.
func (p *pages) rights(c *web.Ctx) error {
	who, err := p.whom(c)
	if err != nil {
		return err
	}
	rights, err := p.Access.GrantsOf(c.Context(), c.Actor(), who.ID)
	if err != nil {
		return err
	}
	names, err := p.tell(c, rights)
	if err != nil {
		return err
	}
	t := ui.TableView{ID: "right", Caption: c.T.T("admin.rights.title"), CaptionHidden: true, Columns: columns(c, "role", "state", "where", "from", "to", "granted_by", "deed")}
	for _, r := range rights {
		role := ui.Cell{Text: orValue(names.roles[r.Role], r.Role)}
		if r.For != 0 {
			role.Note = c.T.T("admin.rights.for", "name", names.by(c, r.For))
		}
		cells := append([]ui.Cell{role, {Content: ui.Tag(rightState(c, r))}, {Text: names.place(c, r)}}, period(c, r)...)
		cells = append(cells, ui.Cell{Text: names.by(c, r.GrantedBy), Note: c.T.DateTime(r.GrantedAt)}, ui.Cell{Content: endRightButton(c, who, r, role.Text)})
		t.Rows = append(t.Rows, ui.Row{ID: text(int64(r.ID)), Muted: !r.InForce(c.Now()), Cells: cells})
	}
	h := head{title: c.T.T("admin.rights.title"), lead: who.Name(), above: personCrumbs(c, who)}
	if who.Active {
		h.actions = []templ.Component{ui.ButtonLink(personPath(who.ID, "rights", "new"), ui.ButtonView{Text: c.T.T("admin.rights.give"), Icon: "plus"})}
	}
	return p.show(c, http.StatusOK, h, list(c, listView{table: t, empty: ui.EmptyView{Icon: "key", Title: c.T.T("admin.rights.none"), Text: c.T.T("admin.rights.none_text")}})...)
}

func endRightButton(c *web.Ctx, who directory.Person, r access.Right, role string) templ.Component {
	if !r.EndedAt.IsZero() || !r.To.IsZero() && !r.To.After(c.Now()) {
		return nil
	}
	v := do(c, personPath(who.ID, "rights", "end"), c.T.T("admin.rights.end"), ui.HiddenView{Name: "right", Value: text(int64(r.ID))})
	v.button.Small, v.button.Label = true, c.T.T("admin.rights.end")+" "+role
	v.form.Label = v.button.Label
	return doBody(v)
}

// endRight takes a role back.
func (p *pages) endRight(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	who, err := p.whom(c)
	if err != nil {
		return err
	}
	err = p.Access.EndGrant(c.Context(), c.Actor(), access.RightID(f.Int("right")))
	if errs.Is(err, errs.Forbidden) {
		c.FlashWarning("admin.rights.more_end")
		return c.Redirect(personPath(who.ID, "rights"))
	}
	if err != nil {
		return err
	}
	c.Flash("admin.rights.taken", "name", who.Name())
	return c.Redirect(personPath(who.ID, "rights"))
}
