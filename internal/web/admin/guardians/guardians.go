package guardians

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/desk/directory/school"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Guardian  *guardian.Service
	School    *school.Service
}

type pages struct{ Deps }

// area is where the texts of the fields are.
const area = "proxy.relation."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(guardian.MayWrite)
	rs.Handle("GET /admin/guardians", may, p.list)
	rs.Handle("GET /admin/guardians/new", may, p.blank)
	rs.Handle("POST /admin/guardians/new", may, p.add)
	rs.Handle("GET /admin/guardians/{id}", may, p.one)
	rs.Handle("POST /admin/guardians/{id}", may, p.change)
	p.schoolRoutes(rs)
}

// org is the organisation in the address, else the first whose relations the reader keeps.
func (p *pages) org(c *web.Ctx) (directory.Organisation, error) {
	list, err := p.Directory.Organisations(c.Context(), c.Actor())
	if err != nil {
		return directory.Organisation{}, err
	}
	asked := sheet.Asked[directory.OrgID](c, "org")
	i := slices.IndexFunc(list, func(o directory.Organisation) bool {
		return c.Actor().MayIn(guardian.MayWrite, authz.Organisation, int64(o.ID)) && (asked == 0 || asked == o.ID)
	})
	if i < 0 {
		return directory.Organisation{}, errs.Missing()
	}
	return list[i], nil
}

func here(id ...string) string { return paths.AdminPage(append([]string{"guardians"}, id...)...) }

func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area = ui.Admin
	top := []ui.Crumb{{Href: paths.Admin(), Text: c.T.T("admin.title")}}
	h.Above = append(top, h.Above...)
	return sheet.Page(c, p.Shell, status, h, parts...)
}

func (p *pages) list(c *web.Ctx) error {
	org, err := p.org(c)
	if err != nil {
		return err
	}
	ended := c.Query("show") == "ended"
	below := sheet.Asked[guardian.ID](c, "below")
	list, err := p.Guardian.List(c.Context(), c.Actor(), org.ID, ended, below)
	if err != nil {
		return err
	}
	t, o := c.T, sheet.Text(org.ID)
	h := sheet.Head{Title: t.T("admin.section.guardians"), Lead: t.T("proxy.relation.lead")}
	h.Actions = append(h.Actions, ui.ButtonLink(paths.With(here("new"), "org", o), ui.ButtonView{Text: t.T("proxy.relation.new"), Icon: "plus"}))
	h.Tabs = &ui.TabsView{Label: t.T("admin.section.guardians"), Tabs: []ui.TabView{
		{Href: paths.With(here(), "org", o), Text: t.T("proxy.relation.living"), Current: !ended},
		{Href: paths.With(here(), "org", o, "show", "ended"), Text: t.T("proxy.relation.ended"), Current: ended},
	}}
	if len(list) == 0 {
		return p.show(c, http.StatusOK, h, ui.EmptyState(ui.EmptyView{Title: t.T("proxy.relation.none")}))
	}
	v := ui.TableView{ID: "relations", Caption: t.T("admin.section.guardians"), CaptionHidden: true}
	for _, name := range []string{"guardian", "child", "kind", "source", "state"} {
		v.Columns = append(v.Columns, ui.Column{Text: t.T(area + name)})
	}
	for i := range list {
		l := &list[i]
		v.Rows = append(v.Rows, ui.Row{ID: sheet.Text(l.ID), Muted: ended, Cells: []ui.Cell{
			{Text: l.GuardianName, Href: here(sheet.Text(l.ID)), Item: true},
			{Text: l.ChildName, Note: l.Born},
			{Text: t.T("proxy.kind." + string(l.Kind))},
			{Text: t.T("proxy.source." + l.Source)},
			{Text: state(c, l)},
		}})
	}
	pages := ui.PaginationView{}
	if len(list) == guardian.PageSize {
		pages.Older = paths.With(here(), "org", o, "show", c.Query("show"), "below", sheet.Text(list[len(list)-1].ID))
	}
	return p.show(c, http.StatusOK, h, ui.Table(v), ui.Pagination(t, pages))
}

// state tells whether a relation carries, and why not.
func state(c *web.Ctx, l *guardian.Line) string {
	switch {
	case !l.EndedAt.IsZero():
		return c.T.T("proxy.state.ended", "at", c.T.Date(l.EndedAt))
	case l.Blocked:
		return c.T.T("proxy.state.blocked")
	case l.Carries:
		return c.T.T("proxy.state.carries")
	}
	return c.T.T("proxy.state.rests")
}

func (p *pages) blank(c *web.Ctx) error {
	org, err := p.org(c)
	if err != nil {
		return err
	}
	return p.ask(c, http.StatusOK, org, web.NewForm("kind", string(guardian.Custodian)))
}

