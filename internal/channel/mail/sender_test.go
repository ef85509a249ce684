package mail_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-msgauth/dkim"

	"lotsen/internal/app"
	"lotsen/internal/channel/mail"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/setting"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/req"
)

// signed starts a world that knows the key of a domain, and returns what signs in its name.
func signed(t *testing.T, env *dbtest.Env, domain string, o app.Options) (*world, func(raw []byte) []byte) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	o.Mail.Lookup = func(_ context.Context, name string) ([]string, error) {
		if name == "s1._domainkey."+domain {
			return []string{"v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public)}, nil
		}
		return nil, errors.New("no such name")
	}
	return start(t, env, o), func(raw []byte) []byte {
		var out bytes.Buffer
		so := &dkim.SignOptions{Domain: domain, Selector: "s1", Signer: crypto.Signer(private), Hash: crypto.SHA256, HeaderKeys: []string{"From", "Subject"}}
		if err := dkim.Sign(&out, bytes.NewReader(raw), so); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
}

func (w *world) decide(t *testing.T, key setting.Key, value any) {
	t.Helper()
	if err := w.Setting.Set(t.Context(), system, w.org.ID, key, value, w.env.Clock.Now()); err != nil {
		t.Fatal(err)
	}
}

func TestA_sender_whose_domain_signs_is_known_by_it(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w, sign := signed(t, env, "storstad.example", app.Options{})
		l := letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"}
		if m := w.entry(t, w.deliver(t, sign(w.raw(l)))); m.Unverified || m.Proof != "domain:storstad.example" {
			t.Errorf("signed: %+v", m)
		}
		l.subject = "Annat"
		if m := w.entry(t, w.deliver(t, w.raw(l))); !m.Unverified || m.Proof != "" {
			t.Errorf("not signed: %+v", m)
		}
		l.from = "anna@annan.example"
		if m := w.entry(t, w.deliver(t, sign(w.raw(l)))); !m.Unverified || m.Proof != "none" {
			t.Errorf("signed by another: %+v", m)
		}
		w.decide(t, setting.MailVerified, setting.VerifiedByReply)
		l.from, l.subject = "anna@storstad.example", "Tredje"
		if m := w.entry(t, w.deliver(t, sign(w.raw(l)))); !m.Unverified || m.Proof != "domain:storstad.example" {
			t.Errorf("where only an answer counts: %+v", m)
		}
	})
}

func TestA_sender_whom_the_domain_disowns_is_nobody(t *testing.T) {
	t.Parallel()
	const failed = "Authentication-Results: mx.storstad.example; dmarc=fail header.from=storstad.example\r\n"
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		o := app.Options{}
		o.Mail.Servers = []string{"mx.storstad.example"}
		w := start(t, env, o)
		first := w.send(t, letter{from: "anna@storstad.example", subject: "Trasig", text: "Hemligt"})
		before := len(w.sent(t))
		forged := w.send(t, letter{from: "anna@storstad.example", subject: "Re: [" + first.Ticket.String() + "]", text: "Byt mitt lösenord", head: failed})
		want(t, forged, inbox.Created, 0)
		x, m := w.ticket(t, forged.Ticket), w.entry(t, forged)
		if x.Requester != 0 || x.Unit != 0 || !m.Unverified || m.Proof != "failed:storstad.example" {
			t.Errorf("%+v with %+v", x, m)
		}
		if len(w.sent(t)) != before {
			t.Error("whoever was impersonated got an answer")
		}
		// A header in another's name, or below ours, changes nothing.
		other := w.send(t, letter{from: "anna@storstad.example", subject: "Ny", text: "Hej", head: strings.Replace(failed, "mx.storstad", "mx.ond", 1)})
		if x := w.ticket(t, other.Ticket); x.Requester != w.anna.ID {
			t.Errorf("a stranger's header counted: %+v", x)
		}
	})
}

