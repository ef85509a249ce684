package alarms

import (
	"net/http"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/alarm"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

func (p *pages) one(c *web.Ctx) error {
	return p.showOne(c, http.StatusOK, web.NewForm("hours", "4"))
}

// alarmIn is the alarm in the address.
func (p *pages) alarmIn(c *web.Ctx) (alarm.Alarm, error) {
	id, err := sheet.Number[alarm.ID](c, "id")
	if err != nil {
		return alarm.Alarm{}, err
	}
	return p.Alarm.Get(c.Context(), c.Actor(), id)
}

func (p *pages) showOne(c *web.Ctx, status int, f *web.Form) error {
	a, err := p.alarmIn(c)
	if err != nil {
		return err
	}
	history, err := p.Alarm.History(c.Context(), &a)
	if err != nil {
		return err
	}
	silences, err := p.Alarm.SilencesOf(c.Context(), &a)
	if err != nil {
		return err
	}
	main := []templ.Component{ui.DefinitionList(facts(c, &a))}
	if a.Details != "" {
		main = append(main, sheet.Panel(ui.PanelView{ID: "details", Title: c.T.T("alarm.fact.details")}, lines(a.Details)))
	}
	main = append(main, past(c, history), sheet.Fold(ui.DetailsView{ID: "raw", Summary: c.T.T("alarm.raw")}, code(a.Raw)))
	h := sheet.Head{
		Title: a.Summary, Lead: a.Host, Tags: append([]ui.TagView{severityTag(c, a.Severity)}, stateTags(c, &a)...), Above: above(c, paths.Alarms(), "alarm.menu"),
	}
	return p.show(c, status, h, sheet.Split(main, []templ.Component{quieten(c, f, &a, silences)}))
}

func facts(c *web.Ctx, a *alarm.Alarm) []ui.Definition {
	out := []ui.Definition{{Term: c.T.T("alarm.fact.source"), Text: a.SourceName}}
	add := func(key, value string) {
		if value != "" {
			out = append(out, ui.Definition{Term: c.T.T("alarm.fact." + key), Text: value})
		}
	}
	if a.Ticket != 0 {
		out = append(out, ui.Definition{Term: c.T.T("alarm.column.case"), Text: a.Ticket.String() + " " + a.TicketTitle, Href: paths.DeskTicket(a.Ticket)})
	}
	add("component", a.Component)
	if !a.Started.IsZero() {
		add("started", c.T.DateTime(a.Started))
	}
	add("changed", c.T.DateTime(a.Changed))
	add("first", c.T.DateTime(a.First))
	add("last", c.T.DateTime(a.Last))
	add("count", strconv.Itoa(a.Count))
	if !a.DueAt.IsZero() {
		add("due", c.T.DateTime(a.DueAt))
	}
	if !a.Expires.IsZero() {
		add("expires", c.T.DateTime(a.Expires))
	}
	if a.Link != "" {
		out = append(out, ui.Definition{Term: c.T.T("alarm.fact.link"), Text: a.Link, Href: a.Link})
	}
	var labels []string
	for k, v := range a.Labels {
		labels = append(labels, k+"="+v)
	}
	sort.Strings(labels)
	add("labels", strings.Join(labels, ", "))
	add("key", a.Key)
	return out
}

func past(c *web.Ctx, history []alarm.Change) templ.Component {
	t := ui.TableView{ID: "history", Caption: c.T.T("alarm.history"), Columns: heads(c, "at", "what")}
	for i, h := range history {
		t.Rows = append(t.Rows, ui.Row{ID: strconv.Itoa(i), Cells: []ui.Cell{{Text: c.T.DateTime(h.At), Nowrap: true}, {Text: c.T.T("alarm.was." + h.What), Note: h.Text}}})
	}
	return ui.Table(t)
}

// quieten is the form by which nothing is done about an alarm for a time.
func quieten(c *web.Ctx, f *web.Form, a *alarm.Alarm, silences []alarm.Silence) templ.Component {
	parts := []templ.Component{}
	for _, s := range silences {
		what := "alarm.silenced_one"
		if s.Alarm == 0 {
			what = "alarm.silenced_all"
		}
		parts = append(parts, sheet.Say(c.T.T(what, "until", s.Until, "reason", s.Reason)))
	}
	id := sheet.Text(a.ID)
	if c.Actor().May(alarm.MayWork) {
		if len(silences) > 0 {
			end := sheet.Do(c, paths.Alarms(id, "unsilence"), c.T.T("alarm.unsilence"), "")
			if silences[0].Alarm == 0 {
				end = end.Hidden("whole", "1")
			}
			parts = append(parts, end.Show(c.T))
		}
		var hours []ui.Option
		for _, n := range []int{1, 4, 8, 24, 72, 168, 720} {
			hours = append(hours, ui.Option{Value: strconv.Itoa(n), Text: c.T.T("alarm.hours", "n", n)})
		}
		parts = append(parts, sheet.Of(c, f, area, paths.Alarms(id, "silence"), c.T.T("alarm.silence"),
			sheet.Field{Name: "hours", Kind: sheet.Choice, Required: true, Options: hours}, sheet.Field{Name: "reason", Required: true}, sheet.Field{Name: "whole", Kind: sheet.Yes}).Quiet().Show(c.T))
	}
	return sheet.Panel(ui.PanelView{ID: "silence", Title: c.T.T("alarm.silences")}, parts...)
}

func (p *pages) silence(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	a, err := p.alarmIn(c)
	if err != nil {
		return err
	}
	until := c.Now().Add(time.Duration(f.Int("hours")) * time.Hour)
	err = p.Alarm.Silence(c.Context(), c.Actor(), a.ID, f.Has("whole"), until, f.Words("reason"))
	if status, yes := sheet.Again(f, err); yes {
		return p.showOne(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("alarm.is_silenced")
	return c.Redirect(paths.Alarms(sheet.Text(a.ID)))
}

func (p *pages) unsilence(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	a, err := p.alarmIn(c)
	if err != nil {
		return err
	}
	if err := p.Alarm.Unsilence(c.Context(), c.Actor(), a.ID, f.Has("whole")); err != nil && !errs.Is(err, errs.Conflict) {
		return err
	}
	c.Flash("alarm.is_heard")
	return c.Redirect(paths.Alarms(sheet.Text(a.ID)))
}
