package notice

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// The verbs of this capability.
const (
	// MayPublish lets somebody write, publish and end notices.
	MayPublish authz.Verb = "notice.publish"
	// MayHold lets somebody register an instruction to keep quiet and its relief, and approve places.
	MayHold authz.Verb = "notice.hold"
)

// Verbs lists them for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayPublish, MayHold} }

// kept is the part of table notice (n) or notice_hold (n) that the actor sees at work: their organisations' and desks',
// and what is for every desk of an organisation at one of whose desks they work.
func kept(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	var s authz.Scope
	for _, verb := range Verbs() {
		if by.Has(verb, authz.Everywhere) {
			return authz.Where("n.org_id is not null")
		}
		if ids := by.Reaches(verb, authz.Organisation); len(ids) > 0 {
			s = s.Or(authz.Where("n.org_id {{in ?}}", sqldb.List[int64](ids)))
		}
		if ids := by.Reaches(verb, authz.Desk); len(ids) > 0 {
			s = s.Or(authz.Where("n.desk_id {{in ?}}", sqldb.List[int64](ids)))
			s = s.Or(authz.Where("n.desk_id is null and n.org_id in (select d.org_id from desk d where d.id {{in ?}})", sqldb.List[int64](ids)))
		}
	}
	return s
}

// mayAt reports whether the actor holds the verb for a desk, or for the organisation when it is for every desk.
func mayAt(by authz.Actor, v authz.Verb, org directory.OrgID, desk directory.DeskID) bool {
	return by.MayIn(v, authz.Organisation, int64(org)) || desk != 0 && by.MayIn(v, authz.Desk, int64(desk))
}
