package assets

import (
	"bytes"
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/csvfile"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// list shows the inventory by tag, narrowed by what was asked for.
func (p *pages) list(c *web.Ctx) error {
	org, tabs, err := p.org(c, nil)
	if err != nil {
		return err
	}
	f := asked(c, org.ID)
	page, err := p.Asset.List(c.Context(), c.Actor(), f)
	if err != nil {
		return err
	}
	tally, err := p.Asset.Tally(c.Context(), c.Actor(), f)
	if err != nil {
		return err
	}
	h := sheet.Head{Title: c.T.T("asset.title"), Lead: c.T.T("asset.lead"), Tabs: tabs, Actions: p.actions(c, org.ID)}
	q := []string{"org", sheet.Text(org.ID), "q", f.Q, "kind", string(f.Kind), "state", string(f.State), "unit", unitText(f.Unit)}
	total := 0
	for _, n := range tally {
		total += n
	}
	pages := ui.PaginationView{Text: c.T.T("asset.count", "count", total)}
	if page.Next != "" {
		pages.Older, pages.OlderText = paths.With(paths.Assets(), append(q, "after", page.Next)...), c.T.T("level.more")
	}
	find := sheet.Of(c, web.NewForm("q", f.Q, "kind", string(f.Kind), "state", string(f.State)), area, paths.Assets(), c.T.T("ui.search"),
		sheet.Field{Name: "q", Width: "m"},
		sheet.Field{Name: "kind", Kind: sheet.Choice, Empty: c.T.T("asset.all_kinds"), Options: kindOptions(c)},
		sheet.Field{Name: "state", Kind: sheet.Choice, Empty: c.T.T("asset.all_active"), Options: stateOptions(c, append(asset.States(), asset.Ended)...)},
	).Hidden("org", sheet.Text(org.ID)).Hidden("unit", unitText(f.Unit)).Narrow()
	return p.show(c, http.StatusOK, h, find.Show(c.T), Table(c, page.Assets, paths.Assets), ui.Pagination(c.T, pages),
		sheet.Go(paths.With(paths.Assets("file.csv"), q...), c.T.T("asset.file")))
}

func unitText(id directory.UnitID) string {
	if id == 0 {
		return ""
	}
	return sheet.Text(id)
}

// asked is what the address narrows the list to.
func asked(c *web.Ctx, org directory.OrgID) asset.Filter {
	return asset.Filter{
		Org: org, Q: c.Query("q"), Kind: asset.Kind(c.Query("kind")), State: asset.State(c.Query("state")), Unit: sheet.Asked[directory.UnitID](c, "unit"), After: c.Query("after"),
	}
}

// actions are what the reader may do with the inventory as a whole.
func (p *pages) actions(c *web.Ctx, org directory.OrgID) []templ.Component {
	var out []templ.Component
	if c.Actor().May(asset.MayWrite) {
		out = append(out, ui.ButtonLink(in(org, paths.Assets("new")), ui.ButtonView{Text: c.T.T("asset.add"), Icon: "plus"}))
	}
	if c.Actor().May(asset.MayImport) {
		out = append(out, ui.ButtonLink(in(org, paths.Assets("import")), ui.ButtonView{Text: c.T.T("asset.import.title"), Variant: ui.Secondary}))
	}
	return out
}

// Table lists devices; to is the address of one.
func Table(c *web.Ctx, list []asset.Asset, to func(parts ...string) string) templ.Component {
	if len(list) == 0 {
		return ui.EmptyState(ui.EmptyView{Icon: "device", Title: c.T.T("asset.none")})
	}
	t := ui.TableView{ID: "assets", Caption: c.T.T("asset.title"), CaptionHidden: true}
	for _, name := range []string{"tag", "name", "kind", "level", "holder", "unit", "site"} {
		t.Columns = append(t.Columns, ui.Column{Text: c.T.T(area + name)})
	}
	now := c.Now().In(clock.Stockholm())
	for i := range list {
		a := &list[i]
		kind := c.T.T("asset.kind." + string(a.Kind))
		note := ""
		switch {
		case a.State != asset.InUse:
			note = c.T.T("asset.state." + string(a.State))
		case a.Old(now):
			note = c.T.T("asset.to_renew")
		}
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(a.ID), Muted: !a.Active(), Cells: []ui.Cell{
			{Text: a.Tag, Href: to(sheet.Text(a.ID)), Item: true, Nowrap: true},
			{Text: a.Title(), Note: modelNote(a)},
			{Text: kind, Note: note},
			{Text: levelWords(c, a)},
			{Text: a.PersonName},
			{Text: a.UnitName},
			{Text: a.SiteName},
		}})
	}
	return ui.Table(t)
}

func modelNote(a *asset.Asset) string {
	if a.Model == a.Title() {
		return ""
	}
	return a.Model
}

// mostInFile bounds a file; a larger inventory is taken a kind or a unit at a time.
const mostInFile = 50_000

// file hands out the list as a sheet.
func (p *pages) file(c *web.Ctx) error {
	org, _, err := p.org(c, nil)
	if err != nil {
		return err
	}
	f := asked(c, org.ID)
	f.Limit, f.After = 1000, ""
	var all []asset.Asset
	for len(all) < mostInFile {
		page, err := p.Asset.List(c.Context(), c.Actor(), f)
		if err != nil {
			return err
		}
		all = append(all, page.Assets...)
		if f.After = page.Next; f.After == "" {
			break
		}
	}
	if err := p.Asset.Exported(c.Context(), c.Actor(), org.ID, "assets", f.Unit, len(all)); err != nil {
		return err
	}
	raw := File(c, all)
	return c.Send(web.Download{Name: "inventory.csv", Type: "text/csv; charset=utf-8", Size: int64(len(raw)), Body: bytes.NewReader(raw)})
}

// File is devices as a sheet, in the columns that the import understands.
func File(c *web.Ctx, list []asset.Asset) []byte {
	var w csvfile.Writer
	var head []string
	for _, name := range []string{"tag", "serial", "kind", "name", "model", "level", "login", "holder", "unit", "site", "delivered", "life", "renew", "state"} {
		head = append(head, c.T.T("asset.column."+name))
	}
	w.Line(head...)
	for i := range list {
		a := &list[i]
		number := ""
		if a.LevelNo != 0 {
			number = sheet.Text(a.LevelNo)
		}
		life := ""
		if a.Life != 0 {
			life = sheet.Text(a.Life)
		}
		w.Line(a.Tag, a.Serial, c.T.T("asset.kind."+string(a.Kind)), a.Name, a.Model, number, a.Login, a.PersonName, a.UnitName, a.SiteName, a.Delivered, life, a.Renew,
			c.T.T("asset.state."+string(a.State)))
	}
	return w.Bytes()
}
