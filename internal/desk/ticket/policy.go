package ticket

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// The verbs of this capability.
const (
	// MayReport lets a person report for themselves and follow, answer, accept, reject, withdraw and reopen own tickets.
	MayReport authz.Verb = "ticket.report"
	// MayReportFor lets somebody report for the people of their own sites and units, and follow what they reported.
	MayReportFor authz.Verb = "ticket.report_for"
	// MayCentre is the contact centre's: cases for residents and companies, and the view of all of them.
	MayCentre authz.Verb = "ticket.centre"
	MayRead   authz.Verb = "ticket.read"
	// MayRegister lets the desk register for others: a call, a visit.
	MayRegister authz.Verb = "ticket.register"
	MayWork     authz.Verb = "ticket.work" // Assign, categorise, prioritise, hold, link, log time.
	// MayNote lets the desk write to itself and read what it wrote; a supplier never holds it.
	MayNote      authz.Verb = "ticket.note"
	MayReply     authz.Verb = "ticket.reply"
	MayResolve   authz.Verb = "ticket.resolve"
	MayClose     authz.Verb = "ticket.close" // The desk alone; a supplier never holds it.
	MayMerge     authz.Verb = "ticket.merge"
	MayConfigure authz.Verb = "ticket.configure" // Categories, kinds, templates, shared views.
)

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb {
	return []authz.Verb{MayReport, MayReportFor, MayCentre, MayRead, MayRegister, MayWork, MayNote, MayReply, MayResolve, MayClose, MayMerge, MayConfigure}
}

// Visible is the part of table ticket (alias t) that the actor may see. Every list, count, search, export, live topic,
// link and attachment goes through it.
func Visible(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	return own(by).Or(centre(by)).Or(desks(by))
}

// own is what the actor reported or what was reported for them. Own tickets are never sealed from oneself.
func own(by authz.Actor) authz.Scope {
	if by.Person == 0 || !by.May(MayReport) {
		return authz.Scope{}
	}
	return authz.Where("t.requester_id = ?", by.Person).Or(authz.Where("t.reporter_id = ?", by.Person).And(spoken(by)))
}

// spoken is the cases in which the actor may go on speaking for somebody else: what one may not report any more, one
// does not follow any more.
func spoken(by authz.Actor) authz.Scope {
	s := authz.Where("t.via not in ('local_it', 'guardian', 'centre')").
		Or(authz.Where("t.via = 'guardian'").And(guardian.Speaks(by, "t.requester_id")))
	if ids := by.Reaches(MayReportFor, authz.Site); len(ids) > 0 {
		s = s.Or(authz.Where("t.via = 'local_it' and not t.sealed and t.site_id {{in ?}}", sqldb.List[int64](ids)))
	}
	for _, id := range by.Reaches(MayReportFor, authz.Unit) {
		s = s.Or(authz.Where("t.via = 'local_it' and not t.sealed").And(below(id)))
	}
	return s
}

// centre is the contact centre's cases, for everybody who works there.
func centre(by authz.Actor) authz.Scope {
	ids := by.Reaches(MayCentre, authz.Organisation)
	if len(ids) == 0 {
		return authz.Scope{}
	}
	return unsealed(by, authz.Where("t.via = 'centre' and t.org_id {{in ?}}", sqldb.List[int64](ids)))
}

// below is the cases of a unit and everything below it.
func below(unit int64) authz.Scope {
	return authz.Where(`t.unit_id in (select u.id from unit u join unit top on top.id = ? and u.org_id = top.org_id
			and u.path >= top.path and u.path < top.path || '~')`, unit)
}

// ForOthers is the actor with as much of the right to report for others as that right means: sites and units. A role
// that also has a wider reach for something else gives nobody a whole organisation to look up.
func ForOthers(by authz.Actor) authz.Actor {
	var own []authz.Grant
	for _, g := range by.Grants {
		if g.Verb != MayReportFor || g.Reach == authz.Site || g.Reach == authz.Unit {
			own = append(own, g)
		}
	}
	by.Grants = own
	return by
}

// SpeaksAtSites reports whether the actor reports for others at any site or unit.
func SpeaksAtSites(by authz.Actor) bool {
	return by.Has(MayReportFor, authz.Site) || by.Has(MayReportFor, authz.Unit)
}

