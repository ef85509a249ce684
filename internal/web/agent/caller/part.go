package caller

import (
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/verify"
	"lotsen/internal/kit/clock"
	"lotsen/internal/web"
	"lotsen/internal/web/agent"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// Tale shows on a case's page whether whoever calls has been checked. Its history tells that.
func Tale(s *verify.Service) agent.Tale {
	return func(c *web.Ctx, x *ticket.Ticket, history []ticket.Entry) agent.PartView {
		var v agent.PartView
		if x.Requester == 0 || !s.CanCheck(c.Actor(), x) {
			return v
		}
		state, words := stateOf(c, x, verify.Told(history))
		v.Who = []templ.Component{sheet.Panel(ui.PanelView{
			ID: "who-calls", Title: c.T.T("verify.part.title"),
			Action: &ui.ActionLink{Href: paths.DeskTicketDo(x.ID, "caller"), Text: c.T.T("verify.part.open")},
		}, sheet.Tags([]ui.TagView{state}), sheet.Note(words))}
		if x.Channel == ticket.Phone && x.State.Active() {
			state.Hint = c.T.T("verify.part.title")
			v.Tags = []ui.TagView{state}
		}
		if c.Actor().May(access.PasswordHelp) && x.State.Active() {
			v.Acts = []ui.LinkView{{Href: paths.DeskTicketDo(x.ID, "password"), Text: c.T.T("verify.password.open")}}
		}
		return v
	}
}

// stateOf is how it stands with the caller in a word, and in a sentence.
func stateOf(c *web.Ctx, x *ticket.Ticket, rows []verify.Row) (ui.TagView, string) {
	t := c.T
	for i := range rows {
		r := &rows[i]
		if r.Result == verify.Aborted || r.Person != x.Requester && r.Person != x.Reporter {
			continue // What broke off decides nothing; who is no longer of the case neither.
		}
		agent := r.AgentName
		if agent == "" {
			agent = t.T("desk.masked")
		}
		args := []any{"at", at(c, r.At), "agent", agent, "method", MethodName(t, r.Named()), "until", at(c, r.Until)}
		switch {
		case r.Result == verify.Failed:
			return ui.TagView{Text: t.T("verify.state.failed"), Color: ui.Danger, Icon: "close"}, t.T("verify.told.failed", args...)
		case !r.Until.After(c.Now()):
			return ui.TagView{Text: t.T("verify.state.over"), Color: ui.Warning, Icon: "clock"}, t.T("verify.told.over", args...)
		}
		words := t.T("verify.told.passed", args...)
		if r.Person != x.Requester {
			words += " " + t.T("verify.told.for", "name", orMasked(c, r.PersonName))
		}
		return ui.TagView{Text: t.T("verify.state.passed"), Color: ui.Success, Icon: "check"}, words
	}
	return ui.TagView{Text: t.T("verify.state.none"), Color: ui.Neutral, Icon: "ask"}, t.T("verify.told.none")
}

func orMasked(c *web.Ctx, name string) string {
	if name == "" {
		return c.T.T("desk.masked")
	}
	return name
}

// at is the time of the day, with the day unless it is today.
func at(c *web.Ctx, when time.Time) string {
	local, now := when.In(clock.Stockholm()), c.Now().In(clock.Stockholm())
	if local.YearDay() == now.YearDay() && local.Year() == now.Year() {
		return local.Format("15:04")
	}
	return c.T.DateTime(when)
}
