package alarm

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// The verbs of this capability.
const (
	MayRead      authz.Verb = "alarm.read"      // What fires, and its history.
	MayWork      authz.Verb = "alarm.work"      // Silence an alarm; tell of one by the interface.
	MayConfigure authz.Verb = "alarm.configure" // Sources with their secrets, and rules.
)

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayRead, MayWork, MayConfigure} }

// within is the rows with columns org_id and desk_id of the desks at which the actor holds a verb.
func within(by authz.Actor, verb authz.Verb) authz.Scope {
	if by.IsSystem() || by.Has(verb, authz.Everywhere) {
		return authz.All()
	}
	var s authz.Scope
	if ids := by.Reaches(verb, authz.Organisation); len(ids) > 0 {
		s = s.Or(authz.Where("{t}.org_id {{in ?}}", sqldb.List[int64](ids)))
	}
	if ids := by.Reaches(verb, authz.Desk); len(ids) > 0 {
		s = s.Or(authz.Where("{t}.desk_id {{in ?}}", sqldb.List[int64](ids)))
	}
	return s
}

// mayAt reports whether the actor holds a verb at a desk.
func mayAt(by authz.Actor, verb authz.Verb, org directory.OrgID, desk directory.DeskID) bool {
	return by.MayIn(verb, authz.Desk, int64(desk)) || by.MayIn(verb, authz.Organisation, int64(org))
}
