// Package authz holds the types of rights: who acts, what they may do, and how that becomes a condition in a query.
//
// Owns: Actor, Verb, Grant, Scope.
// Does not own: the list of roles (desk/directory), what a scope means for a table (each capability's policy.go).
// Invariants: the zero Actor may nothing; the zero Scope shows nothing; only policy.go builds a Scope.
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
	Everywhere   Reach = "everywhere"
)

// Grant is a verb within a reach. For ends by themselves: only grants in force when the actor was loaded are here.
type Grant struct {
	Verb  Verb
	Reach Reach
	// Of is the id of the organisation, desk, group, site, supplier or unit; 0 for Own and Everywhere.
	Of int64
	// For is the person whose right this is when the actor is a substitute; 0 otherwise.
	For int64
}

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

// May reports whether the actor holds the verb at any reach.
func (a Actor) May(v Verb) bool {
	return a.IsSystem() || slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Verb == v })
}

// MayIn reports whether the actor holds the verb everywhere or for exactly this thing.
func (a Actor) MayIn(v Verb, reach Reach, of int64) bool {
	return a.IsSystem() || slices.ContainsFunc(a.Grants, func(g Grant) bool {
		return g.Verb == v && (g.Reach == Everywhere || g.Reach == reach && g.Of == of)
	})
}

// Reaches returns the ids for which the actor holds the verb at that reach.
func (a Actor) Reaches(v Verb, reach Reach) []int64 {
	var ids []int64
	for _, g := range a.Grants {
		if g.Verb == v && g.Reach == reach && !slices.Contains(ids, g.Of) {
			ids = append(ids, g.Of)
		}
	}
	return ids
}

// Has reports whether the actor holds the verb at that reach for anything.
func (a Actor) Has(v Verb, reach Reach) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Verb == v && g.Reach == reach })
}
