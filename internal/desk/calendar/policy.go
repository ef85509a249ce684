package calendar

import (
	"slices"
	"strings"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Write lets somebody decide when an organisation is open.
const Write authz.Verb = "calendar.write"

// Verbs lists what this package asks for.
func Verbs() []authz.Verb { return []authz.Verb{Write} }

// mayWrite reports whether the actor decides for the organisation.
func mayWrite(by authz.Actor, org int64) bool { return by.MayIn(Write, authz.Organisation, org) }

// seen is the rows with column org_id of the organisations that the actor belongs to or has a right in.
func seen(by authz.Actor) authz.Scope {
	if by.IsSystem() || by.Has(Write, authz.Everywhere) {
		return authz.All()
	}
	var s authz.Scope
	if by.Org != 0 {
		s = authz.Where("{t}.org_id = ?", by.Org)
	}
	for _, l := range []struct {
		reach     authz.Reach
		condition string
	}{
		{authz.Organisation, "{t}.org_id {{in ?}}"},
		{authz.Desk, "{t}.org_id in (select sd.org_id from desk sd where sd.id {{in ?}})"},
		{authz.Group, "{t}.org_id in (select sg.org_id from desk_group sg where sg.id {{in ?}})"},
	} {
		var ids []int64
		for _, g := range by.Grants {
			if g.Reach == l.reach && !g.Narrowed() && !slices.Contains(ids, g.Of) {
				ids = append(ids, g.Of)
			}
		}
		if len(ids) > 0 {
			s = s.Or(authz.Where(l.condition, sqldb.List[int64](ids)))
		}
	}
	return s
}

// orgs is seen for table organisation itself.
func orgs(by authz.Actor) authz.Scope {
	text, args := seen(by).SQL()
	return authz.Where(strings.ReplaceAll(text, "{t}.org_id", "{t}.id"), args...)
}
