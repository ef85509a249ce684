package mail_test

import (
	"strings"
	"testing"

	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/req"
)

func TestA_mail_and_a_reply_to_our_answer_are_one_case_with_two_entries(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "CH-06")
		first := w.send(t, letter{from: "Anna <anna@storstad.example>", subject: "Skrivaren är trasig", text: "Den låter konstigt."})
		want(t, first, inbox.Created, 0)
		ours := w.last(t)
		if ours.Reason != notify.Opened || ours.To != "anna@storstad.example" || ours.From != "It-support\n"+address {
			t.Fatalf("the mail about the case: %+v", ours)
		}
		again := w.send(t, letter{
			from: "anna@storstad.example", subject: "SV: " + ours.Subject, replyTo: ours.MailID,
			text: "Nu brinner den.\n\nDen 2 mars 2026 10:00 skrev It-support <it@storstad.example>:\n> Tack, vi har tagit emot",
		})
		want(t, again, inbox.Appended, first.Ticket)
		talk := w.talk(t, first.Ticket)
		if len(talk) != 2 {
			t.Fatalf("want two entries, got %d", len(talk))
		}
		x := w.ticket(t, first.Ticket)
		if x.Channel != ticket.Mail || x.Requester != w.anna.ID || x.Title != "Skrivaren är trasig" {
			t.Errorf("the case: %+v", x)
		}
		if m := talk[0]; m.Text != "Den låter konstigt." || !m.Unverified || m.RawBlob == "" {
			t.Errorf("the first entry: %+v", m)
		}
		if m := talk[1]; m.Text != "Nu brinner den." || m.Unverified || m.Author != w.anna.ID || !strings.Contains(m.Quoted, "skrev It-support") {
			t.Errorf("the reply: %+v", m)
		}
	})
}

func TestA_reply_that_carries_only_the_number_is_added_but_not_trusted(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "CH-06")
		first := w.send(t, letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		o := w.send(t, letter{from: "ANNA@storstad.example", subject: "Sv: [" + first.Ticket.String() + "] Trasig", text: "Mer"})
		want(t, o, inbox.Appended, first.Ticket)
		if m := w.entry(t, o); !m.Unverified || m.Author != w.anna.ID {
			t.Errorf("the entry: %+v", m)
		}
	})
}

func TestAn_unknown_sender_has_a_case_and_can_reply(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.send(t, letter{from: "Okänd Person <okand@annan.example>", subject: "Hjälp", text: "Hej"})
		x := w.ticket(t, first.Ticket)
		if x.Requester != 0 || x.SenderAddress != "okand@annan.example" || x.Unit != 0 {
			t.Errorf("the case: %+v", x)
		}
		o := w.send(t, letter{from: "okand@annan.example", subject: "Re", text: "Mer", replyTo: w.last(t).MailID})
		want(t, o, inbox.Appended, first.Ticket)
		if m := w.entry(t, o); m.Unverified || m.AuthorAddress != "okand@annan.example" {
			t.Errorf("the entry: %+v", m)
		}
	})
}

func TestA_reply_to_a_solved_case_opens_it_and_a_late_one_begins_a_linked_case(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.send(t, letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		category := must(w.Ticket.SaveCategory(t.Context(), system, ticket.Category{Org: w.org.ID, Desk: w.desk.ID, Sv: "Dator", En: "Computer"}))(t)
		must(w.Ticket.Change(t.Context(), w.eva, first.Ticket, ticket.ChangeInput{Category: &category.ID}))(t)
		must(w.Ticket.Resolve(t.Context(), w.eva, first.Ticket, ticket.ResolveInput{Solution: "Klart"}))(t)
		solved := w.last(t)
		o := w.send(t, letter{from: "anna@storstad.example", subject: "Nej", text: "Nej, det är det inte", replyTo: solved.MailID})
		want(t, o, inbox.Appended, first.Ticket)
		if x := w.ticket(t, first.Ticket); x.State != ticket.StateOpen || x.Reopened != 1 {
			t.Errorf("the case is %s, reopened %d times", x.State, x.Reopened)
		}
		must(w.Ticket.Resolve(t.Context(), w.eva, first.Ticket, ticket.ResolveInput{Solution: "Klart nu", Told: true}))(t)
		must(w.Ticket.Accept(t.Context(), system, first.Ticket))(t)
		w.env.Clock.Advance(400 * 24 * 3600e9)
		late := w.send(t, letter{from: "anna@storstad.example", subject: "Igen", text: "Samma sak igen", replyTo: solved.MailID})
		want(t, late, inbox.Created, 0)
		if x := w.ticket(t, late.Ticket); late.Ticket == first.Ticket || x.Requester != w.anna.ID {
			t.Errorf("the new case: %+v", x)
		}
		x := w.ticket(t, late.Ticket)
		if links := must(w.Ticket.Links(t.Context(), system, &x))(t); len(links) != 1 || links[0].Other != first.Ticket {
			t.Errorf("the links: %+v", links)
		}
	})
}

