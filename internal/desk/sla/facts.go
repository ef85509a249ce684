package sla

import (
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/event"
)

// Facts is what a case's promises depend on, at one moment of its life.
type Facts struct {
	Org       directory.OrgID
	Desk      directory.DeskID
	State     ticket.State
	Kind      ticket.Kind
	Priority  int
	Channel   ticket.Channel
	Service   service.ID
	Class     service.Class // Of the service, when it was chosen.
	Requester directory.PersonID
	Person    directory.Category // Of the requester, when the case began.
	Code      string             // Why it waits; "" while it does not.
	Since     time.Time          // When it began to wait for that.
	Reason    string             // The same in somebody's own words.
}

// Moment is an event that means something to clocks.
type Moment struct {
	At    time.Time
	Type  string
	Actor int64
	By    string // The actor's name at that time.
	Facts Facts
	// Told: the desk said a word to the user, and Answered: one that answers what was reported.
	Told, Answered bool
}

// told are the events with which the user hears from the desk, and whether that is an answer to what was reported.
var told = map[string]bool{
	ticket.EventReplied: true, ticket.EventResolved: true, ticket.EventDelegateChased: false,
}

// matters are the columns whose change changes clocks.
var matters = []string{"state", "substate", "hold_code", "kind", "priority", "channel", "service_id", "requester_id", "org_id", "desk_id"}

// concerns reports whether an event means anything to clocks.
func concerns(e *event.Event, p *ticket.Payload) bool {
	if _, word := told[e.Type]; word {
		return true
	}
	return slices.ContainsFunc(matters, func(column string) bool {
		_, changed := p.Changes[column]
		return changed
	})
}

// Trail is a case's moments in their order, as its events tell them.
type Trail struct {
	Ticket  ticket.ID
	Moments []Moment
}

// Start is when the case began.
func (t *Trail) Start() time.Time { return t.Moments[0].At }

// Last is how the case stands.
func (t *Trail) Last() *Facts { return &t.Moments[len(t.Moments)-1].Facts }

// trailOf reads a case's events. A case whose life began in another system has no trail: it was measured there.
func trailOf(events []event.Event) (Trail, error) {
	var t Trail
	if len(events) == 0 || events[0].Type != ticket.EventReported {
		return t, nil
	}
	t.Ticket = ticket.ID(events[0].Stream)
	var f Facts
	var hold, substate string
	for i := range events {
		e := &events[i]
		p, err := ticket.DecodePayload(*e)
		if err != nil {
			return Trail{}, err
		}
		if !concerns(e, &p) {
			continue
		}
		f.apply(p.Changes)
		text(p.Changes, "hold_code", &hold)
		text(p.Changes, "substate", &substate)
		f.waits(codeOf(hold, substate), e.At)
		answered, word := told[e.Type]
		t.Moments = append(t.Moments, Moment{
			At: e.At, Type: e.Type, Actor: e.Actor, By: e.ActorAs, Facts: f, Told: word,
			Answered: answered || i == 0 && registered(e, &f),
		})
	}
	return t, nil
}

// waits notes why the case waits, if it does, and since when.
func (f *Facts) waits(code string, at time.Time) {
	switch {
	case f.State != ticket.StateOnHold:
		f.Code, f.Since = "", time.Time{}
	case f.Code != code || f.Since.IsZero():
		f.Code, f.Since = code, at
	}
}

// registered reports whether the desk took the case down from somebody who was there, on the phone or face to face: whoever
// is spoken to has been answered.
func registered(e *event.Event, f *Facts) bool {
	live := f.Channel == ticket.Phone || f.Channel == ticket.Visit || f.Channel == ticket.Chat
	return live && e.Actor != 0 && e.Actor != int64(f.Requester)
}

func (f *Facts) apply(changes map[string]ticket.Diff) {
	text(changes, "state", &f.State)
	text(changes, "kind", &f.Kind)
	text(changes, "channel", &f.Channel)
	text(changes, "hold_reason", &f.Reason)
	number(changes, "priority", &f.Priority)
	number(changes, "service_id", &f.Service)
	number(changes, "requester_id", &f.Requester)
	number(changes, "org_id", &f.Org)
	number(changes, "desk_id", &f.Desk)
}

func text[T ~string](changes map[string]ticket.Diff, column string, to *T) {
	if d, ok := changes[column]; ok {
		s, _ := d.To.(string)
		*to = T(s)
	}
}

// number reads a number from JSON; null is 0.
func number[T ~int64 | ~int](changes map[string]ticket.Diff, column string, to *T) {
	if d, ok := changes[column]; ok {
		n, _ := d.To.(float64)
		*to = T(n)
	}
}
