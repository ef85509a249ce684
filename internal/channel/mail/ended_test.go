package mail_test

import (
	"strings"
	"testing"

	"lotsen/internal/app"
	"lotsen/internal/channel/mail"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/dbtest"
)

// solve solves a case, with all that it takes.
func (w *world) solve(t *testing.T, id ticket.ID) {
	t.Helper()
	category := must(w.Ticket.SaveCategory(t.Context(), system, ticket.Category{Org: w.org.ID, Desk: w.desk.ID, Sv: "Dator " + id.String(), En: "Computer"}))(t)
	must(w.Ticket.Change(t.Context(), w.eva, id, ticket.ChangeInput{Category: &category.ID}))(t)
	must(w.Ticket.Resolve(t.Context(), w.eva, id, ticket.ResolveInput{Solution: "Klart", Told: true}))(t)
}

// Complaint 5: an answer to a case that is over is neither dropped nor a twin without a link.
func TestAn_answer_to_a_closed_case_opens_it_within_its_period(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.send(t, letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		ours := w.last(t)
		w.solve(t, first.Ticket)
		must(w.Ticket.Accept(t.Context(), system, first.Ticket))(t)
		w.env.Clock.Advance(13 * 24 * 3600e9)
		o := w.send(t, letter{from: "anna@storstad.example", subject: "Sv", text: "Nu är det likadant igen", replyTo: ours.MailID})
		want(t, o, inbox.Appended, first.Ticket)
		if x := w.ticket(t, first.Ticket); x.State != ticket.StateOpen || x.Reopened != 1 || !x.AwaitsDesk {
			t.Errorf("%s, reopened %d", x.State, x.Reopened)
		}
		w.solve(t, first.Ticket)
		must(w.Ticket.Accept(t.Context(), system, first.Ticket))(t)
		w.env.Clock.Advance(15 * 24 * 3600e9)
		late := w.send(t, letter{from: "anna@storstad.example", subject: "Sv", text: "Och igen", replyTo: ours.MailID})
		want(t, late, inbox.Created, 0)
		x := w.ticket(t, late.Ticket)
		if links := must(w.Ticket.Links(t.Context(), system, &x))(t); late.Ticket == first.Ticket || len(links) != 1 || links[0].Other != first.Ticket {
			t.Errorf("the new case is linked to %+v", links)
		}
		if m := w.entry(t, late); m.Text != "Och igen" || m.Unverified {
			t.Errorf("%+v", m)
		}
	})
}

func TestAn_answer_to_a_withdrawn_case_opens_it_or_begins_a_linked_one(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.send(t, letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		ours := w.last(t)
		must(w.Ticket.Withdraw(t.Context(), system, first.Ticket, "Löste sig"))(t)
		o := w.send(t, letter{from: "anna@storstad.example", subject: "Sv", text: "Nej, det löste sig inte", replyTo: ours.MailID})
		want(t, o, inbox.Appended, first.Ticket)
		if x := w.ticket(t, first.Ticket); x.State != ticket.StateOpen {
			t.Errorf("the case is %s", x.State)
		}
		must(w.Ticket.Withdraw(t.Context(), system, first.Ticket, "Löste sig"))(t)
		w.env.Clock.Advance(60 * 24 * 3600e9)
		late := w.send(t, letter{from: "anna@storstad.example", subject: "Sv", text: "Två månader senare", replyTo: ours.MailID})
		want(t, late, inbox.Created, 0)
		if late.Ticket == first.Ticket {
			t.Error("the case was opened long after its period")
		}
	})
}

func TestAn_answer_to_a_merged_case_goes_where_the_work_is(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.send(t, letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		ours := w.last(t)
		second := w.send(t, letter{from: "anna@storstad.example", subject: "Skrivaren", text: "Samma här"})
		third := w.send(t, letter{from: "anna@storstad.example", subject: "Skrivaren två", text: "Här med"})
		must(w.Ticket.Merge(t.Context(), w.eva, first.Ticket, second.Ticket))(t)
		must(w.Ticket.Merge(t.Context(), w.eva, second.Ticket, third.Ticket))(t)
		o := w.send(t, letter{from: "anna@storstad.example", subject: "Sv", text: "Nu brinner den", replyTo: ours.MailID})
		want(t, o, inbox.Appended, third.Ticket)
		byNumber := w.send(t, letter{from: "anna@storstad.example", subject: "[" + first.Ticket.String() + "]", text: "Hallå?"})
		want(t, byNumber, inbox.Appended, third.Ticket)
		if x := w.ticket(t, first.Ticket); x.State != ticket.StateMerged {
			t.Errorf("the merged case is %s", x.State)
		}
	})
}

func TestWhat_comes_back_to_our_own_return_address_finds_its_mail(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		o := app.Options{}
		o.Mail.ReturnPath = "it+*@storstad.example"
		w := start(t, env, o)
		first := w.send(t, letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		ours := w.last(t)
		back := notify.ReturnPath(o.Mail.ReturnPath, ours.MailID)
		if takes := must(w.Inbox.Takes(t.Context(), back))(t); !takes {
			t.Fatalf("mail to %s is refused", back)
		}
		// A server that quotes nothing of the mail.
		raw := "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: " + back + "\r\nSubject: Undelivered Mail\r\nMessage-ID: <b@mx.example>\r\n\r\n550 5.1.1 no such user\r\n"
		out := must(w.in.Receive(t.Context(), mail.Envelope{Mailbox: back, Raw: []byte(raw)}))(t)
		want(t, out, inbox.Recorded, first.Ticket)
		if m := must(w.Notify.Mail(t.Context(), ours.ID))(t); m.State != "bounced" {
			t.Errorf("our mail is %s", m.State)
		}
		// An absence notice without any mark: only machines answer to that address.
		raw = strings.NewReplacer("MAILER-DAEMON@mx.example", "anna@storstad.example", "Return-Path: <>\r\n", "", "Undelivered Mail", "Jag är ledig", "<b@mx", "<c@mx", "550 5.1.1 no such user", "Åter måndag").Replace(raw)
		out = must(w.in.Receive(t.Context(), mail.Envelope{Mailbox: back, Raw: []byte(raw)}))(t)
		want(t, out, inbox.Recorded, first.Ticket)
		if n := w.tickets(t); n != 1 {
			t.Errorf("%d cases", n)
		}
	})
}
