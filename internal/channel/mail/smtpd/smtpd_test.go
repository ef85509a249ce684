package smtpd_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/smtp"
	"net/textproto"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsen/internal/app"
	"lotsen/internal/channel/mail"
	"lotsen/internal/channel/mail/smtpd"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/blob"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/req"
)

var system = authz.System("test")

const box = "it@storstad.example"

// start runs the product with SMTP open on a port of its own.
func start(t *testing.T, env *dbtest.Env) (*app.App, string) {
	t.Helper()
	a, err := app.New(t.Context(), app.Options{
		DB: env.DSN, Files: t.TempDir(), Clock: env.Clock, NoSync: true, Demo: true, BaseURL: "https://it.storstad.example",
		Mail: app.MailOptions{SMTPListen: "127.0.0.1:0"},
	})
	check(t, err)
	t.Cleanup(func() { check(t, a.Stop()) })
	org, err := a.Directory.AddOrganisation(t.Context(), system, directory.OrganisationInput{Key: "storstad", Name: "Storstad"})
	check(t, err)
	desk, err := a.Directory.AddDesk(t.Context(), system, org.ID, "it", "It-support")
	check(t, err)
	_, err = a.Inbox.SaveMailbox(t.Context(), system, inbox.Mailbox{Org: org.ID, Desk: desk.ID, Address: box, Name: "It-support", Active: true})
	check(t, err)
	_, err = a.Inbox.SaveMailbox(t.Context(), system, inbox.Mailbox{Org: org.ID, Desk: desk.ID, Address: "stangd@storstad.example", Name: "Stängd"})
	check(t, err)
	a.Start(context.WithoutCancel(t.Context()))
	return a, a.MailAddr().String()
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func letter(id, subject, head string) []byte {
	return []byte("From: Anna <anna@annan.example>\r\nTo: " + box + "\r\nSubject: " + subject + "\r\nMessage-ID: <" + id + ">\r\n" + head + "\r\nHej\r\n.en punkt\r\n")
}

func code(err error) int {
	var p *textproto.Error
	if errors.As(err, &p) {
		return p.Code
	}
	return 0
}

func TestA_mail_and_its_reply_by_SMTP_are_one_case(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		req.Proves(t, "IN-04", "CH-06")
		a, address := start(t, env)
		check(t, smtp.SendMail(address, nil, "anna@annan.example", []string{box}, letter("1@c", "Trasig", "")))
		x, err := a.Ticket.Load(t.Context(), system, 100001)
		check(t, err)
		if x.Title != "Trasig" || x.Channel != ticket.Mail {
			t.Errorf("%+v", x)
		}
		sent := confirmed(t, a)
		if len(sent) != 1 || sent[0].Reason != notify.Opened {
			t.Fatalf("%+v", sent)
		}
		reply := letter("2@c", "Sv", "In-Reply-To: <"+sent[0].MailID+">\r\n")
		check(t, smtp.SendMail(address, nil, "anna@annan.example", []string{strings.ToUpper(box)}, reply))
		check(t, smtp.SendMail(address, nil, "anna@annan.example", []string{box}, reply)) // The same once more.
		talk, err := a.Ticket.Messages(t.Context(), system, &x)
		check(t, err)
		if len(talk) != 2 || talk[1].Unverified || talk[1].Text != "Hej\n.en punkt" {
			t.Errorf("%+v", talk)
		}
	})
}

// confirmed waits for the mail that answers: the running program's own workers may have its job in hand.
func confirmed(t *testing.T, a *app.App) []notify.Mail {
	t.Helper()
	for range 1000 {
		check(t, a.Jobs.Drain(t.Context()))
		sent, err := a.Notify.Latest(t.Context(), 0, 1)
		check(t, err)
		if len(sent) > 0 {
			return sent
		}
		<-time.After(10 * time.Millisecond)
	}
	return nil
}

