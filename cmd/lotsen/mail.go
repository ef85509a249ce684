package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"lotsen/internal/app"
	"lotsen/internal/channel/mail"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
)

type mailCmd struct {
	Receive mailReceiveCmd `cmd:"" help:"Take one mail from standard input, as a mail server hands it to a pipe."`
	Fetch   mailFetchCmd   `cmd:"" help:"Look once through the mailboxes that are fetched from other servers."`
}

type mailReceiveCmd struct {
	Mailbox string `help:"Address or name of the mailbox it came to; without it, the first one." placeholder:"NAME"`
}

// Exit codes that mail servers know (sysexits.h). Whatever may be mended makes the server keep the mail and try again.
const (
	exitData   = 65
	exitNoUser = 67
	exitLater  = 75
)

// received is the line that tells what became of a mail.
type received struct {
	Outcome     inbox.Result      `json:"outcome"`
	Ticket      *string           `json:"ticket"`
	Entry       *ticket.MessageID `json:"entry"`
	Attachments int               `json:"attachments"`
	Reason      string            `json:"reason,omitempty"`
}

// Run takes the mail and prints one line of JSON. The same mail again gives the same line.
func (c *mailReceiveCmd) Run(ctx context.Context, w *world) error {
	raw, err := io.ReadAll(io.LimitReader(w.in, mail.MaxMessage+1))
	if err != nil {
		return exit{exitLater, fmt.Sprintf("read the mail: %v", err)}
	}
	if len(raw) > mail.MaxMessage {
		return exit{exitData, fmt.Sprintf("the mail is larger than %s", size(mail.MaxMessage))}
	}
	err = w.withApp(ctx, func(a *app.App) error {
		out, err := mail.Receiver{Inbox: a.Inbox}.Receive(ctx, mail.Envelope{Mailbox: c.Mailbox, Raw: raw, Way: inbox.Way{By: inbox.ByPipe}})
		if errs.Is(err, errs.NotFound) {
			return exit{exitNoUser, fmt.Sprintf("there is no mailbox %q", c.Mailbox)}
		}
		if err != nil {
			return err
		}
		return json.NewEncoder(w.out).Encode(line(out))
	})
	var asked exit
	if err != nil && !errors.As(err, &asked) {
		return exit{exitLater, err.Error()}
	}
	return err
}

func line(out inbox.Outcome) received {
	r := received{Outcome: out.Result, Attachments: out.Attachments, Reason: out.Reason}
	if out.Ticket != 0 {
		ref := out.Ticket.String()
		r.Ticket = &ref
	}
	if out.Entry != 0 {
		r.Entry = &out.Entry
	}
	return r
}
