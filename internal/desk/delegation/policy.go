package delegation

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// The verbs of this capability.
const (
	// MayWork lets a supplier's technician work on what that supplier has now. Its reach is the supplier.
	MayWork authz.Verb = "delegation.work"
	// MayLead makes somebody a coordinator: repeated hand-overs are their business.
	MayLead authz.Verb = "delegation.lead"
	// MayDecide lets Local IT support, or who else may, give instructions, approve visits and approve costs.
	MayDecide authz.Verb = "delegation.decide"
)

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayWork, MayLead, MayDecide} }

// given is what the actor has in hand as a receiver, of table delegation (alias d) joined with its ticket (alias t): what
// was handed to their supplier, or to themselves, and is there now.
func given(by authz.Actor) authz.Scope {
	var s authz.Scope
	if ids := by.Reaches(MayWork, authz.Supplier); len(ids) > 0 {
		s = s.Or(authz.Where("d.supplier_id {{in ?}}", sqldb.List[int64](ids)))
	}
	if by.Person != 0 {
		s = s.Or(authz.Where("d.supplier_id in (select sc.supplier_id from supplier_card sc where sc.person_id = ?)", by.Person))
	}
	if s.Empty() {
		return s
	}
	open := authz.Where("not t.sealed")
	if ids := by.Reaches(directory.PersonProtected, authz.Organisation); len(ids) > 0 {
		open = open.Or(authz.Where("t.org_id {{in ?}}", sqldb.List[int64](ids)))
	}
	return s.And(authz.Where("d.ended_at is null")).And(open)
}

// InHands is given, for capabilities above that show the receiver more of a case in hand.
func InHands(by authz.Actor) authz.Scope { return given(by) }

// now is every open hand-over of a case that may leave: for channels, which carry a view to its receiver.
func now() authz.Scope { return authz.Where("d.ended_at is null and not t.sealed") }

// kept is what the desk sees of hand-overs: those of the cases that the actor sees at the desk.
func kept(by authz.Actor) authz.Scope { return ticket.Visible(by) }

// mayDelegate holds who hands over and takes back: those who work at the desk and may write its notes. Somebody who has
// the case in hand for a supplier never passes it on.
func (s *Service) mayDelegate(by authz.Actor, t *ticket.Ticket) error {
	if !s.d.Ticket.Can(by, ticket.MayWork, t) || !by.IsSystem() && !ticket.SeesInternal(by, t) {
		return errs.Denied(string(ticket.MayWork))
	}
	return nil
}

// CanDelegate is mayDelegate for pages.
func (s *Service) CanDelegate(by authz.Actor, t *ticket.Ticket) bool {
	return s.mayDelegate(by, t) == nil
}

// mayDecide holds who gives the word that a case waits for.
func mayDecide(by authz.Actor, t *ticket.Ticket) bool {
	return by.MayIn(MayDecide, authz.Organisation, int64(t.Org)) || by.MayIn(MayDecide, authz.Desk, int64(t.Desk)) ||
		t.Site != 0 && by.MayIn(MayDecide, authz.Site, int64(t.Site))
}

// mayRelease reports whether the actor may let a case about a person with protected identity leave the desk.
func mayRelease(by authz.Actor, t *ticket.Ticket) bool {
	return by.MayIn(directory.PersonProtected, authz.Organisation, int64(t.Org))
}

// Receives reports whether the actor may have cases of others in hand.
func Receives(by authz.Actor) bool { return by.Has(MayWork, authz.Supplier) }

// namesSeen is a condition on a joined person: the actor may read the name.
func namesSeen(w *sqldb.Where, by authz.Actor, alias string) string {
	condition, args := directory.NamesSeen(by).For(alias).SQL()
	return w.Numbered(condition, args...)
}

// overview is the part of the desk's hand-overs that are open.
func overview(seen authz.Scope, desk directory.DeskID) authz.Scope {
	return authz.Where("d.desk_id = ? and d.ended_at is null", int64(desk)).And(seen)
}

// decides is the cases (alias t) about which the actor has a word to say.
func decides(by authz.Actor) authz.Scope {
	var s authz.Scope
	if by.Has(MayDecide, authz.Everywhere) {
		s = authz.Where("t.org_id is not null")
	}
	for _, l := range []struct {
		reach     authz.Reach
		condition string
	}{{authz.Organisation, "t.org_id {{in ?}}"}, {authz.Desk, "t.desk_id {{in ?}}"}, {authz.Site, "t.site_id {{in ?}}"}} {
		if ids := by.Reaches(MayDecide, l.reach); len(ids) > 0 {
			s = s.Or(authz.Where(l.condition, sqldb.List[int64](ids)))
		}
	}
	if s.Empty() {
		return s
	}
	open := authz.Where("not t.sealed")
	if ids := by.Reaches(directory.PersonProtected, authz.Organisation); len(ids) > 0 {
		open = open.Or(authz.Where("t.org_id {{in ?}}", sqldb.List[int64](ids)))
	}
	return s.And(open)
}
