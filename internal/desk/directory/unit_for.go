package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// UnitsLed lists the units for which the actor holds the verb by the unit itself, the tops of what they answer for, by
// name. A right over a whole organisation or a site lists none: that is not one unit's.
func (s *Service) UnitsLed(ctx context.Context, by authz.Actor, verb authz.Verb) ([]Unit, error) {
	ids := by.Reaches(verb, authz.Unit)
	if len(ids) == 0 {
		return nil, nil
	}
	var w sqldb.Where
	w.And("u.active and u.id {{in ?}}", sqldb.List[int64](ids))
	return sqldb.All(ctx, s.db, sqldb.Q("directory.units.led", selectUnit+w.SQL()+` order by u.sort_key, u.id`), scanUnit, w.Args()...)
}

// UnitFor returns a unit for which the actor holds the verb: by the unit or one above it, its site, or its organisation.
// Errors: errs.NotFound.
func (s *Service) UnitFor(ctx context.Context, by authz.Actor, verb authz.Verb, id UnitID) (Unit, error) {
	var w sqldb.Where
	and(&w, unitsFor(by, verb), "u")
	w.And("u.id = ?", int64(id))
	u, found, err := sqldb.Maybe(ctx, s.db, sqldb.Q("directory.unit.for", selectUnit+w.SQL()), scanUnit, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	return u, err
}

// MostStaff bounds the people of a unit that one page or file lists.
const MostStaff = 2000

// Staff lists the active people of a unit and of those below it, by name, as far as the actor holds the verb for them.
// Whoever they may not know of is not there.
func (s *Service) Staff(ctx context.Context, by authz.Actor, verb authz.Verb, unit UnitID, limit int) ([]PersonHit, error) {
	seen := peopleFor(by, verb)
	if seen.Empty() {
		return nil, errs.Denied(string(verb))
	}
	var w sqldb.Where
	and(&w, seen, "p")
	w.And(`p.active and p.unit_id in (select below.id from unit top join unit below
		on below.org_id = top.org_id and below.path >= top.path and below.path < top.path || '~' where top.id = ?)`, int64(unit))
	tail := w.Numbered(` order by p.sort_key, p.id limit ?`, min(limit, MostStaff))
	list, err := sqldb.All(ctx, s.db, sqldb.Q("directory.staff", `select `+personColumns+`, p.sort_key, (select u.name from unit u where u.id = p.unit_id),
		(select si.name from site si where si.id = p.site_id) from person p where `+w.SQL()+tail), scanHit, w.Args()...)
	if err != nil {
		return nil, err
	}
	shown := make([]Person, len(list))
	for i := range list {
		shown[i] = list[i].Person
	}
	return list, s.noteSeen(ctx, by, "staff", shown...)
}
