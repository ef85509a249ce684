package parcel

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/delivery"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// StateTag is how far a task has come; today tells whether it is late.
func StateTag(p *i18n.Printer, t *delivery.Task, today string) ui.TagView {
	v := ui.TagView{Text: p.T("delivery.state." + string(t.State))}
	switch t.State {
	case delivery.Todo, delivery.Started:
		v.Icon, v.Color = "clock", ui.Info
	case delivery.Delivered:
		v.Icon, v.Color = "pause", ui.Warning
	case delivery.Fault:
		v.Icon, v.Color = "alarm", ui.Danger
	case delivery.Accepted:
		v.Icon, v.Color = "check", ui.Success
	case delivery.Cancelled:
		v.Icon = "close"
	}
	if t.Late(today) {
		v.Text, v.Icon, v.Color = v.Text+", "+p.T("delivery.late"), "alarm", ui.Danger
	}
	return v
}

// What is the item with how many of it.
func What(p *i18n.Printer, t *delivery.Task) string {
	name := t.Name(p.Lang())
	if t.Quantity > 1 {
		name = strconv.Itoa(t.Quantity) + " × " + name
	}
	return name
}

// For is for whom and where a task is.
func For(t *delivery.Task) string {
	parts := []string{t.For, t.Place}
	if t.For == "" {
		parts = parts[1:]
	}
	return strings.Trim(strings.Join(parts, ", "), ", ")
}

// Day is a day as people read it; "–" for none.
func Day(p *i18n.Printer, day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return "–"
	}
	return p.Date(at)
}

// Lead is how long it took, in words; "" of what has not been delivered.
func Lead(p *i18n.Printer, t *delivery.Task) string {
	if t.Delivered.IsZero() {
		return ""
	}
	return p.T("delivery.days", "count", t.Took)
}

// Column is a part of a table of tasks.
type Column string

// The columns.
const (
	Item     Column = "item"
	Order    Column = "order"
	Person   Column = "person"
	Executor Column = "executor"
	Promised Column = "promised"
	Planned  Column = "planned"
	State    Column = "state"
	Took     Column = "took"
)

// Table lists tasks. Href says where a task's name leads; nil leads nowhere.
func Table(p *i18n.Printer, id, caption, today string, list []delivery.Task, href func(*delivery.Task) string, columns ...Column) templ.Component {
	v := ui.TableView{ID: id, Caption: caption, Roomy: true}
	for _, c := range columns {
		v.Columns = append(v.Columns, ui.Column{Text: p.T("delivery.column." + string(c))})
	}
	for i := range list {
		t := &list[i]
		row := ui.Row{ID: t.ID.String(), Muted: t.State == delivery.Cancelled}
		for _, c := range columns {
			row.Cells = append(row.Cells, cell(p, t, c, today, href))
		}
		v.Rows = append(v.Rows, row)
	}
	return ui.Table(v)
}

func cell(p *i18n.Printer, t *delivery.Task, c Column, today string, href func(*delivery.Task) string) ui.Cell {
	switch c {
	case Item:
		out := ui.Cell{Text: What(p, t), Header: true}
		if href != nil {
			out.Href, out.Item = href(t), true
		}
		return out
	case Order:
		return ui.Cell{Text: t.Order.String(), Nowrap: true}
	case Person:
		return ui.Cell{Text: t.For, Note: t.Place}
	case Executor:
		return ui.Cell{Text: t.Executor}
	case Promised:
		return ui.Cell{Text: Day(p, t.Promised), Nowrap: true}
	case Planned:
		out := ui.Cell{Text: Day(p, t.Planned), Nowrap: true}
		if t.Planned != t.Promised {
			out.Note = p.T("delivery.was_promised", "day", Day(p, t.Promised))
		}
		return out
	case Took:
		return ui.Cell{Text: Lead(p, t), Nowrap: true}
	}
	return ui.Cell{Content: ui.Tag(StateTag(p, t, today))}
}

// History tells what happened to tasks, in order. Several tasks to which the same happened at once are one line.
func History(p *i18n.Printer, list []delivery.Task, steps []delivery.Step) templ.Component {
	names := map[delivery.ID]string{}
	for i := range list {
		names[list[i].ID] = What(p, &list[i])
	}
	v := ui.TableView{ID: "delivery-history", Caption: p.T("delivery.history"), Roomy: true, Columns: []ui.Column{
		{Text: p.T("delivery.column.at")}, {Text: p.T("delivery.column.happened")}, {Text: p.T("delivery.column.item")}, {Text: p.T("delivery.column.by")},
	}}
	for i := 0; i < len(steps); {
		s := &steps[i]
		n := i + 1
		for n < len(steps) && steps[n].At.Equal(s.At) && steps[n].What == s.What && steps[n].Day == s.Day && steps[n].Text == s.Text {
			n++
		}
		what := names[s.Task]
		if n-i > 1 {
			what = p.T("delivery.and_more", "what", what, "count", n-i-1)
		}
		v.Rows = append(v.Rows, ui.Row{ID: strconv.Itoa(i), Cells: []ui.Cell{
			{Content: ui.Time(s.At, p.DateTime(s.At)), Nowrap: true}, {Text: Happened(p, s), Note: s.Text, Header: true}, {Text: what}, {Text: by(p, s)},
		}})
		i = n
	}
	return ui.Table(v)
}

func by(p *i18n.Printer, s *delivery.Step) string {
	if s.For != "" {
		return p.T("delivery.in_place_of", "by", s.By, "for", s.For)
	}
	return s.By
}

// Happened is a step in words.
func Happened(p *i18n.Printer, s *delivery.Step) string {
	args := []any{"day", Day(p, s.Day), "was", Day(p, s.Was)}
	if s.Ticket != 0 {
		args = append(args, "ref", s.Ticket.String())
	} else {
		args = append(args, "ref", "")
	}
	return p.T("delivery.step."+s.What, args...)
}

// Facts are what one task is about, for its receiver and its orderer.
func Facts(p *i18n.Printer, t *delivery.Task) []ui.Definition {
	out := []ui.Definition{
		{Term: p.T("delivery.column.executor"), Text: t.Executor},
		{Term: p.T("delivery.column.promised"), Text: Day(p, t.Promised)},
		{Term: p.T("delivery.column.planned"), Text: Day(p, t.Planned)},
	}
	if t.Receives != "" {
		out = append(out, ui.Definition{Term: p.T("delivery.column.receiver"), Text: t.Receives})
	}
	if took := Lead(p, t); took != "" {
		out = append(out, ui.Definition{Term: p.T("delivery.column.took"), Text: took})
	}
	return out
}

// Course is the deliveries of an order and their history, for its page: two statements, by the caller.
func Course(p *i18n.Printer, today string, list []delivery.Task, steps []delivery.Step) templ.Component {
	if len(list) == 0 {
		return sheet.Stack()
	}
	parts := []templ.Component{
		Table(p, "order-deliveries", p.T("delivery.of_order"), today, list, nil, Item, Executor, Planned, State, Took),
		sheet.Fold(ui.DetailsView{ID: "delivery-course", Summary: p.T("delivery.history"), Plain: true}, History(p, list, steps)),
	}
	if slices.ContainsFunc(list, func(t delivery.Task) bool { return t.State == delivery.Delivered }) {
		parts = append(parts, sheet.Go(paths.Receive(), p.T("delivery.receive.link")))
	}
	return sheet.Stack(parts...)
}

// Number is a task's number as a form carries it.
func Number(s string) (delivery.ID, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return delivery.ID(n), err == nil && n > 0
}
