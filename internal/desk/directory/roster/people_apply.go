package roster

import (
	"context"
	"slices"

	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// share is how many rows go into one transaction: others get their turn in between.
const share = 500

// apply carries the plan out: first the marks of protected identity, then all else. A person whom somebody changes
// meanwhile is left as they left it and becomes a refused row.
func (w *peopleWork) apply(ctx context.Context) error {
	for _, step := range []func(context.Context, *sqldb.Tx, *personCase) error{w.hide, w.write} {
		for from := 0; from < len(w.cases); from += share {
			part := w.cases[from:min(from+share, len(w.cases))]
			if err := w.together(ctx, part, step); err != nil {
				return err
			}
		}
	}
	return nil
}

// together runs a step over some cases in one transaction. The transaction may run more than once, so what it learns is
// kept only when it is done.
func (w *peopleWork) together(ctx context.Context, part []personCase, step func(context.Context, *sqldb.Tx, *personCase) error) error {
	var done []personCase
	err := w.s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		done = slices.Clone(part)
		for i := range done {
			if done[i].row.Action == Refused || done[i].row.Action == Unchanged {
				continue
			}
			err := step(ctx, tx, &done[i])
			if errs.Is(err, errs.Conflict) {
				done[i].refuse(Reason{Key: "import.row.meanwhile"})
				continue
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		copy(part, done)
	}
	return err
}

func (w *peopleWork) hide(ctx context.Context, tx *sqldb.Tx, c *personCase) error {
	if c.before.ID == 0 || !c.mark || c.before.Protected {
		return nil
	}
	p, err := w.s.dir.Mark(ctx, tx, w.by, c.before, true)
	if err == nil {
		c.before = p
	}
	return err
}

func (w *peopleWork) write(ctx context.Context, tx *sqldb.Tx, c *personCase) error {
	if c.before.ID == 0 {
		p, err := w.s.dir.TakeUp(ctx, tx, w.by, w.org, c.in, c.mark)
		if err != nil || c.born == "" {
			return err
		}
		return guardian.SetBorn(ctx, tx, p.ID, c.born)
	}
	p, err := w.s.dir.Amend(ctx, tx, w.by, c.before, c.in, c.active)
	if err != nil {
		return err
	}
	if c.born != "" {
		if err := guardian.SetBorn(ctx, tx, p.ID, c.born); err != nil {
			return err
		}
	}
	if c.before.Protected && !c.mark {
		_, err = w.s.dir.Mark(ctx, tx, w.by, p, false)
	}
	return err
}
