package access

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// atOnce bounds how much one step of Times tells.
const atOnce = 200

// Times tells what time has done to rights and absences since it ran last: what begins and ends by itself does so whether
// this runs or not. It may run at any time and as often as one likes.
func (s *Service) Times(ctx context.Context) error {
	by := authz.System("rights")
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		for _, x := range []struct {
			list, done sqldb.Stmt
			event      string
		}{{rightsBegun, rightBegun, RightBegun}, {rightsOver, rightOver, RightOver}} {
			if err := s.timeOfRights(ctx, tx, by, x.list, x.done, x.event); err != nil {
				return err
			}
		}
		for _, x := range []struct {
			list, done sqldb.Stmt
			event      string
		}{{absencesBegun, absenceBegun, SubstituteBegun}, {absencesOver, absenceOver, SubstituteOver}} {
			if err := s.timeOfAbsences(ctx, tx, by, x.list, x.done, x.event); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) timeOfRights(ctx context.Context, tx *sqldb.Tx, by authz.Actor, list, done sqldb.Stmt, eventType string) error {
	rights, err := sqldb.All(ctx, tx, list, scanRight, sqldb.Time(tx.Now()), atOnce)
	if err != nil {
		return err
	}
	for _, r := range rights {
		if _, err := tx.Exec(ctx, done, int64(r.ID)); err != nil {
			return err
		}
		if r.Waiting || !r.EndedAt.IsZero() {
			continue // It never counted, or somebody has told of its end.
		}
		p, err := directory.Load(ctx, tx, r.Person)
		if err != nil {
			return err
		}
		if err := s.tellRight(ctx, tx, by, p, eventType, "", r, r.For); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) timeOfAbsences(ctx context.Context, tx *sqldb.Tx, by authz.Actor, list, done sqldb.Stmt, eventType string) error {
	absences, err := sqldb.All(ctx, tx, list, scanSubstitution, sqldb.Time(tx.Now()), atOnce)
	if err != nil {
		return err
	}
	for _, a := range absences {
		if _, err := tx.Exec(ctx, done, int64(a.ID)); err != nil {
			return err
		}
		if err := s.tellAbsence(ctx, tx, by, a, eventType); err != nil {
			return err
		}
	}
	return nil
}

var (
	rightsBegun   = sqldb.Q("access.times.rights_begun", selectRight+`g.tells_begin and g.valid_from <= $1 order by g.valid_from, g.id limit $2`)
	rightsOver    = sqldb.Q("access.times.rights_over", selectRight+`g.tells_end and g.valid_to <= $1 order by g.valid_to, g.id limit $2`)
	rightBegun    = sqldb.Q("access.times.right_begun", `update role_grant set tells_begin = false where id = $1`)
	rightOver     = sqldb.Q("access.times.right_over", `update role_grant set tells_begin = false, tells_end = false where id = $1`)
	absencesBegun = sqldb.Q("access.times.absences_begun", selectSubstitution+`not x.told_begin and x.valid_from <= $1 order by x.valid_from, x.id limit $2`)
	absencesOver  = sqldb.Q("access.times.absences_over", selectSubstitution+`not x.told_end and x.valid_to <= $1 order by x.valid_to, x.id limit $2`)
	absenceBegun  = sqldb.Q("access.times.absence_begun", `update substitution set told_begin = true where id = $1`)
	absenceOver   = sqldb.Q("access.times.absence_over", `update substitution set told_begin = true, told_end = true where id = $1`)
)
