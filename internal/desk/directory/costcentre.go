package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// CostCentres lists an organisation's active cost centres by code; org 0 lists those of all organisations the actor has
// to do with.
func (s *Service) CostCentres(ctx context.Context, by authz.Actor, org OrgID) ([]CostCentre, error) {
	var w sqldb.Where
	and(&w, placesOf(by), "c")
	w.And("c.active")
	if org != 0 {
		w.And("c.org_id = ?", int64(org))
	}
	return sqldb.All(ctx, s.db, sqldb.Q("directory.costs", selectCost+w.SQL()+` order by c.org_id, c.code`), scanCostCentre, w.Args()...)
}

// CostCentreInput is what is said about a cost centre.
type CostCentreInput struct {
	Code string
	Name string
}

// Check cleans the input in place and reports what is wrong.
func (in *CostCentreInput) Check() errs.Fields {
	var bad errs.Fields
	in.Code, in.Name = clean.Line(in.Code, 0), clean.Line(in.Name, 0)
	required(&bad, "code", in.Code)
	if !clean.Fits(in.Name, maxLine) {
		bad.Add("name", "field.too_long", "max", maxLine)
	}
	return bad
}

// AddCostCentre makes a cost centre. It asks for verb unit.write in the organisation.
func (s *Service) AddCostCentre(ctx context.Context, by authz.Actor, org OrgID, in CostCentreInput) (CostCentre, error) {
	if !mayInOrg(by, UnitWrite, org) {
		return CostCentre{}, errs.Denied(string(UnitWrite))
	}
	if err := in.Check().Err(); err != nil {
		return CostCentre{}, err
	}
	var c CostCentre
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		c, err = createCostCentre(ctx, tx, org, in)
		return err
	})
	return c, err
}

func createCostCentre(ctx context.Context, tx *sqldb.Tx, org OrgID, in CostCentreInput) (CostCentre, error) {
	id, err := tx.Insert(ctx, insertCost, int64(org), in.Code, in.Name)
	if sqldb.Violates(err, "cost_centre_org_id_code_key") {
		return CostCentre{}, fieldTaken("code")
	}
	return CostCentre{ID: CostCentreID(id), Org: org, Code: in.Code, Name: in.Name, Active: true}, err
}

// ChangeCostCentre writes over a cost centre, ends it or takes it back.
func (s *Service) ChangeCostCentre(ctx context.Context, by authz.Actor, org OrgID, id CostCentreID, in CostCentreInput, active bool) error {
	if !mayInOrg(by, UnitWrite, org) {
		return errs.Denied(string(UnitWrite))
	}
	if err := in.Check().Err(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		err := saved(tx.Exec(ctx, updateCost, int64(id), int64(org), in.Code, in.Name, active))
		if sqldb.Violates(err, "cost_centre_org_id_code_key") {
			return fieldTaken("code")
		}
		return err
	})
}

var (
	insertCost = sqldb.Q("directory.cost.insert", `insert into cost_centre (org_id, code, name) values ($1, $2, $3) returning id`)
	updateCost = sqldb.Q("directory.cost.update", `update cost_centre set code = $3, name = $4, active = $5 where id = $1 and org_id = $2`)
)
