package main

import (
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
)

// The steps that agents and users take between report and solution.

func (l *life) sort() bool {
	if l.t.Category != 0 {
		return true
	}
	return l.do(l.while(40*time.Minute), ticket.EventChanged, l.agent.ID, l.agent.Name, nil, func(t *ticket.Ticket, _ *ticket.Payload) {
		t.Category, t.Group = l.branch.id, l.branch.group
	})
}

func (l *life) take() bool {
	return l.do(l.while(20*time.Minute), ticket.EventAssigned, l.agent.ID, l.agent.Name, nil, func(t *ticket.Ticket, _ *ticket.Payload) {
		t.Assignee, t.State = directory.PersonID(l.agent.ID), ticket.StateOpen
		if t.AssignedAt.IsZero() {
			t.AssignedAt = l.at
		}
	})
}

func (l *life) answer() bool {
	m := &ticket.Message{Kind: ticket.Reply, Author: directory.PersonID(l.agent.ID), AuthorName: l.agent.Name, Channel: ticket.Portal, Text: pick(l.rng, replies)}
	return l.do(l.while(2*time.Hour), ticket.EventReplied, l.agent.ID, l.agent.Name, m, func(t *ticket.Ticket, _ *ticket.Payload) {
		t.AwaitsDesk = false
		if t.RepliedAt.IsZero() {
			t.RepliedAt = l.at
		}
	})
}

func (l *life) ask() {
	m := &ticket.Message{Kind: ticket.FromUser, Author: directory.PersonID(l.user.id), AuthorName: l.user.name(), Channel: ticket.Portal, Text: pick(l.rng, answers)}
	l.do(l.while(6*time.Hour), ticket.EventAsked, l.user.id, l.user.name(), m, func(t *ticket.Ticket, _ *ticket.Payload) { t.AwaitsDesk = true })
}

func (l *life) note() {
	m := &ticket.Message{Kind: ticket.Note, Internal: true, Author: directory.PersonID(l.agent.ID), AuthorName: l.agent.Name, Channel: ticket.Portal, Text: pick(l.rng, notes)}
	l.do(l.while(3*time.Hour), ticket.EventNoted, l.agent.ID, l.agent.Name, m, nil)
}

func (l *life) handOver() {
	next := &l.w.agents[l.rng.IntN(len(l.w.agents))]
	l.do(l.while(5*time.Hour), ticket.EventAssigned, l.agent.ID, l.agent.Name, nil, func(t *ticket.Ticket, _ *ticket.Payload) {
		if next.group != t.Group {
			t.HandOvers++
		}
		t.Group, t.Assignee = next.group, directory.PersonID(next.ID)
	})
	l.agent = next
}

// hold lets a case wait for some days. One that is still open waits beyond now.
func (l *life) hold() bool {
	days := time.Duration(1+l.rng.IntN(9)) * 24 * time.Hour
	return l.do(l.while(4*time.Hour), ticket.EventHeld, l.agent.ID, l.agent.Name, nil, func(t *ticket.Ticket, _ *ticket.Payload) {
		t.State, t.HoldReason, t.HoldUntil = ticket.StateOnHold, pick(l.rng, holds), l.at.Add(days)
		for t.HoldUntil.Before(l.w.Now) && l.lingers {
			t.HoldUntil = t.HoldUntil.Add(days)
		}
		if l.rng.IntN(2) == 0 {
			t.Substate = "awaiting_user"
		}
	})
}