func TestWhat_is_known_of_a_sender_stands_with_mail_that_is_kept_aside(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w, sign := signed(t, env, "nyheter.example", app.Options{})
		w.deliver(t, sign(w.raw(letter{from: "brev@nyheter.example", subject: "Nyheter", text: "Köp", head: "List-Id: <a.b>\r\n"})))
		list := must(w.Inbox.Unfiled(t.Context(), w.eva, 0, 10))(t)
		if len(list) != 1 || list[0].Proof != "domain:nyheter.example" {
			t.Errorf("%+v", list)
		}
	})
}

func TestA_mark_of_spam_counts_where_the_organisation_trusts_it(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		n := 0
		mark := func(head string) inbox.Outcome {
			n++
			return w.send(t, letter{from: "x@annan.example", subject: fmt.Sprint("Vinst ", n), text: "Hej", head: head})
		}
		marks := map[string]string{"spamassassin": "X-Spam-Status: Yes, score=9.1\r\n", "exchange": "X-MS-Exchange-Organization-SCL: 6\r\n", "rspamd": "X-Rspamd-Action: add header\r\n"}
		for name, head := range marks {
			if o := mark(head); o.Result != inbox.Created {
				t.Errorf("%s counted although nobody trusts it: %+v", name, o)
			}
		}
		for name, head := range marks {
			w.decide(t, setting.MailSpam, name)
			o := mark(head)
			if o.Result != inbox.Quarantined || o.Reason != inbox.ReasonSpam || o.Ticket != 0 {
				t.Errorf("%s: %+v", name, o)
				continue
			}
			released := must(w.Inbox.Release(t.Context(), w.eva, o.ID, inbox.Decision{How: inbox.AsNew}))(t)
			want(t, released, inbox.Created, 0)
		}
		w.decide(t, setting.MailSpam, "exchange")
		want(t, mark("X-MS-Exchange-Organization-SCL: 1\r\nX-Spam-Flag: YES\r\n"), inbox.Created, 0)
	})
}

func TestThe_same_mail_again_is_counted_on_its_case(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "CH-34")
		l := letter{from: "robot@storstad.example", subject: "Backup misslyckades", text: "srv01: disk full"}
		first := w.send(t, l)
		for range 2 {
			w.env.Clock.Advance(600e9)
			o := w.send(t, l)
			want(t, o, inbox.Recorded, first.Ticket)
			if o.Reason != inbox.ReasonRepeat || o.Entry != first.Entry {
				t.Errorf("%+v", o)
			}
		}
		if m := w.entry(t, first); m.Repeats != 2 || !m.RepeatedAt.Equal(w.env.Clock.Now()) {
			t.Errorf("repeated %d times, last %v", m.Repeats, m.RepeatedAt)
		}
		if n, mails := w.tickets(t), w.sent(t); n != 1 || len(mails) != 1 {
			t.Errorf("%d cases, %d mails", n, len(mails))
		}
		other := l
		other.text = "srv02: disk full"
		want(t, w.send(t, other), inbox.Created, 0)
		other.text, other.from = l.text, "bo@storstad.example"
		want(t, w.send(t, other), inbox.Created, 0)
		w.env.Clock.Advance(61 * 60e9)
		late := w.send(t, l)
		want(t, late, inbox.Created, 0)
		w.decide(t, setting.MailRepeat, 0)
		want(t, w.send(t, l), inbox.Created, 0)
	})
}

func TestThe_same_mail_about_a_solved_case_is_news(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		l := letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"}
		first := w.send(t, l)
		must(w.Ticket.Withdraw(t.Context(), system, first.Ticket, "Löste sig"))(t)
		o := w.send(t, l)
		want(t, o, inbox.Created, 0)
		if o.Ticket == first.Ticket {
			t.Error("the case that is over counted it")
		}
	})
}

func TestThe_same_words_at_once_are_one_case(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var wg sync.WaitGroup
		for range 8 {
			raw := w.raw(letter{from: "robot@storstad.example", subject: "Larm", text: "Disk full"})
			wg.Go(func() {
				if _, err := w.in.Receive(t.Context(), mail.Envelope{Mailbox: address, Raw: raw}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := w.tickets(t); n != 1 {
			t.Errorf("%d cases", n)
		}
		if m := w.talk(t, 100001); len(m) != 1 || m[0].Repeats != 7 {
			t.Errorf("%+v", m)
		}
	})
}
