package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// SiteInput is what is said about a site.
type SiteInput struct {
	ExternalID string
	Name       string
	Address    string
}

// CostCentreInput is what is said about a cost centre.
type CostCentreInput struct {
	Code string
	Name string
}

var (
	insertSite = sqldb.Q("directory.site.insert", `
		insert into site (org_id, external_id, name, sort_key, address) values ($1, $2, $3, $4, $5) returning id`)
	insertCostCentre = sqldb.Q("directory.cost_centre.insert", `
		insert into cost_centre (org_id, code, name) values ($1, $2, $3) returning id`)
)

// AddSite makes a site. It asks for verb unit.write in the organisation.
func (s *Service) AddSite(ctx context.Context, by authz.Actor, org OrgID, in SiteInput) (Site, error) {
	if !mayInOrg(by, UnitWrite, org) {
		return Site{}, errs.Denied(string(UnitWrite))
	}
	var bad errs.Fields
	in.Name, in.ExternalID, in.Address = clean.Line(in.Name, maxLine), clean.Line(in.ExternalID, maxLine), clean.Line(in.Address, maxLine)
	required(&bad, "name", in.Name)
	if err := bad.Err(); err != nil {
		return Site{}, err
	}
	site := Site{Org: org, ExternalID: in.ExternalID, Name: in.Name, Address: in.Address, Active: true}
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		id, err := tx.Insert(ctx, insertSite, int64(org), sqldb.Text(in.ExternalID), in.Name, SortKey(in.Name), in.Address)
		if sqldb.Violates(err, "site_org_id_external_id_key") {
			return fieldTaken("external_id")
		}
		site.ID = SiteID(id)
		return err
	})
	return site, err
}

// AddCostCentre makes a cost centre. It asks for verb unit.write in the organisation.
func (s *Service) AddCostCentre(ctx context.Context, by authz.Actor, org OrgID, in CostCentreInput) (CostCentre, error) {
	if !mayInOrg(by, UnitWrite, org) {
		return CostCentre{}, errs.Denied(string(UnitWrite))
	}
	var bad errs.Fields
	in.Code, in.Name = clean.Line(in.Code, 40), clean.Line(in.Name, maxLine)
	required(&bad, "code", in.Code)
	if err := bad.Err(); err != nil {
		return CostCentre{}, err
	}
	c := CostCentre{Org: org, Code: in.Code, Name: in.Name, Active: true}
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		id, err := tx.Insert(ctx, insertCostCentre, int64(org), in.Code, in.Name)
		if sqldb.Violates(err, "cost_centre_org_id_code_key") {
			return fieldTaken("code")
		}
		c.ID = CostCentreID(id)
		return err
	})
	return c, err
}
