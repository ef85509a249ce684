package mail_test

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"lotsen/internal/channel/mail"
	"lotsen/internal/desk/inbox"
)

func TestThe_same_mail_gives_the_same_entry_whichever_way_it_comes(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		raw := w.raw(letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej å ä ö"})
		first := w.deliver(t, raw)
		for name, again := range map[string][]byte{
			"the_same_bytes":       raw,
			"line_ends_of_a_pipe":  bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")),
			"out_of_a_mailbox":     append([]byte("From anna@storstad.example Mon Mar  2 10:00:00 2026\n"), raw...),
			"over_another_server":  append([]byte("Received: from b.example by c.example; Mon, 2 Mar 2026 11:00:00 +0100\r\nReturn-Path: <anna@storstad.example>\r\n"), raw...),
			"in_another_transport": quotedPrintable(raw),
		} {
			if o := w.deliver(t, again); o.Ticket != first.Ticket || o.Entry != first.Entry || o.Result != first.Result {
				t.Errorf("%s: %+v, the first time %+v", name, o, first)
			}
		}
		other := w.deliver(t, bytes.Replace(raw, []byte("Hej"), []byte("Hopp"), 1))
		if other.Ticket == first.Ticket {
			t.Error("another text under the same Message-ID was taken for the same mail")
		}
		if n := w.tickets(t); n != 2 {
			t.Errorf("want two cases, got %d", n)
		}
	})
}

func quotedPrintable(raw []byte) []byte {
	s := strings.Replace(string(raw), "Content-Transfer-Encoding: 8bit", "Content-Transfer-Encoding: quoted-printable", 1)
	for _, r := range "åäö" {
		code := ""
		for _, b := range []byte(string(r)) {
			code += fmt.Sprintf("=%02X", b)
		}
		s = strings.ReplaceAll(s, string(r), code)
	}
	return []byte(s)
}

func TestTwo_deliveries_at_once_are_one(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		raw := w.raw(letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		outcomes := make([]inbox.Outcome, 8)
		var wg sync.WaitGroup
		for i := range outcomes {
			way := append(fmt.Appendf(nil, "Received: from a%d.example by b.example; Mon, 2 Mar 2026 11:00:00 +0100\r\n", i/2), raw...)
			wg.Go(func() {
				var err error
				if outcomes[i], err = w.in.Receive(t.Context(), mail.Envelope{Mailbox: address, Raw: way}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		for _, o := range outcomes {
			if o != outcomes[0] || o.Result != inbox.Created {
				t.Errorf("%+v beside %+v", o, outcomes[0])
			}
		}
		if n := w.tickets(t); n != 1 {
			t.Errorf("want one case, got %d", n)
		}
	})
}

func TestReplies_at_once_to_one_case_are_all_kept(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.send(t, letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		ours := w.last(t)
		var wg sync.WaitGroup
		for i := range 8 {
			raw := w.raw(letter{from: "anna@storstad.example", subject: "Sv", text: fmt.Sprint("Svar ", i), replyTo: ours.MailID})
			wg.Go(func() {
				if o, err := w.in.Receive(t.Context(), mail.Envelope{Mailbox: address, Raw: raw}); err != nil || o.Ticket != first.Ticket {
					t.Errorf("%+v: %v", o, err)
				}
			})
		}
		wg.Wait()
		if talk := w.talk(t, first.Ticket); len(talk) != 9 {
			t.Errorf("want nine entries, got %d", len(talk))
		}
	})
}

func TestA_mail_to_two_mailboxes_is_a_case_of_each(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		must(w.Inbox.SaveMailbox(t.Context(), system, inbox.Mailbox{Org: w.org.ID, Desk: w.desk.ID, Address: "hr@storstad.example", Name: "HR", Active: true}))(t)
		raw := w.raw(letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		first := w.deliver(t, raw)
		second := must(w.in.Receive(t.Context(), mail.Envelope{Mailbox: "hr@storstad.example", Raw: raw}))(t)
		if first.Ticket == second.Ticket {
			t.Error("one desk's case took the other's mail")
		}
	})
}
