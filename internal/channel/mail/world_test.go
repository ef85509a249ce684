package mail_test

import (
	"fmt"
	"strings"
	"testing"

	"lotsen/internal/app"
	"lotsen/internal/channel/mail"
	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/dbtest"
)

var system = authz.System("test")

// world is the product as it is wired, with a mailbox, a user and an agent.
type world struct {
	*app.App
	env  *dbtest.Env
	in   mail.Receiver
	box  inbox.Mailbox
	org  directory.Organisation
	desk directory.Desk
	anna directory.Person
	bo   directory.Person
	eva  authz.Actor // An agent, who may handle mail.
	n    int
}

const address = "it@storstad.example"

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) { fn(t, start(t, env, app.Options{})) })
}

func start(t testing.TB, env *dbtest.Env, o app.Options) *world {
	t.Helper()
	o.DB, o.Files, o.Clock, o.NoSync, o.Demo, o.MaxConns = env.DSN, t.TempDir(), env.Clock, true, true, 8
	o.BaseURL = "https://it.storstad.example"
	a := must(app.New(t.Context(), o))(t)
	t.Cleanup(func() {
		if err := a.Stop(); err != nil {
			t.Error(err)
		}
	})
	w := &world{App: a, env: env, in: mail.Receiver{Inbox: a.Inbox}}
	w.org = must(a.Directory.AddOrganisation(t.Context(), system, directory.OrganisationInput{Key: "storstad", Name: "Storstad", Preset: "storstad"}))(t)
	w.desk = must(a.Directory.AddDesk(t.Context(), system, w.org.ID, "it", "It-support"))(t)
	w.box = must(a.Inbox.SaveMailbox(t.Context(), system, inbox.Mailbox{Org: w.org.ID, Desk: w.desk.ID, Address: address, Name: "It-support", Active: true}))(t)
	w.anna, w.bo = w.person(t, "Anna", "Åkesson"), w.person(t, "Bo", "Öberg")
	eva := w.person(t, "Eva", "Lind")
	for _, role := range []string{"agent", "lead"} {
		must(a.Access.Grant(t.Context(), system, access.GrantInput{Person: eva.ID, Role: role, Reach: authz.Desk, Of: int64(w.desk.ID)}))(t)
	}
	w.eva = must(a.Access.ActorOf(t.Context(), eva.ID))(t)
	return w
}

func (w *world) person(t testing.TB, given, family string) directory.Person {
	t.Helper()
	return must(w.Directory.AddPerson(t.Context(), system, w.org.ID, directory.PersonInput{
		Given: given, Family: family, Email: strings.ToLower(given) + "@storstad.example",
	}))(t)
}

// letter is a mail in the making.
type letter struct {
	from, subject, text string
	id                  string // Message-ID; "" for a new one.
	replyTo             string // Message-ID that is answered.
	head                string // More header lines.
}

func (w *world) raw(l letter) []byte {
	w.n++
	if l.id == "" {
		l.id = fmt.Sprintf("%d@client.example", w.n)
	}
	head := "From: " + l.from + "\r\nTo: " + address + "\r\nSubject: " + l.subject + "\r\nMessage-ID: <" + l.id + ">\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\n"
	if l.replyTo != "" {
		head += "In-Reply-To: <" + l.replyTo + ">\r\nReferences: <" + l.replyTo + ">\r\n"
	}
	return []byte(head + l.head + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" +
		strings.ReplaceAll(l.text, "\n", "\r\n") + "\r\n")
}

// send hands a letter to the mailbox.
func (w *world) send(t testing.TB, l letter) inbox.Outcome {
	t.Helper()
	return w.deliver(t, w.raw(l))
}

func (w *world) deliver(t testing.TB, raw []byte) inbox.Outcome {
	t.Helper()
	return must(w.in.Receive(t.Context(), mail.Envelope{Mailbox: address, Raw: raw}))(t)
}

// drain lets the background work run until nothing is left to do.
func (w *world) drain(t testing.TB) {
	t.Helper()
	if err := w.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (w *world) ticket(t testing.TB, id ticket.ID) ticket.Ticket {
	t.Helper()
	return must(w.Ticket.Load(t.Context(), system, id))(t)
}

// talk is what was said in a case.
func (w *world) talk(t testing.TB, id ticket.ID) []ticket.Message {
	t.Helper()
	x := w.ticket(t, id)
	return must(w.Ticket.Messages(t.Context(), system, &x))(t)
}

func (w *world) entry(t testing.TB, o inbox.Outcome) ticket.Message {
	t.Helper()
	for _, m := range w.talk(t, o.Ticket) {
		if m.ID == o.Entry {
			return m
		}
	}
	t.Fatalf("case %s has no entry %d", o.Ticket, o.Entry)
	return ticket.Message{}
}

// sent are the mails that left, oldest first.
func (w *world) sent(t testing.TB) []notify.Mail {
	t.Helper()
	w.drain(t)
	list := must(w.Notify.Latest(t.Context(), 0, 100))(t)
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
	return list
}

func (w *world) last(t testing.TB) notify.Mail {
	t.Helper()
	list := w.sent(t)
	if len(list) == 0 {
		t.Fatal("no mail has left")
	}
	return list[len(list)-1]
}

// tickets counts all cases.
func (w *world) tickets(t testing.TB) int {
	t.Helper()
	n := 0
	for id := ticket.ID(100001); ; id++ {
		if _, err := w.Ticket.Load(t.Context(), system, id); err != nil {
			return n
		}
		n++
	}
}

func want(t testing.TB, o inbox.Outcome, result inbox.Result, id ticket.ID) {
	t.Helper()
	if o.Result != result || id != 0 && o.Ticket != id {
		t.Fatalf("want %s on %s, got %s on %s (%s)", result, id, o.Result, o.Ticket, o.Reason)
	}
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
