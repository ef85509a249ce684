package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Sites lists an organisation's active sites by name; org 0 lists those of all organisations the actor has to do with.
func (s *Service) Sites(ctx context.Context, by authz.Actor, org OrgID) ([]Site, error) {
	var w sqldb.Where
	and(&w, placesOf(by), "s")
	w.And("s.active")
	if org != 0 {
		w.And("s.org_id = ?", int64(org))
	}
	return sqldb.All(ctx, s.db, sqldb.Q("directory.sites", selectSite+w.SQL()+` order by s.org_id, s.sort_key, s.id`), scanSite, w.Args()...)
}

// Site returns one site, ended ones too.
func (s *Service) Site(ctx context.Context, by authz.Actor, id SiteID) (Site, error) {
	var w sqldb.Where
	and(&w, placesOf(by), "s")
	w.And("s.id = ?", int64(id))
	site, found, err := sqldb.Maybe(ctx, s.db, sqldb.Q("directory.site", selectSite+w.SQL()), scanSite, w.Args()...)
	if err == nil && !found {
		return Site{}, errs.Missing()
	}
	return site, err
}

// saved turns "no row was written" into NotFound: the row does not exist or belongs to another organisation.
func saved(n int64, err error) error {
	if err == nil && n == 0 {
		return errs.Missing()
	}
	return err
}
