package mail

import (
	"context"

	"lotsen/internal/desk/inbox"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
)

// MaxMessage is the largest mail that a transport takes, in bytes. Senders are told.
const MaxMessage = inbox.MaxMessage

// Receiver takes mail from the transports.
type Receiver struct {
	Inbox *inbox.Service
	// Around, when set, is called before a mail is taken and returns the context for it and what to call after it.
	Around func(context.Context) (context.Context, func(error))
}

// Envelope is a mail as a transport brings it.
type Envelope struct {
	Mailbox string // Address or name; "" is the first mailbox there is, made where there is none.
	Raw     []byte
	// What the transport knows beside: Way.By says which one it is.
	Way inbox.Way
}

// Receive takes one mail. Errors: errs.NotFound for a mailbox that we have not; errs.Unavailable when trying again later
// may help, and then nothing has happened. Every other mail is taken, whatever becomes of it.
func (r Receiver) Receive(ctx context.Context, e Envelope) (o inbox.Outcome, err error) {
	if r.Around != nil {
		var after func(error)
		ctx, after = r.Around(ctx)
		defer func() { after(err) }()
	}
	box, err := r.box(ctx, e.Mailbox)
	if errs.Is(err, errs.NotFound) {
		return inbox.Outcome{}, err
	}
	if err != nil {
		return inbox.Outcome{}, errs.E(errs.Unavailable, "mailbox.error.later").Because(err)
	}
	return r.Inbox.Deliver(ctx, box, e.Raw, e.Way)
}

func (r Receiver) box(ctx context.Context, name string) (inbox.Mailbox, error) {
	if name == "" {
		return r.Inbox.Ensure(ctx, authz.System("mail"))
	}
	return r.Inbox.Find(ctx, name)
}
