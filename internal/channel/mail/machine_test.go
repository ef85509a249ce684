package mail_test

import (
	"fmt"
	"strings"
	"testing"

	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
)

// bounce is a delivery report about a mail of ours.
func bounce(id, action, status string) []byte {
	return []byte(strings.ReplaceAll(fmt.Sprintf(`Return-Path: <>
From: MAILER-DAEMON@mx.example
To: it@storstad.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <%[2]s.%[1]s>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; anna@storstad.example
Action: %[2]s
Status: %[3]s
--b
Content-Type: message/rfc822

Message-ID: <%[1]s>
From: it@storstad.example
Subject: x

x
--b--
`, id, action, status), "\n", "\r\n"))
}

func TestA_bounce_belongs_to_its_case_and_stops_the_clock(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.send(t, letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		category := must(w.Ticket.SaveCategory(t.Context(), system, ticket.Category{Org: w.org.ID, Desk: w.desk.ID, Sv: "Dator", En: "Computer"}))(t)
		must(w.Ticket.Change(t.Context(), w.eva, first.Ticket, ticket.ChangeInput{Category: &category.ID}))(t)
		must(w.Ticket.Resolve(t.Context(), w.eva, first.Ticket, ticket.ResolveInput{Solution: "Klart"}))(t)
		ours := w.last(t)
		if x := w.ticket(t, first.Ticket); x.ToldAt.IsZero() || x.CloseDue.IsZero() {
			t.Fatal("the user does not count as told")
		}
		late := w.deliver(t, bounce(ours.MailID, "delayed", "4.4.1"))
		want(t, late, inbox.Recorded, first.Ticket)
		if x := w.ticket(t, first.Ticket); x.ToldAt.IsZero() {
			t.Error("a delay took back that the user was told")
		}
		o := w.deliver(t, bounce(ours.MailID, "failed", "5.1.1"))
		want(t, o, inbox.Recorded, first.Ticket)
		x := w.ticket(t, first.Ticket)
		if !x.ToldAt.IsZero() || !x.CloseDue.IsZero() || !x.AwaitsDesk || x.State != ticket.StateResolved {
			t.Errorf("after the bounce: told %v, due %v, awaits %v, %s", x.ToldAt, x.CloseDue, x.AwaitsDesk, x.State)
		}
		if m := w.entry(t, o); m.Kind != ticket.Machine || !m.Internal || !strings.Contains(m.Text, "I am sorry") {
			t.Errorf("the entry: %+v", m)
		}
		if m := must(w.Notify.Mail(t.Context(), ours.ID))(t); m.State != "bounced" || !strings.Contains(m.Error, "5.1.1") {
			t.Errorf("the mail is %s: %s", m.State, m.Error)
		}
		if again := w.deliver(t, bounce(ours.MailID, "failed", "5.1.1")); again != o {
			t.Errorf("the second time: %+v", again)
		}
		n := len(w.sent(t))
		w.env.Clock.Advance(200 * 3600e9)
		if err := w.Ticket.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if x := w.ticket(t, first.Ticket); x.State != ticket.StateResolved {
			t.Errorf("closed although nobody was told: %s", x.State)
		}
		if len(w.sent(t)) != n {
			t.Error("the bounce was answered")
		}
	})
}

func TestWord_by_mouth_stands_when_the_mail_comes_back(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.send(t, letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		category := must(w.Ticket.SaveCategory(t.Context(), system, ticket.Category{Org: w.org.ID, Desk: w.desk.ID, Sv: "Dator", En: "Computer"}))(t)
		must(w.Ticket.Change(t.Context(), w.eva, first.Ticket, ticket.ChangeInput{Category: &category.ID}))(t)
		must(w.Ticket.Resolve(t.Context(), w.eva, first.Ticket, ticket.ResolveInput{Solution: "Klart", Told: true}))(t)
		w.deliver(t, bounce(w.last(t).MailID, "failed", "5.1.1"))
		if x := w.ticket(t, first.Ticket); x.ToldAt.IsZero() {
			t.Error("told on the phone, and yet not told")
		}
	})
}

