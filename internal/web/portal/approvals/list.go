package approvals

import (
	"net/http"
	"strconv"
	"strings"

	"lotsen/internal/desk/approval"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// listView is what waits for somebody, or what they decided.
type listView struct {
	which   approval.Which
	tabs    ui.TabsView
	rows    []rowView
	pages   ui.PaginationView
	form    ui.FormView
	errors  []ui.FieldError
	comment ui.FieldView
	refuse  bool // The part of the form that says no is open.
}

// rowView is one approval in the list.
type rowView struct {
	id    string // Changes with what it is about, so that a refresh never keeps a tick on something else.
	href  string
	title string
	about string
	note  string
	sum   string
	tags  []ui.TagView
	pick  ui.CheckView
}

func which(c *web.Ctx) approval.Which {
	switch w := approval.Which(c.Query("show")); {
	case w == approval.Past, w == approval.Within && approval.Broad(c.Actor()):
		return w
	}
	return approval.Asked
}

func (p *pages) list(c *web.Ctx) error { return p.showList(c, http.StatusOK, web.NewForm()) }

func (p *pages) showList(c *web.Ctx, status int, f *web.Form) error {
	mark, err := p.Mark(c.Context())
	if err != nil {
		return err
	}
	w := which(c)
	page, err := p.Approval.List(c.Context(), c.Actor(), w, sheet.Asked[approval.ID](c, "after"))
	if err != nil {
		return err
	}
	waits := len(page.Rows)
	if w != approval.Asked || page.Next != 0 || c.Query("after") != "" {
		if waits, err = p.Approval.Waiting(c.Context(), c.Actor()); err != nil {
			return err
		}
	}
	v := listView{
		which: w, tabs: tabs(c, w, waits), errors: f.Errors(c.T), refuse: f.Error(c.T, "comment") != "",
		comment: commentField(c.T, f),
		form:    ui.FormView{Action: c.Path(), Key: c.FormKey(pageKey(page)...), Label: c.T.T("approval.list.form")},
	}
	for i := range page.Rows {
		v.rows = append(v.rows, rowOf(c.T, &page.Rows[i], &page, f, w))
		if i == 0 {
			v.rows[0].pick.ID = "" // The field's own, to which the summary of errors leads.
		}
	}
	if page.Next != 0 {
		v.pages = ui.PaginationView{Older: paths.With(paths.Approvals(), "show", showOf(w), "after", sheet.Text(page.Next)), OlderText: c.T.T("approval.list.more")}
	}
	view := shell.View{
		Title: c.T.T("approval.list.title"), Topics: topics(c), Mark: mark, Counts: map[string]shell.Count{paths.Approvals(): Count(c.T, waits)},
	}
	return p.Shell.Render(c, status, view, listPage(c.T, v))
}

// pageKey ties the form to what it shows, because the page looks again by itself.
func pageKey(page approval.Page) []any {
	key := []any{"approvals"}
	for i := range page.Rows {
		key = append(key, page.Rows[i].ID, page.Rows[i].Seen)
	}
	return key
}

func showOf(w approval.Which) string {
	if w == approval.Asked {
		return ""
	}
	return string(w)
}

func tabs(c *web.Ctx, w approval.Which, waits int) ui.TabsView {
	v := ui.TabsView{Label: c.T.T("approval.list.tabs")}
	for _, tab := range []approval.Which{approval.Asked, approval.Within, approval.Past} {
		if tab == approval.Within && !approval.Broad(c.Actor()) {
			continue
		}
		t := ui.TabView{Href: paths.With(paths.Approvals(), "show", showOf(tab)), Text: c.T.T("approval.list." + string(tab)), Current: tab == w}
		if tab == approval.Asked && waits > 0 {
			t.Count = c.T.Number(int64(waits))
		}
		v.Tabs = append(v.Tabs, t)
	}
	return v
}

func rowOf(p *i18n.Printer, r *approval.Row, page *approval.Page, f *web.Form, w approval.Which) rowView {
	id := sheet.Text(r.ID)
	v := rowView{
		id: "approval-" + id + "-" + strings.ReplaceAll(r.Seen, ".", "-"), href: paths.With(paths.Approval(ref(r.ID)), "seen", r.Seen), title: r.Title,
		note: p.T("approval.list.note", "name", onBehalf(p, page.Names, r.Asker, r.AskerFor), "since", p.DateTime(r.Since)), sum: money(p, r.Ore),
	}
	if w == approval.Past {
		v.href = paths.Approval(ref(r.ID))
		v.note = p.T("approval.list.decided", "count", r.Lines, "name", onBehalf(p, page.Names, r.Asker, r.AskerFor), "at", p.DateTime(r.Since))
		v.tags = []ui.TagView{stateTag(p, r.State)}
		return v
	}
	v.about = r.First.Text(i18n.ParseLang(p.Lang()))
	if r.Lines > 1 {
		v.about = p.T("approval.list.first", "line", v.about, "count", r.Lines-1)
	}
	for _, on := range r.For {
		if on != 0 {
			v.tags = append(v.tags, ui.TagView{Text: p.T("approval.as_substitute", "name", named(p, page.Names, on)), Color: ui.Info})
		}
	}
	value := id + ":" + r.Seen
	v.pick = ui.CheckView{
		Name: "pick", Value: value, ID: "pick-" + id, Label: p.T("approval.list.pick", "title", r.Title), LabelHidden: true, Checked: f.Chosen("pick", value),
	}
	return v
}

func stateTag(p *i18n.Printer, s approval.State) ui.TagView {
	v := ui.TagView{Text: p.T("approval.state." + string(s))}
	switch s {
	case approval.Approved:
		v.Color, v.Icon = ui.Success, "check"
	case approval.Rejected:
		v.Color, v.Icon = ui.Danger, "close"
	case approval.Open:
		v.Color, v.Icon = ui.Info, "clock"
	}
	return v
}

// mostPicked is more than a list shows at once.
const mostPicked = approval.PageSize

// several decides what was picked in the list, each for what the list showed of it.
func (p *pages) several(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	yes := f.Get("verdict") == "yes"
	picked := f.All("pick")
	var bad errs.Fields
	if len(picked) == 0 || len(picked) > mostPicked {
		bad.Add("pick", "approval.error.pick")
	}
	if !yes && clean.Blank(f.Words("comment")) {
		bad.Add("comment", "approval.error.comment")
	}
	if f.Failed(bad.Err()) {
		return p.showList(c, http.StatusUnprocessableEntity, f)
	}
	done, missed := 0, 0
	for _, value := range picked {
		number, seen, _ := strings.Cut(value, ":")
		id, err := strconv.ParseInt(number, 10, 64)
		if err == nil {
			_, err = p.Approval.Decide(c.Context(), c.Actor(), approval.Decision{ID: approval.ID(id), Yes: yes, Seen: seen, Comment: f.Words("comment")})
		}
		switch {
		case err == nil:
			done++
		case errs.Is(err, errs.Invalid) && f.Failed(err):
			return p.showList(c, http.StatusUnprocessableEntity, f)
		case errs.Is(err, errs.Conflict), errs.Is(err, errs.NotFound), errs.Is(err, errs.Forbidden):
			missed++ // It has changed, or is not theirs any more; the list says how it is now.
		default:
			return err
		}
	}
	if done > 0 {
		c.Flash(counted("approval.done."+verdict(yes), done), "count", done)
	}
	if missed > 0 {
		c.FlashWarning("approval.missed."+few(missed), "count", missed)
	}
	return c.Redirect(paths.Approvals())
}

// counted is the key of a text for one, or for more: what is kept until the next page knows no plural forms.
func counted(key string, n int) string { return key + "." + few(n) }

func few(n int) string {
	if n == 1 {
		return "one"
	}
	return "more"
}

func verdict(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}
