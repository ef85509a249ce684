package main

import (
	"container/heap"
	"fmt"
	"math"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
)

// life is one ticket on its way.
type life struct {
	*generator
	t      ticket.Ticket
	topic  *topic
	branch branch
	user   *person
	agent  *agent
	at     time.Time
	device string
	said   []ticket.Message // In order: what the index holds.
	// lingers says that the case is still open now.
	lingers bool
}

// live makes a ticket with everything that happens to it until now.
func (g *generator) live(id ticket.ID, at time.Time) error {
	w := g.w
	l := &life{generator: g, at: at, branch: pick(g.rng, w.branches), agent: &w.agents[g.rng.IntN(len(w.agents))]}
	l.topic, l.user = &topics[l.branch.topic], &w.people[g.rng.IntN(len(w.people))]
	l.t.ID = id
	open := g.rng.Float64() < openShare(w.Now.Sub(at))
	l.report()
	switch {
	case l.t.State == ticket.StateResolved:
		l.end()
	case open:
		l.linger()
	case g.rng.IntN(40) == 0:
		l.withdraw()
	default:
		l.handle()
	}
	return l.store()
}

// openShare is how many of those that came so long ago, and were not solved at once, are still open: a twentieth of all
// that came in two years.
func openShare(age time.Duration) float64 { return math.Exp(-age.Hours() / 24 / 46) }

// do lets something happen after a while, unless it lies beyond now; it reports whether it did.
func (l *life) do(after time.Duration, kind string, actor int64, as string, m *ticket.Message, change func(*ticket.Ticket, *ticket.Payload)) bool {
	at := l.at.Add(after)
	if after > 0 && actor != 0 {
		at = inOffice(at)
	}
	if at.After(l.w.Now) {
		return false
	}
	s := &step{at: at, order: l.order, kind: kind, actor: actor, as: as, before: l.t, message: m}
	l.order++
	l.at = at
	if change != nil {
		change(&l.t, &s.payload)
	}
	if m != nil {
		l.said = append(l.said, *m)
	}
	l.t.Version++
	l.t.UpdatedAt = at
	s.after = l.t
	heap.Push(&l.pending, s)
	return true
}

// while is some time, seldom much longer than usual.
func (l *life) while(usual time.Duration) time.Duration {
	return (time.Minute + time.Duration(l.rng.ExpFloat64()*float64(usual))).Truncate(time.Millisecond)
}

// channels by how often people use them.
var channels = []ticket.Channel{
	ticket.Portal, ticket.Portal, ticket.Portal, ticket.Portal, ticket.Phone, ticket.Phone, ticket.Phone, ticket.Mail, ticket.Mail, ticket.Chat,
}

// kinds by how often they come.
var kinds = []ticket.Kind{
	ticket.Incident, ticket.Incident, ticket.Incident, ticket.Incident, ticket.Incident, ticket.Incident, ticket.Question, ticket.Request, ticket.Request, ticket.Feedback,
}

func (l *life) report() {
	channel, kind := pick(l.rng, channels), pick(l.rng, kinds)
	level := func() int { return 3 - min(2, int(l.rng.ExpFloat64()*.5)) }
	m := &ticket.Message{Kind: ticket.FromUser, Author: directory.PersonID(l.user.id), Channel: channel, Text: storyOf(l.rng, l.topic, l.user.name())}
	if gap := max(1, l.w.Tickets/(len(rareWords)*3)); int(l.t.ID)%gap == 0 {
		m.Text += "\n\nP.S. Det gäller " + rareWords[int(l.t.ID)/gap%len(rareWords)] + "."
	}
	actor, as := l.user.id, l.user.name()
	switch channel {
	case ticket.Phone:
		actor, as = l.agent.ID, l.agent.Name
	case ticket.Mail:
		actor, as = 0, "mail"
		m.MailID = fmt.Sprintf("<%d.%x@%s>", l.t.ID, l.rng.Uint32(), domain)
	default:
		m.AuthorName = as
	}
	if kind == ticket.Incident && l.rng.IntN(3) == 0 {
		l.device = device(l.rng)
	}
	known := channel == ticket.Phone
	solved := known && l.rng.IntN(10) < 7
	l.do(0, ticket.EventReported, actor, as, m, func(t *ticket.Ticket, p *ticket.Payload) {
		t.Org, t.Desk, t.Kind, t.State, t.Channel = l.w.org.ID, l.w.desk.ID, kind, ticket.StateNew, channel
		t.Title, t.Requester, t.Unit, t.Site = titleOf(l.rng, l.topic), directory.PersonID(l.user.id), l.user.place.unit, l.user.place.site
		t.Impact, t.Urgency, t.AwaitsDesk = level(), level(), true
		t.Priority = l.w.matrix[t.Impact-1][t.Urgency-1]
		t.DetectedAt, t.CreatedAt = l.at, l.at
		if known {
			t.Category, t.Group = l.branch.id, l.branch.group
		}
		if l.device != "" {
			p.Fields = map[string]string{"device": l.device}
		}
	})
	if solved {
		l.solve(0, true)
	}
}