func (p *pages) ask(c *web.Ctx, status int, org directory.Organisation, f *web.Form) error {
	var kinds []ui.Option
	for _, k := range guardian.Kinds() {
		kinds = append(kinds, ui.Option{Value: string(k), Text: c.T.T("proxy.kind." + string(k))})
	}
	form := sheet.Of(c, f, area, paths.With(here("new"), "org", sheet.Text(org.ID)), c.T.T("proxy.relation.save"),
		sheet.Field{Name: "guardian", Required: true, Width: "m"}, sheet.Field{Name: "child", Required: true, Width: "m"},
		sheet.Field{Name: "kind", Kind: sheet.Choice, Options: kinds, Width: "m"}, sheet.Field{Name: "born", Width: "s"}, sheet.Field{Name: "to", Kind: sheet.Day},
		sheet.Field{Name: "reason", Required: true},
	).Back(paths.With(here(), "org", sheet.Text(org.ID)))
	return p.show(c, status, sheet.Head{Title: c.T.T("proxy.relation.new"), Lead: org.Name, Above: []ui.Crumb{{Href: here(), Text: c.T.T("admin.section.guardians")}}}, form.Show(c.T))
}

// person is the only one whom a field's words fit.
func (p *pages) person(c *web.Ctx, f *web.Form, bad *errs.Fields, name string, org directory.OrgID) (directory.PersonID, error) {
	hits, err := p.Directory.LookUp(c.Context(), c.Actor(), f.Words(name), 20)
	if err != nil {
		return 0, err
	}
	hits = slices.DeleteFunc(hits, func(h directory.PersonHit) bool { return h.Org != org })
	word := strings.ToLower(strings.TrimSpace(f.Words(name)))
	if i := slices.IndexFunc(hits, func(h directory.PersonHit) bool { return h.Login == word || h.Email == word }); i >= 0 {
		return hits[i].ID, nil
	}
	if len(hits) != 1 {
		bad.Add(name, "proxy.error.which", "count", len(hits))
		return 0, nil
	}
	return hits[0].ID, nil
}

func (p *pages) add(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, err := p.org(c)
	if err != nil {
		return err
	}
	var bad errs.Fields
	in := guardian.Input{Kind: guardian.Kind(f.Get("kind")), Born: f.Get("born"), Reason: f.Words("reason")}
	if in.Guardian, err = p.person(c, f, &bad, "guardian", org.ID); err != nil {
		return err
	}
	if in.Child, err = p.person(c, f, &bad, "child", org.ID); err != nil {
		return err
	}
	if day := f.Get("to"); day != "" {
		at, err := time.ParseInLocation(time.DateOnly, day, clock.Stockholm())
		if err != nil {
			bad.Add("to", "error.date")
		}
		in.To = at.AddDate(0, 0, 1).UTC()
	}
	if err = bad.Err(); err == nil {
		_, err = p.Guardian.Add(c.Context(), c.Actor(), org.ID, in)
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.ask(c, status, org, f)
	}
	if err != nil {
		return err
	}
	c.Flash("proxy.relation.saved")
	return c.Redirect(paths.With(here(), "org", sheet.Text(org.ID)))
}

func (p *pages) one(c *web.Ctx) error { return p.showOne(c, http.StatusOK, nil) }

func (p *pages) showOne(c *web.Ctx, status int, f *web.Form) error {
	id, err := sheet.Number[guardian.ID](c, "id")
	if err != nil {
		return err
	}
	l, err := p.Guardian.Get(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	t := c.T
	facts := []ui.Definition{
		{Term: t.T(area + "guardian"), Text: l.GuardianName},
		{Term: t.T(area + "child"), Text: l.ChildName},
		{Term: t.T(area + "born"), Text: l.Born},
		{Term: t.T(area + "kind"), Text: t.T("proxy.kind." + string(l.Kind))},
		{Term: t.T(area + "source"), Text: t.T("proxy.source." + l.Source)},
		{Term: t.T(area + "state"), Text: state(c, &l)},
		{Term: t.T(area + "reason"), Text: l.Reason},
	}
	parts := []templ.Component{ui.DefinitionList(facts)}
	if l.EndedAt.IsZero() {
		what := []ui.Option{{Value: "end", Text: t.T("proxy.relation.do_end")}, {Value: "block", Text: t.T("proxy.relation.do_block")}}
		if l.Blocked {
			what[1] = ui.Option{Value: "open", Text: t.T("proxy.relation.do_open")}
		}
		form := sheet.Of(c, f, area, here(sheet.Text(id)), t.T("proxy.relation.change"),
			sheet.Field{Name: "what", Kind: sheet.Choice, Options: what, Width: "m"}, sheet.Field{Name: "reason", Required: true}).
			Versioned(strconv.FormatInt(l.Version, 10)).Back(here())
		parts = append(parts, form.Show(t))
	}
	return p.show(c, status, sheet.Head{Title: l.GuardianName + " → " + l.ChildName, Above: []ui.Crumb{{Href: here(), Text: t.T("admin.section.guardians")}}}, parts...)
}

func (p *pages) change(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	id, err := sheet.Number[guardian.ID](c, "id")
	if err != nil {
		return err
	}
	switch f.Get("what") {
	case "end":
		err = p.Guardian.End(c.Context(), c.Actor(), id, f.Int("version"), f.Words("reason"))
	case "block", "open":
		err = p.Guardian.Block(c.Context(), c.Actor(), id, f.Int("version"), f.Get("what") == "block", f.Words("reason"))
	default:
		var bad errs.Fields
		bad.Add("what", "field.choice")
		err = bad.Err()
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.showOne(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("proxy.relation.saved")
	return c.Redirect(here(sheet.Text(id)))
}
