package connector

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
)

// MayArrange lets somebody decide where an organisation's self-service is sent, and look after its jobs. What people ask
// for themselves needs no verb: it is about themselves.
const MayArrange authz.Verb = "connector.arrange"

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayArrange} }

func mayArrange(by authz.Actor, org directory.OrgID) bool {
	return by.MayIn(MayArrange, authz.Organisation, int64(org))
}

// seen is the jobs (alias j, with their person as p) that somebody may see at work. A job about a person with protected
// identity is not there for people without the permission to read it.
func seen(by authz.Actor, org directory.OrgID) authz.Scope {
	if !mayArrange(by, org) {
		return authz.Scope{}
	}
	return authz.Where("j.org_id = ?", int64(org)).And(directory.NamesSeen(by).For("p"))
}

// own is the jobs that are for the actor.
func own(by authz.Actor) authz.Scope {
	if by.Person == 0 {
		return authz.Scope{}
	}
	return authz.Where("j.person_id = ?", by.Person)
}

// visible is every job that the actor may see: those for themselves, and those that they look after.
func visible(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	scope := own(by)
	for _, org := range by.Reaches(MayArrange, authz.Organisation) {
		scope = scope.Or(seen(by, directory.OrgID(org)))
	}
	if by.Has(MayArrange, authz.Everywhere) {
		scope = scope.Or(authz.Where("j.org_id is not null").And(directory.NamesSeen(by).For("p")))
	}
	return scope
}
