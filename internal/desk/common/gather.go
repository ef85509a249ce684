package common

import (
	"context"
	"slices"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// MaxGather is how many cases are put together in one go.
const MaxGather = 500

// GatherInput says which cases belong together.
type GatherInput struct {
	Parent   ticket.ID // 0: New is registered for them.
	New      ticket.ReportInput
	Children []ticket.ID
}

// Gathered tells of each case whether it was put under the common one, and if not, why.
type Gathered struct {
	Parent ticket.Ticket
	Done   []ticket.ID
	Failed map[ticket.ID]error
}

// Gather puts cases under a common one, in one transaction. A case that cannot be put there does not hold back the
// others, and every refusal is told; a common ticket that nothing would hang on is not made.
// Errors: errs.NotFound, errs.Forbidden, errs.Invalid.
func (s *Service) Gather(ctx context.Context, by authz.Actor, in GatherInput) (Gathered, error) {
	res := Gathered{}
	slices.Sort(in.Children)
	in.Children = slices.Compact(in.Children)
	if len(in.Children) == 0 || len(in.Children) > MaxGather {
		return res, errs.E(errs.Invalid, "common.error.gather", "max", MaxGather)
	}
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		res = Gathered{Failed: map[ticket.ID]error{}}
		all := append(slices.Clone(in.Children), in.Parent)
		if _, err := sqldb.All(ctx, tx, lockCases, sqldb.Value[ticket.ID], sqldb.List[ticket.ID](all)); err != nil {
			return err
		}
		kin, err := kinships(ctx, tx, all)
		if err != nil {
			return err
		}
		var fit []ticket.ID
		for _, id := range in.Children {
			if err := s.mayHang(ctx, tx, by, id, in.Parent, kin); err != nil {
				if errs.Is(err, errs.Internal) {
					return err
				}
				res.Failed[id] = err
				continue
			}
			fit = append(fit, id)
		}
		if len(fit) == 0 {
			return nothingFits(res.Failed)
		}
		if res.Parent, err = s.parent(ctx, tx, by, in, kin); err != nil {
			return err
		}
		joined := s.ticket.In(tx)
		for _, id := range fit {
			if err := joined.Link(ctx, by, id, res.Parent.ID, ticket.LinkChild); err != nil {
				return err
			}
			res.Done = append(res.Done, id)
		}
		res.Parent, err = joined.Load(ctx, by, res.Parent.ID)
		return err
	})
	return res, err
}

// nothingFits is the refusal of a whole gathering: why its first case could not be put anywhere.
func nothingFits(failed map[ticket.ID]error) error {
	ids := make([]ticket.ID, 0, len(failed))
	for id := range failed {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var f errs.Fields
	for _, id := range ids[:min(len(ids), 20)] {
		f.Add("t", "common.error.not_put", "ref", id.String())
	}
	return f.Err()
}

// parent is the common ticket: the one that was named, or one made for the cases, which is told to nobody.
func (s *Service) parent(ctx context.Context, tx *sqldb.Tx, by authz.Actor, in GatherInput, kin kinship) (ticket.Ticket, error) {
	if in.Parent == 0 {
		in.New.Source.Silent = true
		return s.ticket.ReportIn(ctx, tx, by, in.New)
	}
	t, err := s.worked(ctx, tx, by, in.Parent)
	if err != nil {
		return t, err
	}
	var f errs.Fields
	switch {
	case t.State.Ended():
		f.Add("parent", "common.error.parent_ended")
	case len(kin.above[t.ID]) > 0:
		f.Add("parent", "common.error.parent_below")
	}
	return t, f.Err()
}

// mayHang says why a case cannot be put under a common one; nil when it can.
func (s *Service) mayHang(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id, parent ticket.ID, kin kinship) error {
	t, err := s.worked(ctx, tx, by, id)
	switch {
	case err != nil:
		return err
	case id == parent:
		return errs.E(errs.Invalid, "common.error.itself")
	case t.State.Ended():
		return errs.E(errs.Conflict, "common.error.child_ended")
	case slices.Contains(kin.above[id], parent):
		return errs.E(errs.Conflict, "common.error.there_already")
	case len(kin.above[id]) > 0:
		return errs.E(errs.Conflict, "common.error.has_parent")
	case kin.below[id] > 0:
		return errs.E(errs.Conflict, "common.error.is_parent")
	}
	return nil
}

// kinship is what hangs on what: the common tickets above a case, and how many cases are below one.
type kinship struct {
	above map[ticket.ID][]ticket.ID
	below map[ticket.ID]int
}

func kinships(ctx context.Context, q sqldb.Querier, ids []ticket.ID) (kinship, error) {
	k := kinship{above: map[ticket.ID][]ticket.ID{}, below: map[ticket.ID]int{}}
	err := sqldb.Each(ctx, q, selectKinships, func(r sqldb.Row) error {
		var from, to ticket.ID
		if err := r.Scan(&from, &to); err != nil {
			return err
		}
		k.above[from] = append(k.above[from], to)
		k.below[to]++
		return nil
	}, sqldb.List[ticket.ID](ids))
	return k, err
}

// Remove takes a case out of its group. What was said and done to it stays: it goes on alone as it stands.
func (s *Service) Remove(ctx context.Context, by authz.Actor, parent, child ticket.ID) error {
	return s.ticket.Unlink(ctx, by, child, parent, ticket.LinkChild)
}
