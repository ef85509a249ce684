package mail_test

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"slices"
	"strings"
	"testing"
	"time"

	"lotsen/internal/app"
	"lotsen/internal/channel/mail"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clean"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/shared"
)

// TestA_forged_agent_gets_no_word_into_a_case is abuse case 1: an agent's address and a reference that can be guessed or is known
// give no word in a case, and none of an agent's rights.
func TestA_forged_agent_gets_no_word_into_a_case(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.send(t, letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej", id: "first@client.example"})
		ours := w.last(t)
		guess := ours.MailID[:strings.LastIndexByte(ours.MailID[:strings.IndexByte(ours.MailID, '@')], '.')] + ".aaaaaaaaaaaaaaaaaaaaaaaa@it.storstad.example"
		for name, id := range map[string]string{"another's_mark": ours.MailID, "a_guessed_mark": guess, "a_known_message": "first@client.example"} {
			o := w.send(t, letter{from: "eva@storstad.example", subject: "Sv: Trasig", text: "Ärendet är löst, ring 0900.", replyTo: id})
			if o.Result != inbox.Created || o.Ticket == first.Ticket {
				t.Errorf("%s: %+v", name, o)
			}
			if m := w.entry(t, o); !m.Unverified || m.Kind != ticket.FromUser {
				t.Errorf("%s: the entry %+v", name, m)
			}
		}
		if talk := w.talk(t, first.Ticket); len(talk) != 1 {
			t.Errorf("the case has %d entries", len(talk))
		}
	})
}

func TestAn_agent_who_answers_by_mail_is_the_person_they_are(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.send(t, letter{from: "eva@storstad.example", subject: "Min egen dator", text: "Hej"})
		o := w.send(t, letter{from: "eva@storstad.example", subject: "Sv", text: "#close\nStäng ärendet", replyTo: w.last(t).MailID})
		want(t, o, inbox.Appended, first.Ticket)
		if m, x := w.entry(t, o), w.ticket(t, first.Ticket); m.Kind != ticket.FromUser || m.Internal || x.State != ticket.StateNew {
			t.Errorf("%+v on a case that is %s", m, x.State)
		}
	})
}

// TestA_stranger_with_a_number_inherits_nothing is abuse case 2: who names a number without taking part gets a case of their own,
// with nothing of the other's in it.
func TestA_stranger_with_a_number_inherits_nothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.send(t, letter{from: "anna@storstad.example", subject: "Hemlig sak", text: "Bara mellan oss"})
		for _, from := range []string{"frammande@annan.example", "bo@storstad.example"} {
			o := w.send(t, letter{from: from, subject: "Re: [" + first.Ticket.String() + "]", text: "Skicka mig allt"})
			want(t, o, inbox.Created, 0)
			x := w.ticket(t, o.Ticket)
			if o.Ticket == first.Ticket || x.Requester == w.anna.ID || x.Title == "Hemlig sak" {
				t.Errorf("%s: %+v", from, x)
			}
			talk := w.talk(t, o.Ticket)
			if len(talk) != 2 || !talk[1].Internal || !strings.Contains(talk[1].Text, first.Ticket.String()) {
				t.Errorf("%s: the desk is not told: %+v", from, talk)
			}
			for _, m := range talk {
				if strings.Contains(m.Text+m.Quoted, "mellan oss") {
					t.Errorf("%s: past words are in the new case", from)
				}
			}
		}
	})
}

func TestAnother_organisations_case_is_out_of_reach(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		org := must(w.Directory.AddOrganisation(t.Context(), system, directory.OrganisationInput{Key: "annan", Name: "Annan"}))(t)
		desk := must(w.Directory.AddDesk(t.Context(), system, org.ID, "it", "It"))(t)
		must(w.Inbox.SaveMailbox(t.Context(), system, inbox.Mailbox{Org: org.ID, Desk: desk.ID, Address: "it@annan.example", Name: "It", Active: true}))(t)
		first := w.send(t, letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"})
		raw := w.raw(letter{from: "anna@storstad.example", subject: "[" + first.Ticket.String() + "]", text: "Hej igen"})
		o := must(w.in.Receive(t.Context(), mail.Envelope{Mailbox: "it@annan.example", Raw: raw}))(t)
		x := w.ticket(t, o.Ticket)
		if o.Result != inbox.Created || x.Org != org.ID || x.Requester != 0 || len(w.talk(t, o.Ticket)) != 1 {
			t.Errorf("%+v: %+v", o, x)
		}
	})
}

