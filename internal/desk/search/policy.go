package search

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// inner is the tickets of which the actor also reads the desk's own words: the same rule as ticket.SeesInternal.
func inner(by authz.Actor) authz.Scope {
	seen := ticket.Visible(by)
	if by.IsSystem() || by.Has(ticket.MayNote, authz.Everywhere) {
		return seen
	}
	var s authz.Scope
	for _, reach := range []struct {
		reach     authz.Reach
		condition string
	}{
		{authz.Organisation, "t.org_id {{in ?}}"},
		{authz.Desk, "t.desk_id {{in ?}}"},
		{authz.Group, "t.group_id {{in ?}}"},
		{authz.Site, "t.site_id {{in ?}}"},
	} {
		if ids := by.Reaches(ticket.MayNote, reach.reach); len(ids) > 0 {
			s = s.Or(authz.Where(reach.condition, sqldb.List[int64](ids)))
		}
	}
	return seen.And(s)
}

// own is the actor's own tickets.
func own(by authz.Actor) authz.Scope {
	if by.Person == 0 || !by.May(ticket.MayReport) {
		return authz.Scope{}
	}
	return ticket.Visible(by).And(authz.Where("(t.requester_id = ? or t.reporter_id = ?)", by.Person, by.Person))
}

// below is the tickets of units: seen by those who lead them, without the desk's own words.
func below(by authz.Actor, units []int64) authz.Scope {
	if len(units) == 0 {
		return authz.Scope{}
	}
	return ticket.Visible(by).And(authz.Where("t.unit_id {{in ?}}", sqldb.List[int64](units)))
}

// atDesk is one desk's tickets, for narrowing what may be seen anyway.
func atDesk(desk directory.DeskID) authz.Scope {
	return authz.Where("t.desk_id = ?", int64(desk))
}
