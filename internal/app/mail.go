package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"lotsen/internal/channel/mail"
	"lotsen/internal/channel/mail/smtpd"
	"lotsen/internal/web/agent/quarantine"
	"lotsen/internal/web/catcher"
	"lotsen/internal/web/unsubscribe"
)

// Mail takes mail that comes in, for transports and commands.
func (a *App) Mail() mail.Receiver { return mail.Receiver{Inbox: a.Inbox, Around: a.aroundMail} }

// MailAddr is where mail is taken by SMTP; nil when it is not.
func (a *App) MailAddr() net.Addr {
	if a.mailListener == nil {
		return nil
	}
	return a.mailListener.Addr()
}

// LMTPAddr is where mail is taken by LMTP; nil when it is not.
func (a *App) LMTPAddr() net.Addr {
	if a.lmtpListener == nil {
		return nil
	}
	return a.lmtpListener.Addr()
}

// takeMail listens for mail and returns the work to run. An address that cannot be listened on stops nothing else, but
// the installation is not ready.
func (a *App) takeMail(ctx context.Context) func(context.Context) {
	l := a.listenMail(ctx, "SMTP", a.Options.Mail.SMTPListen)
	if l == nil {
		return func(context.Context) {}
	}
	a.mailListener = l
	return a.serveMail(l, smtpd.Options{Domain: a.Options.mailDomain(), Log: a.Options.Log})
}

// takeLMTP is takeMail for the mail server in front of us.
func (a *App) takeLMTP(ctx context.Context) func(context.Context) {
	l := a.listenMail(ctx, "LMTP", a.Options.Mail.LMTPListen)
	if l == nil {
		return func(context.Context) {}
	}
	a.lmtpListener = l
	return a.serveMail(l, smtpd.Options{Domain: a.Options.mailDomain(), Log: a.Options.Log, LMTP: true})
}

func (a *App) serveMail(l net.Listener, o smtpd.Options) func(context.Context) {
	server := smtpd.New(a.Mail(), o)
	return func(ctx context.Context) {
		if err := server.Run(ctx, l); err != nil {
			a.Options.Log.ErrorContext(ctx, "taking mail has ended", "lmtp", o.LMTP, "error", err)
		}
	}
}

// socketMode lets the owner and the group of a socket's folder hand mail over: postfix belongs to the group.
const socketMode = 0o660

// listenMail listens at "host:port" or "unix:/path"; nil for "" and where it cannot.
func (a *App) listenMail(ctx context.Context, by, address string) net.Listener {
	if address == "" {
		return nil
	}
	network := "tcp"
	path, socket := strings.CutPrefix(address, "unix:")
	if socket {
		network, address = "unix", path
		if c, err := net.DialTimeout(network, path, time.Second); err == nil {
			_ = c.Close() // Somebody serves there: listening will say so.
		} else if info, err := os.Lstat(path); err == nil && info.Mode()&os.ModeSocket != 0 {
			_ = os.Remove(path) // Left by a process that was killed; listening says when it cannot be had.
		}
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, network, address)
	if err == nil && socket {
		err = os.Chmod(path, socketMode)
	}
	if err != nil {
		a.mailFault = errors.Join(a.mailFault, fmt.Errorf("take mail by %s: %w", by, err))
		a.Options.Log.ErrorContext(ctx, "mail is not taken", "by", by, "address", address, "error", err)
		return nil
	}
	return l
}

// mountMail registers the pages of mail that became no ticket, and of the demo's mail.
func (a *App) mountMail() {
	quarantine.Mount(a.Routes, quarantine.Deps{Shell: a.Shell, Inbox: a.Inbox})
	unsubscribe.Mount(a.Routes, unsubscribe.Deps{Shell: a.Shell, Notify: a.Notify})
	if a.Options.Demo {
		catcher.Mount(a.Routes, catcher.Deps{Shell: a.Shell, Notify: a.Notify})
	}
}
