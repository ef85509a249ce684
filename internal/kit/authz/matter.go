package authz

import "slices"

// Matter is what somebody wants to order, approve or administer: everything that a right for it can name. What is 0 is
// not said, and no right that names it fits.
type Matter struct {
	Org        int64
	Desk       int64
	Units      []int64 // The unit and all above it.
	Site       int64
	CostCentre int64
	Reference  int64
	Service    int64
	Object     int64
}

// Covers reports whether the grant counts for the matter: its reach does, and each of its limits. It is the one rule by
// which something is allowed and by which it is answered who may.
func (g Grant) Covers(m Matter) bool {
	return m.within(g.Reach, g.Of) && !slices.ContainsFunc(g.Limits, func(l Limit) bool { return !m.within(l.Reach, l.Of) })
}

// within reports whether the matter lies in what a reach names. Own is about rows, and lies nowhere.
func (m Matter) within(reach Reach, of int64) bool {
	if reach == Everywhere {
		return true
	}
	if of == 0 {
		return false
	}
	switch reach {
	case Organisation:
		return m.Org == of
	case Desk:
		return m.Desk == of
	case Site:
		return m.Site == of
	case Unit:
		return slices.Contains(m.Units, of)
	case CostCentre:
		return m.CostCentre == of
	case Reference:
		return m.Reference == of
	case Service:
		return m.Service == of
	case Object:
		return m.Object == of
	}
	return false
}

// For returns the grant by which the actor holds the verb for the matter. A right of one's own goes before one that is
// held for somebody else; the grant's For belongs in the event: "A on behalf of B".
func (a Actor) For(v Verb, m Matter) (Grant, bool) {
	if a.IsSystem() {
		return Grant{Verb: v, Reach: Everywhere}, true
	}
	var found Grant
	ok := false
	for _, g := range a.Grants {
		if g.Verb != v || !g.Covers(m) {
			continue
		}
		if g.For == 0 {
			return g, true
		}
		if !ok {
			found, ok = g, true
		}
	}
	return found, ok
}

// Matters lists the things of a reach that the actor's grants of a verb name, narrowed or not: candidates for a choice,
// each of which For still decides on.
func (a Actor) Matters(v Verb, reach Reach) []int64 {
	var ids []int64
	add := func(r Reach, of int64) {
		if r == reach && !slices.Contains(ids, of) {
			ids = append(ids, of)
		}
	}
	for _, g := range a.Grants {
		if g.Verb != v {
			continue
		}
		add(g.Reach, g.Of)
		for _, l := range g.Limits {
			add(l.Reach, l.Of)
		}
	}
	return ids
}
