package portal

import (
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
)

// eventText is what happened, in words that the person whose case it is understands; "" for what is no news to them.
// Mine: the reader did it. Alone: no words of theirs tell it already.
func eventText(p *i18n.Printer, e ticket.Entry, mine, alone bool) string {
	whose := func(key string) string {
		if mine {
			return p.T("portal.event." + key + ".you")
		}
		return p.T("portal.event." + key)
	}
	switch e.Type {
	case ticket.EventReported:
		if alone {
			return whose("reported")
		}
	case ticket.EventAssigned:
		if d, ok := e.Changes["assignee_id"]; ok && d.To != nil {
			return p.T("portal.event.assigned")
		}
		if d, ok := e.Changes["group_id"]; ok && d.To != nil {
			return p.T("portal.event.group")
		}
	case ticket.EventHeld:
		if d, ok := e.Changes["substate"]; ok && d.To == awaitingUser {
			return p.T("portal.event.held_you")
		}
		return p.T("portal.event.held")
	case ticket.EventResumed:
		return p.T("portal.event.resumed")
	case ticket.EventRejected:
		return whose("rejected")
	case ticket.EventReopened:
		return whose("reopened")
	case ticket.EventClosed:
		switch e.How {
		case ticket.ByUser:
			return whose("accepted")
		case ticket.ByTimeout:
			return p.T("portal.event.timeout")
		}
		return p.T("portal.event.closed")
	case ticket.EventWithdrawn:
		if e.Comment != "" {
			return whose("withdrawn") + " " + e.Comment
		}
		return whose("withdrawn")
	case ticket.EventMerged:
		return p.T("portal.event.merged", "ref", e.Other.String())
	case ticket.EventUnmerged:
		return p.T("portal.event.unmerged")
	case ticket.EventLinked:
		if e.Link == string(ticket.LinkFollows) {
			return p.T("portal.event.follows", "ref", e.Other.String())
		}
	}
	return ""
}

func eventIcon(kind string) string {
	switch kind {
	case ticket.EventAssigned:
		return "person"
	case ticket.EventHeld:
		return "pause"
	case ticket.EventClosed:
		return "check"
	case ticket.EventRejected, ticket.EventReopened:
		return "reply"
	case ticket.EventMerged, ticket.EventLinked, ticket.EventUnmerged:
		return "link"
	}
	return "dot"
}
