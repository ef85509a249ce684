package common

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// maxLog bounds one line of the log, and logShown how many a page tells.
const (
	maxLog   = 2000
	logShown = 200
)

// LogLine is something that was done or noted in the hour.
type LogLine struct {
	ID   int64
	At   time.Time
	What string // note, or what happened.
	Text string
	Name string // Who; "" when the reader may not know it.
}

// Check is a line of the checklist.
type Check struct {
	ID     int64
	Key    string // A text of ours; "" when Text is somebody's own.
	Text   string
	DoneAt time.Time
	Name   string // Who has done it.
}

// Hour is what the page of a major incident is made of.
type Hour struct {
	Major
	Checks []Check
	Log    []LogLine // Newest first.
}

var (
	insertLog = sqldb.Q("major.log_insert", `insert into major_log (ticket_id, at, person_id, what, text) values ($1, $2, $3, $4, $5)`)
	isRunning = sqldb.Q("major.running", `select count(*) from major where ticket_id = $1 and ended_at is null`)
	markCheck = sqldb.Q("major.check_mark", `update major_check set done_by = $1, done_at = $2 where id = $3 and ticket_id = $4`)
	findCheck = sqldb.Q("major.check_find", `select key, text from major_check where id = $1 and ticket_id = $2`)
)

// Hour returns a major incident with its checklist and log, for whoever works on the case. Errors: errs.NotFound when
// none has been declared.
func (s *Service) Hour(ctx context.Context, by authz.Actor, t *ticket.Ticket) (Hour, error) {
	var h Hour
	if !ticket.SeesInternal(by, t) {
		return h, errs.Missing()
	}
	var err error
	if h.Major, err = loadMajor(ctx, s.db, by, t.ID); err != nil {
		return h, err
	}
	var w sqldb.Where
	named, args := directory.NamesSeen(by).For("p").SQL()
	name := "case when " + named + " then p.given_name || ' ' || p.family_name else '' end"
	text := w.Numbered(`select 'check', c.id, c.pos, c.key, c.text, `+name, args...) + w.Numbered(`, c.done_at from major_check c left join person p on p.id = c.done_by where c.ticket_id = ?
		union all select 'log', l.id, -l.id, l.what, l.text, `, int64(t.ID)) + w.Numbered(name, args...) +
		w.Numbered(`, l.at from (select * from major_log where ticket_id = ? order by id desc limit ?) l left join person p on p.id = l.person_id order by 1, 3`, int64(t.ID), logShown)
	return h, sqldb.Each(ctx, s.db, sqldb.Q("major.hour", text), func(r sqldb.Row) error {
		var what, key, words, who string
		var id, pos int64
		var at time.Time
		if err := r.Scan(&what, &id, &pos, &key, &words, sqldb.ScanText(&who), sqldb.ScanTime(&at)); err != nil {
			return err
		}
		if what == "check" {
			h.Checks = append(h.Checks, Check{ID: id, Key: key, Text: words, DoneAt: at, Name: who})
		} else {
			h.Log = append(h.Log, LogLine{ID: id, What: key, Text: words, Name: who, At: at})
		}
		return nil
	}, w.Args()...)
}

// Note adds somebody's own words to the log.
func (s *Service) Note(ctx context.Context, by authz.Actor, id ticket.ID, text string) error {
	text = clean.Text(text, maxLog)
	if clean.Blank(text) {
		var f errs.Fields
		f.Add("note", "common.error.text")
		return f.Err()
	}
	return s.inHour(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx) error { return s.noteIn(ctx, tx, by, id, "note", text, true) })
}

// Mark ticks a line of the checklist off, or takes the tick back.
func (s *Service) Mark(ctx context.Context, by authz.Actor, id ticket.ID, check int64, done bool) error {
	return s.inHour(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx) error {
		c, found, err := sqldb.Maybe(ctx, tx, findCheck, func(r sqldb.Row) (Check, error) {
			var c Check
			return c, r.Scan(&c.Key, &c.Text)
		}, check, int64(id))
		if err != nil {
			return err
		}
		if !found {
			return errs.Missing()
		}
		what, who, at := "unchecked", any(nil), any(nil)
		if done {
			what, who, at = "checked", sqldb.ID(by.Person), sqldb.Time(tx.Now())
		}
		if _, err := tx.Exec(ctx, markCheck, who, at, check, int64(id)); err != nil {
			return err
		}
		if c.Key != "" {
			c.Text = "@" + c.Key
		}
		return s.noteIn(ctx, tx, by, id, what, c.Text, true)
	})
}

// AddCheck adds a line of one's own to the checklist.
func (s *Service) AddCheck(ctx context.Context, by authz.Actor, id ticket.ID, text string) error {
	text = clean.Line(text, 200)
	if clean.Blank(text) {
		var f errs.Fields
		f.Add("check", "common.error.text")
		return f.Err()
	}
	return s.inHour(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, insertCheck, int64(id), "", text)
		tx.Poke("ticket:" + number10(int64(id)))
		return err
	})
}

// inHour runs fn for somebody who works on a case with a running major incident.
func (s *Service) inHour(ctx context.Context, by authz.Actor, id ticket.ID, fn func(ctx context.Context, tx *sqldb.Tx) error) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := s.worked(ctx, tx, by, id); err != nil {
			return err
		}
		n, err := sqldb.One(ctx, tx, isRunning, sqldb.Value[int64], int64(id))
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.E(errs.Conflict, "common.error.major_over")
		}
		return fn(ctx, tx)
	})
}

// Noted adds to the log of a case that something happened which another capability did: a notice was published.
func (s *Service) Noted(ctx context.Context, by authz.Actor, id ticket.ID, what, text string) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return s.noteIn(ctx, tx, by, id, what, text, true) })
}

// noteIn writes a line of the log; where running is asked for, only while a major incident goes on.
func (s *Service) noteIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ticket.ID, what, text string, running bool) error {
	if running {
		if n, err := sqldb.One(ctx, tx, isRunning, sqldb.Value[int64], int64(id)); err != nil || n == 0 {
			return err
		}
	}
	_, err := tx.Exec(ctx, insertLog, int64(id), sqldb.Time(tx.Now()), sqldb.ID(by.Person), what, text)
	tx.Poke("ticket:" + number10(int64(id)))
	return err
}
