package audit

import (
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// SecurityRead lets somebody read the security log of an organisation.
const SecurityRead authz.Verb = "security.read"

// Verbs lists what this package asks for.
func Verbs() []authz.Verb { return []authz.Verb{SecurityRead} }

// readable is what the actor may read of the log. An entry without an organisation is for those who see everything.
func readable(by authz.Actor) authz.Scope {
	if by.IsSystem() || by.Has(SecurityRead, authz.Everywhere) {
		return authz.All()
	}
	if orgs := by.Reaches(SecurityRead, authz.Organisation); len(orgs) > 0 {
		return authz.Where("l.org_id {{in ?}}", sqldb.List[int64](orgs))
	}
	return authz.Scope{}
}