func TestMachines_open_no_case_and_are_not_answered(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.send(t, letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		ours := w.last(t)
		if ours.Headers[notify.LoopHeader] == "" {
			t.Error("our mail does not carry our mark")
		}
		for name, c := range map[string]struct {
			letter
			on ticket.ID
		}{
			"absence_notice":        {letter{from: "anna@storstad.example", subject: "Autosvar: jag är ledig", text: "Åter på måndag", replyTo: ours.MailID, head: "Auto-Submitted: auto-replied\r\n"}, first.Ticket},
			"absence_by_number":     {letter{from: "anna@storstad.example", subject: "Automatiskt svar: " + ours.Subject, text: "Ledig", head: "X-Auto-Response-Suppress: All\r\nAuto-Submitted: auto-replied\r\n"}, first.Ticket},
			"absence_out_of_the_no": {letter{from: "x@annan.example", subject: "Autosvar: ledig", text: "Ledig", head: "Auto-Submitted: auto-replied\r\n"}, 0},
			"our_own_mail":          {letter{from: "anna@storstad.example", subject: "Vidarebefordrat", text: "Hej", head: notify.LoopHeader + ": it.storstad.example\r\n"}, 0},
			"mailing_list":          {letter{from: "news@annan.example", subject: "Nyheter", text: "Köp", head: "List-Id: <news.annan.example>\r\nPrecedence: bulk\r\n"}, 0},
			"bounce_of_others":      {letter{from: "MAILER-DAEMON@mx.example", subject: "Undelivered Mail Returned to Sender", text: "550 no such user", head: "Return-Path: <>\r\n"}, 0},
		} {
			if o := w.send(t, c.letter); o.Result != inbox.Recorded || o.Ticket != c.on {
				t.Errorf("%s: %+v", name, o)
			}
		}
		if n, mails := w.tickets(t), w.sent(t); n != 1 || len(mails) != 1 {
			t.Errorf("%d cases and %d mails", n, len(mails))
		}
	})
}

func TestAnother_installation_of_ours_is_no_loop(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		o := w.send(t, letter{from: "it@annan.example", subject: "[L-100777] Svar", text: "Hej", head: notify.LoopHeader + ": it.annan.example\r\nAuto-Submitted: auto-generated\r\n"})
		want(t, o, inbox.Created, 0)
		if mails := w.sent(t); len(mails) != 0 {
			t.Errorf("%d mails have left", len(mails))
		}
	})
}

func TestAn_alarm_opens_a_case_and_is_not_answered(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		o := w.send(t, letter{from: "nagios@storstad.example", subject: "PROBLEM: disk full", text: "srv01", head: "Auto-Submitted: auto-generated\r\n"})
		want(t, o, inbox.Created, 0)
		if mails := w.sent(t); len(mails) != 0 {
			t.Errorf("%d mails have left", len(mails))
		}
	})
}

func TestTwo_desks_do_not_wake_each_other(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.send(t, letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		category := must(w.Ticket.SaveCategory(t.Context(), system, ticket.Category{Org: w.org.ID, Desk: w.desk.ID, Sv: "Dator", En: "Computer"}))(t)
		must(w.Ticket.Change(t.Context(), w.eva, first.Ticket, ticket.ChangeInput{Category: &category.ID}))(t)
		must(w.Ticket.Resolve(t.Context(), w.eva, first.Ticket, ticket.ResolveInput{Solution: "Klart"}))(t)
		o := w.send(t, letter{from: "anna@storstad.example", subject: "Ärendet är mottaget", text: "Tack", replyTo: w.last(t).MailID, head: "Auto-Submitted: auto-generated\r\n"})
		want(t, o, inbox.Recorded, first.Ticket)
		if x := w.ticket(t, first.Ticket); x.State != ticket.StateResolved {
			t.Errorf("a machine opened the case again: %s", x.State)
		}
	})
}
