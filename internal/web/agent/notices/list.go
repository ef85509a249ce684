package notices

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/notice"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// list shows what runs and what is being written, or what has ended.
func (p *pages) list(c *web.Ctx) error {
	t, past := c.T, c.Query("past") == "1"
	f := notice.Filter{Past: past, Before: sheet.Asked[notice.ID](c, "before")}
	found, more, err := p.Notice.List(c.Context(), c.Actor(), f)
	if err != nil {
		return err
	}
	holds, err := p.Notice.Holds(c.Context(), c.Actor(), false)
	if err != nil {
		return err
	}
	h := sheet.Head{Title: t.T("notice.menu"), Lead: t.T("notice.lead"), Tabs: &ui.TabsView{ID: "tabs", Label: t.T("notice.menu"), Tabs: []ui.TabView{
		{Href: paths.Notices(), Text: t.T("notice.tab.now"), Current: !past},
		{Href: paths.With(paths.Notices(), "past", "1"), Text: t.T("notice.tab.past"), Current: past},
		{Href: paths.NoticeHolds(), Text: t.T("notice.tab.holds")},
	}}}
	if c.Actor().May(notice.MayPublish) {
		h.Actions = append(h.Actions, ui.ButtonLink(paths.NoticeNew(), ui.ButtonView{Text: t.T("notice.new"), Icon: "plus"}))
	}
	var parts []templ.Component
	if len(holds) > 0 {
		parts = append(parts, ui.Alert(ui.AlertView{Color: ui.Warning, Text: t.T("notice.holds_now", "count", len(holds)), Content: sheet.Go(paths.NoticeHolds(), t.T("notice.tab.holds"))}))
	}
	if len(found) == 0 {
		parts = append(parts, ui.EmptyState(ui.EmptyView{Title: t.T("notice.none"), Text: t.T("notice.none_text"), Icon: "info"}))
		return p.show(c, http.StatusOK, h, parts...)
	}
	v := ui.TableView{ID: "notices", Caption: t.T("notice.menu"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t.T("notice.col.title")}, {Text: t.T("notice.col.state")}, {Text: t.T("notice.col.channels")}, {Text: t.T("notice.col.period")},
	}}
	for i := range found {
		n := &found[i]
		v.Rows = append(v.Rows, ui.Row{ID: sheet.Text(n.ID), Muted: n.State == notice.Ended, Cells: []ui.Cell{
			{Text: n.TitleSv, Note: t.T("notice.kind." + string(n.Kind)), Href: paths.Notice(ref(n.ID)), Header: true},
			{Content: ui.Tag(stateTag(t, n))},
			{Text: Channels(t, n.Channels)},
			{Text: period(t, n)},
		}})
	}
	pages := ui.PaginationView{}
	if more {
		pages.Older = paths.With(paths.Notices(), "before", sheet.Text(found[len(found)-1].ID), "past", c.Query("past"))
	}
	return p.show(c, http.StatusOK, h, append(parts, ui.Table(v), ui.Pagination(t, pages))...)
}

// ref is a number as an address carries it.
func ref[T ~int64](n T) paths.Ref { return paths.Word(sheet.Text(n)) }
