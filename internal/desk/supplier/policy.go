package supplier

import (
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// The verbs of this capability.
const (
	// MayRead lets the desk read the register; a supplier's technician holds it for their own supplier.
	MayRead authz.Verb = "supplier.read"
	// MayContribute lets a supplier hand in reports and service-level data, and answer what is asked of it.
	MayContribute authz.Verb = "supplier.contribute"
	// MayWrite lets the desk keep the register and the agreements.
	MayWrite authz.Verb = "supplier.write"
)

// Verbs lists the capability's verbs for the role editor.
func Verbs() []authz.Verb { return []authz.Verb{MayRead, MayContribute, MayWrite} }

// Visible is the suppliers for which the actor holds the verb, with {t} as the alias of a table with columns org_id and
// the one that is named. A right at a group or a site gives nothing here: a supplier's technician may hold such a one.
func visible(by authz.Actor, verb authz.Verb, column string) authz.Scope {
	return atDesk(by, verb).Or(ofSupplier(by, verb, column))
}

// atDesk is the organisations at whose desks the actor holds the verb.
func atDesk(by authz.Actor, verb authz.Verb) authz.Scope {
	if by.IsSystem() || by.Has(verb, authz.Everywhere) {
		return authz.All()
	}
	var s authz.Scope
	if ids := by.Reaches(verb, authz.Organisation); len(ids) > 0 {
		s = s.Or(authz.Where("{t}.org_id {{in ?}}", sqldb.List[int64](ids)))
	}
	if ids := by.Reaches(verb, authz.Desk); len(ids) > 0 {
		s = s.Or(authz.Where("{t}.org_id in (select sd.org_id from desk sd where sd.id {{in ?}})", sqldb.List[int64](ids)))
	}
	return s
}

// ofSupplier is the suppliers that the actor works for.
func ofSupplier(by authz.Actor, verb authz.Verb, column string) authz.Scope {
	if ids := by.Reaches(verb, authz.Supplier); len(ids) > 0 {
		return authz.Where("{t}."+column+" {{in ?}}", sqldb.List[int64](ids))
	}
	return authz.Scope{}
}

// followed is the matters that the actor may read: those of the desk, and of one's own supplier the kinds that a
// supplier has a part in.
func followed(by authz.Actor) authz.Scope {
	s := atDesk(by, MayRead)
	ids := by.Reaches(MayRead, authz.Supplier)
	if len(ids) == 0 {
		return s
	}
	var open []Kind
	for _, k := range Kinds() {
		if specs[k].Shared {
			open = append(open, k)
		}
	}
	return s.Or(authz.Where("({t}.kind {{in ?}} and ({t}.supplier_id {{in ?}} or {t}.id in (select mp.matter_id from supplier_matter_party mp where mp.supplier_id {{in ?}})))",
		sqldb.List[Kind](open), sqldb.List[int64](ids), sqldb.List[int64](ids)))
}

// readable is the reports that the actor may read: the desk all, a supplier its own and those that are for all
// suppliers of the organisation, managers those that are for them.
func readable(by authz.Actor) authz.Scope {
	s := atDesk(by, MayRead)
	if ids := by.Reaches(MayRead, authz.Supplier); len(ids) > 0 {
		s = s.Or(authz.Where("({t}.supplier_id {{in ?}} or {t}.readers = 'suppliers' and {t}.org_id in (select rs.org_id from supplier rs where rs.id {{in ?}}))",
			sqldb.List[int64](ids), sqldb.List[int64](ids)))
	}
	for _, l := range []struct {
		reach     authz.Reach
		condition string
	}{
		{authz.Organisation, "{t}.org_id {{in ?}}"},
		{authz.Desk, "{t}.org_id in (select sd.org_id from desk sd where sd.id {{in ?}})"},
		{authz.Unit, "{t}.org_id in (select su.org_id from unit su where su.id {{in ?}})"},
	} {
		if ids := by.Reaches(reportRead, l.reach); len(ids) > 0 {
			s = s.Or(authz.Where("{t}.readers <> 'desk' and "+l.condition, sqldb.List[int64](ids)))
		}
	}
	return s
}

// reportRead is the verb by which a manager reads figures; it belongs to desk/report, which ranks beside us.
const reportRead authz.Verb = "report.read"

// namesSeen is a condition on a joined person: the actor may read the name.
func namesSeen(w *sqldb.Where, by authz.Actor, alias string) string {
	condition, args := directory.NamesSeen(by).For(alias).SQL()
	return w.Numbered(condition, args...)
}

// and adds a scope to a statement's conditions, for the table alias t.
func and(w *sqldb.Where, s authz.Scope, t string) {
	condition, args := s.For(t).SQL()
	w.And(condition, args...)
}

// WorksFor reports whether the actor meets the suppliers from the outside: as one of theirs, and not as the desk.
func WorksFor(by authz.Actor) bool {
	return atDesk(by, MayRead).Empty() && by.Has(MayRead, authz.Supplier)
}

// inOrg is a scope with its column named outright, for statements that ask about an organisation that is given.
func inOrg(s authz.Scope, column string) (string, []any) {
	condition, args := s.SQL()
	return strings.ReplaceAll(condition, "{t}.org_id", column), args
}
