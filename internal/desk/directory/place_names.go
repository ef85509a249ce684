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

// PlaceNames returns the names of organisations, desks, groups, sites and units, ended ones too, in one statement. What
// the actor has nothing to do with is missing from the answer.
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
		reach authz.Reach
		name  string
		scope authz.Scope
	}{
		{authz.Organisation, "organisation", orgsOf(by)},
		{authz.Desk, "desk", placesOf(by)},
		{authz.Group, "desk_group", placesOf(by)},
		{authz.Site, "site", placesOf(by)},
		{authz.Supplier, "supplier", placesOf(by)},
		{authz.Unit, "unit", placesOf(by)},
	} {
		if text != "" {
			text += " union all "
		}
		condition, args := table.scope.For("x").SQL()
		text += "select cast('" + string(table.reach) + "' as text), x.id, x.name from " + table.name + " x where " +
			w.Numbered(condition, args...) + w.Numbered(" and x.id {{in ?}}", ids[table.reach])
	}
	return names, sqldb.Each(ctx, s.db, sqldb.Q("directory.place.names", text), func(r sqldb.Row) error {
		var ref PlaceRef
		var name string
		err := r.Scan(&ref.Reach, &ref.ID, &name)
		names[ref] = name
		return err
	}, w.Args()...)
}
