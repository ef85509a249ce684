package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// firstKey is the organisation that is made where there is none; whoever sets up the installation renames it.
const firstKey = "lotsen"

var firstDeskOfAll = sqldb.Q("directory.desk.first_of_all", selectDesk+`d.active order by d.id limit 1`)

// FirstDesk returns the oldest desk. Where there is none it makes an organisation with a desk, so that mail, tokens and
// the API work on a database that nobody has set up yet. Several processes may do it at once; each finds the same.
func (s *Service) FirstDesk(ctx context.Context, orgName, deskName string) (Desk, error) {
	by := authz.System("first start")
	d, found, err := sqldb.Maybe(ctx, s.db, firstDeskOfAll, scanDesk)
	if err != nil || found {
		return d, err
	}
	org, err := s.firstOrg(ctx, by, orgName)
	if err != nil {
		return Desk{}, err
	}
	d, err = s.AddDesk(ctx, by, org, "it", deskName)
	if errs.Is(err, errs.Invalid) {
		// Another process was quicker.
		return DeskFor(ctx, s.db, org, 0)
	}
	return d, err
}

func (s *Service) firstOrg(ctx context.Context, by authz.Actor, name string) (OrgID, error) {
	orgs, err := s.Organisations(ctx, by)
	if err != nil {
		return 0, err
	}
	if len(orgs) > 0 {
		return orgs[0].ID, nil
	}
	o, err := s.AddOrganisation(ctx, by, OrganisationInput{Key: firstKey, Name: name})
	if errs.Is(err, errs.Invalid) {
		o, err = s.OrganisationByKey(ctx, firstKey)
	}
	return o.ID, err
}
