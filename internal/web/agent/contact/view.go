package contact

import (
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// pageView is the page of the words to a user, ready to show.
type pageView struct {
	Title  string
	Crumbs []ui.Crumb
	Errors []ui.FieldError
	Tasks  []taskView
	Status *statusView
	Way    *wayView
	Sent   []ui.Definition
	Facts  []ui.Definition
	Done   []ui.Definition
	Needs  string // Address of the page that notes how the user wants to be spoken with; "" without the right.
}

// taskView is something owed, with its two ends.
type taskView struct {
	Title, Words string
	Form         ui.FormView
}

type statusView struct {
	Form ui.FormView
	Text ui.FieldView
}

type wayView struct {
	Form   ui.FormView
	Choice ui.ChoiceView
}

func tasksOf(c *web.Ctx, x *ticket.Ticket, log notify.Log, from string) []taskView {
	var out []taskView
	for _, k := range log.Tasks {
		if k.Kind == notify.TaskStatus || !k.Open(c.Now()) {
			continue
		}
		out = append(out, taskView{
			Title: c.T.T("contact.task."+string(k.Kind), "at", clockTime(c, k.Due)), Words: k.Words,
			Form: ui.FormView{
				Action: address(x.ID, "spoken"), Label: c.T.T("contact.task."+string(k.Kind), "at", clockTime(c, k.Due)), Key: c.FormKey("spoken", string(k.Kind), k.Due.UnixMicro()),
				Hidden: []ui.HiddenView{{Name: "task", Value: string(k.Kind)}, {Name: "from", Value: from}},
			},
		})
	}
	return out
}

// statusOf is the form that tells the user how it goes; nil when nothing is left to tell.
func statusOf(c *web.Ctx, x *ticket.Ticket, log notify.Log, from string, f *web.Form) *statusView {
	if !x.State.Active() || !c.Actor().May(ticket.MayReply) {
		return nil
	}
	text := log.Status
	if f.Has("text") {
		text = f.Words("text")
	}
	return &statusView{
		Form: ui.FormView{
			Action: address(x.ID, "status"), Label: c.T.T("contact.status.title"), Key: c.FormKey("status", x.ID, x.Version), Hidden: []ui.HiddenView{{Name: "from", Value: from}},
		},
		Text: ui.FieldView{Name: "text", Label: c.T.T("contact.status.text"), Value: text, Rows: 3, Error: f.Error(c.T, "text")},
	}
}

func wayOf(c *web.Ctx, x *ticket.Ticket, f *web.Form) *wayView {
	var options []ui.Option
	for _, w := range directory.Ways() {
		options = append(options, ui.Option{Value: string(w), Text: c.T.T("contact.way." + string(w))})
	}
	return &wayView{
		Form: ui.FormView{Action: address(x.ID, "way"), Label: c.T.T("contact.way.title"), Key: c.FormKey("way", x.ID, x.Version), Hidden: []ui.HiddenView{{Name: "from", Value: "page"}}},
		Choice: ui.ChoiceView{
			Name: "contact_way", Label: c.T.T("contact.way.title"), Description: c.T.T("contact.way.help"), Empty: c.T.T("contact.way.usual"), Width: "m",
			Options: ui.Pick(options, string(x.ContactWay)), Error: f.Error(c.T, "contact_way"),
		},
	}
}

// sentOf is each mail and what became of it.
func sentOf(c *web.Ctx, log notify.Log) []ui.Definition {
	t := c.T
	var out []ui.Definition
	for _, m := range log.Sent {
		text := t.T("contact.state."+m.State, "to", m.To)
		switch {
		case m.State == "bounced" && !m.Bounced.IsZero():
			text += " " + clockTime(c, m.Bounced)
		case !m.At.IsZero() && m.State != "bounced":
			text += " " + clockTime(c, m.At)
		}
		if m.Error != "" {
			text += ": " + m.Error
		}
		out = append(out, ui.Definition{Term: t.T("contact.sent."+m.Reason) + " " + clockTime(c, m.Created), Text: text})
	}
	return out
}

// factsOf is what is known of the user's side: what they read, when their silence closes the case, what waits.
func factsOf(c *web.Ctx, x *ticket.Ticket, log notify.Log) []ui.Definition {
	t := c.T
	var out []ui.Definition
	add := func(key string, at time.Time) {
		if !at.IsZero() {
			out = append(out, ui.Definition{Term: t.T("contact.fact." + key), Content: ui.Time(at, t.DateTime(at))})
		}
	}
	add("read", log.Read)
	add("waiting", log.Waiting)
	if x.State == ticket.StateResolved {
		add("told", x.ToldAt)
		add("close_due", x.CloseDue)
		if x.ToldAt.IsZero() {
			out = append(out, ui.Definition{Term: t.T("contact.fact.close_due"), Text: t.T("contact.fact.not_told")})
		}
	}
	for _, k := range log.Tasks {
		if k.Kind == notify.TaskStatus && k.DoneAt.IsZero() {
			add("next", k.Due)
		}
	}
	return out
}

// doneOf is what the desk owed and has done.
func doneOf(c *web.Ctx, log notify.Log) []ui.Definition {
	var out []ui.Definition
	for _, k := range log.Tasks {
		if !k.DoneAt.IsZero() {
			out = append(out, ui.Definition{Term: c.T.T("contact.kind." + string(k.Kind)), Text: c.T.T("contact.outcome."+k.Outcome) + " " + clockTime(c, k.DoneAt)})
		}
	}
	return out
}

func pageOf(c *web.Ctx, x *ticket.Ticket, log notify.Log, f *web.Form) pageView {
	v := pageView{
		Title: c.T.T("contact.page.title", "ref", x.ID.String()), Crumbs: crumbs(c.T, x, c.T.T("contact.page.short")), Errors: f.Errors(c.T),
		Tasks: tasksOf(c, x, log, "page"), Status: statusOf(c, x, log, "page", f), Sent: sentOf(c, log), Facts: factsOf(c, x, log), Done: doneOf(c, log),
	}
	if x.Requester != 0 && c.Actor().May(directory.PersonPrefer) {
		v.Needs = paths.DeskTicketDo(x.ID, "needs")
	}
	if c.Actor().May(ticket.MayWork) && !x.State.Ended() {
		v.Way = wayOf(c, x, f)
	}
	return v
}

// clockTime is the time of day for today, with the day for any other.
func clockTime(c *web.Ctx, at time.Time) string {
	local, now := at.In(clock.Stockholm()), c.Now().In(clock.Stockholm())
	if local.Year() == now.Year() && local.YearDay() == now.YearDay() {
		return local.Format("15:04")
	}
	return c.T.DateTime(at)
}

func crumbs(t *i18n.Printer, x *ticket.Ticket, here string) []ui.Crumb {
	return []ui.Crumb{{Href: "/desk", Text: t.T("desk.queue.back")}, {Href: ticketHref(x), Text: x.ID.String()}, {Text: here}}
}
