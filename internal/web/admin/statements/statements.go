// Package statements is where an authority writes how accessible the portal is.
//
// Owns: /admin/statements.
// Does not own: what a statement is (desk/statement), where everybody reads it (web/portal/statement).
package statements

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/statement"
	"lotsen/internal/kit/authz"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages are made of.
type Deps struct {
	Shell     *shell.Shell
	Statement *statement.Service
}

type pages struct{ Deps }

const area = "statement.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(statement.MayWrite)
	back := web.BackTo("/admin/statements/{id}")
	rs.Handle("GET /admin/statements", may, p.list)
	rs.Handle("GET /admin/statements/{id}", may, p.one)
	rs.Handle("POST /admin/statements/{id}", may, p.save)
	rs.Handle("POST /admin/statements/{id}/faults", may, p.addFault, back)
	rs.Handle("POST /admin/statements/{id}/faults/{fault}/remove", may, p.removeFault, back)
}

func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Above = ui.Admin, append([]ui.Crumb{{Href: paths.Admin(), Text: c.T.T("admin.title")}}, h.Above...)
	return sheet.Page(c, p.Shell, status, h, parts...)
}

func (p *pages) list(c *web.Ctx) error {
	all, err := p.Statement.All(c.Context(), 0)
	if err != nil {
		return err
	}
	t := c.T
	v := ui.TableView{ID: "statements", Caption: t.T("admin.section.statements"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t.T("statement.authorities")}, {Text: t.T("statement.field.conformance")}, {Text: t.T("statement.admin.state")},
	}}
	for _, s := range all {
		if !c.Actor().MayIn(statement.MayWrite, authz.Organisation, int64(s.Org)) {
			continue
		}
		degree, assessed := t.T("statement.admin.unsaid"), ""
		if s.Conformance != "" {
			degree, assessed = t.T("statement.conformance."+string(s.Conformance)), s.Assessed
		}
		id := sheet.Text(s.Authority)
		v.Rows = append(v.Rows, ui.Row{ID: id, Cells: []ui.Cell{{Text: s.Name, Note: s.OrgName, Href: paths.AdminStatements(id), Item: true}, {Text: degree}, {Text: assessed}}})
	}
	h := sheet.Head{Title: t.T("admin.section.statements"), Lead: t.T("admin.about.statements")}
	if len(v.Rows) == 0 {
		return p.show(c, http.StatusOK, h, ui.EmptyState(ui.EmptyView{Title: t.T("statement.none")}))
	}
	return p.show(c, http.StatusOK, h, ui.Table(v))
}

func (p *pages) load(c *web.Ctx) (statement.Statement, error) {
	id, err := sheet.Number[directory.AuthorityID](c, "id")
	if err != nil {
		return statement.Statement{}, err
	}
	return p.Statement.ToWrite(c.Context(), c.Actor(), id)
}

func (p *pages) one(c *web.Ctx) error {
	s, err := p.load(c)
	if err != nil {
		return err
	}
	return p.edit(c, http.StatusOK, &s, filled(&s), nil)
}

func filled(s *statement.Statement) *web.Form {
	return web.NewForm("conformance", string(s.Conformance), "method", string(s.Method), "assessed", s.Assessed,
		"excluded_sv", s.Excluded.Sv, "excluded_en", s.Excluded.En, "burden_sv", s.Burden.Sv, "burden_en", s.Burden.En)
}

