package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// PlaceRef names a thing to which a right can reach.
type PlaceRef struct {
	Reach authz.Reach
	ID    int64
}

// PlaceNames returns the names of whatever a right can name: organisations, desks, groups, sites, units, cost centres,
// invoice references, services, objects. Ended ones are among them. It is one statement.
// What the actor has nothing to do with is missing from the answer.
func (s *Service) PlaceNames(ctx context.Context, by authz.Actor, refs ...PlaceRef) (map[PlaceRef]string, error) {
	names := make(map[PlaceRef]string, len(refs))
	ids := map[authz.Reach]sqldb.List[int64]{}
	for _, r := range refs {
		if r.ID != 0 {
			ids[r.Reach] = append(ids[r.Reach], r.ID)
		}
	}
	if len(ids) == 0 {
		return names, nil
	}
	var w sqldb.Where
	text := ""
	for _, table := range []struct {
		reach      authz.Reach
		from, name string
		scope      authz.Scope
	}{
		{authz.Organisation, "organisation", "x.name", orgsOf(by)},
		{authz.Desk, "desk", "x.name", placesOf(by)},
		{authz.Group, "desk_group", "x.name", placesOf(by)},
		{authz.Site, "site", "x.name", placesOf(by)},
		{authz.Supplier, "supplier", "x.name", placesOf(by)},
		{authz.Unit, "unit", "x.name", placesOf(by)},
		{authz.CostCentre, "cost_centre", "x.code || ' ' || x.name", placesOf(by)},
		{authz.Reference, "invoice_reference", "x.code || ' ' || x.name", placesOf(by)},
		{authz.Service, "service", "x.name_sv", placesOf(by)},
		{authz.Object, "service_object", "x.name", placesOf(by)},
	} {
		if ids[table.reach] == nil {
			continue
		}
		if text != "" {
			text += " union all "
		}
		condition, args := table.scope.For("x").SQL()
		text += "select cast('" + string(table.reach) + "' as text), x.id, " + table.name + " from " + table.from + " x where " +
			w.Numbered(condition, args...) + w.Numbered(" and x.id {{in ?}}", ids[table.reach])
	}
	if text == "" {
		return names, nil
	}
	return names, sqldb.Each(ctx, s.db, sqldb.Q("directory.place.names", text), func(r sqldb.Row) error {
		var ref PlaceRef
		var name string
		err := r.Scan(&ref.Reach, &ref.ID, &name)
		names[ref] = name
		return err
	}, w.Args()...)
}
