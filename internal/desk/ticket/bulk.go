package ticket

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
)

// MaxBulk is how many tickets one bulk change may name.
const MaxBulk = 200

// BulkInput is one change to many tickets. Exactly what is set is done.
type BulkInput struct {
	IDs      []ID
	Group    *directory.GroupID
	Assignee *directory.PersonID
	Category *CategoryID
	Impact   *int
	Urgency  *int
	Note     string
}

// BulkResult tells of each ticket whether it was changed, and if not, why.
type BulkResult struct {
	Done   []ID
	Failed map[ID]error
}

// Bulk changes many tickets, each in a transaction of its own, so that one that is out of reach does not hold back the
// others; every refusal is told. Errors: errs.Invalid for no or too many tickets.
func (s *Service) Bulk(ctx context.Context, by authz.Actor, in BulkInput) (BulkResult, error) {
	res := BulkResult{Failed: map[ID]error{}}
	if len(in.IDs) == 0 || len(in.IDs) > MaxBulk {
		return res, errs.E(errs.Invalid, "ticket.error.bulk", "max", MaxBulk)
	}
	for _, id := range in.IDs {
		if err := s.bulkOne(ctx, by, id, &in); err != nil {
			if errs.Is(err, errs.Internal) {
				return res, err
			}
			res.Failed[id] = err
			continue
		}
		res.Done = append(res.Done, id)
	}
	return res, nil
}

func (s *Service) bulkOne(ctx context.Context, by authz.Actor, id ID, in *BulkInput) error {
	if in.Category != nil || in.Impact != nil || in.Urgency != nil {
		if _, err := s.Change(ctx, by, id, ChangeInput{Category: in.Category, Impact: in.Impact, Urgency: in.Urgency}); err != nil {
			return err
		}
	}
	if in.Group != nil || in.Assignee != nil {
		t, err := s.Load(ctx, by, id)
		if err != nil {
			return err
		}
		to := AssignInput{Group: t.Group, Assignee: t.Assignee}
		if in.Group != nil {
			to.Group, to.Assignee = *in.Group, 0
		}
		if in.Assignee != nil {
			to.Assignee = *in.Assignee
		}
		if _, err := s.Assign(ctx, by, id, to); err != nil {
			return err
		}
	}
	if in.Note != "" {
		if _, err := s.Write(ctx, by, id, Words{Text: in.Note}); err != nil {
			return err
		}
	}
	return nil
}
