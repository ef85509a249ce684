package smtpd_test

import (
	"context"
	"errors"
	"net"
	netsmtp "net/smtp"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"

	"lotsen/internal/app"
	"lotsen/internal/channel/mail/smtpd"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/mailserver"
)

const second = "hr@storstad.example"

// desks is an installation with two mailboxes that takes mail by LMTP at an address.
func desks(t *testing.T, env *dbtest.Env, listen string) *app.App {
	t.Helper()
	a, err := app.New(t.Context(), app.Options{
		DB: env.DSN, Files: t.TempDir(), Clock: env.Clock, NoSync: true, Demo: true, BaseURL: "https://it.storstad.example",
		Mail: app.MailOptions{LMTPListen: listen},
	})
	check(t, err)
	t.Cleanup(func() { check(t, a.Stop()) })
	org, err := a.Directory.AddOrganisation(t.Context(), system, directory.OrganisationInput{Key: "storstad", Name: "Storstad"})
	check(t, err)
	desk, err := a.Directory.AddDesk(t.Context(), system, org.ID, "it", "It-support")
	check(t, err)
	for _, address := range []string{box, second} {
		_, err = a.Inbox.SaveMailbox(t.Context(), system, inbox.Mailbox{Org: org.ID, Desk: desk.ID, Address: address, Name: address, Active: true})
		check(t, err)
	}
	return a
}

// cases counts the cases.
func cases(t *testing.T, a *app.App) int {
	t.Helper()
	for id := ticket.ID(100001); ; id++ {
		if _, err := a.Ticket.Load(t.Context(), system, id); err != nil {
			return int(id - 100001)
		}
	}
}

// short is a folder for a socket, whose path has a limit.
func short(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "lmtp")
	check(t, err)
	t.Cleanup(func() { check(t, os.RemoveAll(dir)) })
	return dir
}

func TestBy_LMTP_each_recipient_has_an_answer_of_its_own(t *testing.T) {
	t.Parallel()
	for _, listen := range []string{"127.0.0.1:0", "unix:" + filepath.Join(short(t), "lmtp")} {
		t.Run(strings.Split(listen, ":")[0], func(t *testing.T) {
			t.Parallel()
			a := desks(t, dbtest.SQLite(t), listen)
			a.Start(context.WithoutCancel(t.Context()))
			conn, err := net.Dial(a.LMTPAddr().Network(), a.LMTPAddr().String())
			check(t, err)
			c := smtp.NewClientLMTP(conn)
			defer c.Close()
			check(t, c.Hello("mx.test.example"))
			if ok, size := c.Extension("SIZE"); !ok || size != "31457280" {
				t.Errorf("the limit is not told: %q", size)
			}
			check(t, c.Mail("anna@annan.example", nil))
			check(t, c.Rcpt(box, nil))
			var refused *smtp.SMTPError
			if err := c.Rcpt("okand@storstad.example", nil); !errors.As(err, &refused) || refused.Code != 550 {
				t.Errorf("an unknown mailbox: %v", err)
			}
			check(t, c.Rcpt("HR@Storstad.example", nil))
			w, err := c.Data()
			check(t, err)
			_, err = w.Write(letter("1@c", "Två brevlådor", ""))
			check(t, err)
			said, err := w.CloseWithLMTPResponse()
			if err != nil || len(said) != 2 || said[box] == nil || said["HR@Storstad.example"] == nil || cases(t, a) != 2 {
				t.Errorf("%v, %v, %d cases", said, err, cases(t, a))
			}
			items, err := a.Inbox.Quarantined(t.Context(), system, 0, 10)
			if err != nil || len(items) != 0 {
				t.Errorf("%v %v", items, err)
			}
		})
	}
}

func TestBy_LMTP_a_mail_that_is_too_large_is_told_the_limit_in_words(t *testing.T) {
	t.Parallel()
	a := desks(t, dbtest.SQLite(t), "")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() {
		ended <- smtpd.New(a.Mail(), smtpd.Options{Domain: "it.storstad.example", LMTP: true, MaxBytes: 1 << 20}).Run(ctx, l)
	}()
	t.Cleanup(func() { cancel(); check(t, <-ended) })
	conn, err := net.Dial("tcp", l.Addr().String())
	check(t, err)
	c := smtp.NewClientLMTP(conn)
	defer c.Close()
	check(t, c.Hello("mx.test.example"))
	check(t, c.Mail("anna@annan.example", nil))
	check(t, c.Rcpt(box, nil))
	w, err := c.Data()
	check(t, err)
	_, err = w.Write(append(letter("1@c", "Stor", ""), []byte(strings.Repeat(strings.Repeat("x", 70)+"\r\n", 20_000))...))
	check(t, err)
	_, err = w.CloseWithLMTPResponse()
	var told smtp.LMTPDataError
	if !errors.As(err, &told) || told[box] == nil || told[box].Code != 552 || !strings.Contains(told[box].Message, "1 MB") {
		t.Errorf("told: %v", err)
	}
	if cases(t, a) != 0 {
		t.Error("a part of a mail was taken")
	}
}

// Postfix stands in front, as it does at a municipality.
func TestPostfix_hands_mail_over_by_LMTP_and_keeps_it_while_we_are_away(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		socket := filepath.Join(mailserver.SocketFolder(t), "lmtp")
		p := mailserver.NewPostfix(t, mailserver.Routes{Transport: map[string]string{"storstad.example": "lmtp:unix:" + socket}})
		a := desks(t, env, "unix:"+socket)
		check(t, netsmtp.SendMail(p.SMTP, nil, "anna@annan.example", []string{box, second}, letter("1@c", "Medan ni var borta", "")))
		mailserver.Await(t, "postfix to try in vain", func() bool { return strings.Contains(p.Log(), "status=deferred") })
		if cases(t, a) != 0 {
			t.Fatal("taken before we listen")
		}
		a.Start(context.WithoutCancel(t.Context()))
		mailserver.Await(t, "the mail that postfix kept", func() bool { return cases(t, a) == 2 })
		check(t, netsmtp.SendMail(p.SMTP, nil, "anna@annan.example", []string{box}, letter("2@c", "Nu är ni här", "")))
		mailserver.Await(t, "the next", func() bool { return cases(t, a) == 3 && strings.Count(p.Log(), "status=sent") >= 3 })
	})
}

// A fault of ours that passes is not a mail lost: postfix comes again.
func TestPostfix_comes_again_after_a_fault_that_passes(t *testing.T) {
	t.Parallel()
	a := desks(t, dbtest.SQLite(t), "")
	in := a.Mail()
	faults := 0
	in.Around = func(ctx context.Context) (context.Context, func(error)) {
		if faults++; faults == 1 {
			cut, cancel := context.WithCancel(ctx)
			cancel() // As when the database is away.
			return cut, func(error) {}
		}
		return ctx, func(error) {}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- smtpd.New(in, smtpd.Options{Domain: "it.storstad.example", LMTP: true}).Run(ctx, l) }()
	t.Cleanup(func() { cancel(); check(t, <-ended) })
	p := mailserver.NewPostfix(t, mailserver.Routes{Transport: map[string]string{"storstad.example": "lmtp:inet:" + l.Addr().String()}})
	check(t, netsmtp.SendMail(p.SMTP, nil, "anna@annan.example", []string{box}, letter("1@c", "Två försök", "")))
	mailserver.Await(t, "the second try", func() bool { return cases(t, a) == 1 })
	if !strings.Contains(p.Log(), "451 4.3.0") {
		t.Error("the first try was not put off")
	}
}
