package lines

import (
	"net/http"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Line      *line.Service
	Directory *directory.Service
	BaseURL   string
}

type pages struct{ Deps }

// area is where the texts of the fields are.
const area = "line.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(line.MayConfigure)
	rs.Handle("GET /admin/lines", may, p.lines)
	rs.Handle("GET /admin/lines/new", may, p.blank)
	rs.Handle("POST /admin/lines", may, p.save)
	rs.Handle("GET /admin/lines/{id}", may, p.line)
	rs.Handle("POST /admin/lines/{id}", may, p.save)
	rs.Handle("GET /admin/lines/import", may, p.importPage)
	rs.Handle("POST /admin/lines/import", may, p.readIn, web.Upload(20<<20))
	rs.Handle("GET /admin/phones", may, p.phones)
	rs.Handle("GET /admin/phones/new", may, p.blankPhone)
	rs.Handle("POST /admin/phones", may, p.savePhone)
	rs.Handle("GET /admin/phones/{id}", may, p.phone)
	rs.Handle("POST /admin/phones/{id}", may, p.savePhone)
	rs.Handle("POST /admin/phones/{id}/secret", may, p.newSecret, web.BackTo("/admin/phones/{id}"))
	rs.Handle("GET /admin/phones/short", may, p.short)
	rs.Handle("POST /admin/phones/short", may, p.setShort)
}

func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Admin, paths.Admin()
	h.Above = append([]ui.Crumb{{Href: paths.Admin(), Text: c.T.T("admin.title")}}, h.Above...)
	return sheet.Page(c, p.Shell, status, h, parts...)
}

// lines lists where people wait.
func (p *pages) lines(c *web.Ctx) error {
	list, err := p.Line.Lines(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	h := sheet.Head{Title: c.T.T("line.admin.lines"), Lead: c.T.T("line.admin.lead"), Actions: []templ.Component{
		ui.ButtonLink(paths.AdminLines("new"), ui.ButtonView{Text: c.T.T("line.admin.new"), Icon: "plus"}),
		ui.ButtonLink(paths.AdminLines("import"), ui.ButtonView{Text: c.T.T("line.admin.import"), Variant: ui.Secondary}),
	}}
	if len(list) == 0 {
		return p.show(c, http.StatusOK, h, ui.EmptyState(ui.EmptyView{Icon: "phone", Title: c.T.T("line.admin.none")}))
	}
	t := ui.TableView{ID: "line", Caption: c.T.T("line.admin.lines"), CaptionHidden: true}
	for _, n := range []string{"name_sv", "channel", "number", "cost", "abroad", "audience", "priority", "target"} {
		t.Columns = append(t.Columns, ui.Column{Text: c.T.T(area + n)})
	}
	for i := range list {
		l := &list[i]
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(l.ID), Muted: !l.Active, Cells: []ui.Cell{
			{Text: l.Name(i18n.ParseLang(c.T.Lang())), Href: paths.AdminLines(sheet.Text(l.ID))},
			{Text: c.T.T("desk.channel." + string(l.Channel))},
			{Text: line.National(l.Number), Note: line.International(l.Number), Nowrap: true},
			{Text: c.T.T("line.cost." + l.Cost)},
			{Text: yes(c, l.Abroad)},
			{Text: audience(c, l.Audience)},
			{Text: sheet.Text(l.Priority)},
			{Text: sheet.Text(int(l.Target / time.Second))},
		}})
	}
	return p.show(c, http.StatusOK, h, ui.Table(t))
}

func yes(c *web.Ctx, is bool) string {
	if is {
		return c.T.T("line.yes")
	}
	return c.T.T("line.no")
}

func audience(c *web.Ctx, k directory.Category) string {
	if k == "" {
		return c.T.T("line.everybody")
	}
	return c.T.T("desk.person." + string(k))
}

func (p *pages) blank(c *web.Ctx) error {
	return p.form(c, http.StatusOK, web.NewForm("active", "1", "channel", string(ticket.Phone), "priority", "0", "target", "60"), line.Line{})
}

func (p *pages) line(c *web.Ctx) error {
	l, err := p.one(c)
	if err != nil {
		return err
	}
	f := web.NewForm("name_sv", l.NameSv, "name_en", l.NameEn, "number", line.National(l.Number), "queue", l.Queue, "cost", l.Cost, "audience", string(l.Audience),
		"priority", sheet.Text(l.Priority), "target", sheet.Text(int(l.Target/time.Second)), "group", sheet.Text(l.Group))
	if l.Abroad {
		f.Set("abroad", "1")
	}
	if l.Active {
		f.Set("active", "1")
	}
	return p.form(c, http.StatusOK, f, l)
}

