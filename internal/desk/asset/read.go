package asset

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// mostOwn bounds what is shown of the devices of a few people.
const mostOwn = 60

// ByID returns a device that the actor sees: their own, or one of the inventory that they read. Errors: errs.NotFound.
func (s *Service) ByID(ctx context.Context, by authz.Actor, id ID) (Asset, error) {
	return find(ctx, s.d.DB, by, Visible(by), "d.id = ?", int64(id))
}

// ByTag returns the device with a tag, however it is written, among those that the actor sees. Errors: errs.NotFound.
func (s *Service) ByTag(ctx context.Context, by authz.Actor, org directory.OrgID, tag string) (Asset, error) {
	return find(ctx, s.d.DB, by, Visible(by), "d.org_id = ? and d.tag_key = ?", int64(org), Key(tag))
}

// Of returns what a person has, as far as the actor sees it: their own page and the agent's card ask here. One statement.
func (s *Service) Of(ctx context.Context, by authz.Actor, person directory.PersonID) ([]Asset, error) {
	return s.OfPeople(ctx, by, []directory.PersonID{person})
}

// OfPeople is Of for several, by person and tag. One statement.
func (s *Service) OfPeople(ctx context.Context, by authz.Actor, people []directory.PersonID) ([]Asset, error) {
	scope := Visible(by)
	if len(people) == 0 || scope.Empty() {
		return nil, nil
	}
	var w sqldb.Where
	text := selectAssets(&w, by)
	and(&w, scope)
	w.And("d.active and d.person_id {{in ?}}", sqldb.List[directory.PersonID](people))
	return sqldb.All(ctx, s.d.DB, sqldb.Q("asset.of", text+w.SQL()+w.Numbered(` order by d.person_id, d.tag_key limit ?`, mostOwn)), scan, w.Args()...)
}

// load returns a device without asking who wants to know. Errors: errs.NotFound.
func load(ctx context.Context, q sqldb.Querier, id ID) (Asset, error) {
	return find(ctx, q, authz.System("asset"), authz.All(), "d.id = ?", int64(id))
}

// writable returns a device that the actor keeps. One that they see and do not keep is Forbidden.
func writable(ctx context.Context, q sqldb.Querier, by authz.Actor, id ID) (Asset, error) {
	a, err := find(ctx, q, by, Within(by, MayWrite), "d.id = ?", int64(id))
	if !errs.Is(err, errs.NotFound) {
		return a, err
	}
	if _, err := find(ctx, q, by, Visible(by), "d.id = ?", int64(id)); err != nil {
		return Asset{}, err
	}
	return Asset{}, errs.Denied(string(MayWrite))
}

// Keeps reports whether the actor keeps a device that they see, for pages that show or hide the way to change it.
func (s *Service) Keeps(ctx context.Context, by authz.Actor, id ID) (bool, error) {
	if !mayKeep(by) {
		return false, nil
	}
	_, err := find(ctx, s.d.DB, by, Within(by, MayWrite), "d.id = ?", int64(id))
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	return err == nil, err
}

func find(ctx context.Context, q sqldb.Querier, by authz.Actor, scope authz.Scope, condition string, args ...any) (Asset, error) {
	var w sqldb.Where
	text := selectAssets(&w, by)
	and(&w, scope)
	w.And(condition, args...)
	a, found, err := sqldb.Maybe(ctx, q, sqldb.Q("asset.find", text+w.SQL()), scan, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	return a, err
}
