package directory

import (
	"context"
	"fmt"
	"strings"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// ChangeUnit writes new particulars over the version that the actor had before their eyes, and can end a unit or take
// it back. It fails with Conflict when somebody else was quicker.
func (s *Service) ChangeUnit(ctx context.Context, by authz.Actor, id UnitID, version int64, in UnitInput, active bool) (Unit, error) {
	if err := in.Check().Err(); err != nil {
		return Unit{}, err
	}
	var u Unit
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		before, err := findUnitToWrite(ctx, tx, by, id)
		if err != nil {
			return err
		}
		u = before
		u.ExternalID, u.Name, u.Authority, u.Site, u.CostCentre, u.Active = in.ExternalID, in.Name, in.Authority, in.Site, in.CostCentre, active
		if before.Version != version {
			e := errs.E(errs.Conflict, "unit.conflict")
			for _, c := range unitChanges(before, u) {
				e.Fields.Add(c.Field, "field.conflict", "yours", c.New, "theirs", c.Old)
			}
			return e
		}
		u, err = s.saveUnit(ctx, tx, by, before, u, UnitChanged)
		return err
	})
	return u, err
}

// saveUnit writes what differs, if anything does. The path is not touched.
func (s *Service) saveUnit(ctx context.Context, tx *sqldb.Tx, by authz.Actor, before, u Unit, eventType string) (Unit, error) {
	changes := unitChanges(before, u)
	if len(changes) == 0 {
		return before, nil
	}
	if err := checkUnitPlaces(ctx, tx, u); err != nil {
		return Unit{}, err
	}
	n, err := tx.Exec(ctx, updateUnit, int64(u.ID), sqldb.Text(u.ExternalID), u.Name, SortKey(u.Name), sqldb.ID(u.Authority),
		sqldb.ID(u.Site), sqldb.ID(u.CostCentre), u.Active, before.Version)
	if sqldb.Violates(err, "unit_org_id_external_id_key") {
		return Unit{}, fieldTaken("external_id")
	}
	if err != nil {
		return Unit{}, err
	}
	if n == 0 {
		return Unit{}, errs.E(errs.Conflict, "unit.conflict")
	}
	u.Version = before.Version + 1
	return u, s.tellUnit(ctx, tx, by, u, eventType, changes)
}

// MoveUnit puts a unit, with everything below it, below another parent; 0 makes it a root. A unit cannot go below
// itself. The actor must hold unit.write at both places.
func (s *Service) MoveUnit(ctx context.Context, by authz.Actor, id, parent UnitID) (Unit, error) {
	var u Unit
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		before, err := findUnitToWrite(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if u, err = s.moveUnit(ctx, tx, by, before, parent); err != nil {
			return err
		}
		return mayWriteUnit(ctx, tx, by, u)
	})
	return u, err
}

func (s *Service) moveUnit(ctx context.Context, tx *sqldb.Tx, by authz.Actor, before Unit, parent UnitID) (Unit, error) {
	u, above := before, "/"
	if u.Parent = parent; parent == before.Parent {
		return before, nil
	}
	if parent != 0 {
		p, found, err := sqldb.Maybe(ctx, tx, unitByID, scanUnit, int64(parent))
		if err != nil {
			return Unit{}, err
		}
		if !found || p.Org != before.Org || strings.HasPrefix(p.Path, before.Path) {
			return Unit{}, wrongChoice("parent")
		}
		above = p.Path
	}
	u.Path, u.Version = fmt.Sprintf("%s%d/", above, u.ID), before.Version+1
	if _, err := tx.Exec(ctx, reparentUnit, int64(u.ID), sqldb.ID(parent)); err != nil {
		return Unit{}, err
	}
	if _, err := tx.Exec(ctx, movePaths, int64(u.Org), before.Path, u.Path, len(before.Path)); err != nil {
		return Unit{}, err
	}
	return u, s.tellUnit(ctx, tx, by, u, UnitMoved, unitChanges(before, u))
}

func findUnitToWrite(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id UnitID) (Unit, error) {
	u, err := findUnit(ctx, tx, by, id)
	if err != nil {
		return Unit{}, err
	}
	return u, mayWriteUnit(ctx, tx, by, u)
}

func unitChanges(before, after Unit) []Change {
	id := func(n int64) string {
		if n == 0 {
			return ""
		}
		return fmt.Sprint(n)
	}
	return differing([]Change{
		{"external_id", before.ExternalID, after.ExternalID},
		{"name", before.Name, after.Name},
		{"parent", id(int64(before.Parent)), id(int64(after.Parent))},
		{"authority", id(int64(before.Authority)), id(int64(after.Authority))},
		{"site", id(int64(before.Site)), id(int64(after.Site))},
		{"cost_centre", id(int64(before.CostCentre)), id(int64(after.CostCentre))},
		{"active", fmt.Sprint(before.Active), fmt.Sprint(after.Active)},
	})
}

var (
	updateUnit = sqldb.Q("directory.unit.update", `
		update unit set external_id = $2, name = $3, sort_key = $4, authority_id = $5, site_id = $6, cost_centre_id = $7,
			active = $8, version = version + 1
		where id = $1 and version = $9`)
	reparentUnit = sqldb.Q("directory.unit.reparent", `update unit set parent_id = $2, version = version + 1 where id = $1`)
	movePaths    = sqldb.Q("directory.unit.move", `
		update unit set path = $3 || substr(path, $4 + 1) where org_id = $1 and path like $2 || '%'`)
)
