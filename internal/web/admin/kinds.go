package admin

import (
	"net/http"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

func (p *pages) kindRoutes(rs *web.Routes) {
	may := web.May(ticket.MayConfigure)
	rs.Handle("GET /admin/kinds", may, p.kinds)
	rs.Handle("GET /admin/kinds/{kind}", may, p.kind)
	rs.Handle("POST /admin/kinds/{kind}", may, p.changeKind)
	rs.Handle("GET /admin/kinds/{kind}/states/{key}", may, p.substate)
	rs.Handle("POST /admin/kinds/{kind}/states/{key}", may, p.saveSubstate)
	rs.Handle("GET /admin/kinds/{kind}/fields/{key}", may, p.field)
	rs.Handle("POST /admin/kinds/{kind}/fields/{key}", may, p.saveField)
}

// fresh stands in the address of a state or field that is being added.
const fresh = "new"

// kindPage is a kind's configuration, with whose it is.
type kindPage struct {
	org    directory.Organisation
	kind   ticket.Kind
	config ticket.KindConfig
}

func (k kindPage) path(parts ...string) string {
	return paths.With(paths.AdminPage(append([]string{"kinds", string(k.kind)}, parts...)...), "org", text(int64(k.org.ID)))
}

func (k kindPage) name(c *web.Ctx) string { return c.T.T("desk.kind." + string(k.kind)) }

func (k kindPage) crumbs(c *web.Ctx) []ui.Crumb {
	return []ui.Crumb{{Href: paths.With(paths.AdminPage("kinds"), "org", text(int64(k.org.ID))), Text: c.T.T("admin.section.kinds")}, {Href: k.path(), Text: k.name(c)}}
}

// kinds lists what sorts of tickets there are and how each is configured.
func (p *pages) kinds(c *web.Ctx) error {
	org, tabs, err := p.org(c, ticket.MayConfigure)
	if err != nil {
		return err
	}
	configs, err := p.Ticket.KindConfigs(c.Context(), org.ID)
	if err != nil {
		return err
	}
	t := ui.TableView{ID: "kind", Caption: c.T.T("admin.section.kinds"), CaptionHidden: true, Columns: columns(c, "name", "active", "states", "fields", "version")}
	for _, k := range ticket.Kinds() {
		page := kindPage{org, k, configs[k]}
		t.Rows = append(t.Rows, ui.Row{ID: string(k), Muted: !page.config.Enabled, Cells: []ui.Cell{
			{Text: page.name(c), Href: page.path(), Item: true},
			{Content: tags(kindTags(c, page.config))},
			{Text: substateNames(c, page.config)},
			{Text: fieldNames(c, page.config)},
			{Text: version(c, page.config.Version)},
		}})
	}
	return p.show(c, http.StatusOK, head{title: c.T.T("admin.section.kinds"), lead: c.T.T("admin.kinds.lead"), tabs: tabs}, ui.Table(t))
}

func version(c *web.Ctx, n int64) string {
	if n == 0 {
		return c.T.T("admin.kinds.default")
	}
	return text(n)
}

func kindTags(c *web.Ctx, k ticket.KindConfig) []ui.TagView {
	out := endedTag(c, k.Enabled)
	if k.Portal {
		out = append(out, ui.TagView{Text: c.T.T("admin.kinds.in_portal"), Color: ui.Info})
	}
	return out
}

// inWords picks the reader's language, and Swedish where the other is missing.
func inWords(c *web.Ctx, sv, en string) string {
	if c.T.Lang() == "en" && en != "" {
		return en
	}
	return sv
}

func substateNames(c *web.Ctx, k ticket.KindConfig) string {
	var out []string
	for _, s := range k.Substates {
		if !s.Hidden {
			out = append(out, inWords(c, s.Sv, s.En))
		}
	}
	return strings.Join(out, ", ")
}

func fieldNames(c *web.Ctx, k ticket.KindConfig) string {
	var out []string
	for _, f := range k.Fields {
		out = append(out, inWords(c, f.Sv, f.En))
	}
	return strings.Join(out, ", ")
}
