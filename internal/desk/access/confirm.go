package access

import (
	"context"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Confirm is the second pair of eyes on a central role: from now on it counts. It asks for the same as giving the role, by
// a right of one's own, and neither whoever gave it nor whoever gets it, nor the one whose role a substitute gets, may.
// Errors: errs.NotFound, errs.Forbidden, errs.Conflict for what waits no longer.
func (s *Service) Confirm(ctx context.Context, by authz.Actor, id RightID) error {
	if !by.May(RoleGrant) && !by.May(RoleGiveCentral) {
		return errs.Denied(string(RoleGrant))
	}
	by = ownRights(by)
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		r, role, err := rightIn(ctx, tx, id)
		if err != nil {
			return err
		}
		p, _, err := s.mayGive(ctx, tx, by, giving{role, r.Person, r.Reach, r.Of, r.Limits})
		if err != nil {
			return err
		}
		if !by.IsSystem() && concerned(by, r) {
			return errs.E(errs.Forbidden, "grant.confirm.own")
		}
		now := tx.Now()
		if !r.Waiting || !r.EndedAt.IsZero() || !r.To.IsZero() && !r.To.After(now) {
			return errs.E(errs.Conflict, "grant.confirm.late")
		}
		from := r.From
		if from.Before(now) {
			from = now // What did not count yesterday is not said to have.
		}
		n, err := tx.Exec(ctx, confirmRight, int64(id), sqldb.ID(by.Person), sqldb.Time(now), sqldb.Time(from), from.After(now))
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.E(errs.Conflict, "grant.confirm.late")
		}
		return s.tellRight(ctx, tx, by, p, RightConfirmed, audit.RightConfirmed, r, 0)
	})
}

// concerned reports whether somebody has a part in a right already.
func concerned(by authz.Actor, r Right) bool {
	me := directory.PersonID(by.Person)
	return me == r.GrantedBy || me == r.Person || me == r.For
}

// ownRights is the actor without what they hold for somebody else.
func ownRights(by authz.Actor) authz.Actor {
	var own []authz.Grant
	for _, g := range by.Grants {
		if g.For == 0 {
			own = append(own, g)
		}
	}
	by.Grants = own
	return by
}

// Unconfirmed lists the rights in the actor's reach that wait for a second person, the oldest first.
func (s *Service) Unconfirmed(ctx context.Context, by authz.Actor) ([]Right, error) {
	if !by.May(RoleGrant) && !by.May(RoleGiveCentral) {
		return nil, errs.Denied(string(RoleGrant))
	}
	var w sqldb.Where
	condition, args := rightsWithin(by).SQL()
	w.And(condition, args...)
	w.And("g.waiting and g.ended_at is null and (g.valid_to is null or g.valid_to > ?)", sqldb.Time(s.db.Now()))
	return sqldb.All(ctx, s.db, sqldb.Q("access.unconfirmed", selectRight+w.SQL()+` order by g.id limit 200`), scanRight, w.Args()...)
}
