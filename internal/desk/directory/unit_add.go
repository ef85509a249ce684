package directory

import (
	"context"
	"fmt"
	"strconv"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// UnitInput is what is said about a unit. Parent counts only when it is made; MoveUnit changes it.
type UnitInput struct {
	ExternalID string
	Name       string
	Parent     UnitID
	Authority  AuthorityID
	Site       SiteID
	CostCentre CostCentreID
}

// Check cleans the input in place and reports what is wrong.
func (in *UnitInput) Check() errs.Fields {
	var bad errs.Fields
	in.Name, in.ExternalID = clean.Line(in.Name, 0), clean.Line(in.ExternalID, 0)
	required(&bad, "name", in.Name)
	if !clean.Fits(in.ExternalID, maxLine) {
		bad.Add("external_id", "field.too_long", "max", maxLine)
	}
	return bad
}

// AddUnit makes a unit, at the root or below a parent. It asks for verb unit.write in the organisation or above the
// place of the new unit.
func (s *Service) AddUnit(ctx context.Context, by authz.Actor, org OrgID, in UnitInput) (Unit, error) {
	if !by.May(UnitWrite) {
		return Unit{}, errs.Denied(string(UnitWrite))
	}
	if err := in.Check().Err(); err != nil {
		return Unit{}, err
	}
	var u Unit
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := findOrg(ctx, tx, by, org); err != nil {
			return err
		}
		var err error
		if u, err = s.createUnit(ctx, tx, by, org, in); err != nil {
			return err
		}
		return mayWriteUnit(ctx, tx, by, u)
	})
	return u, err
}

func (s *Service) createUnit(ctx context.Context, tx *sqldb.Tx, by authz.Actor, org OrgID, in UnitInput) (Unit, error) {
	u := Unit{
		Org: org, ExternalID: in.ExternalID, Authority: in.Authority, Parent: in.Parent, Name: in.Name, Site: in.Site,
		CostCentre: in.CostCentre, Active: true, Version: 1,
	}
	above := "/"
	if in.Parent != 0 {
		parent, found, err := sqldb.Maybe(ctx, tx, unitByID, scanUnit, int64(in.Parent))
		if err != nil {
			return Unit{}, err
		}
		if !found || parent.Org != org {
			return Unit{}, wrongChoice("parent")
		}
		above = parent.Path
	}
	if err := checkUnitPlaces(ctx, tx, u); err != nil {
		return Unit{}, err
	}
	id, err := tx.Insert(ctx, insertUnit, int64(org), sqldb.Text(u.ExternalID), sqldb.ID(u.Authority), sqldb.ID(u.Parent),
		u.Name, SortKey(u.Name), sqldb.ID(u.Site), sqldb.ID(u.CostCentre))
	if sqldb.Violates(err, "unit_org_id_external_id_key") {
		return Unit{}, fieldTaken("external_id")
	}
	if err != nil {
		return Unit{}, err
	}
	u.ID = UnitID(id)
	u.Path = fmt.Sprintf("%s%d/", above, id)
	if _, err := tx.Exec(ctx, setUnitPath, id, u.Path); err != nil {
		return Unit{}, err
	}
	return u, s.tellUnit(ctx, tx, by, u, UnitAdded, nil)
}

// checkUnitPlaces refuses an authority, site or cost centre of another organisation.
func checkUnitPlaces(ctx context.Context, tx *sqldb.Tx, u Unit) error {
	var bad errs.Fields
	for _, place := range []struct {
		field string
		stmt  sqldb.Stmt
		id    int64
	}{{"authority", authorityInOrg, int64(u.Authority)}, {"site", siteInOrg, int64(u.Site)}, {"cost_centre", costInOrg, int64(u.CostCentre)}} {
		if place.id == 0 {
			continue
		}
		_, found, err := sqldb.Maybe(ctx, tx, place.stmt, sqldb.Value[int64], place.id, int64(u.Org))
		if err != nil {
			return err
		}
		if !found {
			bad.Add(place.field, "field.choice")
		}
	}
	return bad.Err()
}

// mayWriteUnit refuses a unit that lies outside what the actor may change.
func mayWriteUnit(ctx context.Context, q sqldb.Querier, by authz.Actor, u Unit) error {
	var w sqldb.Where
	and(&w, unitsFor(by, UnitWrite), "u")
	w.And("u.id = ?", int64(u.ID))
	_, found, err := sqldb.Maybe(ctx, q, sqldb.Q("directory.unit.may_write", selectUnit+w.SQL()), scanUnit, w.Args()...)
	if err == nil && !found {
		return errs.Denied(string(UnitWrite))
	}
	return err
}

func (s *Service) tellUnit(ctx context.Context, tx *sqldb.Tx, by authz.Actor, u Unit, eventType string, changes []Change) error {
	_, err := s.events.Append(ctx, tx, by, event.Draft{
		Org: int64(u.Org), Kind: UnitStream, Stream: int64(u.ID), Pos: u.Version, Type: eventType, Payload: Changed{differing(changes)},
	})
	tx.Poke("unit:" + strconv.FormatInt(int64(u.ID), 10))
	return err
}

func wrongChoice(field string) error {
	var bad errs.Fields
	bad.Add(field, "field.choice")
	return bad.Err()
}

var (
	unitByID   = sqldb.Q("directory.unit.load", selectUnit+`u.id = $1`)
	insertUnit = sqldb.Q("directory.unit.insert", `
		insert into unit (org_id, external_id, authority_id, parent_id, name, sort_key, site_id, cost_centre_id)
		values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`)
	setUnitPath    = sqldb.Q("directory.unit.path", `update unit set path = $2 where id = $1`)
	authorityInOrg = sqldb.Q("directory.authority.in_org", `select id from authority where id = $1 and org_id = $2`)
	costInOrg      = sqldb.Q("directory.cost.in_org", `select id from cost_centre where id = $1 and org_id = $2`)
)