// solve tells the user the solution; at first contact they hear it.
func (l *life) solve(after time.Duration, first bool) bool {
	m := &ticket.Message{Kind: ticket.Solution, Author: directory.PersonID(l.agent.ID), AuthorName: l.agent.Name, Channel: ticket.Portal, Text: pick(l.rng, l.topic.cures)}
	if first && l.t.Channel == ticket.Phone {
		m.Channel = ticket.Phone
	}
	return l.do(after, ticket.EventResolved, l.agent.ID, l.agent.Name, m, func(t *ticket.Ticket, p *ticket.Payload) {
		t.State, t.Substate, t.Solution, t.ResolvedAt, t.AwaitsDesk = ticket.StateResolved, "", m.Text, l.at, false
		t.HoldReason, t.HoldUntil = "", time.Time{}
		if t.RepliedAt.IsZero() {
			t.RepliedAt = l.at
		}
		if first {
			t.FirstContact, t.Assignee, t.AssignedAt = true, directory.PersonID(l.agent.ID), l.at
			t.ToldAt, t.CloseDue, p.How = l.at, l.at.Add(l.w.closeAfter), "spoken"
		}
	})
}

// end is what follows a solution: word of it, and closing by the user or by time.
func (l *life) end() {
	if l.t.ToldAt.IsZero() {
		told := l.do(time.Second+l.while(20*time.Second)/60, ticket.EventTold, 0, "mail", nil, func(t *ticket.Ticket, p *ticket.Payload) {
			t.ToldAt, t.CloseDue, p.How = l.at, l.at.Add(l.w.closeAfter), "mail"
		})
		if !told {
			return
		}
	}
	if l.rng.IntN(6) == 0 {
		l.do(l.while(9*time.Hour), ticket.EventClosed, l.user.id, l.user.name(), nil, func(t *ticket.Ticket, p *ticket.Payload) { l.closed(t, p, ticket.ByUser) })
	}
	if l.t.State == ticket.StateResolved {
		after := l.t.CloseDue.Sub(l.at) + time.Duration(l.rng.IntN(30_000))*time.Millisecond
		swept := func(t *ticket.Ticket, p *ticket.Payload) { l.closed(t, p, ticket.ByTimeout) }
		if !l.do(after, ticket.EventClosed, 0, "sweep", nil, swept) {
			l.do(l.t.CloseDue.Sub(l.at), ticket.EventClosed, 0, "sweep", nil, swept)
		}
	}
}

func (l *life) closed(t *ticket.Ticket, p *ticket.Payload, how string) {
	t.State, t.Substate, t.ClosedAt, t.ClosedHow, t.CloseDue, p.How = ticket.StateClosed, "", l.at, how, time.Time{}, how
}

func (l *life) withdraw() {
	l.do(l.while(5*time.Hour), ticket.EventWithdrawn, l.user.id, l.user.name(), nil, func(t *ticket.Ticket, _ *ticket.Payload) {
		t.State, t.Substate, t.ClosedAt, t.ClosedHow, t.AwaitsDesk = ticket.StateWithdrawn, "", l.at, "withdrawn", false
	})
}

// handle is the ordinary way from a new case to a closed one.
func (l *life) handle() {
	if !l.sort() || !l.take() {
		return
	}
	switch l.rng.IntN(12) {
	case 0, 1:
		if l.answer() && l.rng.IntN(2) == 0 {
			l.ask()
		}
	case 2:
		l.note()
		l.handOver()
	case 3:
		l.handOver()
	case 4:
		if l.hold() {
			l.do(l.t.HoldUntil.Sub(l.at)+time.Second, ticket.EventResumed, 0, "sweep", nil, func(t *ticket.Ticket, p *ticket.Payload) {
				t.State, t.Substate, t.HoldReason, t.HoldUntil, t.AwaitsDesk, p.How = ticket.StateOpen, "", "", time.Time{}, true, "date"
			})
		}
	}
	if l.t.State == ticket.StateOnHold {
		return
	}
	if l.solve(l.while(22*time.Hour), false) {
		l.end()
	}
}

// linger is the way of a case that is still open.
func (l *life) linger() {
	l.lingers = true
	if l.rng.IntN(5) == 0 || !l.sort() || l.rng.IntN(6) == 0 || !l.take() {
		return
	}
	switch l.rng.IntN(6) {
	case 0, 1:
		if l.answer() && l.rng.IntN(2) == 0 {
			l.ask()
		}
	case 2:
		l.note()
	case 3:
		l.handOver()
	case 4:
		l.hold()
	}
}
