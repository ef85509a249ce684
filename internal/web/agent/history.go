package agent

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// historyView is everything that happened to a ticket, and who has had it.
type historyView struct {
	Ref, Title string
	Crumbs     []ui.Crumb
	Holders    ui.TableView
	Events     ui.TableView
}

// history shows every change, from and to, in words. There is nothing to edit in it.
func (p *pages) history(c *web.Ctx) error {
	n, err := ref(c)
	if err != nil {
		return err
	}
	frame, err := p.live(c, "ticket", int64(n))
	if err != nil {
		return err
	}
	row, err := p.Ticket.Show(c.Context(), c.Actor(), n)
	if err != nil {
		return err
	}
	if !ticket.WorksOn(c.Actor(), &row.Ticket) {
		return c.Redirect(paths.Ticket(n))
	}
	events, err := p.Ticket.History(c.Context(), c.Actor(), &row.Ticket)
	if err != nil {
		return err
	}
	g, err := p.glossary(c, &row, events)
	if err != nil {
		return err
	}
	v := historyView{
		Ref: n.String(), Title: c.T.T("desk.history.title", "ref", n.String()),
		Crumbs: []ui.Crumb{
			{Href: listHref(c.Query("list")), Text: c.T.T("desk.queue.back")},
			{Href: paths.With(paths.DeskTicket(n), "list", c.Query("list")), Text: n.String() + " " + row.Title},
			{Text: c.T.T("desk.history.open")},
		},
		Holders: holdersOf(c, g, events), Events: eventsOf(c, g, events),
	}
	frame.Title, frame.Here = v.Title, paths.Desk()
	return p.show(c, http.StatusOK, frame, historyPage(c.T, v))
}

// holdersOf lists who has had the ticket, from when to when.
func holdersOf(c *web.Ctx, g glossary, events []ticket.Entry) ui.TableView {
	t := c.T
	v := ui.TableView{ID: "holders", Caption: t.T("desk.history.holders"), Columns: []ui.Column{
		{Text: t.T("desk.filter.assignee")}, {Text: t.T("desk.filter.group")}, {Text: t.T("desk.history.from")}, {Text: t.T("desk.history.to")}, {Text: t.T("desk.history.held"), Number: true},
	}}
	for _, h := range ticket.Holders(events) {
		until, to := h.To, t.DateTime(h.To)
		if until.IsZero() {
			until, to = c.Now(), t.T("desk.history.now")
		}
		held := ""
		if !h.To.IsZero() {
			held = duration(int(until.Sub(h.From) / time.Minute))
		}
		v.Rows = append(v.Rows, ui.Row{Cells: []ui.Cell{
			{Text: g.value("assignee_id", orNil(int64(h.Assignee)))},
			{Text: g.value("group_id", orNil(int64(h.Group)))},
			{Content: ui.Time(h.From, t.DateTime(h.From)), Nowrap: true},
			{Text: to, Nowrap: true},
			{Text: held},
		}})
	}
	return v
}

func orNil(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}

// eventsOf lists what happened, the newest first.
func eventsOf(c *web.Ctx, g glossary, events []ticket.Entry) ui.TableView {
	t := c.T
	v := ui.TableView{ID: "events", Caption: t.T("desk.history.events"), Columns: []ui.Column{
		{Text: t.T("desk.history.when")}, {Text: t.T("desk.history.who")}, {Text: t.T("desk.history.what")}, {Text: t.T("desk.history.changes")},
	}}
	extra := map[string]string{}
	for _, e := range events {
		v.Rows = append(v.Rows, ui.Row{ID: id(e.Seq), Cells: []ui.Cell{
			{Content: ui.Time(e.At, t.DateTime(e.At)), Nowrap: true},
			{Text: actorOf(g, e)},
			{Text: deedText(g, e), Note: strings.TrimSpace(e.Comment + " " + routedText(g, e))},
			{Content: changeList(t, changesOf(g, e, extra))},
		}})
	}
	slices.Reverse(v.Rows)
	return v
}

// actorOf is who did something, and for whom when they stood in for somebody.
func actorOf(g glossary, e ticket.Entry) string {
	name := actorName(g, e)
	if e.For != 0 {
		name = g.t.T("desk.history.for", "name", name, "for", orMasked(g.t, g.names.People[e.For]))
	}
	return name
}

func deedText(g glossary, e ticket.Entry) string {
	text := g.t.T("desk.event." + strings.TrimPrefix(e.Type, "ticket."))
	switch {
	case e.Link != "":
		way := "out"
		if e.How == "inward" {
			way = "in"
		}
		text += ": " + g.t.T("desk.link."+e.Link+"."+way) + " " + e.Other.String()
	case e.Other != 0:
		text += ": " + e.Other.String()
	case e.Minutes != 0:
		text += ": " + duration(e.Minutes)
	case e.Check != nil:
		text += ": " + checkWords(g.t, e)
	case e.How != "" && g.t.Has("desk.how."+e.How):
		text += ", " + g.t.T("desk.how."+e.How)
	}
	return text
}

// routedText says why a new case went to its group, when a rule sent it there.
func routedText(g glossary, e ticket.Entry) string {
	if e.Routed == nil {
		return ""
	}
	by := make([]string, 0, len(e.Routed.By))
	for _, sort := range e.Routed.By {
		by = append(by, g.t.T("duty.by."+sort))
	}
	text := g.t.T("desk.routed", "group", g.number("group_id", int64(e.Routed.Group)), "by", strings.Join(by, ", "))
	for _, passed := range e.Routed.Passed {
		text += " " + g.t.T("desk.routed_passed", "group", g.number("group_id", int64(passed)))
	}
	return text
}

// change is one field, from and to, in words.
type fieldChange struct{ Label, From, To string }

// silent are columns that tell nobody anything: they follow from the others.
var silent = map[string]bool{"kind_version": true, "created_at": true, "org_id": true}

// changesOf lists an event's changes in the order of their labels; extra is what the extra fields held before.
func changesOf(g glossary, e ticket.Entry, extra map[string]string) []fieldChange {
	var out []fieldChange
	for _, column := range slices.Sorted(maps.Keys(e.Changes)) {
		d := e.Changes[column]
		if silent[column] || e.Type == ticket.EventReported && nothing(d.To) {
			continue
		}
		change := fieldChange{Label: g.label(column), From: g.value(column, d.From), To: g.value(column, d.To)}
		if e.Type == ticket.EventReported {
			change.From = ""
		}
		out = append(out, change)
	}
	for _, key := range slices.Sorted(maps.Keys(e.Fields)) {
		if extra[key] == e.Fields[key] {
			continue
		}
		out = append(out, fieldChange{Label: g.fieldLabel(key), From: dash(extra[key]), To: dash(e.Fields[key])})
		extra[key] = e.Fields[key]
	}
	return out
}

func nothing(v any) bool {
	return v == nil || v == "" || v == false || v == float64(0)
}