// desks is what the actor may see at work.
func desks(by authz.Actor) authz.Scope {
	var s authz.Scope
	if by.Has(MayRead, authz.Everywhere) {
		return unsealed(by, authz.Where("t.org_id is not null"))
	}
	if ids := by.Reaches(MayRead, authz.Organisation); len(ids) > 0 {
		s = s.Or(authz.Where("t.org_id {{in ?}}", sqldb.List[int64](ids)))
	}
	if ids := by.Reaches(MayRead, authz.Desk); len(ids) > 0 {
		s = s.Or(authz.Where("t.desk_id {{in ?}}", sqldb.List[int64](ids)))
	}
	if ids := by.Reaches(MayRead, authz.Group); len(ids) > 0 {
		s = s.Or(authz.Where("t.group_id {{in ?}}", sqldb.List[int64](ids)))
	}
	if ids := by.Reaches(MayRead, authz.Supplier); len(ids) > 0 {
		s = s.Or(authz.Where("t.supplier_id {{in ?}}", sqldb.List[int64](ids)))
	}
	if ids := by.Reaches(MayRead, authz.Site); len(ids) > 0 {
		s = s.Or(authz.Where("t.site_id {{in ?}}", sqldb.List[int64](ids)))
	}
	for _, id := range by.Reaches(MayRead, authz.Unit) {
		s = s.Or(below(id))
	}
	return unsealed(by, s)
}

// unsealed takes away the tickets about persons with protected identity, unless the actor holds the named permission.
func unsealed(by authz.Actor, s authz.Scope) authz.Scope {
	if s.Empty() || by.Has(directory.PersonProtected, authz.Everywhere) {
		return s
	}
	open := authz.Where("not t.sealed")
	if ids := by.Reaches(directory.PersonProtected, authz.Organisation); len(ids) > 0 {
		open = open.Or(authz.Where("t.org_id {{in ?}}", sqldb.List[int64](ids)))
	}
	return s.And(open)
}

// atDesk is the part of one desk's tickets that the actor may see: the plain condition that queues and indexes like.
func atDesk(by authz.Actor, org directory.OrgID, desk directory.DeskID) authz.Scope {
	if !mayAt(by, MayRead, org, desk) {
		return Visible(by).And(authz.Where("t.desk_id = ?", int64(desk)))
	}
	s := authz.Where("t.desk_id = ?", int64(desk))
	if by.IsSystem() || by.MayIn(directory.PersonProtected, authz.Organisation, int64(org)) {
		return s
	}
	return s.And(authz.Where("not t.sealed"))
}

// namesSeen is a condition on a joined person: the actor may read the name. It holds for each person by where that person
// belongs, because whoever has the permission in one organisation has it in no other.
func namesSeen(w *sqldb.Where, by authz.Actor, alias string) string {
	condition, args := directory.NamesSeen(by).For(alias).SQL()
	return w.Numbered(condition, args...)
}

// WorksAt reports whether the actor reads any of a desk's tickets at work: all of them, or those of a group or a site.
func WorksAt(by authz.Actor, org directory.OrgID, desk directory.DeskID) bool {
	return mayAt(by, MayRead, org, desk) || by.Has(MayRead, authz.Group) || by.Has(MayRead, authz.Site) || by.Has(MayRead, authz.Supplier)
}

// mayAt reports whether the actor holds the verb for a desk.
func mayAt(by authz.Actor, v authz.Verb, org directory.OrgID, desk directory.DeskID) bool {
	return by.MayIn(v, authz.Desk, int64(desk)) || by.MayIn(v, authz.Organisation, int64(org))
}

// mayOn reports whether the actor holds the verb for a ticket that is visible to them.
func mayOn(by authz.Actor, v authz.Verb, t *Ticket) bool {
	return mayAt(by, v, t.Org, t.Desk) || t.Group != 0 && by.MayIn(v, authz.Group, int64(t.Group)) ||
		t.Site != 0 && by.MayIn(v, authz.Site, int64(t.Site)) ||
		t.Supplier != 0 && by.MayIn(v, authz.Supplier, int64(t.Supplier))
}

// SeesInternal reports whether the actor reads the desk's own notes on a ticket. Reporting it oneself gives no such
// right, and nor does working at another desk, or for a supplier.
func SeesInternal(by authz.Actor, t *Ticket) bool {
	inside := *t
	inside.Supplier = 0 // Whatever role somebody was given for a supplier, notes stay inside.
	return mayOn(by, MayNote, &inside)
}

// WorksOn reports whether the actor meets the ticket at work, and not only as the person whom it concerns.
func WorksOn(by authz.Actor, t *Ticket) bool { return mayOn(by, MayRead, t) }
