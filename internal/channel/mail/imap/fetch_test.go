package imap_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/inbox"
	"lotsen/internal/kit/sealed"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/mailserver"
)

func sealOf(t *testing.T, secret []byte) *sealed.Box {
	t.Helper()
	b, err := sealed.New(secret, "mailbox")
	check(t, err)
	return b
}

func TestMail_is_taken_as_soon_as_the_server_tells_of_it_and_moved_away(t *testing.T) {
	t.Parallel()
	d := mailserver.NewDovecot(t, "")
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		user := strings.ToLower(strings.NewReplacer("/", "", "_", "").Replace(t.Name())) + "@storstad.example"
		d.Put(user, letter("1", "Före", "", "Hej"))
		id := w.box(user, at(d))
		o := loopback(d.Roots)
		o.Poll = time.Hour // Only the server's word brings the next.
		_, stop := w.run(w.Mail(), o)
		w.await("the mail that was there", func() bool { return len(w.tickets()) == 1 && w.state(id).OK.Equal(env.Clock.Now()) })
		d.Put(user, letter("2", "Efter", "", "Hej igen"))
		w.await("the mail that came", func() bool {
			return slices.Equal(w.tickets(), []string{"Före", "Efter"}) && len(d.Mails(user, "")) == 0
		})
		if moved := d.Mails(user, "Lotsen"); len(moved) != 2 || !strings.Contains(moved[0], "Hej") {
			t.Errorf("moved: %q", moved)
		}
		if f := w.state(id); f.Error != "" || f.Taken.IsZero() || f.LeaseBy == "" {
			t.Errorf("%+v", f)
		}
		stop()
		if f := w.state(id); f.LeaseBy != "" {
			t.Error("the mailbox is not let go")
		}
	})
}

func TestMail_is_marked_or_deleted_where_that_is_asked_for(t *testing.T) {
	t.Parallel()
	d := mailserver.NewDovecot(t, "")
	w := newWorld(t, dbtest.SQLite(t))
	for _, user := range []string{"seen@storstad.example", "delete@storstad.example"} {
		d.Put(user, letter(user, user, "", "Hej"))
		w.box(user, func(f *inbox.Fetch) {
			f.Port, f.Security = d.Plain, inbox.StartTLS
			f.After, _, _ = strings.Cut(user, "@")
		})
	}
	w.run(w.Mail(), loopback(d.Roots))
	w.await("both mails", func() bool {
		return len(w.tickets()) == 2 && slices.Equal(d.Flags("seen@storstad.example"), []string{"S"}) && len(d.Mails("delete@storstad.example", "")) == 0
	})
	if kept := d.Mails("seen@storstad.example", ""); len(kept) != 1 {
		t.Errorf("what is marked stays: %q", kept)
	}
}

func TestThe_same_mail_under_another_number_is_known_again(t *testing.T) {
	t.Parallel()
	d := mailserver.NewDovecot(t, "")
	w := newWorld(t, dbtest.SQLite(t))
	const user = "it@storstad.example"
	d.Put(user, letter("1", "Skrivaren", "", "Hej"))
	id := w.box(user, func(f *inbox.Fetch) { f.Port, f.After = d.TLS, inbox.SeenAfter })
	_, stop := w.run(w.Mail(), loopback(d.Roots))
	w.await("the mail", func() bool { return len(w.tickets()) == 1 && slices.Equal(d.Flags(user), []string{"S"}) })
	stop()
	raw := d.Mails(user, "")[0]
	d.Stop()
	d.Renumber(user) // Its numbers and its flags are gone.
	d.Put(user, []byte(raw))
	d.Start()
	before := w.state(id).OK
	w.env.Clock.Advance(time.Minute)
	w.run(w.Mail(), loopback(d.Roots))
	w.await("another look", func() bool { return w.state(id).OK.After(before) && !slices.Contains(d.Flags(user), "") })
	if got := w.tickets(); len(got) != 1 {
		t.Errorf("want one case, got %q", got)
	}
}

func TestA_server_that_is_killed_and_comes_back_is_fetched_again(t *testing.T) {
	t.Parallel()
	d := mailserver.NewDovecot(t, "")
	w := newWorld(t, dbtest.SQLite(t))
	const user = "it@storstad.example"
	d.Put(user, letter("1", "Före", "", "Hej"))
	id := w.box(user, at(d))
	o := loopback(d.Roots)
	o.Poll = time.Hour
	w.run(w.Mail(), o)
	w.await("the first mail", func() bool { return len(w.tickets()) == 1 && len(d.Mails(user, "")) == 0 })
	d.Stop()
	w.await("the fault to be seen", func() bool {
		f := w.state(id)
		return !f.FailingSince.IsZero() && strings.HasPrefix(f.Error, "connect: ")
	})
	d.Put(user, letter("2", "Efter", "", "Hej"))
	d.Start()
	w.await("the second mail", func() bool { return len(w.tickets()) == 2 && w.state(id).FailingSince.IsZero() })
}

