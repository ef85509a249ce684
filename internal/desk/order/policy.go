package order

import (
	"slices"

	"lotsen/internal/desk/approval"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
)

// The verbs of this capability. Those by which something is ordered are the catalogue's.
const (
	// MayWork lets agents and technicians carry out what was ordered, and see it.
	MayWork authz.Verb = "order.work"
	// MayReceive lets somebody take delivery for others. The receiver who is named on a line always may.
	MayReceive authz.Verb = "order.receive"
)

// subject is the word under which approvals know of orders.
const subject = "order"

// placing are the verbs by which somebody orders.
func placing() []authz.Verb {
	return []authz.Verb{catalogue.MayPlace, catalogue.MayAccess, catalogue.MayAccount, catalogue.MayAsk}
}

// Orders reports whether the actor orders anything at all: whether there is a cart.
func Orders(by authz.Actor) bool {
	for _, v := range placing() {
		if by.May(v) {
			return true
		}
	}
	return false
}

// columns are where table order_line (l) of an order (o) keeps what a right can name.
var columns = map[authz.Reach]string{
	authz.Organisation: "l.org_id = ?",
	authz.Desk:         "o.desk_id = ?",
	authz.Group:        "l.group_id = ?",
	authz.Site:         "l.site_id = ?",
	authz.CostCentre:   "l.cost_centre_id = ?",
	authz.Reference:    "l.reference_id = ?",
	authz.Service:      "l.service_id = ?",
	authz.Object:       "l.object_id = ?",
	authz.Unit: `l.unit_id in (select below.id from unit top join unit below on below.org_id = top.org_id
		and below.path >= top.path and below.path < top.path || '~' where top.id = ?)`,
}

// within is the lines for which the actor holds a verb, by every grant of it with all that narrows it: authz.Grant.Covers
// as a condition.
func within(by authz.Actor, verb authz.Verb) authz.Scope {
	var all authz.Scope
	for _, g := range by.Grants {
		if g.Verb != verb {
			continue
		}
		all = all.Or(covered(g))
	}
	return all
}

// covered is the lines that one grant covers.
func covered(g authz.Grant) authz.Scope {
	s := at(g.Reach, g.Of)
	for _, l := range g.Limits {
		s = s.And(at(l.Reach, l.Of))
	}
	return s
}

func at(reach authz.Reach, of int64) authz.Scope {
	if reach == authz.Everywhere {
		return authz.Where("l.org_id is not null")
	}
	if condition, ok := columns[reach]; ok && of != 0 {
		return authz.Where(condition, of)
	}
	return authz.Where("1 = 0")
}

// held is the orders (o) of which lines are the actor's own: by them, in their place, or by those in whose place they stand
// now; and what they noted down for others while they work at a desk. Which of the lines, placed says.
func held(by authz.Actor) authz.Scope {
	s := ordered(by)
	for _, g := range substituted(by) {
		s = s.Or(authz.Where("o.orderer_id = ?", g.For))
	}
	return s
}

// placed is the lines (l) of those orders (o). Who stands in somebody's place has of their orders what the right covers in
// which they stand, and nothing else.
func placed(by authz.Actor) authz.Scope {
	s := ordered(by)
	for _, g := range substituted(by) {
		s = s.Or(authz.Where("o.orderer_id = ?", g.For).And(covered(g)))
	}
	return s
}

// ordered is the orders (o) by the actor, in their place, or noted down by them.
func ordered(by authz.Actor) authz.Scope {
	if by.Person == 0 {
		return authz.Scope{}
	}
	s := authz.Where("o.orderer_id = ?", by.Person).Or(authz.Where("o.for_id = ?", by.Person))
	if by.May(catalogue.MayRegister) {
		s = s.Or(authz.Where("o.register_id = ?", by.Person))
	}
	return s
}

// substituted are the rights to order that the actor holds for somebody else.
func substituted(by authz.Actor) []authz.Grant {
	var out []authz.Grant
	for _, g := range by.Grants {
		if g.For != 0 && slices.Contains(placing(), g.Verb) {
			out = append(out, g)
		}
	}
	return out
}

// concerned is the lines (l) of orders (o) that the actor has to do with without having ordered them: they get it or take
// delivery of it, they decide on it, they work with it.
func concerned(by authz.Actor) authz.Scope {
	var s authz.Scope
	if by.Person != 0 {
		s = authz.Where("l.receiver_id = ?", by.Person).Or(authz.Where("l.person_id = ?", by.Person))
	}
	for _, v := range []authz.Verb{MayReceive, MayWork, catalogue.MayRegister, approval.MayDecide} {
		s = s.Or(within(by, v))
	}
	return s.Or(approval.Lines(by, subject, "l.id"))
}

// lines is the lines (l) of orders (o) that the actor may see. Lists, counts, search, pages, the API and every use case go
// through it. What is for somebody with protected identity is not there for those who may not know of them.
func lines(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	if by.Anonymous() {
		return authz.Scope{}
	}
	s := placed(by).Or(concerned(by))
	if s.Empty() {
		return s
	}
	condition, args := directory.NamesSeen(by).For("lp").SQL()
	return s.And(authz.Where("exists (select 1 from person lp where lp.id = l.person_id and "+condition+")", args...))
}

// visible is the orders (o) of which the actor sees a line.
func visible(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	s := lines(by)
	if s.Empty() {
		return s
	}
	return withLine(s)
}

// withLine is the orders (o) that have such a line (l).
func withLine(s authz.Scope) authz.Scope {
	condition, args := s.SQL()
	return authz.Where("exists (select 1 from order_line l where l.order_id = o.id and "+condition+")", args...)
}

// own is the orders (o) with a line that is the actor's own: the list that people call theirs.
func own(by authz.Actor) authz.Scope { return held(by).And(withLine(lines(by).And(placed(by)))) }

// others is visible without own.
func others(by authz.Actor) authz.Scope {
	if by.Person == 0 {
		return visible(by)
	}
	condition, args := own(by).SQL()
	return visible(by).And(authz.Where("not ("+condition+")", args...))
}

// changeable is the lines (l) of orders (o) that the actor may change and cancel as far as rights go: those that are their
// own, and at a desk what the desk noted down.
func changeable(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	return placed(by).Or(authz.Where("o.register_id is not null").And(within(by, catalogue.MayRegister)))
}

// mine reports whether the order is the actor's to change: they ordered it, somebody did in their place, or they stand in
// the place of whoever ordered. By tells in whose place. Which lines of it, changeable says.
func mine(by authz.Actor, o *Order) (behalf directory.PersonID, ok bool) {
	me := directory.PersonID(by.Person)
	switch {
	case by.IsSystem():
		return 0, true
	case me == 0:
		return 0, false
	case o.Orderer == me:
		return o.For, true
	case o.For == me:
		return 0, true
	}
	for _, g := range substituted(by) {
		if directory.PersonID(g.For) == o.Orderer {
			return o.Orderer, true
		}
	}
	return 0, false
}

// registers reports whether the actor orders for customers at the order's desk.
func registers(by authz.Actor, o *Order) bool {
	_, ok := by.For(catalogue.MayRegister, authz.Matter{Org: int64(o.Org), Desk: int64(o.Desk)})
	return ok
}

// works reports whether the actor specifies for others: the desk's part of an order.
func works(by authz.Actor, o *Order) bool {
	for _, v := range []authz.Verb{MayWork, catalogue.MayRegister} {
		if _, ok := by.For(v, authz.Matter{Org: int64(o.Org), Desk: int64(o.Desk)}); ok {
			return true
		}
	}
	return false
}
