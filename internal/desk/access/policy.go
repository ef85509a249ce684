package access

import (
	"strconv"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// The verbs that this package asks for.
const (
	RoleGrant authz.Verb = "role.grant"
	RoleWrite authz.Verb = "role.write"
	// RoleGive lets an operations manager give orderers and approvers within the verb's reach, without being one.
	RoleGive authz.Verb = "role.give"
	// RoleGiveCentral is the same for whoever gives the organisation's other roles in ordering, the managers' too.
	RoleGiveCentral authz.Verb = "role.give_central"
	// MayWho lets somebody see who may order and approve.
	MayWho authz.Verb = "access.who"
	// MaySubstitute lets somebody appoint a substitute for their own roles.
	MaySubstitute authz.Verb = "access.substitute"
	// MayReview lets an auditor see who could do what on a day, and why.
	MayReview    authz.Verb = "access.review"
	TokenWrite   authz.Verb = "token.write"  // Make and end tokens of others.
	PasswordSet  authz.Verb = "password.set" // Give somebody else a new password.
	SessionOwn   authz.Verb = "session.own"  // See and end one's own sessions and tokens.
	SessionEnd   authz.Verb = "session.end"  // End the sessions of others.
	SecurityRead            = audit.SecurityRead
)

// Verbs lists what this package asks for.
func Verbs() []authz.Verb {
	return []authz.Verb{RoleGrant, RoleWrite, RoleGive, RoleGiveCentral, MayWho, MaySubstitute, MayReview, TokenWrite, PasswordSet, PasswordHelp, SessionOwn, SessionEnd}
}

// rightsWithin is the grants that somebody may review: those of the people for whom they hold verb role.grant, and those
// of the organisations whose roles in ordering they give or whose rights they audit.
func rightsWithin(by authz.Actor) authz.Scope {
	if by.IsSystem() || by.Has(RoleGrant, authz.Everywhere) || by.Has(MayReview, authz.Everywhere) {
		return authz.All()
	}
	var s authz.Scope
	for _, v := range []authz.Verb{RoleGiveCentral, MayReview} {
		if orgs := by.Reaches(v, authz.Organisation); len(orgs) > 0 {
			hidden, args := directory.NamesSeen(by).For("gh").SQL()
			s = s.Or(authz.Where("g.org_id {{in ?}}", sqldb.List[int64](orgs)).
				And(authz.Where("g.person_id in (select gh.id from person gh where "+hidden+")", args...)))
		}
	}
	people := directory.PeopleFor(by, RoleGrant)
	if people.Empty() {
		return s
	}
	condition, args := people.For("gp").SQL()
	return s.Or(authz.Where("g.person_id in (select gp.id from person gp where "+condition+")", args...))
}

// rightsOn is the rights that count for a thing: those held for what is around it, and those narrowed to it.
func rightsOn(around []place, to authz.Limit) authz.Scope {
	on := authz.Where("g.reach = 'everywhere'")
	for _, p := range around {
		on = on.Or(authz.Where("g.reach = ? and g.of_id = ?", string(p.reach), p.of))
	}
	return on.Or(authz.Where("',' || g.limits || ',' like ?", "%,"+limitsText([]authz.Limit{to})+",%"))
}

// rightsNamed is the rights of people whose names the actor may know.
func rightsNamed(by authz.Actor) authz.Scope {
	condition, args := directory.NamesSeen(by).For("gn").SQL()
	return authz.Where("g.person_id in (select gn.id from person gn where "+condition+")", args...)
}

// sessionID returns the number of the session that the actor came with, 0 for a token and for the system.
func sessionID(by authz.Actor) int64 {
	id, err := strconv.ParseInt(by.Session, 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// tokensSeen is the actor's own tokens and those of the people for whom he holds verb token.write.
func tokensSeen(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	var seen authz.Scope
	if by.Person != 0 && by.May(SessionOwn) {
		seen = authz.Where("k.person_id = ?", by.Person)
	}
	people := directory.PeopleFor(by, TokenWrite)
	if people.Empty() {
		return seen
	}
	condition, args := people.For("kp").SQL()
	return seen.Or(authz.Where("k.person_id in (select kp.id from person kp where "+condition+")", args...))
}
