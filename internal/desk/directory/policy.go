package directory

import (
	"slices"
	"strings"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// The verbs that the directory asks for.
const (
	PersonRead      authz.Verb = "person.read"
	PersonWrite     authz.Verb = "person.write"
	PersonPrefer    authz.Verb = "person.prefer"    // Note how people want to be spoken with.
	PersonProtected authz.Verb = "person.protected" // See and set protected identity.
	UnitWrite       authz.Verb = "unit.write"       // Units, sites and cost centres.
	UnitDescribe    authz.Verb = "unit.describe"    // Write what the desk knows of a unit.
	OrgWrite        authz.Verb = "org.write"        // Organisations, authorities, desks and contact ways.
	GroupWrite      authz.Verb = "group.write"
)

// Verbs lists what this package asks for.
func Verbs() []authz.Verb {
	return []authz.Verb{PersonRead, PersonWrite, PersonPrefer, PersonProtected, UnitWrite, UnitDescribe, OrgWrite, GroupWrite}
}

// PeopleSeen is the part of table person that the actor may see. Other capabilities use it for subqueries on people,
// with {t} as the table's alias.
func PeopleSeen(by authz.Actor) authz.Scope { return peopleFor(by, PersonRead) }

// PeopleFor is PeopleSeen for another verb: the people for whom the actor holds it and whom they may know of.
func PeopleFor(by authz.Actor, verb authz.Verb) authz.Scope { return peopleFor(by, verb) }

// peopleFor leaves out protected people unless the actor may see those too.
func peopleFor(by authz.Actor, verb authz.Verb) authz.Scope {
	seen := peopleWithin(by, verb)
	if seen.Empty() {
		return seen
	}
	return seen.And(namesSeen(by))
}

// peopleWithin turns the reaches of a verb into a condition on people.
func peopleWithin(by authz.Actor, verb authz.Verb) authz.Scope {
	if by.IsSystem() || by.Has(verb, authz.Everywhere) {
		return authz.All()
	}
	var s authz.Scope
	if by.Person != 0 && by.Has(verb, authz.Own) {
		s = s.Or(authz.Where("{t}.id = ?", by.Person))
	}
	return s.Or(named(by, verb, []limit{
		{authz.Organisation, "{t}.org_id {{in ?}}"},
		{authz.Desk, "{t}.org_id in (select sd.org_id from desk sd where sd.id {{in ?}})"},
		{authz.Group, "{t}.org_id in (select sg.org_id from desk_group sg where sg.id {{in ?}})"},
		{authz.Site, "{t}.site_id {{in ?}}"},
		{authz.Unit, `{t}.unit_id in (select below.id from unit top join unit below
			on below.org_id = top.org_id and below.path like top.path || '%' where top.id {{in ?}})`},
	}))
}

// orgsWithin is the organisations in which the actor holds the verb for anything at all.
func orgsWithin(by authz.Actor, verb authz.Verb) authz.Scope {
	if by.IsSystem() || by.Has(verb, authz.Everywhere) {
		return authz.All()
	}
	var s authz.Scope
	if by.Org != 0 && by.Has(verb, authz.Own) {
		s = s.Or(authz.Where("{t}.id = ?", by.Org))
	}
	return s.Or(named(by, verb, []limit{
		{authz.Organisation, "{t}.id {{in ?}}"},
		{authz.Desk, "{t}.id in (select sd.org_id from desk sd where sd.id {{in ?}})"},
		{authz.Group, "{t}.id in (select sg.org_id from desk_group sg where sg.id {{in ?}})"},
		{authz.Site, "{t}.id in (select ss.org_id from site ss where ss.id {{in ?}})"},
		{authz.Unit, "{t}.id in (select su.org_id from unit su where su.id {{in ?}})"},
	}))
}

// limit is what a reach that names a thing means for a table.
type limit struct {
	reach     authz.Reach
	condition string
}

// named joins the limits under which the actor holds the verb, in a fixed order so that equal rights give equal texts.
func named(by authz.Actor, verb authz.Verb, limits []limit) authz.Scope {
	var s authz.Scope
	for _, l := range limits {
		if ids := by.Reaches(verb, l.reach); len(ids) > 0 {
			s = s.Or(authz.Where(l.condition, sqldb.List[int64](ids)))
		}
	}
	return s
}

// placesOf is the rows of a table with column org_id that everybody of the organisation may see: units, sites, desks,
// groups. Somebody with rights in another organisation sees its places too.
func placesOf(by authz.Actor) authz.Scope {
	if by.IsSystem() || by.Has(PersonRead, authz.Everywhere) {
		return authz.All()
	}
	var s authz.Scope
	if by.Org != 0 {
		s = authz.Where("{t}.org_id = ?", by.Org)
	}
	for _, l := range []limit{
		{authz.Organisation, "{t}.org_id {{in ?}}"},
		{authz.Desk, "{t}.org_id in (select sd.org_id from desk sd where sd.id {{in ?}})"},
		{authz.Group, "{t}.org_id in (select sg.org_id from desk_group sg where sg.id {{in ?}})"},
		{authz.Site, "{t}.org_id in (select ss.org_id from site ss where ss.id {{in ?}})"},
		{authz.Unit, "{t}.org_id in (select su.org_id from unit su where su.id {{in ?}})"},
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

// orgsOf is the organisations that the actor has to do with: like placesOf, for table organisation itself.
func orgsOf(by authz.Actor) authz.Scope {
	places := placesOf(by)
	if places.Empty() {
		return places
	}
	condition, args := places.SQL()
	return authz.Where(strings.ReplaceAll(condition, "{t}.org_id", "{t}.id"), args...)
}

// mayInOrg reports whether the actor holds the verb for the whole organisation.
func mayInOrg(by authz.Actor, verb authz.Verb, org OrgID) bool {
	return by.MayIn(verb, authz.Organisation, int64(org))
}

// and adds a scope to a statement's conditions, for the table alias t.
func and(w *sqldb.Where, s authz.Scope, t string) {
	condition, args := s.For(t).SQL()
	w.And(condition, args...)
}

// deskScope is the desks at which somebody with rights for these desks and groups works.
func deskScope(by authz.Actor, verb authz.Verb, desks, groups []int64) authz.Scope {
	if verb != "" && (by.IsSystem() || by.Has(verb, authz.Everywhere)) {
		return authz.All()
	}
	var s authz.Scope
	if len(desks) > 0 {
		s = s.Or(authz.Where("{t}.id {{in ?}}", sqldb.List[int64](desks)))
	}
	if len(groups) > 0 {
		s = s.Or(authz.Where("{t}.id in (select sg.desk_id from desk_group sg where sg.id {{in ?}})", sqldb.List[int64](groups)))
	}
	if orgs := by.Reaches(verb, authz.Organisation); verb != "" && len(orgs) > 0 {
		s = s.Or(authz.Where("{t}.org_id {{in ?}}", sqldb.List[int64](orgs)))
	}
	return s
}

// mayAtDesk reports whether the actor holds the verb for the desk or for its whole organisation.
func mayAtDesk(by authz.Actor, verb authz.Verb, desk DeskID, org OrgID) bool {
	return mayInOrg(by, verb, org) || by.MayIn(verb, authz.Desk, int64(desk))
}

// membersSeen is the people that may be shown as members of a group: whoever works at a desk knows the colleagues, but
// not those with protected identity.
func membersSeen(by authz.Actor) authz.Scope {
	seen := peopleFor(by, PersonRead)
	for _, g := range by.Grants {
		if !g.Narrowed() && (g.Reach == authz.Desk || g.Reach == authz.Group) {
			return authz.Where("not {t}.protected").Or(seen)
		}
	}
	return seen
}

// unitsFor is the units for which the actor holds the verb.
func unitsFor(by authz.Actor, verb authz.Verb) authz.Scope {
	if by.IsSystem() || by.Has(verb, authz.Everywhere) {
		return authz.All()
	}
	return named(by, verb, []limit{
		{authz.Organisation, "{t}.org_id {{in ?}}"},
		{authz.Site, "{t}.site_id {{in ?}}"},
		{authz.Unit, `{t}.id in (select below.id from unit top join unit below
			on below.org_id = top.org_id and below.path like top.path || '%' where top.id {{in ?}})`},
	})
}

// NamesSeen is namesSeen for other capabilities that join people, with {t} as the table's alias.
func NamesSeen(by authz.Actor) authz.Scope { return namesSeen(by) }

// namesSeen is the people whose names may stand in something that the actor sees anyhow: all but protected ones.
func namesSeen(by authz.Actor) authz.Scope {
	open := authz.Where("not {t}.protected").Or(peopleWithin(by, PersonProtected))
	if by.Person != 0 {
		open = open.Or(authz.Where("{t}.id = ?", by.Person)) // Nobody is protected from themselves.
	}
	return open
}

// groupsOfSeen is the groups of a person whose name the actor may know.
func groupsOfSeen(by authz.Actor, person PersonID) authz.Scope {
	condition, args := namesSeen(by).For("gp").SQL()
	return authz.Where(`{t}.id in (select m.group_id from group_member m join person gp on gp.id = m.person_id
		where gp.id = ? and `+condition+`)`, append([]any{int64(person)}, args...)...)
}

// unitsKnown is the units of the organisations for which the actor works with the verb: an agent meets callers of every
// unit.
func unitsKnown(by authz.Actor, verb authz.Verb) authz.Scope {
	condition, args := orgsWithin(by, verb).For("ko").SQL()
	return authz.Where("{t}.org_id in (select ko.id from organisation ko where "+condition+")", args...)
}

// referencesFor is the invoice references that some grant of the verb names, by themselves, by their cost centre or by
// what they stand in. A narrowed grant counts here: whether it covers what is ordered, authz decides line by line.
func referencesFor(by authz.Actor, verb authz.Verb) authz.Scope {
	if by.IsSystem() || slices.Contains(by.Matters(verb, authz.Everywhere), 0) {
		return authz.All()
	}
	var s authz.Scope
	for _, l := range []limit{
		{authz.Organisation, "{t}.org_id {{in ?}}"},
		{authz.Reference, "{t}.id {{in ?}}"},
		{authz.CostCentre, "{t}.cost_centre_id {{in ?}}"},
		{authz.Unit, `{t}.unit_id in (select below.id from unit top join unit below
			on below.org_id = top.org_id and below.path like top.path || '%' where top.id {{in ?}})`},
	} {
		if ids := by.Matters(verb, l.reach); len(ids) > 0 {
			s = s.Or(authz.Where(l.condition, sqldb.List[int64](ids)))
		}
	}
	return s
}
