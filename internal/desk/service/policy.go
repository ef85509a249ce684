package service

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
)

// MayWrite lets somebody keep the register of services of an organisation.
const MayWrite authz.Verb = "service.write"

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayWrite} }

// maySee reports whether the actor has to do with the organisation: as one of its people, or at work there.
func maySee(by authz.Actor, org directory.OrgID) bool {
	return by.IsSystem() || by.Org == int64(org) && by.Person != 0 || mayWrite(by, org)
}

func mayWrite(by authz.Actor, org directory.OrgID) bool {
	return by.MayIn(MayWrite, authz.Organisation, int64(org))
}
