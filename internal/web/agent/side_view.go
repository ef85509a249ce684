package agent

import (
	"fmt"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// callerView is who it is about: all that one needs to know while they are on the line.
type callerView struct {
	Person  ui.PersonView
	Needs   string
	Facts   []ui.Definition
	Earlier []ui.ItemView
	All     ui.LinkView // All their tickets.
	Count   string
}

func callerOf(t *i18n.Printer, d ticketData) callerView {
	x := &d.row.Ticket
	v := callerView{Person: ui.PersonView{Name: who(t, &d.row), Protected: x.Sealed}}
	if d.caller != nil {
		v.Person.Role, v.Person.Unit = d.caller.Title, t.T("desk.person."+string(d.caller.Category))
		v.Needs, v.Facts = needsOf(t, d.caller), personFacts(t, d.caller)
	} else if x.SenderAddress != "" {
		v.Facts = []ui.Definition{{Term: t.T("desk.caller.email"), Text: x.SenderAddress, Href: "mailto:" + x.SenderAddress}}
	}
	if device := d.around.Fields["device"]; device != "" {
		v.Facts = append(v.Facts, ui.Definition{Term: t.T("desk.caller.device"), Text: device})
	}
	v.Earlier = briefs(t, d.around.Earlier, d.list)
	if d.around.EarlierCount > 0 {
		v.Count = t.T("desk.caller.earlier", "count", d.around.EarlierCount, "n", capped(d.around.EarlierCount))
		all := list{View: defaultView, Filtered: true, Desk: x.Desk, Filter: ticket.Filter{AnyState: true, Requester: x.Requester}}
		v.All = ui.LinkView{Href: all.href(), Text: t.T("desk.caller.all")}
	}
	return v
}

// needsOf is what the agent must mind in speaking with a person: what they chose, and what they wrote.
func needsOf(t *i18n.Printer, h *directory.PersonHit) string {
	var out []string
	say := func(when bool, key string, args ...any) {
		if when {
			out = append(out, t.T("contact.needs."+key, args...))
		}
	}
	say(h.Contact.Plain, "plain")
	say(h.Contact.Interpreter != "", "interpreter", "language", h.Contact.Interpreter)
	say(h.Contact.Way != "" && h.Contact.Way != directory.ByMail, string(h.Contact.Way))
	if h.Needs != "" {
		out = append(out, h.Needs)
	}
	return strings.Join(out, " ")
}

// personFacts is what the register knows of a person, as far as it helps to help them.
func personFacts(t *i18n.Printer, h *directory.PersonHit) []ui.Definition {
	var out []ui.Definition
	add := func(key, text, href string) {
		if text != "" {
			out = append(out, ui.Definition{Term: t.T("desk.caller." + key), Text: text, Href: href})
		}
	}
	add("unit", h.UnitName, paths.Unit(h.Unit))
	add("site", h.SiteName, "")
	add("phone", h.Phone, shell.PhoneHref(h.Phone))
	add("mobile", h.Mobile, shell.PhoneHref(h.Mobile))
	add("email", h.Email, "mailto:"+h.Email)
	add("language", t.T("desk.language."+string(h.Lang)), "")
	if h.Contact.Rhythm != directory.AtOnce && h.Contact.Rhythm != "" {
		add("rhythm", t.T("contact.rhythm."+string(h.Contact.Rhythm)), "")
	}
	return out
}

func briefs(t *i18n.Printer, list []ticket.Brief, carried string) []ui.ItemView {
	var out []ui.ItemView
	for _, b := range list {
		out = append(out, ui.ItemView{
			ID: "near-" + id(b.ID), Href: paths.With(paths.DeskTicket(b.ID), "list", carried), Title: b.Title,
			Note: t.T("desk.state."+string(b.State)) + ",", At: b.At, AtText: t.Date(b.At),
		})
	}
	return out
}

// clocksOf is when each step of the case was reached.
func clocksOf(t *i18n.Printer, x *ticket.Ticket) []ui.Definition {
	var out []ui.Definition
	add := func(key string, at time.Time) {
		if !at.IsZero() {
			out = append(out, ui.Definition{Term: t.T("desk.clock." + key), Content: ui.Time(at, t.DateTime(at))})
		}
	}
	if !x.DetectedAt.Equal(x.CreatedAt) {
		add("detected", x.DetectedAt)
	}
	add("created", x.CreatedAt)
	add("assigned", x.AssignedAt)
	add("replied", x.RepliedAt)
	add("resolved", x.ResolvedAt)
	add("told", x.ToldAt)
	add("close_due", x.CloseDue)
	add("closed", x.ClosedAt)
	add("followed_up", x.FollowedUpAt)
	return out
}

// factsView is the extra fields of the kind, and the case's numbers elsewhere.
type factsView struct{ List []ui.Definition }

func factsOf(t *i18n.Printer, d ticketData) factsView {
	var v factsView
	for _, spec := range d.choices.Present.Fields {
		if value := d.around.Fields[spec.Key]; value != "" && spec.Key != "device" {
			v.List = append(v.List, ui.Definition{Term: inLang(t, spec.Sv, spec.En), Text: value})
		}
	}
	for _, r := range d.around.References {
		v.List = append(v.List, ui.Definition{Term: r.Source, Text: r.External})
	}
	return v
}

// relationsView is the tickets that belong together with this one.
type relationsView struct {
	Links  []linkView
	Merged []ui.LinkView
	More   string // Address of the page that links and merges; "" without the right.
}

type linkView struct {
	Item ui.LinkView
	Kind string
	Note string
	Drop *ui.FormView
}

// childrenShown is how many cases below a common ticket stand among its links.
const childrenShown = 5

func relationsOf(c *web.Ctx, d ticketData) relationsView {
	t, x := c.T, &d.row.Ticket
	var v relationsView
	works := may(c.Actor(), ticket.MayWork, x)
	below := 0
	for _, l := range d.around.Links {
		if l.Kind == ticket.LinkChild && !l.Outward {
			if below++; below > childrenShown {
				continue // The page of the group lists them all.
			}
		}
		way := "out"
		from, to := x.ID, l.Other
		if !l.Outward {
			way, from, to = "in", l.Other, x.ID
		}
		item := linkView{
			Item: ui.LinkView{Href: paths.With(paths.DeskTicket(l.Other), "list", d.list), Text: l.Other.String() + " " + l.Title},
			Kind: t.T("desk.link." + l.Kind + "." + way), Note: t.T("desk.state." + string(l.State)),
		}
		if works {
			item.Drop = &ui.FormView{
				Action: paths.DeskTicketDo(x.ID, "unlink"), Label: t.T("desk.link.drop", "ref", l.Other.String()), Inline: true, Key: c.FormKey("unlink", x.ID, x.Version, l.Other, l.Kind),
				Hidden: []ui.HiddenView{{Name: "list", Value: d.list}, {Name: "from", Value: id(from)}, {Name: "other", Value: id(to)}, {Name: "link", Value: l.Kind}},
			}
		}
		v.Links = append(v.Links, item)
	}
	for _, m := range d.around.MergedHere {
		v.Merged = append(v.Merged, ui.LinkView{Href: paths.With(paths.DeskTicket(m), "list", d.list), Text: m.String()})
	}
	if works {
		v.More = paths.With(paths.DeskTicketDo(x.ID, "relate"), "list", d.list)
	}
	return v
}

// timeView is the time spent on a case.
type timeView struct {
	Total  string
	List   []string
	Form   *ui.FormView
	Errors []ui.FieldError
	Fields []ui.FieldView
	Day    ui.FieldView
	Charge bool
	Open   bool
}

func timeOf(c *web.Ctx, d ticketData) timeView {
	t, x := c.T, &d.row.Ticket
	var v timeView
	sum, charged := 0, 0
	for _, e := range d.around.Times {
		sum += e.Minutes
		note := ""
		if e.Charged {
			charged += e.Minutes
			note = ", " + t.T("desk.time.charged")
		}
		line := e.WorkedOn + " " + orMasked(t, e.Name) + ", " + duration(e.Minutes) + note
		if e.Note != "" {
			line += ": " + e.Note
		}
		v.List = append(v.List, line)
	}
	if sum > 0 {
		v.Total = t.T("desk.time.total", "sum", duration(sum), "charged", duration(charged))
	}
	if !may(c.Actor(), ticket.MayWork, x) {
		return v
	}
	f := formOf(d.form, "time")
	v.Form = &ui.FormView{
		Action: paths.DeskTicketDo(x.ID, "time"), Label: t.T("desk.time.log"), Key: c.FormKey("time", x.ID, x.Version),
		Hidden: []ui.HiddenView{{Name: "form", Value: "time"}, {Name: "list", Value: d.list}},
	}
	v.Errors, v.Open, v.Charge = f.Errors(t), f != nil, f.Has("charged")
	v.Fields = []ui.FieldView{
		{Name: "minutes", Label: t.T("desk.time.minutes"), Description: t.T("desk.time.minutes_help"), Value: f.Get("minutes"), Error: f.Error(t, "minutes"), Width: "s", Required: true},
		{Name: "time_note", Label: t.T("desk.time.note"), Value: f.Get("time_note"), MaxLength: 500},
	}
	day := f.Get("worked_on")
	if f == nil {
		day = t.Date(c.Now())
	}
	v.Day = ui.FieldView{Name: "worked_on", Label: t.T("desk.time.day"), Value: day, Error: f.Error(t, "worked_on")}
	return v
}

// duration is 45 min, 1 h 30 min.
func duration(minutes int) string {
	switch {
	case minutes < 60:
		return fmt.Sprintf("%d min", minutes)
	case minutes%60 == 0:
		return fmt.Sprintf("%d h", minutes/60)
	}
	return fmt.Sprintf("%d h %d min", minutes/60, minutes%60)
}
