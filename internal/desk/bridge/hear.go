package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// keepHeard is how long the same call again is known. A call is genuine for about an hour.
const keepHeard = 7 * 24 * time.Hour

var (
	insertHeard = sqldb.Q("bridge.heard_insert", `
		insert into bridge_heard (bridge_id, talk_id, external, body, state, heard_at) values ($1, $2, $3, $4, $5, $6) on conflict (bridge_id, external) do nothing`)
	deleteHeard = sqldb.Q("bridge.heard_delete", `delete from bridge_heard where heard_at < $1 and state <> 'waiting'`)
	insertOwn   = sqldb.Q("bridge.word_own", `insert into bridge_word (bridge_id, talk_id, key, state, created_at) values ($1, $2, $3, 'waiting', $4)`)
)

// ours are texts that we answer with ourselves.
const onlyPrivate = "private"

// Receive takes a call of another system: believes it or not, keeps what it says, and has it taken. The same again does
// nothing. Errors: errs.Unauthenticated for whatever is not believed, without a reason; errs.Unavailable when the other
// system's keys cannot be had.
func (s *Service) Receive(ctx context.Context, kind Kind, key, authorization string, body []byte) error {
	b, found, err := sqldb.Maybe(ctx, s.d.DB, selectByKey, scan, string(kind), key)
	if err != nil {
		return err
	}
	adapter := s.d.Adapters[kind]
	if !found || adapter == nil || b.App == "" {
		return unbelieved(nil)
	}
	h, err := adapter.Hear(ctx, &b, authorization, body)
	var no *NotGenuine
	if errors.As(err, &no) {
		s.noteRefused(ctx, b.ID, no.Why)
		return unbelieved(err)
	}
	if err != nil {
		s.d.Log.WarnContext(ctx, "a call could not be checked", "bridge", int64(b.ID), "error", err)
		return errs.E(errs.Unavailable, "web.error.unavailable").Because(err)
	}
	if !h.Spoken {
		return nil
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return s.keep(ctx, tx, &b, &h) })
}

func unbelieved(err error) error {
	e := errs.E(errs.Unauthenticated, "hook.error.signature")
	if err != nil {
		return e.Because(err)
	}
	return e
}

// keep writes down what was heard, and asks for it to be taken.
func (s *Service) keep(ctx context.Context, tx *sqldb.Tx, b *Bridge, h *Heard) error {
	raw, err := json.Marshal(h)
	if err != nil {
		return err
	}
	talk, err := tx.Insert(ctx, upsertTalk, int64(b.ID), int64(b.Org), h.Talk, h.Service, h.Writer, h.Directory, h.Name, h.Us)
	if err != nil {
		return err
	}
	state := "waiting"
	if !h.Private {
		state, raw = "taken", nil
	}
	n, err := tx.Exec(ctx, insertHeard, int64(b.ID), talk, h.ID, string(raw), state, sqldb.Time(tx.Now()))
	if err != nil || n == 0 {
		return err // Heard before.
	}
	if _, err := tx.Exec(ctx, markHeard, int64(b.ID), sqldb.Time(tx.Now()), sqldb.Time(tx.Now().Add(-time.Minute))); err != nil {
		return err
	}
	if h.Private {
		return s.wish(ctx, tx, JobTake, TalkID(talk))
	}
	// Others read along: nothing about a case is said there.
	if _, err := tx.Exec(ctx, insertOwn, int64(b.ID), talk, onlyPrivate, sqldb.Time(tx.Now())); err != nil {
		return err
	}
	return s.wish(ctx, tx, JobSay, TalkID(talk))
}

// noteRefused tells the administrators' page why somebody was not believed, once a minute at most.
func (s *Service) noteRefused(ctx context.Context, id ID, why string) {
	now := s.d.DB.Now()
	s.mu.Lock()
	due := now.Sub(s.noted[id]) >= time.Minute
	if due {
		s.noted[id] = now
	}
	s.mu.Unlock()
	if !due {
		return
	}
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, markRefused, int64(id), sqldb.Time(tx.Now()), why)
		return err
	})
	if err != nil {
		s.d.Log.WarnContext(ctx, "a refusal was not noted", "bridge", int64(id), "error", err)
	}
}

// Sweep forgets what was heard so long ago that it cannot come again. It is run by the clock.
func (s *Service) Sweep(ctx context.Context) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, deleteHeard, sqldb.Time(tx.Now().Add(-keepHeard)))
		return err
	})
}
