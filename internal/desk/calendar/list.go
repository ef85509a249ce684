package calendar

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// List returns calendars of the organisations that the actor has to do with, with all that belongs to them: at most so
// many, by number, those after one.
func (s *Service) List(ctx context.Context, by authz.Actor, after ID, limit int) ([]Calendar, error) {
	list, err := heads(ctx, s.db, seen(by), "c.id > ?", limit, int64(after))
	if err != nil {
		return nil, err
	}
	return list, complete(ctx, s.db, list)
}

// mostInOrg bounds what is read of one organisation.
const mostInOrg = 1000

// Of is List for one organisation.
func (s *Service) Of(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Calendar, error) {
	list, err := heads(ctx, s.db, seen(by), "c.org_id = ?", mostInOrg, int64(org))
	if err != nil {
		return nil, err
	}
	return list, complete(ctx, s.db, list)
}

// Get returns one calendar.
func (s *Service) Get(ctx context.Context, by authz.Actor, id ID) (Calendar, error) {
	c, found, err := find(ctx, s.db, seen(by), id)
	if err == nil && !found {
		err = errs.Missing()
	}
	return c, err
}

// Uses returns which channel follows which calendar, by channel and day, past and coming ones too. It asks for verb
// calendar.write.
func (s *Service) Uses(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Use, error) {
	if !mayWrite(by, int64(org)) {
		return nil, errs.Denied(string(Write))
	}
	return usesIn(ctx, s.db, org)
}

// sees reports whether the actor has to do with an organisation.
func (s *Service) sees(ctx context.Context, by authz.Actor, org directory.OrgID) (bool, error) {
	if int64(org) == by.Org || by.IsSystem() {
		return true, nil
	}
	var w sqldb.Where
	text, args := orgs(by).For("o").SQL()
	w.And(text, args...)
	w.And("o.id = ?", int64(org))
	_, found, err := sqldb.Maybe(ctx, s.db, sqldb.Q("calendar.sees", `select o.id from organisation o where `+w.SQL()), sqldb.Value[int64], w.Args()...)
	return found, err
}
