package imap_test

import (
	"context"
	"net/smtp"
	"regexp"
	"strings"
	"testing"

	"lotsen/internal/app"
	"lotsen/internal/desk/directory"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/mailserver"
	"lotsen/internal/testkit/req"
)

var mailID = regexp.MustCompile(`(?im)^Message-ID: (<[^>]+>)`)

// Anna writes to the desk by a mail server, the desk's mailbox stands on another, our answer goes out through the first and
// lies in Anna's mailbox, and what she answers is an entry of the same case.
func TestMail_goes_in_and_out_and_in_again_through_servers_as_people_run_them(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		req.Proves(t, "CH-06", "IN-04")
		const desk, anna = "it@storstad.example", "anna@annan.example"
		d := mailserver.NewDovecot(t, "")
		p := mailserver.NewPostfix(t, mailserver.Routes{Users: []string{desk, anna}, Dovecot: d})
		a, err := app.New(t.Context(), app.Options{
			DB: env.DSN, Files: t.TempDir(), Clock: env.Clock, NoSync: true, Demo: true, BaseURL: "https://it.storstad.example",
			Mail: app.MailOptions{Fetch: loopback(d.Roots), SMTPOut: p.SMTP},
		})
		check(t, err)
		t.Cleanup(func() { check(t, a.Stop()) })
		w := &world{App: a, t: t, env: env}
		org, err := a.Directory.AddOrganisation(t.Context(), system, directory.OrganisationInput{Key: "storstad", Name: "Storstad"})
		check(t, err)
		place, err := a.Directory.AddDesk(t.Context(), system, org.ID, "it", "It-support")
		check(t, err)
		w.org, w.desk = org.ID, place.ID
		w.box(desk, at(d))
		a.Start(context.WithoutCancel(t.Context()))

		check(t, smtp.SendMail(p.SMTP, nil, anna, []string{desk}, letter("1", "Skrivaren är trasig", "", "Den blinkar rött.")))
		w.await("the case", func() bool { return len(w.tickets()) == 1 })
		var confirmed string
		w.await("our answer in her mailbox", func() bool {
			check(t, a.Jobs.Drain(t.Context()))
			mails := d.Mails(anna, "")
			if len(mails) > 0 {
				confirmed = mails[0]
			}
			return len(mails) == 1
		})
		id := mailID.FindStringSubmatch(confirmed)
		if id == nil || !strings.Contains(confirmed, "L-100001") {
			t.Fatalf("no answer of ours:\n%s", confirmed)
		}
		check(t, smtp.SendMail(p.SMTP, nil, anna, []string{desk}, letter("2", "Re: Skrivaren", "In-Reply-To: "+id[1]+"\r\n", "Nu blinkar den grönt.")))
		x, err := a.Ticket.Load(t.Context(), system, 100001)
		check(t, err)
		w.await("her answer in the same case", func() bool {
			talk, err := a.Ticket.Messages(t.Context(), system, &x)
			return err == nil && len(talk) == 2 && !talk[1].Unverified && strings.Contains(talk[1].Text, "grönt")
		})
		if n := len(w.tickets()); n != 1 {
			t.Errorf("want one case, got %d", n)
		}
		w.await("both mails to be moved", func() bool { return len(d.Mails(desk, "")) == 0 && len(d.Mails(desk, "Lotsen")) == 2 })
	})
}
