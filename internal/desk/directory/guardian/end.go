package guardian

import (
	"context"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// End ends a relation from this moment. Errors: errs.NotFound, errs.Invalid without a reason, errs.Conflict when
// somebody was quicker.
func (s *Service) End(ctx context.Context, by authz.Actor, id ID, version int64, reason string) error {
	return s.change(ctx, by, id, version, reason, func(tx *sqldb.Tx, r *Relation) (string, audit.What) {
		r.EndedAt = tx.Now()
		return Ended, LogEnded
	})
}

// Block stops a relation because of secrecy, or lets it carry again. It asks for the same as End.
func (s *Service) Block(ctx context.Context, by authz.Actor, id ID, version int64, blocked bool, reason string) error {
	return s.change(ctx, by, id, version, reason, func(_ *sqldb.Tx, r *Relation) (string, audit.What) {
		r.Blocked = blocked
		return Changed, LogBlocked
	})
}

func (s *Service) change(ctx context.Context, by authz.Actor, id ID, version int64, reason string, fn func(*sqldb.Tx, *Relation) (string, audit.What)) error {
	if !by.May(MayWrite) {
		return errs.Denied(string(MayWrite))
	}
	if reason = clean.Line(reason, maxReason); clean.Blank(reason) {
		var bad errs.Fields
		bad.Add("reason", "field.required")
		return bad.Err()
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		r, err := find(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if r.Version != version || !r.EndedAt.IsZero() {
			return errs.E(errs.Conflict, "proxy.error.changed")
		}
		r.Reason = reason
		kind, what := fn(tx, &r)
		return s.save(ctx, tx, by, &r, kind, what, "")
	})
}

// find is a relation that the actor keeps.
func find(ctx context.Context, q sqldb.Querier, by authz.Actor, id ID) (Relation, error) {
	var w sqldb.Where
	condition, args := kept(by).SQL()
	w.And(condition, args...)
	w.And("r.id = ?", int64(id))
	r, found, err := sqldb.Maybe(ctx, q, sqldb.Q("guardian.find", `select `+columns+` from `+relations+` where `+w.SQL()), scan, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	return r, err
}

// EndIn is End for registers, inside a transaction that has decided who may.
func (s *Service) EndIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, r Relation, reason string) error {
	r.EndedAt, r.Reason = tx.Now(), reason
	return s.save(ctx, tx, by, &r, Ended, LogEnded, "")
}

func (s *Service) save(ctx context.Context, tx *sqldb.Tx, by authz.Actor, r *Relation, kind string, what audit.What, how string) error {
	var ender any
	if !r.EndedAt.IsZero() {
		ender = sqldb.ID(by.Person)
	}
	n, err := tx.Exec(ctx, updateRelation, int64(r.ID), r.Version, sqldb.Time(r.To), r.Blocked, r.Reason, ender, sqldb.Time(r.EndedAt))
	if err != nil {
		return err
	}
	if n == 0 {
		return errs.E(errs.Conflict, "proxy.error.changed")
	}
	r.Version++
	return s.tell(ctx, tx, by, r, kind, what, how)
}

// Get is a relation with names, for its page.
func (s *Service) Get(ctx context.Context, by authz.Actor, id ID) (Line, error) {
	r, err := find(ctx, s.db, by, id)
	if err != nil {
		return Line{}, err
	}
	list, err := s.List(ctx, by, r.Org, !r.EndedAt.IsZero(), r.ID+1)
	if err != nil || len(list) == 0 || list[0].ID != r.ID {
		return Line{Relation: r}, err
	}
	return list[0], nil
}

// swept is how many relations one round ends, in one transaction.
const swept = 200

// Sweep ends the relations whose child is of age or whose time is over. It protects nothing: what has ended carries
// nothing already. It writes the end down, so that lists are short and sessions are closed.
func (s *Service) Sweep(ctx context.Context) error {
	by := authz.System("guardian")
	for {
		n := 0
		err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			list, err := sqldb.All(ctx, tx, grownUp, scan, sqldb.Time(tx.Now()), YoungestOfAge(tx.Now()), swept)
			if err != nil {
				return err
			}
			n = len(list)
			for i := range list {
				r := &list[i]
				how := ""
				if r.To.IsZero() || r.To.After(tx.Now()) {
					how = "of_age"
				}
				r.EndedAt = tx.Now()
				if err := s.save(ctx, tx, by, r, Ended, LogEnded, how); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || n < swept {
			return err
		}
	}
}

// Guardians lists the living guardians of a child, for those who end sessions when a child's circumstances change.
func Guardians(ctx context.Context, q sqldb.Querier, child directory.PersonID) ([]directory.PersonID, error) {
	return sqldb.All(ctx, q, guardiansOf, sqldb.Value[directory.PersonID], int64(child))
}

var guardiansOf = sqldb.Q("guardian.of_child", `select guardian_id from guardian_relation where child_id = $1 and ended_at is null order by id`)
