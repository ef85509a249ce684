package selfhelp

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
)

// MayWrite lets somebody keep the self-help of an organisation.
const MayWrite authz.Verb = "selfhelp.write"

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayWrite} }

func mayWrite(by authz.Actor, org directory.OrgID) bool {
	return by.IsSystem() || by.MayIn(MayWrite, authz.Organisation, int64(org))
}

// maySee reports whether the actor is one of the organisation's people, or works for it.
func maySee(by authz.Actor, org directory.OrgID) bool {
	if mayWrite(by, org) || by.Person != 0 && by.Org == int64(org) {
		return true
	}
	return by.MayIn(directory.PersonRead, authz.Organisation, int64(org))
}
