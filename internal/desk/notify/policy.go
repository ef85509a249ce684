package notify

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
)

// mayDecide asks for the right to decide for a whole organisation how its users are told.
func mayDecide(by authz.Actor, org directory.OrgID) error {
	if by.IsSystem() || by.MayIn(ticket.MayConfigure, authz.Organisation, int64(org)) {
		return nil
	}
	return errs.Denied(string(ticket.MayConfigure))
}
