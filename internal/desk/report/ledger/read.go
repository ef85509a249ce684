package ledger

import "slices"

// slot finds a ticket.
func (e *Edition) slot(id int64) (*segment, int64) {
	at, found := slices.BinarySearchFunc(e.segments, id>>shift, func(s *segment, n int64) int { return int(s.number - n) })
	if i := id & (slots - 1); found && e.segments[at].place[i] != 0 {
		return e.segments[at], i
	}
	return nil, 0
}

// Version is the version of a ticket that the edition knows; 0 for a ticket that it does not know.
func (e *Edition) Version(id int64) int64 {
	s, i := e.slot(id)
	if s == nil {
		return 0
	}
	return int64(s.version[i])
}

// Fact is what was put of a ticket; false for a ticket that the edition does not know.
func (e *Edition) Fact(id int64) (Fact, bool) {
	s, i := e.slot(id)
	if s == nil {
		return Fact{}, false
	}
	return Fact{
		ID: id, Version: int64(s.version[i]), Place: e.places[s.place[i]], Class: e.classes[s.class[i]], Category: e.categories[s.category[i]],
		Requester: e.requesters[s.requester[i]], Created: s.created[i], ClosedAt: s.closedAt[i], OpenedDay: e.days[s.opened[i]],
		ResolvedDay: e.days[s.resolved[i]], ClosedDay: e.days[s.closed[i]], ToResolve: s.toResolve[i], ToClose: s.toClose[i],
		Reopened: int64(s.reopened[i]), HandOvers: int64(s.handOvers[i]), History: e.histories[s.history[i]],
	}, true
}

// Between lists the tickets from one number to another that the edition knows.
func (e *Edition) Between(from, to int64) (ids []int64) {
	for _, s := range e.segments {
		if s.number < from>>shift || s.number > to>>shift {
			continue
		}
		for i := range int64(slots) {
			if id := s.number<<shift | i; s.place[i] != 0 && id >= from && id <= to {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// After returns the facts of n tickets numbered from id on.
func (e *Edition) After(id int64, n int) (facts []Fact) {
	for _, s := range e.segments {
		if s.number < id>>shift {
			continue
		}
		for i := range int64(slots) {
			if at := s.number<<shift | i; s.place[i] != 0 && at >= id {
				if f, ok := e.Fact(at); ok {
					facts = append(facts, f)
				}
				if len(facts) == n {
					return facts
				}
			}
		}
	}
	return facts
}
