package approval

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// ask tells those who may decide the parts that have just opened. Parts that nobody near may decide go on at once.
func (s *Service) ask(ctx context.Context, tx *sqldb.Tx, by authz.Actor, a *Approval, fresh []*Part, word string) error {
	if len(fresh) == 0 {
		return nil
	}
	return s.pass(ctx, tx, by, a, fresh, word, func(near, far []directory.PersonID) ([]directory.PersonID, bool) {
		return near, len(near) == 0
	})
}

// pass finds out who hears of which parts, says it once to each group of people, marks what goes on to those for the
// whole organisation, and opens a case when there is nobody at all.
func (s *Service) pass(ctx context.Context, tx *sqldb.Tx, by authz.Actor, a *Approval, parts []*Part, word string,
	choose func(near, far []directory.PersonID) (who []directory.PersonID, on bool),
) error {
	everybody, err := holders(ctx, tx, a.Org)
	if err != nil {
		return err
	}
	sealed, err := sealedAmong(ctx, tx, parts)
	if err != nil {
		return err
	}
	var on, stuck []*Part
	tell := map[directory.PersonID][]*Part{}
	raised := map[directory.PersonID][]*Part{}
	for _, p := range parts {
		near, far := route(everybody, a, p, sealed)
		who, further := choose(near, far)
		if further {
			on = append(on, p)
			if len(near)+len(far) == 0 {
				stuck = append(stuck, p)
			}
			for _, id := range far {
				raised[id] = append(raised[id], p)
			}
		}
		for _, id := range who {
			tell[id] = append(tell[id], p)
		}
	}
	if len(on) > 0 {
		if _, err := tx.Exec(ctx, escalateParts, idList(on)); err != nil {
			return err
		}
	}
	if err := s.each(ctx, tx, a, word, tell); err != nil {
		return err
	}
	if err := s.each(ctx, tx, a, wordOverdue, raised); err != nil {
		return err
	}
	if len(stuck) > 0 {
		return s.stick(ctx, tx, by, a, stuck)
	}
	return nil
}

var escalateParts = sqldb.Q("approval.part.escalate", `update approval_part set escalated = true, escalate_at = null where id {{in $1}}`)

// each says a word to people who are asked about the same parts with one word, and to others with one of their own.
func (s *Service) each(ctx context.Context, tx *sqldb.Tx, a *Approval, word string, tell map[directory.PersonID][]*Part) error {
	people := make([]directory.PersonID, 0, len(tell))
	for id := range tell {
		people = append(people, id)
	}
	slices.SortFunc(people, cmp.Compare)
	said := map[string][]directory.PersonID{}
	var order []string
	for _, id := range people {
		key := fmt.Sprint(idList(tell[id]))
		if said[key] == nil {
			order = append(order, key)
		}
		said[key] = append(said[key], id)
	}
	for i, key := range order {
		if err := s.say(ctx, tx, a, word, i, tell[said[key][0]], said[key]); err != nil {
			return err
		}
	}
	return nil
}
