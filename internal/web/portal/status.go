package portal

import (
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/ui"
)

// awaitingUser is the sub-state in which the desk waits for the reader.
const awaitingUser = "awaiting_user"

// statusTag is where a ticket stands, in words that need no explanation.
func statusTag(p *i18n.Printer, t *ticket.Ticket) ui.TagView {
	tag := ui.TagView{Text: p.T("portal.state." + string(t.State))}
	switch t.State {
	case ticket.StateNew:
		tag.Color = ui.Info
	case ticket.StateOpen:
		tag.Color = ui.Accent
		if !t.AwaitsDesk && !t.RepliedAt.IsZero() {
			tag = ui.TagView{Text: p.T("portal.state.answered"), Color: ui.Info, Icon: "mail"}
		}
	case ticket.StateOnHold:
		tag.Icon = "pause"
		if t.Substate == awaitingUser {
			tag = ui.TagView{Text: p.T("portal.state.your_turn"), Color: ui.Warning, Icon: "reply"}
		}
	case ticket.StateResolved:
		tag.Color, tag.Icon = ui.Success, "check"
	}
	return tag
}

// waits reports whether the next step is the reader's.
func waits(t *ticket.Ticket) bool {
	return t.State == ticket.StateResolved || t.State == ticket.StateOnHold && t.Substate == awaitingUser
}

// nextStep says what happens now, and when.
func nextStep(p *i18n.Printer, t *ticket.Ticket, reopenUntil, now time.Time) string {
	switch t.State {
	case ticket.StateOnHold:
		if t.Substate == awaitingUser {
			return p.T("portal.next.your_turn")
		}
		if !t.HoldUntil.IsZero() {
			return p.T("portal.next.hold_until", "date", p.Date(t.HoldUntil))
		}
	case ticket.StateResolved:
		if !t.CloseDue.IsZero() {
			return p.T("portal.next.resolved_until", "date", p.DateTime(t.CloseDue))
		}
	case ticket.StateClosed, ticket.StateWithdrawn:
		if now.After(reopenUntil) {
			return p.T("portal.next.old", "date", p.Date(t.ClosedAt))
		}
		return p.T("portal.next."+string(t.State), "date", p.Date(reopenUntil))
	case ticket.StateMerged:
		return p.T("portal.next.merged", "ref", t.MergedInto.String())
	case ticket.StateOpen:
		if !t.AwaitsDesk && !t.RepliedAt.IsZero() {
			return p.T("portal.next.answered")
		}
	}
	return p.T("portal.next." + string(t.State))
}
