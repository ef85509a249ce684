package report

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// MayRead lets a person count the tickets within its reach, whether or not they may open them.
const MayRead authz.Verb = "report.read"

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayRead} }

// counted is the part of table ticket (alias t) that the actor may count. One's own tickets do not count: that is what
// the list of them is for.
func counted(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	var s authz.Scope
	if by.Has(MayRead, authz.Everywhere) {
		s = authz.Where("t.org_id is not null")
	}
	for _, reach := range []struct {
		reach     authz.Reach
		condition string
	}{
		{authz.Organisation, "t.org_id {{in ?}}"},
		{authz.Desk, "t.desk_id {{in ?}}"},
		{authz.Group, "t.group_id {{in ?}}"},
		{authz.Site, "t.site_id {{in ?}}"},
		{authz.Unit, `t.unit_id in (select u.id from unit top join unit u on u.org_id = top.org_id and u.path >= top.path and u.path < top.path || '~'
			where top.id {{in ?}})`},
	} {
		if ids := by.Reaches(MayRead, reach.reach); len(ids) > 0 {
			s = s.Or(authz.Where(reach.condition, sqldb.List[int64](ids)))
		}
	}
	if s.Empty() || by.Has(directory.PersonProtected, authz.Everywhere) {
		return s
	}
	open := authz.Where("not t.sealed")
	if ids := by.Reaches(directory.PersonProtected, authz.Organisation); len(ids) > 0 {
		open = open.Or(authz.Where("t.org_id {{in ?}}", sqldb.List[int64](ids)))
	}
	return s.And(open)
}

// namesPeople reports whether the actor may see figures by person: only who reads people or tickets anyway.
func namesPeople(by authz.Actor) bool { return by.May(directory.PersonRead) || by.May(ticket.MayRead) }
