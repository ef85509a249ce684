package main

import (
	"container/heap"
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
)

// The tables that are written in bulk.
const (
	tPerson = iota
	tPersonWord
	tTicket
	tField
	tMessage
	tEvent
	tMark
	tWord
	tText // The full-text index, whose columns differ: ticket, public words, internal words, whose it is, all words.
	tableCount
)

// sink takes rows in bulk.
type sink interface {
	put(table int, row ...any) error
	// close writes what is left, makes indexes and statistics, and ends.
	close(ctx context.Context) error
}

// tally is what was written: what pages must show.
type tally struct {
	Tickets, Messages, Events int64
	States                    map[string]int
	Unowned, Awaiting         int // Among those with work left.
}

// generator makes lives of tickets and writes what happens in them in the order in which it happens.
type generator struct {
	w           *world
	rng         *rand.Rand
	out         sink
	nextPerson  int64
	nextMessage int64
	nextSeq     int64
	pending     steps
	order       int
	words       map[string]struct{}
	buf         []byte
	count       tally
	tell        *progress
}

// firstTicket is the number before the first ticket's.
const firstTicket = 100_000

func (g *generator) run() error {
	g.words, g.count.States = map[string]struct{}{}, map[string]int{}
	if err := g.populate(); err != nil {
		return err
	}
	arrivals := newRhythm(g.w.begin, g.w.Now)
	for i := range g.w.Tickets {
		at := arrivals.at((float64(i) + g.rng.Float64()) / float64(g.w.Tickets))
		if err := g.happen(at); err != nil {
			return err
		}
		if err := g.live(ticket.ID(firstTicket+i+1), at); err != nil {
			return err
		}
		g.tell.at(i + 1)
	}
	if err := g.happen(g.w.Now.Add(time.Second)); err != nil {
		return err
	}
	words := make([]string, 0, len(g.words))
	for w := range g.words {
		words = append(words, w)
	}
	slices.Sort(words)
	for _, w := range words {
		if err := g.out.put(tWord, w); err != nil {
			return err
		}
	}
	return nil
}

// happen writes every step before an instant, earliest first.
func (g *generator) happen(until time.Time) error {
	for len(g.pending) > 0 && g.pending[0].at.Before(until) {
		s := heap.Pop(&g.pending).(*step) //nolint:forcetypeassert // Only steps are pushed.
		if err := g.write(s); err != nil {
			return err
		}
	}
	return nil
}

// write stores one event of a ticket with its message.
func (g *generator) write(s *step) error {
	if m := s.message; m != nil {
		g.nextMessage++
		g.count.Messages++
		s.payload.Message, s.payload.Internal = ticket.MessageID(g.nextMessage), m.Internal
		err := g.out.put(tMessage, g.nextMessage, int64(s.after.ID), string(m.Kind), m.Internal, int64(m.Author), m.AuthorName, "", true,
			string(m.Channel), m.Text, "", "", clock.Micros(s.at), m.MailID, "")
		if err != nil {
			return err
		}
	}
	g.count.Events++
	g.buf = payload(g.buf[:0], &s.before, &s.after, &s.payload)
	label := s.after.Substate
	if label == "" {
		label = string(s.after.State)
	}
	return g.log(ticket.Stream, int64(s.after.ID), s.after.Version, s.kind, label, s.at, s.actor, s.as, string(g.buf))
}

// log writes one event of any stream.
func (g *generator) log(stream string, id, pos int64, kind, label string, at time.Time, actor int64, as, payload string) error {
	g.nextSeq++
	var who any
	if actor != 0 {
		who = actor
	}
	us := clock.Micros(at)
	return g.out.put(tEvent, g.nextSeq, int64(g.w.org.ID), stream, id, pos, kind, label, us, us, who, as, nil, payload)
}

// step is one thing that happens to a ticket.
type step struct {
	at            time.Time
	order         int
	kind          string
	actor         int64
	as            string
	before, after ticket.Ticket
	payload       ticket.Payload
	message       *ticket.Message
}

// steps is a heap, earliest first.
type steps []*step

// Len, Less, Swap, Push and Pop implement heap.Interface.
func (s steps) Len() int { return len(s) }

// Less implements heap.Interface.
func (s steps) Less(i, j int) bool {
	return s[i].at.Before(s[j].at) || s[i].at.Equal(s[j].at) && s[i].order < s[j].order
}

// Swap implements heap.Interface.
func (s steps) Swap(i, j int) { s[i], s[j] = s[j], s[i] }

// Push implements heap.Interface.
func (s *steps) Push(x any) { *s = append(*s, x.(*step)) } //nolint:forcetypeassert // See happen.

// Pop implements heap.Interface.
func (s *steps) Pop() any {
	old := *s
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*s = old[:len(old)-1]
	return last
}
