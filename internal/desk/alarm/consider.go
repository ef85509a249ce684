package alarm

import (
	"context"
	"time"

	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/kit/sqldb"
)

// consider does what an alarm, as it stands now, calls for: it compares what is with what its case has heard. However
// often it is asked, it does nothing twice. When something is to wait it says until when.
func (w *work) consider(ctx context.Context, tx *sqldb.Tx, a *Alarm) error {
	now := tx.Now()
	a.DueAt, a.Quiet = time.Time{}, ""
	if a.Flaps() {
		if calm := a.Changed.Add(w.flapTime()); now.Before(calm) {
			return w.flapping(ctx, tx, a, calm)
		}
		a.FlappingSince, a.FlapTold = time.Time{}, false
		if err := note(ctx, tx, a, WasCalm, ""); err != nil {
			return err
		}
		if a.State == read.Firing && a.Told == read.Firing {
			return w.say(ctx, tx, a, w.p.T("alarm.said.calm", "summary", a.Summary), false)
		}
	}
	if a.State == read.Resolved {
		if a.Told != read.Firing || a.Ticket == 0 {
			return nil
		}
		return w.recover(ctx, tx, a)
	}
	if a.Told == read.Firing {
		return nil
	}
	rule := pick(w.rules, a)
	if quiet, err := w.hushed(ctx, tx, a, &rule); quiet || err != nil {
		return err
	}
	if wait := a.Changed.Add(time.Duration(rule.Config.Do.Delay) * time.Minute); now.Before(wait) {
		a.Quiet, a.DueAt = QuietDelay, wait
		return nil
	}
	return w.tell(ctx, tx, a, &rule, false)
}

// hushed reports whether nothing is to be done about an alarm now, and until when.
func (w *work) hushed(ctx context.Context, tx *sqldb.Tx, a *Alarm, rule *Rule) (bool, error) {
	do := &rule.Config.Do
	if do.Ignore {
		a.Quiet, a.Rule = QuietRule, rule.ID
		return true, nil
	}
	if until := w.silenced(a); until.After(tx.Now()) {
		a.Quiet, a.DueAt = QuietSilence, until
		return true, nil
	}
	if do.Windows == QuietNever {
		return false, nil
	}
	until, quiet, err := w.Outage.QuietIn(ctx, tx, a.Org, do.Service, do.Windows == QuietOpen)
	if quiet {
		a.Quiet, a.DueAt = QuietWindow, until
	}
	return quiet, err
}

func (w *work) flapTime() time.Duration { return time.Duration(w.src.Config.FlapMinutes) * time.Minute }

// flap marks an alarm that has changed too often in a while.
func (w *work) flap(ctx context.Context, tx *sqldb.Tx, a *Alarm) error {
	if a.Flaps() || w.src.Config.FlapChanges == 0 {
		return nil
	}
	n, err := sqldb.One(ctx, tx, countFlaps, sqldb.Value[int64], int64(a.ID), sqldb.Time(tx.Now().Add(-w.flapTime())))
	if err != nil || n < int64(w.src.Config.FlapChanges) {
		return err
	}
	a.FlappingSince = tx.Now()
	return note(ctx, tx, a, WasFlapping, "")
}

// flapping tells an alarm's case once that it flaps, and then waits until it has been calm for a while.
func (w *work) flapping(ctx context.Context, tx *sqldb.Tx, a *Alarm, calm time.Time) error {
	a.DueAt = calm
	if a.FlapTold {
		return nil
	}
	rule := pick(w.rules, a)
	if a.Ticket == 0 || a.Told != read.Firing {
		if quiet, err := w.hushed(ctx, tx, a, &rule); quiet || err != nil {
			if a.DueAt.IsZero() || a.DueAt.After(calm) {
				a.DueAt = calm
			}
			return err
		}
	}
	a.FlapTold = true
	return w.tell(ctx, tx, a, &rule, true)
}
