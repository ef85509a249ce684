package app

import (
	"context"
	"fmt"
	"net"

	"lotsen/internal/channel/mail"
	"lotsen/internal/channel/mail/smtpd"
	"lotsen/internal/web/agent/quarantine"
	"lotsen/internal/web/catcher"
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

// takeMail listens for mail and returns the work to run. An address that cannot be listened on stops nothing else, but
// the installation is not ready.
func (a *App) takeMail(ctx context.Context) func(context.Context) {
	if a.Options.Mail.SMTPListen == "" {
		return func(context.Context) {}
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", a.Options.Mail.SMTPListen)
	if err != nil {
		a.mailFault = fmt.Errorf("take mail: %w", err)
		a.Options.Log.ErrorContext(ctx, "mail is not taken by SMTP", "address", a.Options.Mail.SMTPListen, "error", err)
		return func(context.Context) {}
	}
	a.mailListener = l
	server := smtpd.New(a.Mail(), smtpd.Options{Domain: a.Options.mailDomain(), Log: a.Options.Log})
	return func(ctx context.Context) {
		if err := server.Run(ctx, l); err != nil {
			a.Options.Log.ErrorContext(ctx, "SMTP has ended", "error", err)
		}
	}
}

// mountMail registers the pages of mail that became no ticket, and of the demo's mail.
func (a *App) mountMail() {
	quarantine.Mount(a.Routes, quarantine.Deps{Shell: a.Shell, Inbox: a.Inbox})
	if a.Options.Demo {
		catcher.Mount(a.Routes, catcher.Deps{Shell: a.Shell, Notify: a.Notify})
	}
}
