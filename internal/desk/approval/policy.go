package approval

import (
	"slices"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// MayDecide lets somebody say yes or no to what lies within the right.
const MayDecide authz.Verb = "approval.decide"

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayDecide} }

// columnOf is the column of a part that a reach is about. Units are prefixes of paths, see reachSQL.
var columnOf = map[authz.Reach]string{
	authz.Organisation: "p.org_id", authz.Site: "p.site_id", authz.CostCentre: "p.cost_centre_id", authz.Reference: "p.reference_id",
	authz.Service: "p.service_id", authz.Object: "p.object_id",
}

// decidable is the parts (p) of approvals (a) that the actor may decide: Grant.Covers as a condition, without what they
// asked for themselves. It says nothing of whether a part is open.
func decidable(by authz.Actor) authz.Scope {
	return within(by, func(authz.Grant) bool { return true }, true)
}

// asked is the part of decidable that the actor is asked for: by rights that name what it is about, and by those for the
// whole organisation when nobody nearer has answered.
func asked(by authz.Actor) authz.Scope {
	near := within(by, func(g authz.Grant) bool { return !broad(g) }, true)
	return near.Or(within(by, broad, true).And(authz.Where("p.escalated")))
}

// concerned is decidable with what the actor asked for themselves, which they may read of and not decide.
func concerned(by authz.Actor) authz.Scope {
	return within(by, func(authz.Grant) bool { return true }, false)
}

// within joins the grants that count. Grants of one reach and one owner share a condition.
func within(by authz.Actor, counts func(authz.Grant) bool, bar bool) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	type group struct {
		verb  authz.Verb
		reach authz.Reach
		of    int64 // The person whose right it is.
	}
	var order []group
	ids := map[group][]int64{}
	var s authz.Scope
	for _, g := range by.Grants {
		if !slices.Contains(Verbs(), g.Verb) || !counts(g) {
			continue
		}
		if g.Narrowed() {
			s = s.Or(granted(by, g, []int64{g.Of}, bar))
			continue
		}
		k := group{g.Verb, g.Reach, g.For}
		if _, known := ids[k]; !known {
			order = append(order, k)
		}
		ids[k] = append(ids[k], g.Of)
	}
	for _, k := range order {
		s = s.Or(granted(by, authz.Grant{Verb: k.verb, Reach: k.reach, For: k.of}, ids[k], bar))
	}
	return s.And(known(by))
}

// granted is what one grant covers, or several that differ only in what they name.
func granted(by authz.Actor, g authz.Grant, of []int64, bar bool) authz.Scope {
	var steps []By
	for _, b := range all {
		if answers(b, g) {
			steps = append(steps, b)
		}
	}
	s := reachSQL(g.Reach, of).And(authz.Where("p.verb = ? and p.by_reach {{in ?}}", string(g.Verb), sqldb.List[By](steps)))
	for _, l := range g.Limits {
		s = s.And(reachSQL(l.Reach, []int64{l.Of}))
	}
	if !bar {
		return s
	}
	pair := sqldb.List[int64]{by.Person, barFor(by, g)}
	return s.And(authz.Where(`(a.own_allowed or not (coalesce(a.asker_id, 0) {{in ?}} or coalesce(a.asker_for_id, 0) {{in ?}} or coalesce(a.asker_via_id, 0) {{in ?}}))`,
		pair, pair, pair))
}

// barFor is the second person of a barred pair: never 0, which stands for "nobody" in the columns.
func barFor(by authz.Actor, g authz.Grant) int64 {
	if g.For == 0 {
		return by.Person
	}
	return g.For
}

// reachSQL is authz.Matter's own rule as a condition.
func reachSQL(r authz.Reach, of []int64) authz.Scope {
	if r == authz.Everywhere {
		return authz.Where("p.id is not null")
	}
	if r == authz.Unit {
		return authz.Where(`p.unit_id in (select below.id from unit top join unit below
			on below.org_id = top.org_id and below.path like top.path || '%' where top.id {{in ?}})`, sqldb.List[int64](of))
	}
	column, ok := columnOf[r]
	if !ok {
		return authz.Scope{}
	}
	return authz.Where(column+" {{in ?}}", sqldb.List[int64](of))
}

// known leaves out the parts about people whom the actor may not know of.
func known(by authz.Actor) authz.Scope {
	condition, args := directory.NamesSeen(by).For("pp").SQL()
	return authz.Where("(p.person_id is null or exists (select 1 from person pp where pp.id = p.person_id and "+condition+"))", args...)
}

// follows is the approvals (a) that the actor had or has to do with: asked for them, decided something of them.
func follows(by authz.Actor) authz.Scope {
	if by.Person == 0 {
		return authz.Scope{}
	}
	return authz.Where("a.asker_id = ?", by.Person).Or(authz.Where("a.asker_for_id = ?", by.Person)).
		Or(authz.Where("exists (select 1 from approval_part d where d.approval_id = a.id and d.decided_by = ?)", by.Person))
}

// Visible is the approvals (a) that the actor may look at: those with a part for them, and those they follow. Who holds no
// right to decide any more sees none.
func Visible(by authz.Actor) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	if !slices.ContainsFunc(Verbs(), by.May) {
		return authz.Scope{}
	}
	parts := concerned(by)
	if parts.Empty() {
		return follows(by)
	}
	condition, args := parts.SQL()
	return follows(by).Or(authz.Where("exists (select 1 from approval_part p where p.approval_id = a.id and "+condition+")", args...))
}

// Lines is the rows of a table whose ids are lines of subjects of that kind, in column, that the actor may look at because
// they have to decide on them or did: for the policy of whoever asks. Of a subject with several lines it is those alone.
func Lines(by authz.Actor, kind, column string) authz.Scope {
	if by.IsSystem() {
		return authz.All()
	}
	if !slices.ContainsFunc(Verbs(), by.May) {
		return authz.Scope{}
	}
	parts := concerned(by)
	if by.Person != 0 {
		parts = parts.Or(authz.Where("p.decided_by = ?", by.Person))
	}
	if parts.Empty() {
		return parts
	}
	condition, args := parts.SQL()
	return authz.Where(strings.TrimSpace(column)+` in (select p.line_id from approval_part p join approval a on a.id = p.approval_id
		where a.subject_kind = ? and `+condition+")", append([]any{kind}, args...)...)
}