// A mail that our own code cannot bear stands between two good ones.
func TestA_mail_that_fails_stops_none_of_those_around_it(t *testing.T) {
	t.Parallel()
	d := mailserver.NewDovecot(t, "")
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		user := strings.ToLower(strings.NewReplacer("/", "", "_", "").Replace(t.Name())) + "@storstad.example"
		for _, subject := range []string{"Första", "Gift", "Tredje"} {
			d.Put(user, letter(subject, subject, "", "Hej"))
		}
		w.box(user, at(d))
		w.run(w.other(func(raw []byte, plain func([]byte) (inbox.Mail, error)) (inbox.Mail, error) {
			if strings.Contains(string(raw), "Gift") {
				panic(errors.New("a mistake of ours"))
			}
			return plain(raw)
		}), loopback(d.Roots))
		w.await("the good ones and the quarantine", func() bool {
			list := w.waiting()
			return slices.Equal(w.tickets(), []string{"Första", "Tredje"}) && len(list) == 1 && list[0].Result == inbox.Quarantined && len(d.Mails(user, "")) == 0
		})
		i := w.waiting()[0]
		if i.Reason != inbox.ReasonFailed || i.Tries != 3 {
			t.Errorf("%+v", i)
		}
		if len(d.Mails(user, "Lotsen")) != 3 {
			t.Error("what stands in quarantine is kept with us, and moved as the others")
		}
		o, err := w.Inbox.Release(t.Context(), system, i.ID, inbox.Decision{How: inbox.AsNew})
		check(t, err)
		if o.Result != inbox.Created || !slices.Contains(w.tickets(), "Gift") {
			t.Errorf("released: %+v", o)
		}
	})
}

func TestA_mail_that_is_too_large_is_told_and_left_on_its_server(t *testing.T) {
	t.Parallel()
	d := mailserver.NewDovecot(t, "")
	w := newWorld(t, dbtest.SQLite(t))
	const user = "it@storstad.example"
	d.Put(user, letter("1", "Liten", "", "Hej"))
	d.Put(user, letter("2", "Stor film", "", strings.Repeat("0123456789\r\n", 20_000)))
	d.Put(user, letter("3", "Liten igen", "", "Hej"))
	w.box(user, at(d))
	o := loopback(d.Roots)
	o.MaxBytes = 100_000
	w.run(w.Mail(), o)
	w.await("the others", func() bool {
		return slices.Equal(w.tickets(), []string{"Liten", "Liten igen"}) && len(w.waiting()) == 1 && len(d.Mails(user, "")) == 0
	})
	i := w.waiting()[0]
	if i.Reason != inbox.ReasonSize || i.Subject != "Stor film" || i.Sender != "anna@annan.example" || i.Size < 240_000 || i.Detail != "Lotsen-undantag" {
		t.Errorf("%+v", i)
	}
	if left := d.Mails(user, "Lotsen-undantag"); len(left) != 1 || len(left[0]) < 240_000 {
		t.Error("the mail is not kept where it is said to be")
	}
	x, err := w.Inbox.Release(t.Context(), system, i.ID, inbox.Decision{How: inbox.AsNew})
	check(t, err)
	talk, err := w.Ticket.Load(t.Context(), system, x.Ticket)
	check(t, err)
	said, err := w.Ticket.Messages(t.Context(), system, &talk)
	check(t, err)
	if talk.Title != "Stor film" || !strings.Contains(said[0].Text, "Lotsen-undantag") {
		t.Errorf("%q %q", talk.Title, said[0].Text)
	}
}

// The process dies after the mail was taken and before it was moved: the next one finds it in the folder still.
func TestA_death_between_taking_and_moving_makes_no_double(t *testing.T) {
	t.Parallel()
	d := mailserver.NewDovecot(t, "")
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		user := strings.ToLower(strings.NewReplacer("/", "", "_", "").Replace(t.Name())) + "@storstad.example"
		d.Put(user, letter("1", "Skrivaren", "", "Hej"))
		w.box(user, at(d))
		dying := w.Mail()
		taken := make(chan struct{})
		dying.Around = around(func() { close(taken); select {} }) // From here on the process does nothing more.
		f := newFetcher(w, dying, loopback(d.Roots))
		go f.Run(t.Context())
		<-taken
		if len(w.tickets()) != 1 || len(d.Mails(user, "")) != 1 {
			t.Fatalf("want it taken and not moved: %q, %d", w.tickets(), len(d.Mails(user, "")))
		}
		env.Clock.Advance(2 * inbox.HoldFor) // The dead hold nothing for long.
		w.run(w.Mail(), loopback(d.Roots))
		w.await("the move", func() bool { return len(d.Mails(user, "")) == 0 && len(d.Mails(user, "Lotsen")) == 1 })
		x, err := w.Ticket.Load(t.Context(), system, 100001)
		check(t, err)
		if talk, err := w.Ticket.Messages(t.Context(), system, &x); err != nil || len(talk) != 1 || len(w.tickets()) != 1 {
			t.Errorf("a double: %v %q", talk, w.tickets())
		}
	})
}

func TestA_mail_that_ends_the_process_three_times_is_left_aside(t *testing.T) {
	t.Parallel()
	d := mailserver.NewDovecot(t, "")
	w := newWorld(t, dbtest.SQLite(t))
	const user = "it@storstad.example"
	d.Put(user, letter("1", "Dödlig", "", "Hej"))
	d.Put(user, letter("2", "Snäll", "", "Hej"))
	w.box(user, at(d))
	for range 3 {
		dying := w.Mail()
		got := make(chan struct{})
		dying.Inbox = w.other(func([]byte, func([]byte) (inbox.Mail, error)) (inbox.Mail, error) { close(got); select {} }).Inbox
		f := newFetcher(w, dying, loopback(d.Roots))
		go f.Run(t.Context())
		<-got
		w.env.Clock.Advance(2 * inbox.HoldFor)
	}
	w.run(w.Mail(), loopback(d.Roots))
	w.await("the one behind it", func() bool { return slices.Equal(w.tickets(), []string{"Snäll"}) && len(d.Mails(user, "")) == 0 })
	if list := w.waiting(); len(list) != 1 || list[0].Reason != inbox.ReasonEnded || list[0].Tries != 3 || len(d.Mails(user, "Lotsen-undantag")) != 1 {
		t.Errorf("%+v", list)
	}
}