// edit shows both forms; the one that was not sent is as it was read.
func (p *pages) edit(c *web.Ctx, status int, s *statement.Statement, f, fault *web.Form) error {
	t, id := c.T, sheet.Text(s.Authority)
	choose := func(prefix string, keys ...string) (out []ui.Option) {
		for _, k := range keys {
			out = append(out, ui.Option{Value: k, Text: t.T(prefix + k)})
		}
		return out
	}
	form := sheet.Of(c, f, area, paths.AdminStatements(id), t.T("statement.save"),
		sheet.Field{Name: "conformance", Kind: sheet.Choice, Required: true, Empty: t.T("statement.choose"), Width: "m", Options: choose("statement.conformance.", "fully", "partially", "not")},
		sheet.Field{Name: "method", Kind: sheet.Choice, Required: true, Empty: t.T("statement.choose"), Width: "m", Options: choose("statement.method.", "self", "external")},
		sheet.Field{Name: "assessed", Kind: sheet.Day, Required: true},
		sheet.Field{Name: "excluded_sv", Kind: sheet.Long}, sheet.Field{Name: "excluded_en", Kind: sheet.Long},
		sheet.Field{Name: "burden_sv", Kind: sheet.Long}, sheet.Field{Name: "burden_en", Kind: sheet.Long},
	).Versioned(sheet.Text(s.Version))
	var situations []string
	for _, x := range statement.Situations() {
		situations = append(situations, string(x))
	}
	add := sheet.Of(c, fault, area, paths.AdminStatements(id, "faults"), t.T("statement.fault.add"),
		sheet.Field{Name: "situation", Kind: sheet.Choice, Required: true, Empty: t.T("statement.choose"), Options: choose("statement.situation.", situations...)},
		sheet.Field{Name: "text_sv", Kind: sheet.Long, Required: true}, sheet.Field{Name: "text_en", Kind: sheet.Long},
		sheet.Field{Name: "reason_sv", Kind: sheet.Long}, sheet.Field{Name: "reason_en", Kind: sheet.Long},
		sheet.Field{Name: "fixed_by", Kind: sheet.Day},
	).Quiet()
	h := sheet.Head{Title: s.Name, Above: []ui.Crumb{{Href: paths.AdminStatements(), Text: t.T("admin.section.statements")}}, Actions: []templ.Component{
		ui.ButtonLink(paths.Accessibility(id), ui.ButtonView{Text: t.T("statement.admin.read"), Variant: ui.Secondary}),
	}}
	return p.show(c, status, h, form.Show(t), p.faults(c, s), sheet.Panel(ui.PanelView{ID: "add", Title: t.T("statement.fault.add")}, add.Show(t)))
}

// faults are those that stand in the statement; the product's own cannot be taken out.
func (p *pages) faults(c *web.Ctx, s *statement.Statement) templ.Component {
	t := c.T
	var list []ui.Definition
	for _, f := range s.Faults {
		d := ui.Definition{Term: t.T("statement.situation." + string(f.Situation)), Text: f.Text.In(t.Lang())}
		if f.Known != "" {
			d.Text, d.Content = t.T("statement.known."+f.Known), sheet.Note(t.T("statement.fault.known"))
		} else {
			d.Content = sheet.Do(c, paths.AdminStatements(sheet.Text(s.Authority), "faults", sheet.Text(f.ID), "remove"),
				t.T("statement.fault.remove"), t.T("statement.fault.remove_label", "text", d.Text)).Show(t)
		}
		list = append(list, d)
	}
	return sheet.Panel(ui.PanelView{ID: "faults", Title: t.T("statement.faults")}, ui.DefinitionList(list))
}

func (p *pages) save(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	s, err := p.load(c)
	if err != nil {
		return err
	}
	x := statement.Statement{
		Authority: s.Authority, Conformance: statement.Conformance(f.Get("conformance")), Method: statement.Method(f.Get("method")), Assessed: f.Get("assessed"),
		Excluded: statement.Words{Sv: f.Words("excluded_sv"), En: f.Words("excluded_en")}, Burden: statement.Words{Sv: f.Words("burden_sv"), En: f.Words("burden_en")},
		Version: f.Int("version"),
	}
	err = p.Statement.Save(c.Context(), c.Actor(), x)
	if status, yes := sheet.Again(f, err); yes {
		return p.edit(c, status, &s, f, nil)
	}
	if err != nil {
		return err
	}
	c.Flash("statement.saved")
	return c.Redirect(paths.AdminStatements(sheet.Text(s.Authority)))
}

func (p *pages) addFault(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	s, err := p.load(c)
	if err != nil {
		return err
	}
	err = p.Statement.AddFault(c.Context(), c.Actor(), s.Authority, statement.Fault{
		Situation: statement.Situation(f.Get("situation")), Text: statement.Words{Sv: f.Words("text_sv"), En: f.Words("text_en")},
		Reason: statement.Words{Sv: f.Words("reason_sv"), En: f.Words("reason_en")}, FixedBy: f.Get("fixed_by"),
	})
	if status, yes := sheet.Again(f, err); yes {
		return p.edit(c, status, &s, filled(&s), f)
	}
	if err != nil {
		return err
	}
	c.Flash("statement.fault.added")
	return c.Redirect(paths.AdminStatements(sheet.Text(s.Authority)))
}

func (p *pages) removeFault(c *web.Ctx) error {
	if _, err := c.Form(); err != nil {
		return err
	}
	s, err := p.load(c)
	if err != nil {
		return err
	}
	fault, err := sheet.Number[statement.FaultID](c, "fault")
	if err != nil {
		return err
	}
	if err := p.Statement.RemoveFault(c.Context(), c.Actor(), s.Authority, fault); err != nil {
		return err
	}
	c.Flash("statement.fault.removed")
	return c.Redirect(paths.AdminStatements(sheet.Text(s.Authority)))
}
