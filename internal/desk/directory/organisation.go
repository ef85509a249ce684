package directory

import (
	"context"
	"errors"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Organisations returns the organisations that the actor has to do with, by name.
func (s *Service) Organisations(ctx context.Context, by authz.Actor) ([]Organisation, error) {
	var w sqldb.Where
	and(&w, orgsOf(by), "o")
	return sqldb.All(ctx, s.db, sqldb.Q("directory.orgs", selectOrg+w.SQL()+` order by o.name, o.id`), scanOrg, w.Args()...)
}

// Organisation returns one organisation.
func (s *Service) Organisation(ctx context.Context, by authz.Actor, id OrgID) (Organisation, error) {
	return findOrg(ctx, s.db, by, id)
}

func findOrg(ctx context.Context, q sqldb.Querier, by authz.Actor, id OrgID) (Organisation, error) {
	var w sqldb.Where
	and(&w, orgsOf(by), "o")
	w.And("o.id = ?", int64(id))
	o, err := sqldb.One(ctx, q, sqldb.Q("directory.org", selectOrg+w.SQL()), scanOrg, w.Args()...)
	if errors.Is(err, sqldb.ErrNone) {
		return Organisation{}, errs.Missing()
	}
	return o, err
}

// OrganisationByKey returns the organisation with that short name, for commands and for the public pages' address. It
// fails with NotFound.
func (s *Service) OrganisationByKey(ctx context.Context, key string) (Organisation, error) {
	o, err := sqldb.One(ctx, s.db, orgByKey, scanOrg, key)
	if errors.Is(err, sqldb.ErrNone) {
		return Organisation{}, errs.Missing()
	}
	return o, err
}

var orgByKey = sqldb.Q("directory.org.by_key", selectOrg+`o.key = $1`)
