package sla

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
)

// The verbs of this capability. Whoever reads a case at work sees its clocks.
const (
	// MayPromise lets somebody decide on service levels and pause reasons of an organisation.
	MayPromise authz.Verb = "sla.promise"
	// MayFollow lets somebody see what is about to break at a desk, and follow up what was broken.
	MayFollow authz.Verb = "sla.follow"
)

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayPromise, MayFollow} }

func mayPromise(by authz.Actor, org directory.OrgID) bool {
	return by.MayIn(MayPromise, authz.Organisation, int64(org))
}

// MayFollowAt reports whether the actor follows up at a desk.
func MayFollowAt(by authz.Actor, org directory.OrgID, desk directory.DeskID) bool {
	return by.MayIn(MayFollow, authz.Desk, int64(desk)) || by.MayIn(MayFollow, authz.Organisation, int64(org))
}

// followed is the part of table sla_follow (alias f) that the actor may see.
func followed(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	var s authz.Scope
	if by.Has(MayFollow, authz.Everywhere) {
		s = authz.Where("f.org_id is not null")
	}
	if ids := by.Reaches(MayFollow, authz.Organisation); len(ids) > 0 {
		s = s.Or(authz.Where("f.org_id {{in ?}}", list(ids)))
	}
	if ids := by.Reaches(MayFollow, authz.Desk); len(ids) > 0 {
		s = s.Or(authz.Where("f.desk_id {{in ?}}", list(ids)))
	}
	return s
}

// seesClocks reports whether the actor sees a case's clocks as the desk does.
func seesClocks(by authz.Actor, t *ticket.Ticket) bool { return ticket.WorksOn(by, t) }

// counted is the part of table ticket (alias t) that the actor may count. Cases about persons with protected identity
// count for nobody without the named permission.
func counted(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	var s authz.Scope
	if by.Has(MayFollow, authz.Everywhere) {
		s = authz.Where("t.org_id is not null")
	}
	if ids := by.Reaches(MayFollow, authz.Organisation); len(ids) > 0 {
		s = s.Or(authz.Where("t.org_id {{in ?}}", list(ids)))
	}
	if ids := by.Reaches(MayFollow, authz.Desk); len(ids) > 0 {
		s = s.Or(authz.Where("t.desk_id {{in ?}}", list(ids)))
	}
	if s.Empty() || by.Has(directory.PersonProtected, authz.Everywhere) {
		return s
	}
	open := authz.Where("not t.sealed")
	if ids := by.Reaches(directory.PersonProtected, authz.Organisation); len(ids) > 0 {
		open = open.Or(authz.Where("t.org_id {{in ?}}", list(ids)))
	}
	return s.And(open)
}
