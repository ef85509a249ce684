package admin

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// head is the top of a page: the steps between the overview and the page, its title, what can be done.
type head struct {
	title   string
	lead    string
	above   []ui.Crumb // Between the overview and this page.
	tags    []ui.TagView
	actions []templ.Component
	tabs    *ui.TabsView
}

// show answers with a page of the administration.
func (p *pages) show(c *web.Ctx, status int, h head, body ...templ.Component) error {
	v := ui.PageHeaderView{Title: h.title, Lead: h.lead, Tags: h.tags}
	if c.Request().URL.Path != paths.Admin() {
		v.Crumbs = append([]ui.Crumb{{Href: paths.Admin(), Text: c.T.T("admin.title")}}, h.above...)
		v.Crumbs = append(v.Crumbs, ui.Crumb{Text: h.title})
	}
	if len(h.actions) > 0 {
		v.Actions = all(h.actions)
	}
	if h.tabs != nil && len(h.tabs.Tabs) > 1 {
		body = append([]templ.Component{ui.Tabs(*h.tabs)}, body...)
	}
	view := shell.View{Title: h.title, Area: ui.Admin}
	return p.Shell.Render(c, status, view, layout(c.T, navigation(c), v, body))
}

// number is an id in the address. What is no number is nothing that exists.
func number(c *web.Ctx, name string) (int64, error) {
	n, err := strconv.ParseInt(c.Param(name), 10, 64)
	if err != nil || n <= 0 {
		return 0, errs.Missing()
	}
	return n, nil
}

// query is a number in the address's query; 0 for none.
func query(c *web.Ctx, name string) int64 {
	n, _ := strconv.ParseInt(c.Query(name), 10, 64) // What is no number chooses nothing.
	return n
}

func text(n int64) string { return strconv.FormatInt(n, 10) }

// again reports whether a form is to be shown again, and with which status: something in it is wrong, somebody else was
// quicker, or the sender may not give what the form gives. Errors that belong to no field stand above the form.
func again(f *web.Form, err error) (status int, yes bool) {
	switch {
	case err == nil:
		return 0, false
	case errs.Is(err, errs.Conflict):
		if !f.Failed(err) {
			f.Failed(wrong("", key(err)))
		}
		return web.Status(err), true
	case errs.Is(err, errs.Invalid):
		if !f.Failed(err) {
			f.Failed(wrong("", key(err)))
		}
		return http.StatusUnprocessableEntity, true
	}
	return 0, false
}

// wrong is an error about one field of a form; about the whole form when name is "".
func wrong(name, key string, args ...any) error {
	var f errs.Fields
	f.Add(name, key, args...)
	return f.Err()
}

// parse is a number in a value; 0 when there is none.
func parse(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64) // What is no number names nothing.
	return n
}
