package statement

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
)

// MayWrite lets somebody state how accessible the portal is.
const MayWrite = directory.OrgWrite

func mayWrite(by authz.Actor, org directory.OrgID) bool {
	return by.MayIn(MayWrite, authz.Organisation, int64(org))
}
