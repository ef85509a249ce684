package imap_test

import (
	"context"
	"log/slog"
	"net"
	"slices"
	"testing"
	"time"

	"lotsen/internal/channel/mail"
	"lotsen/internal/channel/mail/imap"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/mailserver"
)

func newFetcher(w *world, in mail.Receiver, o imap.Options) *imap.Fetcher {
	return imap.New(imap.Deps{In: in, Clock: w.env.Clock, Log: slog.New(slog.DiscardHandler)}, o)
}

// around calls fn when a mail has been taken, before whoever brought it hears of that.
func around(fn func()) func(context.Context) (context.Context, func(error)) {
	return func(ctx context.Context) (context.Context, func(error)) {
		return ctx, func(err error) {
			if err == nil {
				fn()
			}
		}
	}
}

// silent is a server that takes connections and never says a word.
func silent(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { _ = c.Close() })
		}
	}()
	return l.Addr().(*net.TCPAddr).Port
}

func TestA_mailbox_that_hangs_stops_no_other(t *testing.T) {
	t.Parallel()
	d := mailserver.NewDovecot(t, "")
	w := newWorld(t, dbtest.SQLite(t))
	slow := w.box("a@storstad.example", func(f *inbox.Fetch) { f.Port, f.Security = silent(t), inbox.Plain })
	w.box("b@storstad.example", at(d))
	d.Put("b@storstad.example", letter("1", "Ett", "", "Hej"))
	w.run(w.Mail(), loopback(d.Roots)) // A step may take a minute: the first mailbox still hangs when the second has its mail.
	w.await("the first mail", func() bool { return len(w.tickets()) == 1 })
	d.Put("b@storstad.example", letter("2", "Två", "", "Hej"))
	w.await("the second mail", func() bool { return slices.Equal(w.tickets(), []string{"Ett", "Två"}) })
	if f := w.state(slow); !f.OK.IsZero() || f.LeaseBy == "" {
		t.Errorf("%+v", f)
	}
}

func TestA_server_that_says_nothing_more_is_given_up(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	id := w.box("a@storstad.example", func(f *inbox.Fetch) { f.Port, f.Security = silent(t), inbox.Plain })
	o := loopback(nil)
	o.Step = 100 * time.Millisecond
	w.run(w.Mail(), o)
	w.await("the fault", func() bool { return !w.state(id).FailingSince.IsZero() })
}

func TestOf_several_nodes_one_fetches_a_mailbox_and_another_takes_over(t *testing.T) {
	t.Parallel()
	d := mailserver.NewDovecot(t, "")
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		const user = "it@storstad.example"
		id := w.box(user, at(d))
		ours, err := w.Inbox.Hold(t.Context(), "dead", id)
		check(t, err)
		if again, err := w.Inbox.Hold(t.Context(), "other", id); err != nil || again || !ours {
			t.Fatalf("two nodes hold one mailbox: %v %v %v", ours, again, err)
		}
		one, stopOne := w.run(w.Mail(), loopback(d.Roots))
		if f := w.state(id); f.LeaseBy != "dead" {
			t.Fatalf("held by %s", f.LeaseBy)
		}
		env.Clock.Advance(inbox.HoldFor + time.Second)
		w.await("the first to take over from the dead", func() bool { return w.state(id).LeaseBy == one.Node() })
		two, _ := w.run(w.Mail(), loopback(d.Roots))
		stopOne()
		w.await("the second to take over from the first", func() bool { return w.state(id).LeaseBy == two.Node() && !w.state(id).OK.IsZero() })
		if err := w.Inbox.Hand(t.Context(), one.Node(), id, inbox.UID{Validity: 1, UID: 1}, 0); err == nil {
			t.Error("a node that lost a mailbox takes mail from it")
		}
	})
}
