package admin

import (
	"github.com/a-h/templ"

	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// listView is a list with what stands above it.
type listView struct {
	table ui.TableView
	empty ui.EmptyView
	pages ui.PaginationView
}

// list is the parts of a page that shows it.
func list(c *web.Ctx, v listView) []templ.Component {
	if len(v.table.Rows) == 0 {
		return []templ.Component{ui.EmptyState(v.empty), ui.Pagination(c.T, v.pages)}
	}
	return []templ.Component{ui.Table(v.table), ui.Pagination(c.T, v.pages)}
}

// columns are headings by their texts: "admin.field." + name.
func columns(c *web.Ctx, names ...string) []ui.Column {
	out := make([]ui.Column, len(names))
	for i, n := range names {
		out[i] = ui.Column{Text: c.T.T("admin.field." + n)}
	}
	return out
}

// next leads to the rest of a list that is walked by cursor in one direction, and back to its beginning.
func next(c *web.Ctx, at string, address func(at string) string, older string) ui.PaginationView {
	v := ui.PaginationView{OlderText: c.T.T("admin.more"), NewerText: c.T.T("admin.first")}
	if at != "" {
		v.Newer = address("")
	}
	if older != "" {
		v.Older = address(older)
	}
	return v
}

// activeTag says that something is ended; nothing for what is in use.
func endedTag(c *web.Ctx, active bool) []ui.TagView {
	if active {
		return nil
	}
	return []ui.TagView{{Text: c.T.T("admin.ended"), Icon: "pause"}}
}