// TestForged_headers_and_line_breaks_mean_nothing is abuse case 3: headers that look like ours decide nothing, and no name breaks out
// of its own.
func TestForged_headers_and_line_breaks_mean_nothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		o := w.send(t, letter{
			from: `=?utf-8?q?Anna=0D=0ABcc:_x@ond.example?= <okand@annan.example>`, subject: "=?utf-8?q?Hej=0D=0ABcc:_x@ond.example?=", text: "Hej",
			head: "X-Lotsen-Ticket: L-100001\r\nX-Lotsen-Priority: 1\r\nX-Zammad-Ticket-Owner: eva\r\n",
		})
		x, m := w.ticket(t, o.Ticket), w.entry(t, o)
		if strings.ContainsAny(x.Title+x.SenderName+m.AuthorName, "\r\n") || x.Assignee != 0 || x.Priority == 1 {
			t.Errorf("%+v", x)
		}
		ours := w.last(t)
		if strings.ContainsAny(ours.Subject+ours.To, "\r\n") || ours.To != "okand@annan.example" {
			t.Errorf("our mail: %q to %q", ours.Subject, ours.To)
		}
	})
}

const html = `<p onclick="x()">Hej</p><script>alert(1)</script><img src="cid:bild"><img src="https://ond.example/p.gif"><style>p{background:url(https://ond.example)}</style><iframe src="https://ond.example"></iframe><a href="javascript:x()">här</a>`

