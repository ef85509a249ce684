package notify_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/testkit/dbtest"
	"lotsen/locales"
)

// outbox is the outside world: it takes mails, or refuses them.
type outbox struct {
	mails []notify.Mail
	err   error
}

func (o *outbox) Send(_ context.Context, m notify.Mail) (string, error) {
	if o.err != nil {
		return "", o.err
	}
	o.mails = append(o.mails, m)
	return "sent", nil
}

type env struct {
	*tickettest.World
	out  *outbox
	jobs *jobs.Runner
	s    *notify.Service
}

var secret = []byte("a secret of the test")

func each(t *testing.T, fn func(t *testing.T, e *env)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *dbtest.Env) {
		texts, err := i18n.Load(locales.Files)
		if err != nil {
			t.Fatal(err)
		}
		e := &env{World: tickettest.New(t, db), out: &outbox{}}
		e.s = notify.New(notify.Deps{
			DB: e.DB, Events: e.Events, Ticket: e.Ticket, Texts: texts, BaseURL: "https://it.storstad.example", Domain: "it.storstad.example",
			From: "it@storstad.example", Secret: secret, Sender: e.out,
		})
		e.jobs = jobs.New(db.DB, jobs.Options{})
		e.s.Work(e.jobs)
		fn(t, e)
	})
}

func (e *env) drain(t *testing.T) {
	t.Helper()
	if err := e.jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestThe_user_hears_of_opening_answer_and_solution(t *testing.T) {
	each(t, func(t *testing.T, e *env) {
		x := e.Report(t, "Datorn <b>startar</b> inte")
		e.drain(t)
		if _, err := e.Ticket.Answer(t.Context(), e.Eva, x.ID, ticket.Words{Text: "Har du provat laddaren?"}); err != nil {
			t.Fatal(err)
		}
		if _, err := e.Ticket.Write(t.Context(), e.Eva, x.ID, ticket.Words{Text: "Internt: gammal modell."}); err != nil {
			t.Fatal(err)
		}
		e.drain(t)
		if _, err := e.Ticket.Resolve(t.Context(), e.Eva, x.ID, ticket.ResolveInput{Solution: "Ny laddare."}); err != nil {
			t.Fatal(err)
		}
		e.drain(t)
		if len(e.out.mails) != 3 {
			t.Fatalf("want three mails, got %d", len(e.out.mails))
		}
		for i, reason := range []string{notify.Opened, notify.Replied, notify.Resolved} {
			m := e.out.mails[i]
			if m.Reason != reason || !strings.Contains(m.Subject, x.ID.String()) || m.To != "anna@storstad.example" {
				t.Errorf("mail %d: %s %q to %s", i, m.Reason, m.Subject, m.To)
			}
			if strings.Contains(m.Text+m.HTML, "gammal modell") {
				t.Errorf("mail %d carries an internal note", i)
			}
			if strings.Contains(m.HTML, "<b>startar") {
				t.Errorf("mail %d carries the user's markup", i)
			}
			id, genuine, ok := notify.ReadToken(secret, "<"+m.MailID+">", "anna@storstad.example")
			if !ok || !genuine || id != x.ID {
				t.Errorf("mail %d: its id leads to %s, genuine %v", i, id, genuine)
			}
			if _, genuine, _ := notify.ReadToken(secret, m.MailID, "bo@storstad.example"); genuine {
				t.Errorf("mail %d: another recipient's token counts", i)
			}
		}
		if !strings.Contains(e.out.mails[2].Text, "#accept") || !strings.Contains(e.out.mails[2].Text, "#talk") {
			t.Error("the mail about the solution offers no accept and reject")
		}
		got, err := e.Ticket.Load(t.Context(), e.Eva, x.ID)
		if err != nil || got.ToldAt.IsZero() {
			t.Errorf("delivered, and yet not told: %v", err)
		}
	})
}

func TestA_mail_that_cannot_be_delivered_tells_nobody_and_shows_at_the_desk(t *testing.T) {
	each(t, func(t *testing.T, e *env) {
		x := e.Report(t, "Trasig")
		e.drain(t)
		e.out.err = jobs.Permanent(errors.New("550 no such user"))
		if _, err := e.Ticket.Resolve(t.Context(), e.Eva, x.ID, ticket.ResolveInput{Solution: "Klart."}); err != nil {
			t.Fatal(err)
		}
		if err := e.jobs.Drain(t.Context()); err == nil {
			t.Fatal("the failed sending must show")
		}
		got, err := e.Ticket.Load(t.Context(), e.Eva, x.ID)
		if err != nil || !got.ToldAt.IsZero() {
			t.Errorf("refused for good, and yet told at %s: %v", got.ToldAt, err)
		}
		said, err := e.Ticket.Messages(t.Context(), e.Eva, &got)
		if err != nil || said[len(said)-1].Kind != ticket.Machine || !strings.Contains(said[len(said)-1].Text, "550") {
			t.Errorf("the desk sees nothing of it: %v", err)
		}
	})
}

func TestSending_twice_sends_once_and_a_passing_failure_is_tried_again(t *testing.T) {
	each(t, func(t *testing.T, e *env) {
		e.out.err = errors.New("421 try later")
		e.Report(t, "Långsam")
		if err := e.jobs.Drain(t.Context()); err == nil {
			t.Fatal("the failed sending must show")
		}
		e.out.err = nil
		e.Clock.Advance(time.Hour)
		e.drain(t)
		if len(e.out.mails) != 1 {
			t.Fatalf("want one mail after the server came back, got %d", len(e.out.mails))
		}
		e.Clock.Advance(time.Hour)
		e.drain(t)
		if len(e.out.mails) != 1 {
			t.Errorf("the mail left %d times", len(e.out.mails))
		}
	})
}

func TestA_sealed_case_sends_nothing_but_its_number(t *testing.T) {
	each(t, func(t *testing.T, e *env) {
		x := e.Report(t, "Mitt hemliga namn")
		if _, err := e.Directory.Protect(t.Context(), authz.System("test"), x.Requester); err != nil {
			t.Fatal(err)
		}
		if _, err := e.Ticket.Answer(t.Context(), e.Lea, x.ID, ticket.Words{Text: "Hemligt svar."}); err != nil {
			t.Fatal(err)
		}
		e.drain(t)
		for _, m := range e.out.mails {
			if all := m.Subject + m.Text + m.HTML; strings.Contains(all, "hemlig") || strings.Contains(all, "Hemlig") || !strings.Contains(all, x.ID.String()) {
				t.Errorf("mail about a sealed case says: %s", all)
			}
		}
	})
}
