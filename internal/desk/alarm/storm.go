package alarm

import (
	"context"
	"time"

	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

// stormTime is over how long cases are counted, and how long a storm lasts without another alarm.
const stormTime = 10 * time.Minute

// stormed lets an alarm go to the case of the storm, when its source has opened too many. It reports false in quiet times.
func (w *work) stormed(ctx context.Context, tx *sqldb.Tx, a *Alarm, rule *Rule) (bool, error) {
	now := tx.Now()
	if w.src.Storm == 0 || !w.src.StormUntil.After(now) {
		n, err := sqldb.One(ctx, tx, countCases, sqldb.Value[int64], int64(w.src.ID), sqldb.Time(now.Add(-stormTime)))
		if err != nil || n < int64(w.src.Config.Fuse) {
			return false, err
		}
		if err := w.beginStorm(ctx, tx, rule); err != nil {
			return false, err
		}
	}
	w.src.StormUntil = now.Add(stormTime)
	return true, w.joined(ctx, tx, a, rule, w.src.Storm, WasStorm)
}

// beginStorm gives the desk one case for all that comes.
func (w *work) beginStorm(ctx context.Context, tx *sqldb.Tx, rule *Rule) error {
	do := &rule.Config.Do
	t, err := w.report(ctx, tx, ticket.ReportInput{
		Desk: w.src.Desk, Kind: ticket.Incident, Channel: ticket.Alarm, SenderName: w.src.Name, Title: w.p.T("alarm.storm.title", "source", w.src.Name),
		Text:     w.p.T("alarm.storm.text", "source", w.src.Name, "n", w.src.Config.Fuse, "minutes", int(stormTime/time.Minute)),
		Category: do.Category, Group: do.Group, Impact: 1, Urgency: 1,
	})
	if err != nil {
		return err
	}
	w.src.Storm = t.ID
	_, err = tx.Exec(ctx, insertCase, int64(t.ID), int64(w.src.Org), int64(w.src.ID), "storm", "", sqldb.Time(tx.Now()))
	return err
}

var (
	stormSum   = sqldb.Q("alarm.storm_sum", `select count(*), coalesce(sum(case when state = 'firing' then 1 else 0 end), 0) from alarm where ticket_id = $1`)
	overStorms = sqldb.Q("alarm.storms_over", `select id from alarm_source where storm_id is not null and storm_until <= $1 order by id limit 100`)
)

// calmStorm ends a storm: its case is told how many there were, and how many fire still.
func (s *Service) calmStorm(ctx context.Context, id SourceID) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		w, err := s.begin(ctx, tx, id)
		if err != nil || w.src.Storm == 0 || w.src.StormUntil.After(tx.Now()) {
			return ignoreMissing(err)
		}
		type sum struct{ all, firing int }
		n, err := sqldb.One(ctx, tx, stormSum, func(r sqldb.Row) (sum, error) {
			var n sum
			return n, r.Scan(&n.all, &n.firing)
		}, int64(w.src.Storm))
		if err != nil {
			return err
		}
		if _, err := w.sayTo(ctx, tx, w.src.Storm, w.p.T("alarm.storm.over", "n", n.all, "firing", n.firing), true); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, endStorm, int64(id))
		return err
	})
}

// silent is the alarm that a source itself is not heard any more.
func (w *work) silent(state read.State) read.Alarm {
	a, _ := read.Given(read.Alarm{
		Key: silentKey, State: state, Severity: 2, Summary: w.p.T("alarm.silent.summary", "source", w.src.Name),
		Details: w.p.T("alarm.silent.details", "minutes", w.src.Config.Beat), Component: w.src.Code, Labels: map[string]string{},
	})
	return a
}

// silentKey names the alarm that a source is not heard; no source calls one of its own so.
const silentKey = "lotsen: silent"
