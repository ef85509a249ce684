package directory

import (
	"context"
	"errors"
	"slices"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Desks returns the active desks of the organisations that the actor has to do with: where one can report.
func (s *Service) Desks(ctx context.Context, by authz.Actor) ([]Desk, error) {
	var w sqldb.Where
	and(&w, placesOf(by), "d")
	w.And("d.active")
	return sqldb.All(ctx, s.db, sqldb.Q("directory.desks", selectDesk+w.SQL()+` order by d.org_id, d.id`), scanDesk, w.Args()...)
}

// Desk returns one desk, ended ones too.
func (s *Service) Desk(ctx context.Context, by authz.Actor, id DeskID) (Desk, error) {
	var w sqldb.Where
	and(&w, placesOf(by), "d")
	w.And("d.id = ?", int64(id))
	d, err := sqldb.One(ctx, s.db, sqldb.Q("directory.desk", selectDesk+w.SQL()), scanDesk, w.Args()...)
	if errors.Is(err, sqldb.ErrNone) {
		return Desk{}, errs.Missing()
	}
	return d, err
}

// DesksOf returns the desks at which the actor works: those where they hold any verb by desk or by group, and all desks
// of an organisation for which they hold verb. Verb "" asks for the former alone.
func (s *Service) DesksOf(ctx context.Context, by authz.Actor, verb authz.Verb) ([]Desk, error) {
	var desks, groups []int64
	for _, g := range by.Grants {
		switch {
		case g.Narrowed():
		case g.Reach == authz.Desk && !slices.Contains(desks, g.Of):
			desks = append(desks, g.Of)
		case g.Reach == authz.Group && !slices.Contains(groups, g.Of):
			groups = append(groups, g.Of)
		}
	}
	works := deskScope(by, verb, desks, groups)
	if works.Empty() {
		return nil, nil
	}
	var w sqldb.Where
	and(&w, works, "d")
	w.And("d.active")
	return sqldb.All(ctx, s.db, sqldb.Q("directory.desks_of", selectDesk+w.SQL()+` order by d.org_id, d.id`), scanDesk, w.Args()...)
}

// ContactWays returns how to reach a desk, in the order in which to show them. Anybody may know, without logging in too.
func (s *Service) ContactWays(ctx context.Context, desk DeskID) ([]ContactWay, error) {
	return sqldb.All(ctx, s.db, waysOfDesk, scanWay, int64(desk))
}

var waysOfDesk = sqldb.Q("directory.ways", selectWay+`c.desk_id = $1 order by c.pos, c.id`)
