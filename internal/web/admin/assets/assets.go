package assets

import (
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/level"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
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
	Asset     *asset.Service
	Level     *level.Service
	Directory *directory.Service
}

type pages struct{ Deps }

// area is where the texts of the fields are.
const area = "asset.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	read, write, take := web.May(asset.MayRead), web.May(asset.MayWrite), web.May(asset.MayImport)
	rs.Handle("GET /assets", read, p.list)
	rs.Handle("POST /assets", write, p.create)
	rs.Handle("GET /assets/new", write, p.blank)
	rs.Handle("GET /assets/file.csv", read, p.file, web.In(web.LaneExports))
	rs.Handle("GET /assets/import", take, p.importing)
	rs.Handle("POST /assets/import", take, p.plan, web.Upload(maxFile), web.In(web.LaneUploads))
	rs.Handle("POST /assets/import/apply", take, p.apply, web.Upload(maxFile), web.In(web.LaneUploads), web.BackTo("/assets/import"))
	rs.Handle("GET /assets/{id}", read, p.one)
	rs.Handle("GET /assets/{id}/edit", write, p.edit)
	rs.Handle("POST /assets/{id}/edit", write, p.save)
	rs.Handle("POST /assets/{id}/end", write, p.end, web.BackTo("/assets/{id}/edit"))
}

// DeskMenu is the entry of the desk's menu.
func DeskMenu() shell.Link {
	return shell.Link{Area: ui.Desk, Href: paths.Assets(), Text: "asset.menu", Verbs: []authz.Verb{asset.MayRead}}
}

// show answers in the frame of whoever reads: the desk's for those who work there.
func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Portal, paths.Assets()
	if c.Actor().May(ticket.MayWork) {
		h.Area = ui.Desk
	}
	return sheet.Page(c, p.Shell, status, h, parts...)
}

// org is the organisation that the address or the form names, else the reader's own or the first that there is.
func (p *pages) org(c *web.Ctx, f *web.Form) (directory.Organisation, *ui.TabsView, error) {
	list, err := p.Directory.Organisations(c.Context(), c.Actor())
	if err != nil {
		return directory.Organisation{}, nil, err
	}
	asked := sheet.Asked[directory.OrgID](c, "org")
	if f.Int("org") != 0 {
		asked = directory.OrgID(f.Int("org"))
	}
	at := slices.IndexFunc(list, func(o directory.Organisation) bool { return o.ID == asked })
	if asked == 0 {
		at = max(0, slices.IndexFunc(list, func(o directory.Organisation) bool { return int64(o.ID) == c.Actor().Org }))
	}
	if at < 0 || len(list) == 0 {
		return directory.Organisation{}, nil, errs.Missing()
	}
	tabs := &ui.TabsView{Label: c.T.T("level.org")}
	for _, o := range list {
		tabs.Tabs = append(tabs.Tabs, ui.TabView{Href: paths.With(paths.Assets(), "org", sheet.Text(o.ID)), Text: o.Name, Current: o.ID == list[at].ID})
	}
	return list[at], tabs, nil
}

func in(org directory.OrgID, path string) string { return paths.With(path, "org", sheet.Text(org)) }

func above(c *web.Ctx, org directory.OrgID) []ui.Crumb {
	return []ui.Crumb{{Href: in(org, paths.Assets()), Text: c.T.T("asset.title")}}
}

// kindOptions and stateOptions are what a form and a filter offer.
func kindOptions(c *web.Ctx) []ui.Option {
	var out []ui.Option
	for _, k := range asset.Kinds() {
		out = append(out, ui.Option{Value: string(k), Text: c.T.T("asset.kind." + string(k))})
	}
	return out
}

func stateOptions(c *web.Ctx, states ...asset.State) []ui.Option {
	var out []ui.Option
	for _, s := range states {
		out = append(out, ui.Option{Value: string(s), Text: c.T.T("asset.state." + string(s))})
	}
	return out
}

// levelWords is a level of support in words; "" for none.
func levelWords(c *web.Ctx, a *asset.Asset) string {
	if a.LevelNo == 0 {
		return ""
	}
	return c.T.T("level.number", "number", a.LevelNo)
}
