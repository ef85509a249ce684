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

// Check cleans the input in place and reports what is wrong.
func (in *SiteInput) Check() errs.Fields {
	var bad errs.Fields
	in.Name, in.ExternalID, in.Address = clean.Line(in.Name, 0), clean.Line(in.ExternalID, 0), clean.Line(in.Address, 0)
	required(&bad, "name", in.Name)
	if !clean.Fits(in.Address, maxLine) {
		bad.Add("address", "field.too_long", "max", maxLine)
	}
	if !clean.Fits(in.ExternalID, maxLine) {
		bad.Add("external_id", "field.too_long", "max", maxLine)
	}
	return bad
}

// AddSite makes a site. It asks for verb unit.write in the organisation.
func (s *Service) AddSite(ctx context.Context, by authz.Actor, org OrgID, in SiteInput) (Site, error) {
	if !mayInOrg(by, UnitWrite, org) {
		return Site{}, errs.Denied(string(UnitWrite))
	}
	if err := in.Check().Err(); err != nil {
		return Site{}, err
	}
	var site Site
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		site, err = createSite(ctx, tx, org, in)
		return err
	})
	return site, err
}

func createSite(ctx context.Context, tx *sqldb.Tx, org OrgID, in SiteInput) (Site, error) {
	id, err := tx.Insert(ctx, insertSite, int64(org), sqldb.Text(in.ExternalID), in.Name, SortKey(in.Name), in.Address)
	if sqldb.Violates(err, "site_org_id_external_id_key") {
		return Site{}, fieldTaken("external_id")
	}
	return Site{ID: SiteID(id), Org: org, ExternalID: in.ExternalID, Name: in.Name, Address: in.Address, Active: true}, err
}

// ChangeSite writes over a site, ends it or takes it back. It asks for verb unit.write in the organisation.
func (s *Service) ChangeSite(ctx context.Context, by authz.Actor, id SiteID, in SiteInput, active bool) error {
	if err := in.Check().Err(); err != nil {
		return err
	}
	site, err := s.Site(ctx, by, id)
	if err != nil {
		return err
	}
	if !mayInOrg(by, UnitWrite, site.Org) {
		return errs.Denied(string(UnitWrite))
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, updateSite, int64(id), sqldb.Text(in.ExternalID), in.Name, SortKey(in.Name), in.Address, active)
		if sqldb.Violates(err, "site_org_id_external_id_key") {
			return fieldTaken("external_id")
		}
		return err
	})
}

var (
	insertSite = sqldb.Q("directory.site.insert", `
		insert into site (org_id, external_id, name, sort_key, address) values ($1, $2, $3, $4, $5) returning id`)
	updateSite = sqldb.Q("directory.site.update", `
		update site set external_id = $2, name = $3, sort_key = $4, address = $5, active = $6 where id = $1`)
)