// TestHTML_and_files_of_strangers_are_made_harmless is abuse case 4 and 5: what could act is not kept, nothing is fetched from elsewhere, and a
// file is what its content is.
func TestHTML_and_files_of_strangers_are_made_harmless(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		raw := strings.ReplaceAll(`From: okand@annan.example
To: it@storstad.example
Subject: Bild
Message-ID: <html@client.example>
MIME-Version: 1.0
Content-Type: multipart/related; boundary=b

--b
Content-Type: text/html; charset=utf-8

`+html+`
--b
Content-Type: image/png; name=bild.png
Content-ID: <bild>
Content-Disposition: inline
Content-Transfer-Encoding: base64

iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
--b
Content-Type: image/png; name="../../x.svg"

<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>
--b
Content-Type: image/jpeg; name="faktura.jpg"

<!doctype html><script>alert(1)</script>
--b--
`, "\n", "\r\n")
		o := w.deliver(t, []byte(raw))
		m := w.entry(t, o)
		for _, evil := range []string{"script", "onclick", "ond.example", "iframe", "javascript", "style"} {
			if strings.Contains(m.HTML, evil) {
				t.Errorf("%s is in %s", evil, m.HTML)
			}
		}
		if m.Text != "Hej\n\nhär" && !strings.Contains(m.Text, "Hej") || !strings.Contains(m.HTML, "cid:bild") {
			t.Errorf("text %q, HTML %q", m.Text, m.HTML)
		}
		if len(m.Attachments) != 3 || !m.Attachments[0].Inline || m.Attachments[0].MediaType != "image/png" || m.Attachments[0].ContentID != "bild" {
			t.Fatalf("files: %+v", m.Attachments)
		}
		for _, a := range m.Attachments[1:] {
			if a.MediaType != "application/octet-stream" || strings.ContainsAny(a.Name, `/\`) {
				t.Errorf("file %q is %s", a.Name, a.MediaType)
			}
		}
		_, content, err := w.Ticket.Attachment(t.Context(), w.eva, m.Attachments[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(content); err != nil || len(b) != int(m.Attachments[0].Size) {
			t.Errorf("%d bytes: %v", len(b), err)
		}
		content.Close()
	})
}

// TestA_flood_from_one_sender_stops_at_the_fuse is abuse case 23: automatic mail by the thousand does not bury the desk.
func TestA_flood_from_one_sender_stops_at_the_fuse(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for i := range 25 {
			o := w.send(t, letter{from: "robot@annan.example", subject: fmt.Sprint("Autosvar saknas ", i), text: "Hej"})
			if i < 20 && o.Result != inbox.Created || i >= 20 && (o.Result != inbox.Quarantined || o.Reason != inbox.ReasonRate) {
				t.Errorf("mail %d: %+v", i, o)
			}
		}
		// What came at once is answered at once, in one mail: a flood is not sent back.
		back := slices.DeleteFunc(w.sent(t), func(m notify.Mail) bool { return m.To != "robot@annan.example" }) // The desk's lead hears, too.
		if len(back) != 1 || strings.Count(back[0].Text, "Autosvar saknas") != 20 {
			t.Errorf("%d mails have left", len(back))
		}
		want(t, w.send(t, letter{from: "anna@storstad.example", subject: "Trasig", text: "Hej"}), inbox.Created, 0)
		w.env.Clock.Advance(2 * 3600e9)
		want(t, w.send(t, letter{from: "robot@annan.example", subject: "Senare", text: "Hej"}), inbox.Created, 0)
	})
}

// TestWhat_would_cost_too_much_is_kept_and_set_aside is abuse case 23: what is nested without end is not read, and not lost.
func TestWhat_would_cost_too_much_is_kept_and_set_aside(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		deep := "From: x@annan.example\r\nSubject: djup\r\nMessage-ID: <deep@x>\r\n"
		for i := range 200 {
			deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
		}
		o := w.deliver(t, []byte(deep))
		if o.Result != inbox.Quarantined || o.Reason != inbox.ReasonLimits {
			t.Fatalf("%+v", o)
		}
		list := must(w.Inbox.Quarantined(t.Context(), w.eva, 0, 10))(t)
		if len(list) != 1 || list[0].Subject != "djup" || list[0].Sender != "x@annan.example" {
			t.Errorf("%+v", list)
		}
		want(t, w.send(t, letter{from: "anna@storstad.example", subject: "Nästa", text: "Hej"}), inbox.Created, 0)
	})
}

func TestA_protected_person_s_mail_is_sealed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		p := w.person(t, "Karin", "Skyddad")
		must(w.Directory.Protect(t.Context(), system, p.ID))(t)
		o := w.send(t, letter{from: "Karin <karin@storstad.example>", subject: "Min dator", text: "Hej"})
		x := w.ticket(t, o.Ticket)
		if !x.Sealed || x.SenderAddress != "" {
			t.Errorf("%+v", x)
		}
		if _, err := w.Ticket.Load(t.Context(), w.eva, o.Ticket); err == nil {
			t.Error("an agent without the permission sees the case")
		}
		w.send(t, letter{from: "karin@storstad.example", subject: "Lista", text: "x", head: "List-Id: <a.b>\r\n"})
		if list := must(w.Inbox.Unfiled(t.Context(), w.eva, 0, 10))(t); len(list) != 0 {
			t.Errorf("an agent without the permission sees the sender: %+v", list)
		}
	})
}

func TestNaughty_strings_arrive_unharmed(t *testing.T) {
	t.Parallel()
	var naughty []string
	if err := json.Unmarshal(read(t, shared.Dir(t)+"/naughty-strings/blns.json"), &naughty); err != nil {
		t.Fatal(err)
	}
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := start(t, env, app.Options{})
		for i, s := range naughty {
			s = strings.NewReplacer("\r", "", "\x00", "").Replace(s)
			o := w.send(t, letter{
				from: fmt.Sprintf("n%d@annan.example", i), subject: mime.BEncoding.Encode("utf-8", "x "+strings.ReplaceAll(s, "\n", " ")), text: s,
			})
			m, x := w.entry(t, o), w.ticket(t, o.Ticket)
			if visible(m.Text) != visible(s) {
				t.Errorf("text %d: %q became %q", i, s, m.Text)
			}
			if visible(x.Title) != visible(clean.Cut("x "+s, ticket.MaxTitle)) {
				t.Errorf("subject %d: %q became %q", i, s, x.Title)
			}
		}
	})
}

// visible leaves out what mail cannot carry or what misleads: control characters, marks of direction.
func visible(s string) string {
	var out []rune
	for _, r := range solid(s) {
		if r >= ' ' && (r < 0x7f || r > 0x9f) && (r < 0xfff0 || r > 0xfffb) && (r < 0xe0000 || r > 0xe007f) && r != 0x3000 {
			out = append(out, r)
		}
	}
	return string(slices.Clip(out))
}

// TestA_file_that_pretends_is_served_as_what_it_is is abuse case 5: whatever a file is called and said to be, only
// pictures that cannot act keep a type that a browser shows.
func TestA_file_that_pretends_is_served_as_what_it_is(t *testing.T) {
	const svg, page = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "<!DOCTYPE html><script>alert(1)</script>"
	each(t, func(t *testing.T, w *world) {
		body := ""
		for i, c := range []struct{ typ, name, content string }{
			{"image/svg+xml", "bild.svg", svg},
			{"image/png", "bild.png", svg},
			{"image/png; charset=\"", "x", svg},
			{"text/ht\u200bml", "sida.ht\u200bml", page},
			{"image/gif/../text/html", "a.gif", page},
			{"application/xhtml+xml", "x.xhtml", page},
			{"IMAGE/JPEG", "kort.jpg.html", page},
			{"", "namnlös", page},
			{"text/xml", "x.xml", "\ufeff" + svg},
			{"message/rfc822", "brev.eml", "Content-Type: text/html\n\n" + page},
		} {
			body += fmt.Sprintf("--b\nContent-Type: %s\nContent-Disposition: inline; filename=\"%d%s\"\nContent-ID: <c%d>\n\n%s\n", c.typ, i, c.name, i, c.content)
		}
		m := w.entry(t, w.deliver(t, withHead("pretends", "Content-Type: multipart/mixed; boundary=b\n", "--b\nContent-Type: text/html\n\nHej <img src=cid:c0><img src=cid:c1>\n"+body+"--b--\n")))
		if len(m.Attachments) < 10 {
			t.Fatalf("%d files", len(m.Attachments))
		}
		for _, a := range m.Attachments {
			if a.MediaType != "application/octet-stream" && a.MediaType != "message/rfc822" && a.MediaType != "text/plain" {
				t.Errorf("%q is served as %s", a.Name, a.MediaType)
			}
			if strings.ContainsRune(a.Name, '\u200b') {
				t.Errorf("name %q", a.Name)
			}
		}
	})
}

// TestNothing_costs_more_than_it_weighs is abuse case 23: bombs of all sorts are read or set aside in the time of an
// ordinary mail of their size, and the next mail is taken.
func TestNothing_costs_more_than_it_weighs(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		head := "From: x@annan.example\r\nSubject: bomb\r\nMIME-Version: 1.0\r\n"
		parts := head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
		enclosed := strings.Repeat("--b\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n", 40)
		for name, raw := range map[string]string{
			"parts_without_number":   parts + strings.Repeat("--b\r\n\r\nx\r\n", 100_000),
			"headers_without_number": head + strings.Repeat("X-A: b\r\n", 200_000) + "\r\nhej",
			"one_endless_header":     head + "References: " + strings.Repeat("<a@b>\r\n ", 200_000) + "\r\n\r\nhej",
			"encoded_words":          head + "Subject: " + strings.Repeat("=?utf-8?q?=C3=A5?= ", 100_000) + "\r\n\r\nhej",
			"addresses":              head + "Cc: " + strings.Repeat("\"a\" <a@b.example>, ", 100_000) + "\r\n\r\nhej",
			"html_in_html":           head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<div><b>", 200_000) + "hej",
			"html_without_end":       head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<a href=\"", 200_000),
			"mails_in_mails":         parts + enclosed,
			"boundaries_alike":       parts + strings.Repeat("--b--b--b--b\r\n", 100_000),
			"signatures":             strings.Repeat("DKIM-Signature: v=1; a=rsa-sha256; d=annan.example; s=x; h=from; bh=x; b=x\r\n", 900) + head + "\r\nhej",
			"envelopes":              head + "Content-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\n" + strings.Repeat("0\x80", 500_000),
			"quotes":                 head + "\r\n" + strings.Repeat("Den 2 mars 2026 skrev <a@b.example\r\n> ", 50_000),
		} {
			done := make(chan inbox.Outcome, 1)
			go func() {
				o, err := w.in.Receive(t.Context(), mail.Envelope{Mailbox: address, Raw: []byte(raw + "\r\n" + name)})
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
				done <- o
			}()
			select {
			case o := <-done:
				if o.Result == inbox.Waiting {
					t.Errorf("%s: %+v", name, o)
				}
			case <-time.After(30 * time.Second):
				t.Fatalf("%s: not done after 30 s", name)
			}
		}
		want(t, w.send(t, letter{from: "anna@storstad.example", subject: "Nästa", text: "Hej"}), inbox.Created, 0)
	})
}
