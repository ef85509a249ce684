package outage

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// The verbs that this package asks for.
const (
	MayRead   authz.Verb = "outage.read"   // Outages with causes, availability, windows, credits.
	MayWrite  authz.Verb = "outage.write"  // Register outages, book service windows.
	MayCredit authz.Verb = "outage.credit" // Decide what missed levels cost, and exemptions.
)

// Verbs lists what this package asks for.
func Verbs() []authz.Verb { return []authz.Verb{MayRead, MayWrite, MayCredit} }

// reaches are the ways in which somebody works for an organisation. Outages are the whole organisation's: whoever works
// at one of its desks, in a group or leads a unit sees all of them.
var reaches = []struct {
	reach     authz.Reach
	condition string
}{
	{authz.Organisation, "{t}.org_id {{in ?}}"},
	{authz.Desk, "{t}.org_id in (select sd.org_id from desk sd where sd.id {{in ?}})"},
	{authz.Group, "{t}.org_id in (select sg.org_id from desk_group sg where sg.id {{in ?}})"},
	{authz.Unit, "{t}.org_id in (select su.org_id from unit su where su.id {{in ?}})"},
}

// within is the rows with column org_id of the organisations in which the actor holds the verb for anything.
func within(by authz.Actor, verb authz.Verb) authz.Scope {
	if by.IsSystem() || by.Has(verb, authz.Everywhere) {
		return authz.All()
	}
	var s authz.Scope
	for _, r := range reaches {
		if ids := by.Reaches(verb, r.reach); len(ids) > 0 {
			s = s.Or(authz.Where(r.condition, sqldb.List[int64](ids)))
		}
	}
	return s
}

// belongs reports whether somebody is one of the organisation's own people.
func belongs(by authz.Actor, org directory.OrgID) bool {
	return by.IsSystem() || by.Person != 0 && by.Org == int64(org)
}
