package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Units lists an organisation's active units, each parent before its children; org 0 lists those of all organisations
// that the actor has to do with.
func (s *Service) Units(ctx context.Context, by authz.Actor, org OrgID) ([]Unit, error) {
	var w sqldb.Where
	and(&w, placesOf(by), "u")
	w.And("u.active")
	if org != 0 {
		w.And("u.org_id = ?", int64(org))
	}
	units, err := sqldb.All(ctx, s.db, sqldb.Q("directory.units", selectUnit+w.SQL()+` order by u.org_id, u.sort_key, u.id`), scanUnit, w.Args()...)
	return inTree(units), err
}

// UnitSubtree lists a unit and everything below it, parents first. A unit that the actor has nothing to do with is
// NotFound.
func (s *Service) UnitSubtree(ctx context.Context, by authz.Actor, top UnitID) ([]Unit, error) {
	var w sqldb.Where
	and(&w, placesOf(by), "u")
	w.And(`exists (select 1 from unit top where top.id = ? and top.org_id = u.org_id and u.path like top.path || '%')`, int64(top))
	units, err := sqldb.All(ctx, s.db, sqldb.Q("directory.unit.subtree", selectUnit+w.SQL()+` order by u.sort_key, u.id`), scanUnit, w.Args()...)
	if err == nil && len(units) == 0 {
		return nil, errs.Missing()
	}
	return inTree(units), err
}

// Unit returns one unit, ended ones too.
func (s *Service) Unit(ctx context.Context, by authz.Actor, id UnitID) (Unit, error) {
	return findUnit(ctx, s.db, by, id)
}

func findUnit(ctx context.Context, q sqldb.Querier, by authz.Actor, id UnitID) (Unit, error) {
	var w sqldb.Where
	and(&w, placesOf(by), "u")
	w.And("u.id = ?", int64(id))
	u, found, err := sqldb.Maybe(ctx, q, sqldb.Q("directory.unit", selectUnit+w.SQL()), scanUnit, w.Args()...)
	if err == nil && !found {
		return Unit{}, errs.Missing()
	}
	return u, err
}

// inTree orders units, which come by name, so that each stands after its parent and among its brothers and sisters by
// name. A unit whose parent is not in the list is a root of it.
func inTree(units []Unit) []Unit {
	listed := make(map[UnitID]bool, len(units))
	for _, u := range units {
		listed[u.ID] = true
	}
	below := make(map[UnitID][]Unit)
	for _, u := range units {
		parent := u.Parent
		if !listed[parent] {
			parent = 0
		}
		below[parent] = append(below[parent], u)
	}
	out := make([]Unit, 0, len(units))
	var add func(parent UnitID)
	add = func(parent UnitID) {
		for _, u := range below[parent] {
			out = append(out, u)
			add(u.ID)
		}
	}
	add(0)
	return out
}
