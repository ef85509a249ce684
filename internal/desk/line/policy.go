package line

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// The verbs of this capability.
const (
	// MayTake lets somebody see who waits, take contacts and say what they were about.
	MayTake authz.Verb = "line.take"
	// MayRead lets somebody read the figures of lines and contacts.
	MayRead authz.Verb = "line.read"
	// MayConfigure lets somebody decide about lines, telephone systems and short numbers, and import statistics.
	MayConfigure authz.Verb = "line.configure"
)

// Verbs lists them for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayTake, MayRead, MayConfigure} }

// held is the part of a table with org_id and desk_id (alias l) for which the actor holds a verb.
func held(by authz.Actor, v authz.Verb) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	if by.Has(v, authz.Everywhere) {
		return authz.Where("l.org_id is not null")
	}
	var s authz.Scope
	if ids := by.Reaches(v, authz.Organisation); len(ids) > 0 {
		s = s.Or(authz.Where("l.org_id {{in ?}}", sqldb.List[int64](ids)))
	}
	if ids := by.Reaches(v, authz.Desk); len(ids) > 0 {
		s = s.Or(authz.Where("l.desk_id {{in ?}}", sqldb.List[int64](ids)))
	}
	return s
}

// configured is the part of table call_source (alias l), which belongs to an organisation and to no desk, that the actor keeps.
func configured(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	if by.Has(MayConfigure, authz.Everywhere) {
		return authz.Where("l.org_id is not null")
	}
	if ids := by.Reaches(MayConfigure, authz.Organisation); len(ids) > 0 {
		return authz.Where("l.org_id {{in ?}}", sqldb.List[int64](ids))
	}
	return authz.Scope{}
}

// taken is the part of table contact (alias l) that the actor meets at work: without people whose identity is protected,
// unless they hold the named permission.
func taken(by authz.Actor) authz.Scope { return unsealed(by, held(by, MayTake)) }

// mayAt reports whether the actor holds the verb for a desk.
func mayAt(by authz.Actor, v authz.Verb, org directory.OrgID, desk directory.DeskID) bool {
	return by.MayIn(v, authz.Organisation, int64(org)) || by.MayIn(v, authz.Desk, int64(desk))
}

// TakesAt reports whether the actor takes contacts of a desk: for live topics.
func TakesAt(by authz.Actor, org directory.OrgID, desk directory.DeskID) bool {
	return mayAt(by, MayTake, org, desk)
}

// casesCounted is the part of table ticket (alias l) that the actor's figures count.
func casesCounted(by authz.Actor) authz.Scope { return unsealed(by, held(by, MayRead)) }

// unsealed takes away what is about people with protected identity, unless the actor holds the named permission.
func unsealed(by authz.Actor, s authz.Scope) authz.Scope {
	if s.Empty() || by.IsSystem() || by.Has(directory.PersonProtected, authz.Everywhere) {
		return s
	}
	open := authz.Where("not l.sealed")
	if ids := by.Reaches(directory.PersonProtected, authz.Organisation); len(ids) > 0 {
		open = open.Or(authz.Where("l.org_id {{in ?}}", sqldb.List[int64](ids)))
	}
	return s.And(open)
}
