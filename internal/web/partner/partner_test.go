package partner_test

import (
	"regexp"
	"strings"
	"testing"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/site"
)

var system = authz.System("test")

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

type world struct {
	*site.Site
	lock supplier.Supplier
	box  inbox.Mailbox
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		s := site.Mailing(t, env)
		w := &world{Site: s}
		w.box = must(s.App.Inbox.SaveMailbox(t.Context(), system, inbox.Mailbox{Org: s.Org.ID, Desk: s.Desk.ID, Address: "it@storstad.example", Name: "It-support", Active: true}))(t)
		w.lock = must(s.App.Supplier.Add(t.Context(), system, s.Org.ID, supplier.Input{Sort: supplier.Other, Name: "Låsfirman"}))(t)
		if err := s.App.Supplier.Agree(t.Context(), system, w.lock.ID, supplier.Agreement{Way: supplier.ByMail, Address: "jour@las.example", Shows: []string{supplier.ShowPlace}}); err != nil {
			t.Fatal(err)
		}
		fn(t, w)
	})
}

// posted are the mails to the supplier, newest first.
func (w *world) posted(t testing.TB) []notify.Mail {
	t.Helper()
	if err := w.App.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	var out []notify.Mail
	for _, m := range must(w.App.Notify.Latest(t.Context(), 0, 50))(t) {
		if m.To == "jour@las.example" {
			out = append(out, m)
		}
	}
	return out
}

func (w *world) hand(t testing.TB, x ticket.Ticket, release bool) {
	t.Helper()
	by := w.Actor(t, "eva")
	if release {
		by = system
	}
	must(w.App.Delegation.Delegate(t.Context(), by, x.ID, delegation.Input{To: w.lock.ID, Task: "Byt cylinder.", Release: release, Owner: w.Person(t, "eva")}))(t)
}

func (w *world) receive(t testing.TB, from, replyTo, text string) inbox.Outcome {
	t.Helper()
	raw := "From: Sven <" + from + ">\r\nTo: it@storstad.example\r\nSubject: Re: dörren\r\nMessage-ID: <" + text[:3] + "1@las.example>\r\nIn-Reply-To: <" + replyTo + ">\r\n" +
		"Date: Mon, 2 Mar 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + text + "\r\n"
	return must(w.App.Inbox.Receive(t.Context(), w.box, []byte(raw)))(t)
}

var link = regexp.MustCompile(`/partner/[a-z0-9-]+`)

func TestA_small_supplier_gets_a_mail_answers_it_and_says_by_the_link_that_it_is_done(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		x := w.Report(t, "anna", "Dörren går inte upp", "Kortläsaren blinkar rött.")
		w.Answer(t, x.ID, "Vi skickar en låssmed.")
		must(w.App.Ticket.Write(t.Context(), w.Actor(t, "eva"), x.ID, ticket.Words{Text: "Anna tjatar."}))(t)
		w.hand(t, x, false)
		mails := w.posted(t)
		if len(mails) != 1 || !strings.Contains(mails[0].Subject, x.ID.String()) || !strings.HasSuffix(mails[0].From, "it@storstad.example") {
			t.Fatalf("the mails: %+v", mails)
		}
		m := mails[0]
		for _, text := range []string{"Kortläsaren blinkar rött.", "Byt cylinder."} {
			if !strings.Contains(m.Text, text) || !strings.Contains(m.HTML, text) {
				t.Errorf("%q is not in %s", text, m.Text)
			}
		}
		for _, text := range []string{"Anna tjatar", "Vi skickar en låssmed", "Åkesson", "08-555"} {
			if strings.Contains(m.Text+m.HTML, text) {
				t.Errorf("%q is in the mail: %s", text, m.Text)
			}
		}

		o := w.receive(t, "jour@las.example", m.MailID, "Bilen är på väg.")
		if o.Result != inbox.Appended || o.Ticket != x.ID {
			t.Fatalf("the answer: %+v", o)
		}
		y := w.Ticket(t, x.ID)
		talk := must(w.App.Ticket.Messages(t.Context(), system, &y))(t)
		if last := talk[len(talk)-1]; last.Kind != ticket.Exchange || last.Text != "Bilen är på väg." || last.Author != 0 || last.AuthorName != "Låsfirman" {
			t.Errorf("the supplier's word: %+v", last)
		}
		w.As(t, "anna").Get("/tickets/" + x.ID.String()).MustBe(200).MustNotSee("Bilen är på väg.")

		path := link.FindString(m.Text)
		v := w.Pages(t).Anonymous()
		page := v.Get(path).MustBe(200).MustSee(x.ID.String(), "Dörren går inte upp")
		page = page.Form("Skicka").Choose("Så här står det", "Åtgärdat").Submit("Skicka").MustBe(422)
		page.Form("Skicka").Fill("Vad har ni gjort, eller vad väntar ni på?", "Ny cylinder.").Submit("Skicka").MustBe(200).MustSee("Tack")
		if y = w.Ticket(t, x.ID); y.Supplier != 0 || y.Substate != ticket.SubRemedied {
			t.Errorf("the case: %+v", y)
		}
		v.Get(path).MustBe(404)
		v.Get(path + "x").MustBe(404)
		if n := len(w.posted(t)); n != 1 {
			t.Errorf("%d mails in the end", n)
		}
		late := w.receive(t, "sven@las.example", m.MailID, "Fakturan kommer.")
		y = w.Ticket(t, x.ID)
		talk = must(w.App.Ticket.Messages(t.Context(), system, &y))(t)
		if last := talk[len(talk)-1]; late.Ticket != x.ID || last.Kind != ticket.Note || !last.Unverified {
			t.Errorf("the late word: %+v %+v", late, last)
		}
	})
}

func TestA_mail_that_only_claims_to_answer_is_no_suppliers_word(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		x := w.Report(t, "anna", "Dörren", "Röd.")
		w.Answer(t, x.ID, "Hej.")
		w.hand(t, x, false)
		m := w.posted(t)[0]
		forged := m.MailID[:strings.LastIndex(m.MailID, ".e")] + ".e1.aaaaaaaaaaaaaaaaaaaaaaaa@localhost"
		if o := w.receive(t, "jour@las.example", forged, "Ge mig koden."); o.Ticket == x.ID {
			t.Errorf("believed: %+v", o)
		}
	})
}

func TestOf_a_sealed_case_the_mail_carries_only_the_number(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		x := w.Report(t, "bo", "Bos dörr", "Hemlig adress.")
		w.Answer(t, x.ID, "Hej.")
		if _, err := w.App.Directory.Protect(t.Context(), system, w.Person(t, "bo")); err != nil {
			t.Fatal(err)
		}
		w.hand(t, x, true)
		m := w.posted(t)[0]
		if !strings.Contains(m.Subject, x.ID.String()) || strings.Contains(m.Subject+m.Text+m.HTML, "dörr") || strings.Contains(m.Text+m.HTML, "Hemlig") || strings.Contains(m.Text+m.HTML, "Byt cylinder") {
			t.Errorf("the mail: %s\n%s", m.Subject, m.Text)
		}
		if o := w.receive(t, "jour@las.example", m.MailID, "Vi har ringt."); o.Ticket != x.ID {
			t.Errorf("the answer: %+v", o)
		}
		v := w.Pages(t).Anonymous()
		page := v.Get(link.FindString(m.Text)).MustBe(200)
		page.MustNotSee("Bos dörr")
		page.Form("Skicka").Choose("Så här står det", "Arbete pågår").Submit("Skicka").MustBe(200)
	})
}
