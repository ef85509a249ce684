package service

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// All returns an organisation's services, those in use first, by name. Whoever has nothing to do with the organisation
// gets none.
func (s *Service) All(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Item, error) {
	if !maySee(by, org) {
		return nil, nil
	}
	return sqldb.All(ctx, s.db, selectAll, scan, int64(org))
}

// Offered returns the services in use, for the forms of an organisation's people and of its desk. The caller has checked
// that the reader has to do with the organisation.
func (s *Service) Offered(ctx context.Context, org directory.OrgID) ([]Item, error) {
	return sqldb.All(ctx, s.db, selectOffered, scan, int64(org))
}

// Load returns one service. Errors: errs.NotFound.
func (s *Service) Load(ctx context.Context, by authz.Actor, id ID) (Item, error) {
	i, found, err := sqldb.Maybe(ctx, s.db, selectOne, scan, int64(id))
	if err != nil {
		return Item{}, err
	}
	if !found || !maySee(by, i.Org) {
		return Item{}, errs.Missing()
	}
	return i, nil
}
