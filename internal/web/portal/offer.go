package portal

import (
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// talkForm is the one form in which the person says something; its words fit where the case stands.
type talkForm struct {
	verb string // Last word of the address, and of the text keys.
	key  string
}

// offer fills in what the person whose case it is can do now.
func (v *ticketView) offer(c *web.Ctx, reopenUntil time.Time) {
	if v.form == nil {
		v.form = web.NewForm()
	}
	key := func(verb string) string { return c.FormKey(v.ID, v.Version, verb) }
	speak := func(verb string) { v.talk = &talkForm{verb, key(verb)} }
	switch v.State {
	case ticket.StateNew, ticket.StateOpen, ticket.StateOnHold:
		speak("reply")
		v.withdraw = key("withdraw")
	case ticket.StateResolved:
		speak("reject")
		v.accept = key("accept")
	case ticket.StateMerged:
		speak("reply")
	case ticket.StateClosed, ticket.StateWithdrawn:
		if !c.Now().After(reopenUntil) {
			speak("reopen")
			return
		}
		v.anew = paths.With(paths.Report(), "title", v.Title)
		if v.form.Words("text") != "" {
			// The case became too old while somebody wrote: their words can still begin a new one.
			speak("reply")
		}
	}
}

// tone is the colour of the line that says what happens next.
func (v ticketView) tone() ui.Color {
	switch {
	case v.State == ticket.StateResolved:
		return ui.Success
	case waits(&v.Ticket):
		return ui.Warning
	}
	return ui.Info
}

// talkVariant leaves the first place to "accept" where there is something to accept.
func (v ticketView) talkVariant() ui.Variant {
	if v.accept != "" {
		return ui.Secondary
	}
	return ui.Primary
}
