package level

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
)

// MayWrite lets somebody keep the matrix and the routes of an organisation.
const MayWrite authz.Verb = "level.write"

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayWrite} }

func mayWrite(by authz.Actor, org directory.OrgID) error {
	if !by.MayIn(MayWrite, authz.Organisation, int64(org)) {
		return errs.Denied(string(MayWrite))
	}
	return nil
}
