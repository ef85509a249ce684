package bridge

import (
	"context"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/chat"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
)

// giveUp is how long words are worth delivering: a chat of yesterday is read in its case.
const giveUp = 24 * time.Hour

// word is something to say.
type word struct {
	id      int64
	message chat.MessageID
	key     string
	created time.Time
}

var (
	insertWord = sqldb.Q("bridge.word_insert", `
		insert into bridge_word (bridge_id, talk_id, message_id, state, created_at) values ($1, $2, $3, 'waiting', $4) on conflict (message_id) do nothing`)
	selectWords = sqldb.Q("bridge.word_waiting", `select id, message_id, key, created_at from bridge_word where talk_id = $1 and state = 'waiting' order by id limit 50`)
	settleWord  = sqldb.Q("bridge.word_settle", `
		update bridge_word set state = $2, error = $3, external = $4, tries = tries + 1, sent_at = $5 where id = $1 and state = 'waiting'`)
	selectDead = sqldb.Q("bridge.word_dead", `select distinct talk_id from bridge_word where bridge_id = $1 and state = 'dead' order by talk_id limit 1000`)
	reviveDead = sqldb.Q("bridge.word_revive", `update bridge_word set state = 'waiting', created_at = $2 where bridge_id = $1 and state = 'dead'`)
)

// onChat has what the desk says in a chat from another system said there. A note stays here.
func (s *Service) onChat(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	p, err := chat.DecodePayload(e)
	if err != nil || p.Source == chat.Web || p.Message == 0 || p.Side == chat.User || p.Side == chat.Note {
		return err
	}
	c, err := chat.LoadIn(ctx, tx, authz.System("bridge"), chat.ID(e.Stream))
	if err != nil {
		return err
	}
	t, found, err := sqldb.Maybe(ctx, tx, selectTalkExternal, scanTalk, string(c.Source), int64(c.Org), c.External)
	if err != nil || !found {
		return err
	}
	if _, err := tx.Exec(ctx, insertWord, int64(t.Bridge), int64(t.ID), int64(p.Message), sqldb.Time(tx.Now())); err != nil {
		return err
	}
	return s.wish(ctx, tx, JobSay, t.ID)
}

// say tells what waits in a talk, in its order, and stops at the first word that is not taken.
func (s *Service) say(ctx context.Context, job task) error {
	t, b, err := s.talk(ctx, job.Talk)
	if err != nil {
		return ended(err)
	}
	for {
		list, err := sqldb.All(ctx, s.d.DB, selectWords, func(r sqldb.Row) (word, error) {
			var w word
			return w, r.Scan(&w.id, sqldb.ScanID(&w.message), &w.key, sqldb.ScanTime(&w.created))
		}, int64(t.ID))
		if err != nil || len(list) == 0 {
			return err
		}
		for _, w := range list {
			if err := s.sayOne(ctx, &b, &t, w); err != nil {
				return s.delayed(ctx, &t, err)
			}
		}
	}
}

// delayed lets a talk rest for as long as the other system asked for; any other failure is the job's to try again.
func (s *Service) delayed(ctx context.Context, t *Talk, err error) error {
	wait, ok := later(err)
	if !ok {
		return err
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return s.wish(ctx, tx, JobSay, t.ID, jobs.RunAt(tx.Now().Add(wait)))
	})
}

// sayOne tells one word. It may be told twice, after a crash between the telling and the note of it; it has the same name
// each time. An error means that it waits.
func (s *Service) sayOne(ctx context.Context, b *Bridge, t *Talk, w word) error {
	text, err := s.words(ctx, w)
	if err != nil {
		return err
	}
	adapter := s.d.Adapters[b.Kind]
	if text == "" || !b.Active || adapter == nil {
		return s.settle(ctx, b, w, "skipped", "", "")
	}
	external, err := adapter.Say(ctx, b, t, Words{ID: "lotsen-" + strconv.FormatInt(w.id, 10), Text: text})
	switch {
	case err == nil:
		return s.settle(ctx, b, w, "sent", "", external)
	case isRefused(err) || s.d.DB.Now().Sub(w.created) > giveUp || jobs.CurrentTry(ctx).Last:
		s.d.Log.WarnContext(ctx, "words were not taken by the other system", "bridge", int64(b.ID), "word", w.id, "error", err)
		return s.settle(ctx, b, w, "dead", err.Error(), "")
	}
	if noted := s.failing(ctx, b, err); noted != nil {
		return noted
	}
	return err
}

// words is what to say, made when it is said: whoever has protected identity by then is told only where to read it.
func (s *Service) words(ctx context.Context, w word) (string, error) {
	if w.message == 0 {
		p := s.d.Texts.Printer("sv")
		return p.T("bridge.own."+w.key, "url", s.d.BaseURL+"/chat"), nil
	}
	m, err := chat.Said(ctx, s.d.DB, w.message)
	if err != nil {
		return "", ended(err)
	}
	c, err := chat.LoadIn(ctx, s.d.DB, authz.System("bridge"), m.Chat)
	if err != nil {
		return "", ended(err)
	}
	p := s.d.Texts.Printer(c.Lang)
	link := s.d.BaseURL + "/chat"
	switch {
	case c.Ticket != 0 && !c.Open():
		link = s.d.BaseURL + "/tickets/" + c.Ticket.String()
	case c.Person != 0:
		link += "/" + strconv.FormatInt(int64(c.ID), 10)
	}
	switch {
	case m.Side == chat.User || m.Side == chat.Note:
		return "", nil
	case c.Sealed:
		return p.T("bridge.sealed", "url", link), nil
	case m.Side == chat.Event:
		text := chat.Happened(p, &c, &m)
		if c.Ticket != 0 && !c.Open() {
			text += "\n" + p.T("bridge.case", "ref", c.Ticket.String(), "url", link)
		}
		return text, nil
	}
	text := m.Text
	for _, f := range m.Files {
		text = strings.TrimSpace(text + "\n" + p.T("bridge.file_here", "name", f.Name, "url", link))
	}
	return text, nil
}

// settle notes what became of a word.
func (s *Service) settle(ctx context.Context, b *Bridge, w word, state, failure, external string) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		now := sqldb.Time(tx.Now())
		if _, err := tx.Exec(ctx, settleWord, w.id, state, cut(failure), external, now); err != nil {
			return err
		}
		var err error
		switch state {
		case "sent":
			_, err = tx.Exec(ctx, markSent, int64(b.ID), now)
		case "dead":
			_, err = tx.Exec(ctx, markFailed, int64(b.ID), now, cut(failure))
		}
		return err
	})
}

// failing notes that the other system cannot be reached; the word waits.
func (s *Service) failing(ctx context.Context, b *Bridge, cause error) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, markFailed, int64(b.ID), sqldb.Time(tx.Now()), cut(cause.Error()))
		return err
	})
}

func cut(text string) string {
	if len(text) > 400 {
		return strings.ToValidUTF8(text[:400], "") + "…"
	}
	return text
}
