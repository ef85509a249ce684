package bridge

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
)

// MayConnect lets somebody join an organisation's chat to another system's.
const MayConnect authz.Verb = "bridge.connect"

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayConnect} }

func mayConnect(by authz.Actor, org directory.OrgID) bool {
	return by.MayIn(MayConnect, authz.Organisation, int64(org))
}
