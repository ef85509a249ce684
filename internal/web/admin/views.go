package admin

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

func (p *pages) viewRoutes(rs *web.Routes) {
	may := web.May(ticket.MayConfigure)
	rs.Handle("GET /admin/views", may, p.views)
	rs.Handle("GET /admin/views/{id}", may, p.view)
	rs.Handle("POST /admin/views/{id}", may, p.saveView)
}

func viewsPath(desk directory.DeskID, parts ...string) string {
	return paths.With(paths.AdminPage(append([]string{"views"}, parts...)...), "desk", text(int64(desk)))
}

// shared are a desk's views that everybody there sees, those of the product left out.
func (p *pages) shared(c *web.Ctx, desk directory.DeskID) ([]ticket.View, error) {
	all, err := p.Ticket.Views(c.Context(), c.Actor(), desk)
	return slices.DeleteFunc(all, func(v ticket.View) bool { return v.ID <= 0 || v.Owner != 0 }), err
}

// views lists them. They are made where lists are seen: at the desk.
func (p *pages) views(c *web.Ctx) error {
	desk, tabs, err := p.desk(c, ticket.MayConfigure)
	if err != nil {
		return err
	}
	shared, err := p.shared(c, desk.ID)
	if err != nil {
		return err
	}
	t := ui.TableView{ID: "view", Caption: c.T.T("admin.section.views"), CaptionHidden: true, Columns: columns(c, "name", "order", "deed")}
	for _, v := range shared {
		open := ui.ButtonLink(paths.DeskView(paths.Word(text(int64(v.ID)))), ui.ButtonView{Text: c.T.T("admin.views.open"), Label: c.T.T("admin.views.open") + " " + v.Name, Small: true, Variant: ui.Secondary})
		t.Rows = append(t.Rows, ui.Row{ID: text(int64(v.ID)), Cells: []ui.Cell{
			{Text: v.Name, Href: viewsPath(desk.ID, text(int64(v.ID))), Item: true}, {Text: strconv.Itoa(v.Pos)}, {Content: open},
		}})
	}
	h := head{title: c.T.T("admin.section.views"), lead: c.T.T("admin.views.lead"), tabs: tabs, actions: []templ.Component{
		ui.ButtonLink(paths.With(paths.Desk(), "desk", text(int64(desk.ID))), ui.ButtonView{Text: c.T.T("admin.views.desk"), Icon: "tickets", Variant: ui.Secondary}),
	}}
	return p.show(c, http.StatusOK, h, list(c, listView{table: t, empty: ui.EmptyView{Icon: "search", Title: c.T.T("admin.list.empty"), Text: c.T.T("admin.views.none_text")}})...)
}

func (p *pages) viewIn(c *web.Ctx) (directory.Desk, ticket.View, error) {
	desk, _, err := p.desk(c, ticket.MayConfigure)
	if err != nil {
		return desk, ticket.View{}, err
	}
	shared, err := p.shared(c, desk.ID)
	if err != nil {
		return desk, ticket.View{}, err
	}
	i := slices.IndexFunc(shared, func(v ticket.View) bool { return text(int64(v.ID)) == c.Param("id") })
	if i < 0 {
		return desk, ticket.View{}, errs.Missing()
	}
	return desk, shared[i], nil
}

func (p *pages) view(c *web.Ctx) error {
	desk, v, err := p.viewIn(c)
	if err != nil {
		return err
	}
	return p.showView(c, http.StatusOK, desk, v, web.NewForm("name", v.Name, "order", strconv.Itoa(v.Pos)))
}

func (p *pages) showView(c *web.Ctx, status int, desk directory.Desk, v ticket.View, f *web.Form) error {
	form := ask(c, f, "admin.views.").line("name", medium, required).line("order", short, func(v *ui.FieldView) { v.InputMode = "numeric" }).
		form(viewsPath(desk.ID, text(int64(v.ID))), c.T.T("admin.save"))
	form.more = []ui.ButtonView{{Text: c.T.T("admin.views.drop"), Name: "drop", Value: "1", Variant: ui.Secondary, Danger: true}}
	form.cancel = viewsPath(desk.ID)
	h := head{title: v.Name, lead: desk.Name, above: []ui.Crumb{{Href: form.cancel, Text: c.T.T("admin.section.views")}}}
	return p.show(c, status, h, formBody(c.T, form))
}

// saveView renames a view, gives it another place among the others, or deletes it.
func (p *pages) saveView(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	desk, v, err := p.viewIn(c)
	if err != nil {
		return err
	}
	if f.Has("drop") {
		if err := p.Ticket.DropView(c.Context(), c.Actor(), v.ID); err != nil {
			return err
		}
		c.Flash("admin.views.dropped", "name", v.Name)
		return c.Redirect(viewsPath(desk.ID))
	}
	before := v
	v.Name, v.Pos = f.Get("name"), int(f.Int("order"))
	_, err = p.Ticket.SaveView(c.Context(), c.Actor(), v, true)
	if status, yes := again(f, err); yes {
		return p.showView(c, status, desk, before, f)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.saved", "name", v.Name)
	return c.Redirect(viewsPath(desk.ID))
}
