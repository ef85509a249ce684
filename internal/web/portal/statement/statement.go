package statement

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/statement"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// supervisor is where a complaint goes that the authority does not answer: the Agency for Digital Government.
const supervisor = "https://www.digg.se/tdosanmalan"

// Deps is what the pages are made of.
type Deps struct {
	Shell     *shell.Shell
	Statement *statement.Service
}

type pages struct{ Deps }

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	open := web.Public("what an authority states of accessibility is for everybody, and so is the way to tell it")
	rs.Handle("GET /accessibility", open, p.list)
	rs.Handle("GET /accessibility/{id}", open, p.one)
	rs.Handle("POST /accessibility/{id}", open, p.tell)
	rs.Handle("GET /accessibility/{id}/thanks", open, p.thanks)
}

// list leads to the statement of each authority, one's own organisation's alone when one is logged in.
func (p *pages) list(c *web.Ctx) error {
	all, err := p.Statement.All(c.Context(), directory.OrgID(c.Actor().Org))
	if err != nil {
		return err
	}
	if len(all) == 1 {
		return c.Redirect(paths.Accessibility(sheet.Text(all[0].Authority)))
	}
	h := sheet.Head{Title: c.T.T("statement.title"), Lead: c.T.T("statement.lead"), Here: paths.Accessibility()}
	var items []ui.ItemView
	for _, s := range all {
		id := sheet.Text(s.Authority)
		items = append(items, ui.ItemView{ID: "authority-" + id, Href: paths.Accessibility(id), Title: s.Name, Note: s.OrgName})
	}
	if len(items) == 0 {
		return sheet.Page(c, p.Shell, http.StatusOK, h, sheet.Say(c.T.T("statement.none")))
	}
	return sheet.Page(c, p.Shell, http.StatusOK, h, ui.Items(c.T.T("statement.authorities"), items))
}

func (p *pages) one(c *web.Ctx) error {
	return p.show(c, http.StatusOK, web.NewForm("page", c.Query("page")))
}

func (p *pages) show(c *web.Ctx, status int, f *web.Form) error {
	s, err := p.load(c)
	if err != nil {
		return err
	}
	return sheet.Page(c, p.Shell, status, sheet.Head{
		Title: c.T.T("statement.of", "name", s.Name), Lead: c.T.T("statement.about", "org", s.OrgName), Here: paths.Accessibility(),
		Above: []ui.Crumb{{Href: paths.Accessibility(), Text: c.T.T("statement.title")}},
	}, append(body(c, &s), p.form(c, &s, f))...)
}

func (p *pages) load(c *web.Ctx) (statement.Statement, error) {
	id, err := sheet.Number[directory.AuthorityID](c, "id")
	if err != nil {
		return statement.Statement{}, err
	}
	return p.Statement.Of(c.Context(), id)
}

// form is how anybody tells that something is not accessible.
func (p *pages) form(c *web.Ctx, s *statement.Statement, f *web.Form) templ.Component {
	fields := []sheet.Field{
		{Name: "text", Kind: sheet.Long, Required: true}, {Name: "page"}, {Name: "adapted", Kind: sheet.Yes},
	}
	if c.Actor().Anonymous() {
		fields = append(fields, sheet.Field{Name: "name", Width: "m"}, sheet.Field{Name: "mail", Type: "email", Width: "m"})
	}
	form := sheet.Of(c, f, "statement.field.", paths.Accessibility(sheet.Text(s.Authority)), c.T.T("statement.send"), fields...)
	return sheet.Panel(ui.PanelView{ID: "tell", Title: c.T.T("statement.tell")}, sheet.Say(c.T.T("statement.tell_text")), form.Show(c.T))
}

func (p *pages) tell(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	id, err := sheet.Number[directory.AuthorityID](c, "id")
	if err != nil {
		return err
	}
	t, err := p.Statement.Tell(c.Context(), c.Actor(), statement.Report{
		Authority: id, Text: f.Words("text"), Page: f.Words("page"), Adapted: f.Has("adapted"), Name: f.Words("name"), Mail: f.Get("mail"),
	}, c.T.T("statement.case"), c.T.T("statement.field.page"))
	if status, yes := sheet.Again(f, err); yes {
		return p.show(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("statement.sent", "ref", t.ID.String())
	return c.Redirect(paths.Accessibility(sheet.Text(id), "thanks"))
}

// thanks says what happens now, and where to go if nothing does.
func (p *pages) thanks(c *web.Ctx) error {
	s, err := p.load(c)
	if err != nil {
		return err
	}
	return sheet.Page(c, p.Shell, http.StatusOK, sheet.Head{
		Title: c.T.T("statement.thanks"), Here: paths.Accessibility(),
		Above: []ui.Crumb{{Href: paths.Accessibility(), Text: c.T.T("statement.title")}, {Href: paths.Accessibility(sheet.Text(s.Authority)), Text: s.Name}},
	}, sheet.Say(c.T.T("statement.thanks_text", "name", s.Name)), complaint(c))
}

func complaint(c *web.Ctx) templ.Component {
	return sheet.Panel(ui.PanelView{ID: "supervisor", Title: c.T.T("statement.supervisor")}, sheet.Say(c.T.T("statement.supervisor_text")), sheet.Go(supervisor, c.T.T("statement.supervisor_link")))
}
