package approval

import (
	"context"
	"slices"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// WithdrawIn takes lines back, inside the transaction of who asked for them: nobody needs to decide them any more. No
// lines means all that stand. Lines that are not there, or over, are passed by.
func (s *Service) WithdrawIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, of Subject, lines []int64) error {
	a, found, err := sqldb.Maybe(ctx, tx, bySubject, scanApproval, of.Kind, of.ID)
	if err != nil || !found {
		return err
	}
	gone, waited, err := s.end(ctx, tx, &a, lines, PartWithdrawn)
	if err != nil || len(gone) == 0 {
		return err
	}
	if err := s.tell(ctx, tx, by, &a, EventWithdrawn, a.AskerFor, Told{Lines: gone}); err != nil {
		return err
	}
	if err := s.withdrawn(ctx, tx, &a, waited); err != nil {
		return err
	}
	r, err := rulesOf(ctx, tx, a.Org)
	if err != nil {
		return err
	}
	return s.settle(ctx, tx, by, &a, r, "")
}

// ReplaceIn asks anew for lines that were changed, inside the transaction of the change: what was said of them before
// counts no more. A line whose hash is as it was keeps its answer; all other lines of the approval stay as they are.
// Lines that need no approval after the change are in Opened.Free.
func (s *Service) ReplaceIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, d Draft) (Opened, error) {
	a, found, err := sqldb.Maybe(ctx, tx, bySubject, scanApproval, d.Subject.Kind, d.Subject.ID)
	if err != nil {
		return Opened{}, err
	}
	if !found {
		return s.OpenIn(ctx, tx, by, d)
	}
	parts, err := partsOf(ctx, tx, a.ID)
	if err != nil {
		return Opened{}, err
	}
	as := map[int64]string{}
	for i := range parts {
		as[parts[i].Line] = parts[i].Hash
	}
	d.Parts = slices.DeleteFunc(slices.Clone(d.Parts), func(p PartDraft) bool {
		hash, stands := as[p.Line]
		return stands && hash == p.Hash
	})
	if len(d.Parts) == 0 {
		return Opened{ID: a.ID}, nil
	}
	if _, _, err := s.end(ctx, tx, &a, linesOf(d.Parts), PartReplaced); err != nil {
		return Opened{}, err
	}
	if needed, free := needs(d.Parts, d.Standing); len(needed) == 0 {
		r, err := rulesOf(ctx, tx, a.Org)
		if err != nil {
			return Opened{}, err
		}
		if err := s.tell(ctx, tx, by, &a, EventChanged, d.AskerFor, Told{Lines: linesOf(d.Parts)}); err != nil {
			return Opened{}, err
		}
		return Opened{ID: a.ID, Free: free}, s.settle(ctx, tx, by, &a, r, "")
	}
	return s.add(ctx, tx, by, d, EventChanged)
}

// end lets the parts of lines stand no more, from the next version on. It returns the lines that it found, and the parts
// that somebody had been asked about.
func (s *Service) end(ctx context.Context, tx *sqldb.Tx, a *Approval, lines []int64, as PartState) (gone []int64, waited []*Part, err error) {
	parts, err := partsOf(ctx, tx, a.ID)
	if err != nil {
		return nil, nil, err
	}
	var ended []*Part
	for _, l := range linesIn(parts) {
		if lines != nil && !slices.Contains(lines, l.id) || as == PartWithdrawn && l.verdict() == Rejected {
			continue
		}
		gone = append(gone, l.id)
		for _, p := range l.parts {
			if p.State == PartOpen {
				waited = append(waited, p)
			}
			ended = append(ended, p)
		}
	}
	if len(ended) > 0 {
		_, err = tx.Exec(ctx, endParts, idList(ended), string(as), a.Version+1)
	}
	return gone, waited, err
}
