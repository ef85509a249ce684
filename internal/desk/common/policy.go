package common

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
)

// MayDeclare lets somebody declare a major incident, lead it and end it.
const MayDeclare authz.Verb = "ticket.major"

// Verbs lists the capability's verbs.
func Verbs() []authz.Verb { return []authz.Verb{MayDeclare} }

// below is the part of table ticket (alias t) that hangs on a common ticket and that the actor may see.
func below(by authz.Actor, id ticket.ID) authz.Scope {
	return ticket.Visible(by).And(authz.Where("t.id in (select l.from_id from ticket_link l where l.to_id = ? and l.kind = 'child')", int64(id)))
}

// lately is the part of a desk's cases that the actor may see and that still have work left.
func lately(by authz.Actor, desk directory.DeskID) authz.Scope {
	return ticket.Visible(by).And(authz.Where("t.desk_id = ? and t.active", int64(desk)))
}

// mayDeclare reports whether the actor leads major incidents at a case's desk.
func mayDeclare(by authz.Actor, t *ticket.Ticket) bool {
	return by.IsSystem() || by.MayIn(MayDeclare, authz.Desk, int64(t.Desk)) || by.MayIn(MayDeclare, authz.Organisation, int64(t.Org))
}
