package ticket

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Merge lets one ticket live on in another that tells of the same. Nothing is moved: messages, files and the number
// stay where they are, words to the old number reach the new one, and Unmerge undoes it. Both must have the same
// requester, because the words of one would otherwise show to the user of the other.
// Errors: errs.NotFound, errs.Forbidden, errs.Invalid, errs.Conflict.
func (s *Service) Merge(ctx context.Context, by authz.Actor, from, into ID) (Ticket, error) {
	var target Ticket
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if from == into {
			return mergeError("ticket.error.merge_self")
		}
		a, b, err := s.pair(ctx, tx, by, MayMerge, from, into)
		if err != nil {
			return err
		}
		switch {
		case b.State == StateMerged:
			return mergeError("ticket.error.merge_merged")
		case a.Requester != b.Requester || a.SenderAddress != b.SenderAddress || a.Org != b.Org:
			return mergeError("ticket.error.merge_requester")
		}
		before := a
		if err := move(&a, StateMerged); err != nil {
			return err
		}
		a.MergedInto, a.ClosedAt, a.ClosedHow, a.AwaitsDesk = b.ID, tx.Now(), "merged", false
		if err := s.commit(ctx, tx, by, &before, &a, EventMerged, Payload{Other: b.ID}); err != nil {
			return err
		}
		before = b
		b.AwaitsDesk = b.AwaitsDesk || before.AwaitsDesk
		if err := s.commit(ctx, tx, by, &before, &b, EventMergedHere, Payload{Other: a.ID}); err != nil {
			return err
		}
		target = b
		return nil
	})
	return target, err
}

// Unmerge makes a merged ticket a case of its own again.
func (s *Service) Unmerge(ctx context.Context, by authz.Actor, id ID) (Ticket, error) {
	return s.update(ctx, by, id, MayMerge, EventUnmerged, func(_ context.Context, _ *sqldb.Tx, t *Ticket, p *Payload) error {
		if t.State != StateMerged {
			return errs.E(errs.Conflict, "ticket.error.not_merged")
		}
		p.Other = t.MergedInto
		t.State, t.MergedInto, t.ClosedAt, t.ClosedHow = StateOpen, 0, zeroTime, ""
		if t.Category == 0 {
			t.State = StateNew
		}
		return nil
	})
}

func mergeError(key string) error {
	var f errs.Fields
	f.Add("other", key)
	return f.Err()
}

var selectMergedHere = sqldb.Q("ticket.merged_here", `select id from ticket where merged_into = $1 order by id`)

// MergedHere returns the numbers of the tickets that live on in this one.
func (s *Service) MergedHere(ctx context.Context, t *Ticket) ([]ID, error) {
	return sqldb.All(ctx, s.db, selectMergedHere, sqldb.Value[ID], int64(t.ID))
}
