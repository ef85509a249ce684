package sheet

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Head is the top of a page.
type Head struct {
	Area    ui.Area
	Title   string
	Lead    string
	Here    string // The entry of the main menu that the page belongs to.
	Above   []ui.Crumb
	Tags    []ui.TagView
	Actions []templ.Component
	Tabs    *ui.TabsView
	// Topics and Mark make the page live: see shell.View.
	Topics []string
	Mark   int64
}

// Page answers with a page made of parts.
func Page(c *web.Ctx, s *shell.Shell, status int, h Head, parts ...templ.Component) error {
	v := ui.PageHeaderView{Title: h.Title, Lead: h.Lead, Tags: h.Tags}
	if len(h.Above) > 0 {
		v.Crumbs = append(append([]ui.Crumb(nil), h.Above...), ui.Crumb{Text: h.Title})
	}
	if len(h.Actions) > 0 {
		v.Actions = Row(h.Actions...)
	}
	if h.Tabs != nil && len(h.Tabs.Tabs) > 1 {
		parts = append([]templ.Component{ui.Tabs(*h.Tabs)}, parts...)
	}
	parts = append([]templ.Component{ui.PageHeader(c.T, v)}, parts...)
	return s.Render(c, status, shell.View{Title: h.Title, Area: h.Area, Here: h.Here, Topics: h.Topics, Mark: h.Mark}, Stack(parts...))
}

// Again reports whether a form is to be shown again, and with which status. An error that belongs to no field stands
// above the form.
func Again(f *web.Form, err error) (status int, yes bool) {
	if err == nil || !errs.Is(err, errs.Conflict) && !errs.Is(err, errs.Invalid) && !errs.Is(err, errs.TooLarge) {
		return 0, false
	}
	if !f.Failed(err) {
		var whole errs.Fields
		key, args := Words(err)
		whole.Add("", key, args...)
		f.Failed(whole.Err())
	}
	if errs.Is(err, errs.Invalid) {
		return http.StatusUnprocessableEntity, true
	}
	return web.Status(err), true
}

// Number is an id in the address. What is no number is nothing that exists.
func Number[T ~int64](c *web.Ctx, name string) (T, error) {
	n, err := strconv.ParseInt(c.Param(name), 10, 64)
	if err != nil || n <= 0 {
		return 0, errs.Missing()
	}
	return T(n), nil
}

// Text is a number as an address and a form carry it.
func Text[T ~int64 | ~int](n T) string { return strconv.FormatInt(int64(n), 10) }

// Asked is a number in the address's query; 0 for none.
func Asked[T ~int64](c *web.Ctx, name string) T {
	n, _ := strconv.ParseInt(c.Query(name), 10, 64) // What is no number chooses nothing.
	return T(n)
}
