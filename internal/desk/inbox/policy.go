package inbox

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// MayHandleMail lets somebody look at mail that became no ticket, and release it.
const MayHandleMail authz.Verb = "mail.quarantine"

// Verbs lists the capability's verbs.
func Verbs() []authz.Verb { return []authz.Verb{MayHandleMail} }

// visible is the part of table inbound_mail (alias i, its mailbox b) that the actor may see. Mail from a person with
// protected identity shows only to those with the named permission.
func visible(by authz.Actor) authz.Scope {
	if by.IsSystem() || by.Has(MayHandleMail, authz.Everywhere) {
		return open(by, authz.Where("i.id is not null"))
	}
	var s authz.Scope
	if ids := by.Reaches(MayHandleMail, authz.Organisation); len(ids) > 0 {
		s = s.Or(authz.Where("b.org_id {{in ?}}", sqldb.List[int64](ids)))
	}
	if ids := by.Reaches(MayHandleMail, authz.Desk); len(ids) > 0 {
		s = s.Or(authz.Where("b.desk_id {{in ?}}", sqldb.List[int64](ids)))
	}
	return open(by, s)
}

func open(by authz.Actor, s authz.Scope) authz.Scope {
	if s.Empty() || by.IsSystem() || by.Has(directory.PersonProtected, authz.Everywhere) {
		return s
	}
	shown := authz.Where("not exists (select 1 from person p where p.email = i.sender and p.org_id = i.org_id and p.protected)")
	if ids := by.Reaches(directory.PersonProtected, authz.Organisation); len(ids) > 0 {
		shown = shown.Or(authz.Where("i.org_id {{in ?}}", sqldb.List[int64](ids)))
	}
	return s.And(shown)
}

// mayHandle reports whether the actor holds the verb for a desk.
func mayHandle(by authz.Actor, org directory.OrgID, desk directory.DeskID) bool {
	return by.MayIn(MayHandleMail, authz.Organisation, int64(org)) || by.MayIn(MayHandleMail, authz.Desk, int64(desk))
}

// mayRun reports whether the actor sets up the organisation's mailboxes.
func mayRun(by authz.Actor, org directory.OrgID) bool {
	return by.MayIn(directory.OrgWrite, authz.Organisation, int64(org))
}
