package report

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/check"
	"lotsen/internal/kit/event"
)

const (
	// checkFillFor is how long a check takes for filling a ledger of its own.
	checkFillFor = 10 * time.Minute
	// checkTries is how often figures are counted again because tickets changed in between.
	checkTries = 5
)

// Find counts everything both ways, by a ledger filled from the rows and from the rows themselves, and tells where the two
// differ: a check of lotsen check. Nothing is stored, so nothing is to be repaired. Tickets that change all the time are
// not compared.
func Find(ctx context.Context, env check.Env, report func(string)) error {
	if env.Quick {
		return nil
	}
	s := New(Deps{DB: env.DB})
	if _, err := s.follower.now(ctx, checkFillFor, true); err != nil {
		if s.follower.off == nil {
			return err
		}
		report("figures are counted slowly, from the rows: " + s.follower.off.Error())
		return nil
	}
	for _, d := range Dimensions() {
		differs, err := s.differs(ctx, d)
		if err != nil {
			return err
		}
		if differs {
			report(fmt.Sprintf("figures by %q differ between the ledger and the rows", d))
		}
	}
	return nil
}

func (s *Service) differs(ctx context.Context, d Dimension) (bool, error) {
	by, p := authz.System("check"), Params{GroupBy: d}
	for range checkTries {
		before, err := event.Mark(ctx, s.db)
		if err != nil {
			return false, err
		}
		quick, err := s.fromLedger(ctx, by, &p, dimensions[d])
		if err != nil {
			return false, err
		}
		plain, err := s.counted(ctx, counted(by), &p, dimensions[d])
		if err != nil {
			return false, err
		}
		after, err := event.Mark(ctx, s.db)
		if err != nil {
			return false, err
		}
		byKey(quick.rows)
		byKey(plain.rows)
		if reflect.DeepEqual(quick, plain) {
			return false, nil
		}
		if before == after {
			return true, nil
		}
	}
	return false, nil
}
