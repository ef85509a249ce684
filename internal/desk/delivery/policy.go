package delivery

import (
	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/desk/report"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// columns are where table delivery_task (alias k) keeps what a right can name.
var columns = map[authz.Reach]string{
	authz.Organisation: "k.org_id = ?",
	authz.Desk:         "k.desk_id = ?",
	authz.Group:        "k.group_id = ?",
	authz.Site:         "k.site_id = ?",
	authz.CostCentre:   "k.cost_centre_id = ?",
	authz.Reference:    "k.reference_id = ?",
	authz.Service:      "k.service_id = ?",
	authz.Object:       "k.object_id = ?",
	authz.Unit: `k.unit_id in (select u.id from unit top join unit u on u.org_id = top.org_id and u.path >= top.path and u.path < top.path || '~'
		where top.id = ?)`,
}

// within is the tasks for which the actor holds a verb, by every grant of it with all that narrows it.
func within(by authz.Actor, verb authz.Verb) authz.Scope {
	var all authz.Scope
	for _, g := range by.Grants {
		if g.Verb != verb {
			continue
		}
		s := authz.Where("k.org_id is not null")
		if g.Reach != authz.Everywhere {
			s = ofOne(g.Reach, g.Of)
		}
		for _, l := range g.Limits {
			s = s.And(ofOne(l.Reach, l.Of))
		}
		all = all.Or(s)
	}
	return all
}

// ofOne is the tasks of one thing; a reach that names nothing of a task has none.
func ofOne(reach authz.Reach, of int64) authz.Scope {
	if condition, ok := columns[reach]; ok && of != 0 {
		return authz.Where(condition, of)
	}
	return authz.Where("1 = 0")
}

// known takes away what concerns people with protected identity, unless the actor may know of them.
func known(by authz.Actor, s authz.Scope) authz.Scope {
	if s.Empty() || by.IsSystem() {
		return s
	}
	condition, args := directory.NamesSeen(by).For("kp").SQL()
	return s.And(authz.Where("not exists (select 1 from person kp where kp.id = k.person_id and not ("+condition+"))", args...))
}

// executes is the tasks that the actor carries out: at a desk, or for the supplier who has their case in hand now.
func executes(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	return known(by, within(by, order.MayWork)).Or(handed(by))
}

// handed is the tasks of the cases that the actor has in hand as a receiver.
func handed(by authz.Actor) authz.Scope {
	hands := delegation.InHands(by)
	if hands.Empty() {
		return hands
	}
	condition, args := hands.SQL()
	return known(by, authz.Where("k.ticket_id in (select d.ticket_id from delegation d join ticket t on t.id = d.ticket_id where "+condition+")", args...))
}

// receives is the tasks of which the actor says whether they came as they should. Who carries out for a supplier says it
// of none that the supplier has.
func receives(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	var s authz.Scope
	if by.Person != 0 {
		s = authz.Where("k.receiver_id = ?", by.Person)
	}
	s = s.Or(known(by, within(by, order.MayReceive)))
	if ids := by.Reaches(delegation.MayWork, authz.Supplier); len(ids) > 0 && !s.Empty() {
		s = s.And(authz.Where("(k.supplier_id is null or not (k.supplier_id {{in ?}}))", sqldb.List[int64](ids)))
	}
	return s
}

// mine is what the actor gets or receives.
func mine(by authz.Actor) authz.Scope {
	if by.Person == 0 {
		return authz.Scope{}
	}
	return authz.Where("k.person_id = ? or k.receiver_id = ?", by.Person, by.Person)
}

// anybodys is every task about nobody of whom the actor may not know: for whoever was shown their lines.
func anybodys(by authz.Actor) authz.Scope {
	return known(by, authz.Where("k.org_id is not null"))
}

// ordered is the tasks of what the actor ordered.
func ordered(by authz.Actor) authz.Scope {
	return known(by, authz.Where("k.orderer_id = ?", by.Person))
}

// counted is the tasks that the actor may count in figures.
func counted(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	return known(by, within(by, report.MayRead))
}

// Works reports whether the actor carries out deliveries at any desk.
func Works(by authz.Actor) bool { return by.May(order.MayWork) }