func (p *pages) one(c *web.Ctx) (line.Line, error) {
	id, err := sheet.Number[line.LineID](c, "id")
	if err != nil {
		return line.Line{}, err
	}
	return p.Line.Line(c.Context(), c.Actor(), id)
}

func (p *pages) form(c *web.Ctx, status int, f *web.Form, l line.Line) error {
	var fields []sheet.Field
	title, action := c.T.T("line.admin.new"), paths.AdminLines()
	if l.ID == 0 {
		desks, err := p.Directory.DesksOf(c.Context(), c.Actor(), line.MayConfigure)
		if err != nil {
			return err
		}
		var at, channels []ui.Option
		for _, d := range desks {
			at = append(at, ui.Option{Value: sheet.Text(d.ID), Text: d.Name})
		}
		for _, ch := range line.Channels() {
			channels = append(channels, ui.Option{Value: string(ch), Text: c.T.T("desk.channel." + string(ch))})
		}
		fields = []sheet.Field{
			{Name: "desk", Kind: sheet.Choice, Required: true, Options: at},
			{Name: "channel", Kind: sheet.Choice, Required: true, Options: channels},
			{Name: "key", Required: true, Width: "s"},
		}
	} else {
		title, action = l.Name(i18n.ParseLang(c.T.Lang())), paths.AdminLines(sheet.Text(l.ID))
	}
	var costs, audiences []ui.Option
	for _, k := range line.Costs() {
		costs = append(costs, ui.Option{Value: k, Text: c.T.T("line.cost." + k)})
	}
	for _, k := range directory.Categories() {
		audiences = append(audiences, ui.Option{Value: string(k), Text: c.T.T("desk.person." + string(k))})
	}
	fields = append(fields, sheet.Field{Name: "name_sv", Required: true, Width: "m"}, sheet.Field{Name: "name_en", Width: "m"})
	if l.ID == 0 || l.Channel == ticket.Phone {
		fields = append(fields, sheet.Field{Name: "number", Width: "m", Type: "tel"}, sheet.Field{Name: "queue", Width: "m"},
			sheet.Field{Name: "cost", Kind: sheet.Choice, Options: costs}, sheet.Field{Name: "abroad", Kind: sheet.Yes})
	}
	fields = append(fields, sheet.Field{Name: "audience", Kind: sheet.Choice, Empty: c.T.T("line.everybody"), Options: audiences},
		sheet.Field{Name: "priority", Width: "s"}, sheet.Field{Name: "target", Width: "s"}, sheet.Field{Name: "active", Kind: sheet.Yes})
	form := sheet.Of(c, f, area, action, c.T.T("line.admin.save"), fields...).Versioned(sheet.Text(l.Version)).Back(paths.AdminLines())
	return p.show(c, status, sheet.Head{Title: title, Above: []ui.Crumb{{Href: paths.AdminLines(), Text: c.T.T("line.admin.lines")}}}, form.Show(c.T))
}

// save adds a line, or changes the one in the address.
func (p *pages) save(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	var l line.Line
	if c.Param("id") != "" {
		if l, err = p.one(c); err != nil {
			return err
		}
		l.Version = f.Int("version")
	} else {
		l = line.Line{Desk: directory.DeskID(f.Int("desk")), Channel: ticket.Channel(f.Get("channel")), Key: f.Get("key")}
		desks, err := p.Directory.DesksOf(c.Context(), c.Actor(), line.MayConfigure)
		if err != nil {
			return err
		}
		for _, d := range desks {
			if d.ID == l.Desk {
				l.Org = d.Org
			}
		}
		if l.Org == 0 {
			return errs.Missing()
		}
	}
	old := l
	l.NameSv, l.NameEn, l.Number, l.Queue, l.Cost = f.Words("name_sv"), f.Words("name_en"), f.Get("number"), f.Get("queue"), f.Get("cost")
	l.Audience, l.Priority, l.Target = directory.Category(f.Get("audience")), int(f.Int("priority")), time.Duration(f.Int("target"))*time.Second
	l.Abroad, l.Active = f.Has("abroad"), f.Has("active")
	_, err = p.Line.Save(c.Context(), c.Actor(), l)
	if status, again := sheet.Again(f, err); again {
		return p.form(c, status, f, old)
	}
	if err != nil {
		return err
	}
	c.Flash("line.admin.saved")
	return c.Redirect(paths.AdminLines())
}
