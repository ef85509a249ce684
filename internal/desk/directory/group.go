package directory

import (
	"context"
	"errors"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Groups returns the active groups of a desk, by line and name; desk 0 means every desk the actor can see.
func (s *Service) Groups(ctx context.Context, by authz.Actor, desk DeskID) ([]Group, error) {
	var w sqldb.Where
	and(&w, placesOf(by), "g")
	w.And("g.active")
	if desk != 0 {
		w.And("g.desk_id = ?", int64(desk))
	}
	return sqldb.All(ctx, s.db, sqldb.Q("directory.groups", selectGroup+w.SQL()+` order by g.line, g.name, g.id`), scanGroup, w.Args()...)
}

// Group returns one group, ended ones too.
func (s *Service) Group(ctx context.Context, by authz.Actor, id GroupID) (Group, error) {
	return findGroup(ctx, s.db, by, id)
}

func findGroup(ctx context.Context, q sqldb.Querier, by authz.Actor, id GroupID) (Group, error) {
	var w sqldb.Where
	and(&w, placesOf(by), "g")
	w.And("g.id = ?", int64(id))
	g, err := sqldb.One(ctx, q, sqldb.Q("directory.group", selectGroup+w.SQL()), scanGroup, w.Args()...)
	if errors.Is(err, sqldb.ErrNone) {
		return Group{}, errs.Missing()
	}
	return g, err
}

// GroupsOf returns the active groups that a person belongs to. Colleagues may know, unless the person is protected from
// them.
func (s *Service) GroupsOf(ctx context.Context, by authz.Actor, person PersonID) ([]Group, error) {
	var w sqldb.Where
	and(&w, placesOf(by), "g")
	and(&w, groupsOfSeen(by, person), "g")
	w.And("g.active")
	return sqldb.All(ctx, s.db, sqldb.Q("directory.groups_of", selectGroup+w.SQL()+` order by g.line, g.name, g.id`), scanGroup, w.Args()...)
}
