package alarm

import (
	"context"
	"time"

	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/kit/sqldb"
)

var (
	selectDue     = sqldb.Q("alarm.due", `select id, source_id from alarm where due_at is not null and due_at <= $1 order by due_at limit 200`)
	selectExpired = sqldb.Q("alarm.expired", `
		select id, source_id from alarm where expires_at is not null and state = 'firing' and expires_at <= $1 order by expires_at limit 200`)
	selectBeats = sqldb.Q("alarm.beats", `
		select `+sourceColumns+` from alarm_source s where s.active and s.silent_since is null order by s.id limit 1000`)
)

type dueAlarm struct {
	id     ID
	source SourceID
}

func scanDue(r sqldb.Row) (dueAlarm, error) {
	var d dueAlarm
	return d, r.Scan(&d.id, &d.source)
}

// Sweep does what is due by now: alarms that were given time, silenced, in a service window or flapping are looked at
// again; those that end by themselves end; sources that are silent for too long are told of; storms end. It reads only
// what is due, and does nothing to what another node has done.
func (s *Service) Sweep(ctx context.Context) error {
	for _, look := range []struct {
		list sqldb.Stmt
		do   func(context.Context, *sqldb.Tx, *work, *Alarm) error
	}{{selectExpired, expire}, {selectDue, reconsider}} {
		for {
			due, err := sqldb.All(ctx, s.DB, look.list, scanDue, sqldb.Time(s.DB.Now()))
			if err != nil {
				return err
			}
			for _, d := range due {
				if err := s.look(ctx, d, look.do); err != nil {
					return err
				}
			}
			if len(due) == 0 {
				break
			}
		}
	}
	over, err := sqldb.All(ctx, s.DB, overStorms, sqldb.Value[SourceID], sqldb.Time(s.DB.Now()))
	if err != nil {
		return err
	}
	for _, id := range over {
		if err := s.calmStorm(ctx, id); err != nil {
			return err
		}
	}
	return s.beats(ctx)
}

// look runs one thing that is due, with its source in hand.
func (s *Service) look(ctx context.Context, d dueAlarm, do func(context.Context, *sqldb.Tx, *work, *Alarm) error) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		a, err := sqldb.One(ctx, tx, byNumber, scanAlarm, int64(d.id))
		if err != nil {
			return err
		}
		w, err := s.begin(ctx, tx, d.source)
		if ignoreMissing(err) != nil {
			return err
		}
		if err != nil {
			a.DueAt, a.Expires = time.Time{}, time.Time{} // Its source has been put away.
			return write(ctx, tx, &a)
		}
		if a, err = sqldb.One(ctx, tx, byNumber, scanAlarm, int64(d.id)); err != nil {
			return err // Read again: the source's lock may have been waited for.
		}
		if err := do(ctx, tx, w, &a); err != nil {
			return err
		}
		if err := write(ctx, tx, &a); err != nil {
			return err
		}
		tx.Poke(topic(w.src.Desk))
		_, err = tx.Exec(ctx, keepStorm, int64(w.src.ID), sqldb.ID(w.src.Storm), sqldb.Time(w.src.StormUntil))
		return err
	})
}

var keepStorm = sqldb.Q("alarm.source_keep_storm", `update alarm_source set storm_id = $2, storm_until = $3 where id = $1`)

func reconsider(ctx context.Context, tx *sqldb.Tx, w *work, a *Alarm) error {
	if a.DueAt.IsZero() || a.DueAt.After(tx.Now()) {
		return nil
	}
	return w.consider(ctx, tx, a)
}

// expire ends an alarm of which nobody says that it has ceased.
func expire(ctx context.Context, tx *sqldb.Tx, w *work, a *Alarm) error {
	if a.State != read.Firing || a.Expires.IsZero() || a.Expires.After(tx.Now()) {
		return nil
	}
	a.State, a.Changed, a.Expires = read.Resolved, tx.Now(), time.Time{}
	if err := note(ctx, tx, a, WasExpired, ""); err != nil {
		return err
	}
	return w.consider(ctx, tx, a)
}

// beats raises an alarm for every source that should have been heard and was not.
func (s *Service) beats(ctx context.Context) error {
	list, err := sqldb.All(ctx, s.DB, selectBeats, scanSource)
	if err != nil {
		return err
	}
	for i := range list {
		if !late(&list[i], s.DB.Now()) {
			continue
		}
		err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return s.beat(ctx, tx, list[i].ID) })
		if ignoreMissing(err) != nil {
			return err
		}
	}
	return nil
}

func late(src *Source, now time.Time) bool {
	heard := src.HeardAt
	if heard.IsZero() {
		heard = src.CreatedAt
	}
	return src.Config.Beat > 0 && src.SilentSince.IsZero() && now.Sub(heard) > time.Duration(src.Config.Beat)*time.Minute
}

func (s *Service) beat(ctx context.Context, tx *sqldb.Tx, id SourceID) error {
	w, err := s.begin(ctx, tx, id)
	if err != nil || !late(&w.src, tx.Now()) {
		return err
	}
	in := w.silent(read.Firing)
	k, err := w.known(ctx, tx, []read.Alarm{in})
	if err != nil {
		return err
	}
	if _, err := w.one(ctx, tx, k, &in); err != nil {
		return err
	}
	tx.Poke(topic(w.src.Desk))
	if _, err := tx.Exec(ctx, keepStorm, int64(id), sqldb.ID(w.src.Storm), sqldb.Time(w.src.StormUntil)); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, setSilent, int64(id), sqldb.Time(tx.Now()))
	return err
}
