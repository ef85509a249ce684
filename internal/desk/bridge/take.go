package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"lotsen/internal/desk/chat"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
)

// askTries is how often the other system is asked who writes, before a talk begins without an answer.
const askTries = 3

// waiting is something heard that is not taken yet.
type waiting struct {
	id   int64
	body string
}

var (
	selectWaiting = sqldb.Q("bridge.heard_waiting", `select id, body from bridge_heard where talk_id = $1 and state = 'waiting' order by id limit 50`)
	markTaken     = sqldb.Q("bridge.heard_taken", `update bridge_heard set state = $2, error = $3, body = '' where id = $1 and state = 'waiting'`)
)

// take makes chat of what was heard in a talk, in its order. Run twice it finds nothing left to do.
func (s *Service) take(ctx context.Context, job task) error {
	t, b, err := s.talk(ctx, job.Talk)
	if err != nil {
		return ended(err)
	}
	for {
		list, err := sqldb.All(ctx, s.d.DB, selectWaiting, func(r sqldb.Row) (waiting, error) {
			var w waiting
			return w, r.Scan(&w.id, &w.body)
		}, int64(t.ID))
		if err != nil || len(list) == 0 {
			return err
		}
		if t.Person == 0 {
			if err := s.recognise(ctx, &b, &t); err != nil {
				return err
			}
		}
		for _, w := range list {
			if err := s.takeOne(ctx, &b, &t, w); err != nil {
				return err
			}
		}
	}
}

// ended lets a job about what is gone be over.
func ended(err error) error {
	if errors.Is(err, sqldb.ErrNone) {
		return nil
	}
	return err
}

// takeOne says one word in the chat. What no chat can hold is noted and left.
func (s *Service) takeOne(ctx context.Context, b *Bridge, t *Talk, w waiting) error {
	var h Heard
	if err := json.Unmarshal([]byte(w.body), &h); err != nil {
		return jobs.Permanent(err)
	}
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, markTaken, w.id, "taken", "")
		if err != nil || n == 0 {
			return err
		}
		return s.sayIn(ctx, tx, b, t, &h)
	})
	if !errs.Is(err, errs.Invalid) && !errs.Is(err, errs.NotFound) {
		return err
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, markTaken, w.id, "dead", err.Error())
		return err
	})
}

// sayIn opens the chat of a talk, or goes on in the one that is open. Long words come in several messages.
func (s *Service) sayIn(ctx context.Context, tx *sqldb.Tx, b *Bridge, t *Talk, h *Heard) error {
	p := s.d.Texts.Printer(lang(h))
	text := h.Text
	for _, name := range h.Files {
		text = strings.TrimSpace(text + "\n" + p.T("bridge.file", "name", clean.Line(name, 200)))
	}
	if clean.Blank(text) {
		return nil
	}
	in := chat.OpenInput{Org: b.Org, Desk: b.Desk, Source: chat.Source(b.Kind), External: t.External, Person: t.Person, Lang: lang(h)}
	if t.Person == 0 {
		in.Name = p.T("bridge.unknown", "name", clean.Line(t.Name, 100))
	}
	for i, part := range parts(text) {
		in.Text, in.MessageID = part, h.ID
		if i > 0 {
			in.MessageID += "/" + strconv.Itoa(i)
		}
		if _, err := s.d.Chat.OpenIn(ctx, tx, authz.System(string(b.Kind)), in); err != nil {
			return err
		}
	}
	return nil
}

func lang(h *Heard) i18n.Lang {
	if h.English {
		return i18n.English
	}
	return i18n.Swedish
}

// parts cuts text where one message ends.
func parts(text string) []string {
	var out []string
	runes := []rune(text)
	for len(runes) > chat.MaxText {
		out, runes = append(out, string(runes[:chat.MaxText])), runes[chat.MaxText:]
	}
	return append(out, string(runes))
}

// recognise finds the person that writes, by the register's id or by the login there; nobody is an answer.
func (s *Service) recognise(ctx context.Context, b *Bridge, t *Talk) error {
	var person directory.PersonID
	switch {
	case b.Match == ByLogin:
		login, err := s.d.Adapters[b.Kind].Login(ctx, b, t)
		if err != nil && !isRefused(err) && jobs.CurrentTry(ctx).Attempt < askTries {
			return err // Somebody whom nobody vouches for is answered too, rather than left waiting.
		}
		if login != "" {
			p, err := s.d.Directory.PersonByLogin(ctx, authz.System(string(b.Kind)), login)
			if err != nil && !errs.Is(err, errs.NotFound) {
				return err
			}
			if p.Org == b.Org {
				person = p.ID
			}
		}
	case t.Directory != "":
		list, err := sqldb.All(ctx, s.d.DB, personByID, sqldb.Value[directory.PersonID], int64(b.Org), strings.ToLower(t.Directory))
		if err != nil {
			return err
		}
		if len(list) == 1 {
			person = list[0]
		}
	}
	if person == 0 {
		return nil
	}
	t.Person = person
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, updatePerson, int64(t.ID), int64(person))
		return err
	})
}
