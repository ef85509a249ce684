package connector

import (
	"context"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Again has a job that failed tried anew. A password is gone by then: whoever wants one asks for it anew.
// Errors: errs.NotFound, errs.Conflict.
func (s *Service) Again(ctx context.Context, by authz.Actor, id JobID) error {
	return s.decide(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx, j *Job) error {
		switch {
		case j.State != Failed:
			return errs.E(errs.Conflict, "connector.error.not_failed")
		case j.Kind == Password:
			return errs.E(errs.Conflict, "connector.error.gone")
		}
		j.State, j.Error, j.Said, j.EndedAt, j.SentAt = Waiting, "", "", time.Time{}, time.Time{}
		j.DueAt = tx.Now().Add(giveUp)
		if err := s.save(ctx, tx, by, j, EventRetried); err != nil {
			return err
		}
		return s.wish(ctx, tx, j.ID)
	})
}

// GiveUp ends a job that waits for a system that will not answer any more. Errors: errs.NotFound, errs.Conflict.
func (s *Service) GiveUp(ctx context.Context, by authz.Actor, id JobID) error {
	return s.decide(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx, j *Job) error {
		if j.State.Ended() {
			return errs.E(errs.Conflict, "connector.error.ended")
		}
		return s.endIn(ctx, tx, by, j.ID, Failed, FaultStopped, "")
	})
}

// decide changes a job that the actor looks after; that it is their own is not enough.
func (s *Service) decide(ctx context.Context, by authz.Actor, id JobID, fn func(ctx context.Context, tx *sqldb.Tx, j *Job) error) error {
	x, err := s.Job(ctx, by, id)
	if err != nil {
		return err
	}
	if !mayArrange(by, x.Org) {
		return errs.Denied(string(MayArrange))
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		j, err := sqldb.One(ctx, tx, lockJob, scanJob, int64(id))
		if err != nil {
			return err
		}
		return fn(ctx, tx, &j)
	})
}
