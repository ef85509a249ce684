package guardian

import (
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// MayWrite lets somebody keep an organisation's relations of guardians and children.
const MayWrite authz.Verb = "guardian.write"

// MaySpeak is held by whoever speaks for a child just now. No role gives it: a relation that carries does.
const MaySpeak authz.Verb = "guardian.speak"

// Verbs lists what this package asks for.
func Verbs() []authz.Verb { return []authz.Verb{MayWrite} }

// carrying is the condition under which a relation carries just now; r, c and g are the relation, the child and the
// guardian. It is the only such condition: what is asked with every request, what is listed and what is swept agree.
const carrying = sinceThen + `?` + untilThen + `?` + youngerThan + `?` + bothSeen

const (
	sinceThen   = `r.ended_at is null and not r.blocked and r.kind in ('custodian', 'foster', 'trustee') and r.valid_from <= `
	untilThen   = ` and (r.valid_to is null or r.valid_to > `
	youngerThan = `) and c.active and not c.protected and c.born > `
	bothSeen    = ` and g.active and not g.protected`
)

// LivingSQL is whether somebody ($1) speaks for any child at an instant ($2), for the statement that reads what people may
// do; $4 is YoungestOfAge of the instant.
const LivingSQL = `exists (select 1 from ` + relations + ` where r.guardian_id = $1 and ` + sinceThen + `$2` + untilThen + `$2` + youngerThan + `$4` + bothSeen + `)`

// relations is what the condition is about.
const relations = `guardian_relation r join person c on c.id = r.child_id join person g on g.id = r.guardian_id`

// at are the arguments of carrying for an instant.
func at(now time.Time) []any { return []any{sqldb.Time(now), sqldb.Time(now), YoungestOfAge(now)} }

// Speaks is the people for whom the actor speaks, as a condition on a column that holds a person's id. The actor's own
// clock counts: it was set when the request came.
func Speaks(by authz.Actor, column string) authz.Scope {
	if by.Person == 0 || by.Loaded.IsZero() || !by.May(MaySpeak) {
		return authz.Scope{}
	}
	return authz.Where(column+` in (select r.child_id from `+relations+` where r.guardian_id = ? and `+carrying+`)`,
		append([]any{by.Person}, at(by.Loaded)...)...)
}

// kept is the relations that the actor keeps: of their organisations, and without those of protected people unless they
// may know of those.
func kept(by authz.Actor) authz.Scope {
	var s authz.Scope
	switch {
	case by.IsSystem() || by.Has(MayWrite, authz.Everywhere):
		s = authz.All()
	default:
		ids := by.Reaches(MayWrite, authz.Organisation)
		if len(ids) == 0 {
			return authz.Scope{}
		}
		s = authz.Where("r.org_id {{in ?}}", sqldb.List[int64](ids))
	}
	return s.And(directory.NamesSeen(by).For("c")).And(directory.NamesSeen(by).For("g"))
}

func mayWrite(by authz.Actor, org directory.OrgID) bool {
	return by.MayIn(MayWrite, authz.Organisation, int64(org))
}
