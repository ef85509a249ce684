package mail_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"lotsen/internal/channel/mail"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/errs"
)

// full is a store on a disk that is full.
type full struct{ blob.Files }

func (full) Put(context.Context, io.Reader, int64) (blob.Ref, error) { return blob.Ref{}, blob.ErrFull }

func (w *world) other(change func(d *inbox.Deps)) mail.Receiver {
	d := inbox.Deps{
		DB: w.DB, Directory: w.Directory, Ticket: w.Ticket, Notify: w.Notify, Blobs: w.Blobs, Texts: w.Texts,
		Domain: "it.storstad.example", Secret: w.App.Options.Secret, Read: mail.Reader("it.storstad.example", nil),
	}
	change(&d)
	return mail.Receiver{Inbox: inbox.New(d)}
}

func TestA_full_disk_refuses_for_now_and_loses_nothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		raw := w.raw(letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		in := w.other(func(d *inbox.Deps) { d.Blobs = full{w.Blobs} })
		for range 4 {
			if _, err := in.Receive(t.Context(), mail.Envelope{Mailbox: address, Raw: raw}); !errs.Is(err, errs.Unavailable) {
				t.Fatalf("want a passing fault, got %v", err)
			}
		}
		want(t, w.deliver(t, raw), inbox.Created, 0)
	})
}

func TestWhat_fails_three_times_is_set_aside_and_can_be_released(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		raw := w.raw(letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		fail := true
		in := w.other(func(d *inbox.Deps) {
			read := d.Read
			d.Read = func(raw []byte) (inbox.Mail, error) {
				if fail {
					panic(errors.New("a mistake of ours"))
				}
				return read(raw)
			}
		})
		e := mail.Envelope{Mailbox: address, Raw: raw}
		if _, err := in.Receive(t.Context(), e); !errs.Is(err, errs.Unavailable) {
			t.Fatalf("the first time: %v", err)
		}
		w.env.Clock.Advance(600e9)
		if err := in.Inbox.Retry(t.Context()); err != nil {
			t.Fatal(err)
		}
		o := must(in.Receive(t.Context(), e))(t)
		if o.Result != inbox.Quarantined || o.Reason != inbox.ReasonFailed {
			t.Fatalf("the third time: %+v", o)
		}
		if again := must(in.Receive(t.Context(), e))(t); again != o {
			t.Errorf("the fourth time: %+v", again)
		}
		fail = false
		released := must(in.Inbox.Release(t.Context(), w.eva, o.ID, inbox.Decision{How: inbox.AsNew}))(t)
		want(t, released, inbox.Created, 0)
		if m := w.entry(t, released); m.Text != "Hej" || m.Author != w.anna.ID {
			t.Errorf("%+v", m)
		}
		if _, err := in.Inbox.Release(t.Context(), w.eva, o.ID, inbox.Decision{How: inbox.AsNew}); !errs.Is(err, errs.Conflict) {
			t.Errorf("released twice: %v", err)
		}
		if again := must(in.Receive(t.Context(), e))(t); again.Ticket != released.Ticket {
			t.Errorf("after the release: %+v", again)
		}
	})
}

func TestA_mail_whose_taking_failed_once_is_taken_without_being_brought_again(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		raw := w.raw(letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		in := w.other(func(d *inbox.Deps) { d.Read = func([]byte) (inbox.Mail, error) { panic("once") } })
		if _, err := in.Receive(t.Context(), mail.Envelope{Mailbox: address, Raw: raw}); err == nil {
			t.Fatal("no error")
		}
		w.env.Clock.Advance(600e9)
		if err := w.Inbox.Retry(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := w.tickets(t); n != 1 {
			t.Errorf("want one case, got %d", n)
		}
	})
}

func TestReleasing_needs_the_right_and_a_case_of_ones_own(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		mine := w.send(t, letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		list := func() inbox.Outcome {
			return w.send(t, letter{from: "news@annan.example", subject: "Nyheter", text: "Hej", head: "List-Id: <a.b>\r\n"})
		}
		o := list()
		anna := must(w.Access.ActorOf(t.Context(), w.anna.ID))(t)
		if _, err := w.Inbox.Release(t.Context(), anna, o.ID, inbox.Decision{How: inbox.AsNew}); !errs.Is(err, errs.NotFound) {
			t.Errorf("a user released a mail: %v", err)
		}
		if _, err := w.Inbox.Unfiled(t.Context(), anna, 0, 10); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a user sees mail: %v", err)
		}
		if _, err := w.Inbox.Release(t.Context(), w.eva, o.ID, inbox.Decision{How: inbox.OnCase, Ticket: 999999}); !errs.Is(err, errs.Invalid) {
			t.Errorf("released to nowhere: %v", err)
		}
		want(t, must(w.Inbox.Release(t.Context(), w.eva, o.ID, inbox.Decision{How: inbox.OnCase, Ticket: mine.Ticket}))(t), inbox.Appended, mine.Ticket)
		if talk := w.talk(t, mine.Ticket); len(talk) != 2 || !talk[1].Internal {
			t.Errorf("a stranger's words: %+v", talk)
		}
		kept := list()
		want(t, must(w.Inbox.Release(t.Context(), w.eva, kept.ID, inbox.Decision{How: inbox.Keep}))(t), inbox.Recorded, 0)
		if _, err := w.Inbox.Raw(t.Context(), w.eva, kept.ID); err != nil {
			t.Error(err)
		}
	})
}
