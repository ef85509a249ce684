// Package authz holds the types of rights: who acts, what they may do, and how that becomes a condition in a query.
//
// Owns: Actor, Verb, Grant, Limit, Matter, Scope.
// Does not own: the list of roles (desk/directory), what a scope means for a table (each capability's policy.go).
// Invariants: the zero Actor may nothing; the zero Scope shows nothing; only policy.go builds a Scope; a narrowed grant
// counts for matters that it covers and for nothing else.
package authz

import (
	"slices"
	"time"
)

// Verb is one thing that a person may be allowed to do, such as "ticket.assign". Verbs are declared in code.
type Verb string

// Reach says how far a grant goes.
type Reach string

// The reaches. Own is about rows that concern the person; the others name a thing by id.
const (
	Own          Reach = "own"
	Organisation Reach = "organisation"
	Desk         Reach = "desk"
	Group        Reach = "group"
	Site         Reach = "site"
	Supplier     Reach = "supplier" // What is delegated to that supplier just now.
	Unit         Reach = "unit"     // The unit and everything below it.
	CostCentre   Reach = "cost_centre"
	Reference    Reach = "reference" // An invoice reference.
	Service      Reach = "service"
	Object       Reach = "object" // A row of the register of resources and objects.
	Everywhere   Reach = "everywhere"
)

// Grant is a verb within a reach. For ends by themselves: only grants in force when the actor was loaded are here.
type Grant struct {
	Verb  Verb
	Reach Reach
	// Of is the id of what the reach names; 0 for Own and Everywhere.
	Of int64
	// For is the person whose right this is when the actor is a substitute; 0 otherwise.
	For int64
	// Limits must all hold too: an approver for one invoice reference, in one service alone. A grant with limits counts
	// in For and in May; MayIn, Reaches and Has pass it by, because they know of one thing only.
	Limits []Limit
}

// Limit narrows a grant to one thing more.
type Limit struct {
	Reach Reach
	Of    int64
}

// Narrowed reports whether the grant has limits.
func (g Grant) Narrowed() bool { return len(g.Limits) > 0 }

// Actor is who does something: a person, an API token with its owner's rights, or the system itself.
type Actor struct {
	Person int64 // 0 for the system.
	Name   string
	Org    int64 // The organisation the person belongs to; 0 for the system.
	// System names a background job; such an actor may everything that its use case does.
	System string
	Grants []Grant
	// Session ties the actor to the login that can be revoked; "" for the system.
	Session string
	// Loaded is when the grants were read.
	Loaded time.Time
}

// System returns the actor for background work, for example System("sla").
func System(name string) Actor { return Actor{System: name, Name: name} }

// IsSystem reports whether this is background work.
func (a Actor) IsSystem() bool { return a.System != "" }

// Anonymous reports whether nobody is known.
func (a Actor) Anonymous() bool { return a.Person == 0 && a.System == "" }

// May reports whether the actor holds the verb at any reach, narrowed or not: whether a page is worth offering.
func (a Actor) May(v Verb) bool {
	return a.IsSystem() || slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Verb == v })
}

// MayIn reports whether the actor holds the verb everywhere or for exactly this thing. Narrowed grants do not count.
func (a Actor) MayIn(v Verb, reach Reach, of int64) bool {
	return a.IsSystem() || slices.ContainsFunc(a.Grants, func(g Grant) bool {
		return g.Verb == v && !g.Narrowed() && (g.Reach == Everywhere || g.Reach == reach && g.Of == of)
	})
}

// Reaches returns the ids for which the actor holds the verb at that reach. Narrowed grants do not count.
func (a Actor) Reaches(v Verb, reach Reach) []int64 {
	var ids []int64
	for _, g := range a.Grants {
		if g.Verb == v && g.Reach == reach && !g.Narrowed() && !slices.Contains(ids, g.Of) {
			ids = append(ids, g.Of)
		}
	}
	return ids
}

// Has reports whether the actor holds the verb at that reach for anything. Narrowed grants do not count.
func (a Actor) Has(v Verb, reach Reach) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Verb == v && g.Reach == reach && !g.Narrowed() })
}
