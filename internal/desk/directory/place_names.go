package directory

import (
	"context"
	"slices"

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

// Place is something that a right can name, for a choice.
type Place struct {
	PlaceRef
	Name string
}

// mostPlaces bounds a choice.
const mostPlaces = 3000

// PlacesIn lists what a right can name in an organisation beside the organisation itself and its units: what is in use of
// desks, groups, sites, cost centres, invoice references, services, resources and objects. One statement; by kind and name.
//
// With reaches it lists those alone, and units too when they are among them.
func (s *Service) PlacesIn(ctx context.Context, by authz.Actor, org OrgID, only ...authz.Reach) ([]Place, error) {
	var w sqldb.Where
	text := ""
	for _, table := range []struct {
		reach      authz.Reach
		from, name string
	}{
		{authz.Desk, "desk", "x.name"},
		{authz.Group, "desk_group", "x.name"},
		{authz.Site, "site", "x.name"},
		{authz.CostCentre, "cost_centre", "x.code || ' ' || x.name"},
		{authz.Reference, "invoice_reference", "x.code || ' ' || x.name"},
		{authz.Service, "service", "x.name_sv"},
		{authz.Object, "service_object", "x.name"},
		{authz.Unit, "unit", "x.name"},
	} {
		if len(only) > 0 && !slices.Contains(only, table.reach) || len(only) == 0 && table.reach == authz.Unit {
			continue
		}
		if text != "" {
			text += " union all "
		}
		condition, args := placesOf(by).For("x").SQL()
		text += "select cast('" + string(table.reach) + "' as text), x.id, " + table.name + " from " + table.from + " x where x.active and " +
			w.Numbered(condition, args...) + w.Numbered(" and x.org_id = ?", int64(org))
	}
	text += w.Numbered(" limit ?", mostPlaces)
	out, err := sqldb.All(ctx, s.db, sqldb.Q("directory.places.in", text), func(r sqldb.Row) (Place, error) {
		var p Place
		return p, r.Scan(&p.Reach, &p.ID, &p.Name)
	}, w.Args()...)
	slices.SortStableFunc(out, func(a, b Place) int {
		if a.Reach != b.Reach {
			return 0
		}
		return slices.Compare(SortKey(a.Name), SortKey(b.Name))
	})
	return out, err
}
