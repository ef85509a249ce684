package approval

import (
	"slices"

	"lotsen/internal/kit/authz"
)

// Asker is who asked for something: the person, the one on whose behalf when a substitute asked, and whoever at the desk
// wrote it down for them.
type Asker struct{ Person, For, Via int64 }

// Barred reports whether the grant does not count for the actor because the matter is their own: they asked for it
// themselves, or a substitute of theirs did, or they wrote it down for somebody, or they would decide by the right of whoever asked.
func Barred(asker Asker, g authz.Grant, by authz.Actor) bool {
	for _, who := range []int64{asker.Person, asker.For, asker.Via} {
		if who != 0 && (who == by.Person || who == g.For) {
			return true
		}
	}
	return false
}

// reaches says which reaches of a right answer for which sort of step. Each right for the whole organisation does too,
// unless it is narrowed to something else.
var reaches = map[By][]authz.Reach{
	ByReference:  {authz.Reference, authz.CostCentre},
	ByCostCentre: {authz.CostCentre},
	ByService:    {authz.Service},
	ByObject:     {authz.Object},
	ByManager:    {authz.Unit},
}

// all lists the sorts of steps, for conditions.
var all = []By{ByAny, ByReference, ByCostCentre, ByService, ByObject, ByManager}

// answers reports whether a right of that shape answers for a sort of step: an approver of an invoice reference does not
// decide in the name of a service's owner, though the order is about both.
func answers(b By, g authz.Grant) bool {
	if b == ByAny || broad(g) {
		return true
	}
	if slices.Contains(reaches[b], g.Reach) {
		return true
	}
	return slices.ContainsFunc(g.Limits, func(l authz.Limit) bool { return slices.Contains(reaches[b], l.Reach) })
}

// broad is a right for a whole organisation: whoever holds it is asked only when nobody nearer can decide.
func broad(g authz.Grant) bool {
	return !g.Narrowed() && (g.Reach == authz.Organisation || g.Reach == authz.Everywhere)
}

// grantFor is the grant by which the actor decides a part: a right of their own before a substitute's. Own tells, where
// there is none, that there would be one had they not asked for it themselves.
func grantFor(by authz.Actor, a *Approval, p *Part) (g authz.Grant, ok, own bool) {
	asker := Asker{int64(a.Asker), int64(a.AskerFor), int64(a.AskerVia)}
	for _, x := range by.Grants {
		switch {
		case x.Verb != p.Verb || !answers(p.By, x) || !x.Covers(p.Matter):
		case !a.OwnAllowed && Barred(asker, x, by):
			own = true
		case !ok || g.For != 0 && x.For == 0:
			g, ok = x, true
		}
	}
	return g, ok, own && !ok
}
