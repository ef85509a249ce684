package readers

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/announce"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/signed"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Announce  *announce.Service
	Directory *directory.Service
	Line      *line.Service
	BaseURL   string
}

type pages struct{ Deps }

const area = "announce.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(announce.MayConnect)
	rs.Handle("GET "+paths.AdminReaders(), may, p.list)
	rs.Handle("GET "+paths.AdminReaders("new"), may, p.ask)
	rs.Handle("POST "+paths.AdminReaders("new"), may, p.add)
	rs.Handle("POST "+paths.AdminReaders("end"), may, p.end, web.BackTo(paths.AdminReaders()))
}

func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Admin, paths.Admin()
	h.Above = append([]ui.Crumb{{Href: paths.Admin(), Text: c.T.T("admin.title")}}, h.Above...)
	return sheet.Page(c, p.Shell, status, h, parts...)
}

func (p *pages) list(c *web.Ctx) error {
	keys, err := p.Announce.Keys(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	t := c.T
	h := sheet.Head{Title: t.T("announce.admin.title"), Lead: t.T("announce.admin.lead"), Actions: []templ.Component{
		ui.ButtonLink(paths.AdminReaders("new"), ui.ButtonView{Text: t.T("announce.admin.add"), Icon: "plus"}),
	}}
	if len(keys) == 0 {
		return p.show(c, http.StatusOK, h, ui.EmptyState(ui.EmptyView{Icon: "device", Title: t.T("announce.admin.none")}))
	}
	table := ui.TableView{ID: "readers", Caption: t.T("announce.admin.title"), CaptionHidden: true}
	for _, name := range []string{"name", "kind", "desk", "line"} {
		table.Columns = append(table.Columns, ui.Column{Text: t.T(area + name)})
	}
	table.Columns = append(table.Columns, ui.Column{Text: t.T("announce.admin.state")})
	for _, k := range keys {
		state := ui.Cell{Text: t.T("announce.admin.over", "at", t.DateTime(k.EndedAt))}
		if k.EndedAt.IsZero() {
			words := t.T("announce.admin.end")
			state = ui.Cell{Content: sheet.Do(c, paths.AdminReaders("end"), words, words+" "+k.Name).Hidden("id", sheet.Text(k.ID)).Show(t)}
		}
		only := k.Line
		if only == "" && k.Kind == announce.Phone {
			only = t.T("announce.admin.every")
		}
		table.Rows = append(table.Rows, ui.Row{ID: sheet.Text(k.ID), Muted: !k.EndedAt.IsZero(), Cells: []ui.Cell{
			{Text: k.Name, Header: true}, {Text: t.T("announce.admin." + k.Kind)}, {Text: k.DeskName}, {Text: only}, state,
		}})
	}
	return p.show(c, http.StatusOK, h, ui.Table(table))
}

func (p *pages) ask(c *web.Ctx) error { return p.form(c, http.StatusOK, web.NewForm()) }

// form offers the desks about which the reader decides, and their lines.
func (p *pages) form(c *web.Ctx, status int, f *web.Form) error {
	desks, err := p.Directory.DesksOf(c.Context(), c.Actor(), announce.MayConnect)
	if err != nil {
		return err
	}
	var at, lines []ui.Option
	seen := map[directory.OrgID]bool{}
	for _, d := range desks {
		at = append(at, ui.Option{Value: sheet.Text(d.ID), Text: d.Name})
		if seen[d.Org] {
			continue
		}
		seen[d.Org] = true
		list, err := p.Line.LinesOf(c.Context(), authz.System("readers"), d.Org)
		if err != nil {
			return err
		}
		for i := range list {
			if !slices.ContainsFunc(lines, func(o ui.Option) bool { return o.Value == list[i].Key }) {
				lines = append(lines, ui.Option{Value: list[i].Key, Text: list[i].Name(i18n.ParseLang(c.T.Lang()))})
			}
		}
	}
	kinds := []ui.Option{{Value: announce.Wall, Text: c.T.T("announce.admin.wall")}, {Value: announce.Phone, Text: c.T.T("announce.admin.phone")}}
	form := sheet.Of(c, f, area, paths.AdminReaders("new"), c.T.T("announce.admin.make"),
		sheet.Field{Name: "name", Required: true, Width: "m"},
		sheet.Field{Name: "kind", Kind: sheet.Choice, Required: true, Options: kinds, Width: "m"},
		sheet.Field{Name: "desk", Kind: sheet.Choice, Required: true, Options: at, Width: "m"},
		sheet.Field{Name: "line", Kind: sheet.Choice, Empty: c.T.T("announce.admin.every"), Options: lines, Width: "m"},
	).Back(paths.AdminReaders())
	return p.show(c, status, sheet.Head{Title: c.T.T("announce.admin.add"), Above: above(c)}, form.Show(c.T))
}

func above(c *web.Ctx) []ui.Crumb {
	return []ui.Crumb{{Href: paths.AdminReaders(), Text: c.T.T("announce.admin.title")}}
}

// add makes an address and shows its secrets in this one answer, which no browser keeps.
func (p *pages) add(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	desks, err := p.Directory.DesksOf(c.Context(), c.Actor(), announce.MayConnect)
	if err != nil {
		return err
	}
	in := announce.Key{Desk: directory.DeskID(f.Int("desk")), Kind: f.Get("kind"), Line: f.Get("line"), Name: f.Words("name")}
	for _, d := range desks {
		if d.ID == in.Desk {
			in.Org = d.Org
		}
	}
	k, secret, err := p.Announce.Connect(c.Context(), c.Actor(), in)
	if status, yes := sheet.Again(f, err); yes {
		return p.form(c, status, f)
	}
	if err != nil {
		return err
	}
	t := c.T
	shown := func(name, label, value string) templ.Component {
		return ui.TextField(t, ui.FieldView{Name: name, Label: label, Value: value, ReadOnly: true, Autocomplete: "off"})
	}
	parts := []templ.Component{ui.Alert(ui.AlertView{ID: "once", Color: ui.Warning, Text: t.T("announce.admin.once")})}
	if k.Kind == announce.Wall {
		parts = append(parts, shown("address", t.T("announce.admin.address"), p.BaseURL+"/wall/"+secret))
	} else {
		only := k.Line
		if only == "" {
			only = "{line}"
		}
		parts = append(parts, shown("address", t.T("announce.admin.address"), p.BaseURL+"/announce/"+only), shown("key", t.T("announce.admin.key"), secret),
			shown("sign", t.T("announce.admin.sign"), signed.Text(p.Announce.Signing(k.ID))))
	}
	parts = append(parts, sheet.Row(ui.ButtonLink(paths.AdminReaders(), ui.ButtonView{Text: t.T("announce.admin.back"), Variant: ui.Secondary})))
	return p.show(c, http.StatusCreated, sheet.Head{Title: t.T("announce.admin.made"), Above: above(c)}, parts...)
}

func (p *pages) end(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	if err := p.Announce.Disconnect(c.Context(), c.Actor(), announce.KeyID(f.Int("id"))); err != nil {
		return err
	}
	c.Flash("announce.admin.ended")
	return c.Redirect(paths.AdminReaders())
}
