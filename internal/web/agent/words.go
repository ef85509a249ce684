package agent

import (
	"strconv"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/ui"
)

// stateColors go with the words of the states.
var stateColors = map[ticket.State]ui.Color{
	ticket.StateNew: ui.Info, ticket.StateOpen: ui.Accent, ticket.StateOnHold: ui.Warning, ticket.StateResolved: ui.Success,
}

// stateTag is where a ticket stands: its sub-state by the organisation's own name, else the state.
func stateTag(t *i18n.Printer, x *ticket.Ticket, c ticket.KindConfig) ui.TagView {
	return ui.TagView{Text: stateText(t, x, c), Color: stateColors[x.State]}
}

func stateText(t *i18n.Printer, x *ticket.Ticket, c ticket.KindConfig) string {
	if sub, ok := c.Substate(x.Substate); ok && x.Substate != "" {
		return inLang(t, sub.Sv, sub.En)
	}
	return t.T("desk.state." + string(x.State))
}

func inLang(t *i18n.Printer, sv, en string) string {
	if t.Lang() == string(i18n.English) && en != "" {
		return en
	}
	return sv
}

func priorityText(t *i18n.Printer, n int) string {
	if n < 1 || n > 5 {
		return strconv.Itoa(n)
	}
	return t.T("desk.priority." + strconv.Itoa(n))
}

// priorityTag stands out only where it should: most tickets are ordinary.
func priorityTag(t *i18n.Printer, n int) ui.TagView {
	v := ui.TagView{Text: priorityText(t, n)}
	switch n {
	case 1:
		v.Color, v.Icon = ui.Danger, "warning"
	case 2:
		v.Color = ui.Warning
	}
	return v
}

// shortTime is the time of day for today, else the day: what one reads down a column.
func shortTime(t *i18n.Printer, now, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	if t.Date(now) == t.Date(at) {
		return at.In(clock.Stockholm()).Format("15:04")
	}
	return t.Date(at)
}

// capped writes a count that was not counted to its end.
func capped(n int) string {
	if n >= ticket.CountCap {
		return strconv.Itoa(ticket.CountCap-1) + "+"
	}
	return strconv.Itoa(n)
}

// who is the requester as a list names them.
func who(t *i18n.Printer, r *ticket.Row) string {
	switch {
	case r.RequesterName != "":
		return r.RequesterName
	case r.SenderName != "":
		return r.SenderName
	case r.SenderAddress != "":
		return r.SenderAddress
	}
	return t.T("desk.unknown")
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// nameOf finds the name of an id among choices.
func nameOf(list []ticket.Named, id int64) string {
	for _, n := range list {
		if n.ID == id {
			return n.Name
		}
	}
	return ""
}