func TestOnly_our_mailboxes_are_written_to(t *testing.T) {
	t.Parallel()
	a, address := start(t, dbtest.SQLite(t))
	for _, to := range []string{"okand@storstad.example", "anna@gmail.com", "it@gmail.com", "stangd@storstad.example"} {
		if err := smtp.SendMail(address, nil, "x@annan.example", []string{to}, letter("1@c", "x", "")); code(err) != 550 {
			t.Errorf("%s: %v", to, err)
		}
	}
	if _, err := a.Ticket.Load(t.Context(), system, 100001); err == nil {
		t.Error("a case was opened")
	}
}

func TestA_mail_that_is_too_large_is_refused_with_the_limit(t *testing.T) {
	t.Parallel()
	_, address := start(t, dbtest.SQLite(t))
	c, err := smtp.Dial(address)
	check(t, err)
	defer c.Close()
	if ok, size := c.Extension("SIZE"); !ok || size != fmt.Sprint(mail.MaxMessage) {
		t.Errorf("the limit is not told: %q", size)
	}
	check(t, c.Mail("x@annan.example"))
	check(t, c.Rcpt(box))
	w, err := c.Data()
	check(t, err)
	_, _ = w.Write(letter("1@c", "x", "")) // Whether the server hangs up in between shows at the end.
	_, _ = w.Write(bytes.Repeat([]byte(strings.Repeat("x", 998)+"\r\n"), mail.MaxMessage/1000+100))
	if err := w.Close(); code(err) != 552 || !strings.Contains(err.Error(), "30 MB") {
		t.Errorf("want 552 with the limit, got %v", err)
	}
}

func TestAn_empty_sender_is_a_notice(t *testing.T) {
	t.Parallel()
	a, address := start(t, dbtest.SQLite(t))
	check(t, smtp.SendMail(address, nil, "", []string{box}, letter("1@c", "Undelivered Mail Returned to Sender", "")))
	if _, err := a.Ticket.Load(t.Context(), system, 100001); err == nil {
		t.Error("a case was opened")
	}
}

// full is a store on a disk that is full.
type full struct{ blob.Files }

func (full) Put(context.Context, io.Reader, int64) (blob.Ref, error) { return blob.Ref{}, blob.ErrFull }

func TestA_passing_fault_is_answered_with_451_and_the_mail_comes_again(t *testing.T) {
	t.Parallel()
	a, address := start(t, dbtest.SQLite(t))
	broken := inbox.New(inbox.Deps{
		DB: a.DB, Directory: a.Directory, Ticket: a.Ticket, Notify: a.Notify, Blobs: full{}, Texts: a.Texts, Secret: a.Options.Secret,
		Read: mail.Reader("it.storstad.example", nil),
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := smtpd.New(mail.Receiver{Inbox: broken}, smtpd.Options{}).Run(ctx, l); err != nil {
			t.Error(err)
		}
	})
	raw := letter("1@c", "Trasig", "")
	if err := smtp.SendMail(l.Addr().String(), nil, "x@annan.example", []string{box}, raw); code(err) != 451 {
		t.Errorf("want 451, got %v", err)
	}
	stop()
	wg.Wait()
	if _, err := smtp.Dial(l.Addr().String()); err == nil {
		t.Error("the server still answers after its end")
	}
	check(t, smtp.SendMail(address, nil, "x@annan.example", []string{box}, raw))
	if _, err := a.Ticket.Load(t.Context(), system, 100001); err != nil {
		t.Error(err)
	}
}

func TestMany_senders_at_once_lose_nothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		a, address := start(t, env)
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				raw := bytes.Replace(letter(fmt.Sprintf("%d@c", i), fmt.Sprint("Fel ", i), ""), []byte("anna@"), fmt.Appendf(nil, "a%d@", i), 1)
				if err := smtp.SendMail(address, nil, "x@annan.example", []string{box}, raw); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if _, err := a.Ticket.Load(t.Context(), system, 100020); err != nil {
			t.Error(err)
		}
	})
}
