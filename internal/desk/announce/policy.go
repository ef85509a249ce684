package announce

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// MayConnect lets somebody make and end the addresses that screens and exchanges read with.
const MayConnect authz.Verb = "reader.connect"

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayConnect} }

func mayConnect(by authz.Actor, org directory.OrgID, desk directory.DeskID) bool {
	return by.MayIn(MayConnect, authz.Organisation, int64(org)) || by.MayIn(MayConnect, authz.Desk, int64(desk))
}

// kept is the part of table reader_key (alias k) about which the actor decides.
func kept(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	if by.Has(MayConnect, authz.Everywhere) {
		return authz.Where("k.org_id is not null")
	}
	var s authz.Scope
	if ids := by.Reaches(MayConnect, authz.Organisation); len(ids) > 0 {
		s = s.Or(authz.Where("k.org_id {{in ?}}", sqldb.List[int64](ids)))
	}
	if ids := by.Reaches(MayConnect, authz.Desk); len(ids) > 0 {
		s = s.Or(authz.Where("k.desk_id {{in ?}}", sqldb.List[int64](ids)))
	}
	return s
}
