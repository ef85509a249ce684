package delegation

import (
	"time"

	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
)

// SummaryOf tells of a case's last hand-over out of its history: the page of a case has read that already.
func SummaryOf(t *ticket.Ticket, history []ticket.Entry) (Summary, bool) {
	var s Summary
	for _, e := range history {
		h := e.Handover
		if h == nil {
			continue
		}
		d := &s.Last
		switch e.Type {
		case ticket.EventDelegated:
			s.Last = Delegation{
				ID: ID(h.Delegation), Ticket: t.ID, Supplier: h.Supplier, Meant: h.Meant, Name: h.Name, Way: supplier.Way(h.Way), Hop: h.Hop, GivenAt: e.At,
			}
			d.follow(h)
		case ticket.EventDelegateReported, ticket.EventDelegateDone, ticket.EventRecalled:
			d.follow(h)
		case ticket.EventDelegateLate:
			d.Late++
			s.Chased = true
		case ticket.EventDelegateChased:
			s.Chased = false
		case ticket.EventContactOpened:
			d.ContactReason = e.Comment
		}
	}
	if s.Last.ID == 0 {
		return s, false
	}
	if t.Supplier == 0 && s.Last.Status.Open() {
		s.Last.Status = Recalled // The desk has solved it.
	}
	return s, true
}

// follow takes over what an event tells.
func (d *Delegation) follow(h *ticket.Handover) {
	d.Status, d.External = Status(h.Status), h.External
	d.Due = time.Time{}
	if h.Due != nil {
		d.Due = *h.Due
	}
}