func TestAnother_desk_finds_its_case_by_its_own_number(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.send(t, letter{from: "noreply@leverantor.example", subject: "INC678439 har registrerats", text: "Hej", head: "Auto-Submitted: auto-generated\r\n"})
		want(t, first, inbox.Created, 0)
		if mails := w.sent(t); len(mails) != 0 {
			t.Errorf("a machine was answered: %+v", mails)
		}
		o := w.send(t, letter{from: "tekniker@leverantor.example", subject: "INC678439 uppdaterat", text: "Vi felsöker"})
		want(t, o, inbox.Appended, first.Ticket)
		other := w.send(t, letter{from: "x@gmail.com", subject: "INC678439", text: "Jag gissar"})
		want(t, other, inbox.Created, 0)
		if other.Ticket == first.Ticket {
			t.Error("a stranger's guess was added to the case")
		}
	})
}

func TestA_suppliers_answer_by_a_number_given_by_hand_is_for_the_desk_alone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := must(w.Ticket.Report(t.Context(), system, ticket.ReportInput{
			Requester: w.anna.ID, Title: "Trasig", References: map[string]string{"ServiceNow": "INC678439"},
		}))(t)
		o := w.send(t, letter{from: "noreply@leverantor.example", subject: "Incident INC678439 -- arbetsanteckning", text: "Del är beställd", head: "Auto-Submitted: auto-generated\r\n"})
		want(t, o, inbox.Appended, first.ID)
		if m := w.entry(t, o); !m.Internal || m.Kind != ticket.Note {
			t.Errorf("the entry: %+v", m)
		}
	})
}

func TestAn_answer_that_is_nothing_but_a_picture_or_a_name_is_not_empty(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.send(t, letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		ours := w.last(t)
		head := "In-Reply-To: <" + ours.MailID + ">\nContent-Type: "
		picture := "--b\nContent-Type: text/html; charset=utf-8\n\n<div><img src=\"cid:bild\"></div><blockquote>Hur ser det ut?</blockquote>\n--b\nContent-Type: image/png; name=bild.png\nContent-ID: <bild>\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\n" +
			"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\n--b--\n"
		o := w.deliver(t, withHead("picture", head+"multipart/related; boundary=b\n", picture))
		want(t, o, inbox.Appended, first.Ticket)
		if m := w.entry(t, o); strings.TrimSpace(m.Text) == "" || len(m.Attachments) != 1 || !strings.Contains(m.HTML, "cid:bild") {
			t.Errorf("%+v", m)
		}
		o = w.deliver(t, withHead("alone", head+"image/png; name=bild.png\nContent-Transfer-Encoding: base64\n", "iVBORw0KGgo=\n"))
		want(t, o, inbox.Appended, first.Ticket)
		if m := w.entry(t, o); m.Text != "(Mejlet hade ingen text.)" || len(m.Attachments) != 1 {
			t.Errorf("%+v", m)
		}
		o = w.deliver(t, withHead("name", head+"text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n", "-- \nAnna Åkesson\nRektor\n"))
		if m := w.entry(t, o); !strings.Contains(m.Text, "Anna Åkesson") {
			t.Errorf("%+v", m)
		}
	})
}
