package alarm

import (
	"context"
	"time"

	"lotsen/internal/desk/audit"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Silence keeps the desk from acting on an alarm, or on all of a source, for a time.
type Silence struct {
	ID     SilenceID
	Source SourceID
	Alarm  ID // 0: all of the source.
	Reason string
	From   time.Time
	Until  time.Time
}

const maxSilence = 90 * 24 * time.Hour

var (
	silencesNow = sqldb.Q("alarm.silences", `
		select id, source_id, alarm_id, reason, from_at, until_at from alarm_silence where source_id = $1 and until_at > $2 order by until_at desc limit 500`)
	insertSilence = sqldb.Q("alarm.silence_insert", `
		insert into alarm_silence (org_id, desk_id, source_id, alarm_id, reason, from_at, until_at, created_by, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $6) returning id`)
	endSilences = sqldb.Q("alarm.silence_end", `
		update alarm_silence set until_at = $3 where source_id = $1 and until_at > $3 and (alarm_id is null and $2 = 0 or alarm_id = $2)`)
	wakeSilenced = sqldb.Q("alarm.silence_wake", `
		update alarm set due_at = $3 where source_id = $1 and quiet = 'silence' and (id = $2 or $2 = 0)`)
)

func scanSilence(r sqldb.Row) (Silence, error) {
	var s Silence
	return s, r.Scan(&s.ID, &s.Source, sqldb.ScanID(&s.Alarm), &s.Reason, sqldb.ScanTime(&s.From), sqldb.ScanTime(&s.Until))
}

// silenced is until when nothing is done about an alarm; the zero time when there is no silence.
func (w *work) silenced(a *Alarm) time.Time {
	var until time.Time
	for _, h := range w.hush {
		if (h.Alarm == 0 || h.Alarm == a.ID) && h.Until.After(until) {
			until = h.Until
		}
	}
	return until
}

// Silence lets the desk do nothing about an alarm (or all of its source) until a time. What still fires afterwards is
// looked at again. It asks for verb alarm.work. Errors: errs.Invalid, errs.NotFound, errs.Forbidden.
func (s *Service) Silence(ctx context.Context, by authz.Actor, id ID, wholeSource bool, until time.Time, reason string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		a, err := s.find(ctx, tx, by, MayWork, id)
		if err != nil {
			return err
		}
		var f errs.Fields
		reason = clean.Line(reason, 300)
		if reason == "" {
			f.Add("reason", "error.required")
		}
		switch {
		case until.IsZero() || !until.After(tx.Now()):
			f.Add("hours", "alarm.error.until")
		case until.After(tx.Now().Add(maxSilence)):
			f.Add("hours", "alarm.error.until_far")
		}
		if err := f.Err(); err != nil {
			return err
		}
		about := a.ID
		if wholeSource {
			about = 0
		}
		n, err := tx.Insert(ctx, insertSilence, int64(a.Org), int64(a.Desk), int64(a.Source), sqldb.ID(about), reason, sqldb.Time(tx.Now()), sqldb.Time(until), sqldb.ID(by.Person))
		if err != nil {
			return err
		}
		if err := note(ctx, tx, &a, WasSilenced, reason); err != nil {
			return err
		}
		tx.Poke(topic(a.Desk))
		entry := audit.Entry{Org: int64(a.Org), What: "alarm.silenced", Subject: "alarm_silence", SubjectID: n}
		return audit.Write(ctx, tx, by, entry, map[string]any{"alarm": a.ID, "source": a.Source, "whole": wholeSource, "until": until})
	})
}

// Unsilence ends the silences of an alarm, or of all of its source.
func (s *Service) Unsilence(ctx context.Context, by authz.Actor, id ID, wholeSource bool) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		a, err := s.find(ctx, tx, by, MayWork, id)
		if err != nil {
			return err
		}
		about := int64(a.ID)
		if wholeSource {
			about = 0
		}
		if _, err := tx.Exec(ctx, endSilences, int64(a.Source), about, sqldb.Time(tx.Now())); err != nil {
			return err
		}
		tx.Poke(topic(a.Desk))
		_, err = tx.Exec(ctx, wakeSilenced, int64(a.Source), about, sqldb.Time(tx.Now()))
		return err
	})
}
