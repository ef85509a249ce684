package alarms

import (
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/alarm"
	"lotsen/internal/kit/event"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// mostDesks is to how many desks the list listens.
const mostDesks = 5

// list shows what fires now, the worst first, or what has ceased.
func (p *pages) list(c *web.Ctx) error {
	f := alarm.Filter{Source: sheet.Asked[alarm.SourceID](c, "source"), Past: c.Query("past") != "", Worst: int(sheet.Asked[int64](c, "worst"))}
	if at, err := strconv.ParseInt(c.Query("before"), 10, 64); err == nil && f.Past {
		f.Before = time.UnixMicro(at).UTC()
	}
	mark, err := event.Mark(c.Context(), p.DB)
	if err != nil {
		return err
	}
	desks, err := p.Alarm.Desks(c.Context(), c.Actor(), alarm.MayRead)
	if err != nil {
		return err
	}
	list, more, err := p.Alarm.List(c.Context(), c.Actor(), f)
	if err != nil {
		return err
	}
	sources, err := p.Alarm.Sources(c.Context(), c.Actor(), alarm.MayRead)
	if err != nil {
		return err
	}
	parts := []templ.Component{pick(c, f, sources), table(c, list, f)}
	if more && f.Past {
		last := list[len(list)-1].Last
		v := ui.PaginationView{OlderText: c.T.T("alarm.older"), Older: paths.With(paths.Alarms(), "past", "1", "source", number(f.Source), "before", strconv.FormatInt(last.UnixMicro(), 10))}
		parts = append(parts, ui.Pagination(c.T, v))
	} else if more {
		parts = append(parts, sheet.Note(c.T.T("alarm.more", "n", alarm.PageSize)))
	}
	h := sheet.Head{Title: c.T.T("alarm.title"), Lead: c.T.T("alarm.lead"), Tabs: tabs(c, paths.Alarms()), Mark: mark}
	for _, d := range desks[:min(len(desks), mostDesks)] {
		h.Topics = append(h.Topics, "desk:"+sheet.Text(d))
	}
	return p.show(c, http.StatusOK, h, parts...)
}

func number[T ~int64](n T) string {
	if n == 0 {
		return ""
	}
	return sheet.Text(n)
}

// pick is the filter of the list.
func pick(c *web.Ctx, f alarm.Filter, sources []alarm.Source) templ.Component {
	var from, worst []ui.Option
	for i := range sources {
		from = append(from, ui.Option{Value: sheet.Text(sources[i].ID), Text: sources[i].Name})
	}
	for n := 1; n <= 4; n++ {
		worst = append(worst, ui.Option{Value: strconv.Itoa(n), Text: c.T.T("alarm.at_least", "severity", severity(c, n))})
	}
	form := web.NewForm("source", number(f.Source), "worst", strconv.Itoa(f.Worst))
	if f.Past {
		form.Set("past", "1")
	}
	return sheet.Of(c, form, area, paths.Alarms(), c.T.T("alarm.filter"),
		sheet.Field{Name: "source", Kind: sheet.Choice, Empty: c.T.T("alarm.every_source"), Options: from, Width: "m"},
		sheet.Field{Name: "worst", Kind: sheet.Choice, Empty: c.T.T("alarm.every_severity"), Options: worst, Width: "m", Label: c.T.T("alarm.column.severity")},
		sheet.Field{Name: "past", Kind: sheet.Choice, Empty: c.T.T("alarm.now"), Options: []ui.Option{{Value: "1", Text: c.T.T("alarm.past")}}, Width: "m"},
	).Narrow().Show(c.T)
}

func table(c *web.Ctx, list []alarm.Alarm, f alarm.Filter) templ.Component {
	if len(list) == 0 {
		return ui.EmptyState(ui.EmptyView{Icon: "check", Title: c.T.T("alarm.none")})
	}
	since := "since"
	if f.Past {
		since = "ceased"
	}
	t := ui.TableView{ID: "alarm", Caption: c.T.T("alarm.title"), CaptionHidden: true, Columns: heads(c, "alarm", "severity", since, "count", "case")}
	t.Columns[3].Number = true
	for i := range list {
		a := &list[i]
		note := a.SourceName
		if a.Host != "" {
			note = a.Host + " · " + note
		}
		cells := []ui.Cell{
			{Text: a.Summary, Href: paths.Alarms(sheet.Text(a.ID)), Item: true, Note: note},
			{Content: sheet.Tags(append([]ui.TagView{severityTag(c, a.Severity)}, stateTags(c, a)[1:]...))},
			{Text: c.T.DateTime(a.Changed), Nowrap: true},
			{Text: strconv.Itoa(a.Count)},
			{Text: "–"},
		}
		if a.Ticket != 0 {
			cells[4] = ui.Cell{Text: a.Ticket.String(), Href: paths.DeskTicket(a.Ticket), Nowrap: true}
		}
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(a.ID), Muted: f.Past, Cells: cells})
	}
	return ui.Table(t)
}
