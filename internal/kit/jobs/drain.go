package jobs

import (
	"context"
	"errors"
)

// Drain runs everything that is due by the clock, one at a time and earliest first, until nothing is: recurring work
// whose time has come, and jobs, also those that these enqueue. For tests and one-shot commands. It returns the failures
// of the tries; failed jobs wait for their next try as always.
func (r *Runner) Drain(ctx context.Context) error {
	if err := errors.Join(r.rescue(ctx), r.tick(ctx)); err != nil {
		return err
	}
	var failures []error
	for {
		ran := 0
		for _, q := range r.queues {
			jobs, err := r.claim(ctx, q, 1)
			if err != nil {
				return errors.Join(append(failures, err)...)
			}
			for _, j := range jobs {
				ran++
				if err := r.try(ctx, j); err != nil {
					failures = append(failures, err)
				}
			}
		}
		if ran == 0 {
			return errors.Join(failures...)
		}
	}
}
