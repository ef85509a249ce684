package imap

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"lotsen/internal/channel/mail"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/kit/outward"
)

// worker fetches one mailbox.
type worker struct {
	o       *settings
	in      mail.Receiver
	node    string
	fetch   inbox.Fetch
	address string
	tokens  *tokens
	login   func(context.Context, *session) error
}

// newWorker opens what is kept of the mailbox.
func newWorker(ctx context.Context, o *settings, in mail.Receiver, node string, source *inbox.Source) (*worker, error) {
	kept, err := in.Inbox.Secrets(ctx, source.Mailbox)
	if err != nil {
		return nil, &Fault{StepSecret, err}
	}
	w := &worker{o: o, in: in, node: node, fetch: source.Fetch, address: source.Address}
	w.prepare(kept)
	if w.tokens != nil {
		w.tokens.keep = func(ctx context.Context, refresh string) error {
			return in.Inbox.KeepRefresh(ctx, source.Mailbox, refresh)
		}
	}
	return w, nil
}

// prepare makes what shows who we are.
func (w *worker) prepare(kept inbox.Secrets) {
	if w.fetch.Auth != inbox.ByOAuth {
		w.login = password(w.fetch.Username, kept.Secret)
		return
	}
	w.tokens = &tokens{fetch: &w.fetch, secrets: kept, http: outward.New(outward.Options{Private: w.o.Networks, Timeout: w.o.Step}), clock: w.o.Clock}
	w.login = bearer(w.fetch.Username, w.tokens.get)
}

// run fetches until ctx ends or another node has the mailbox.
func (w *worker) run(ctx context.Context) {
	pause := time.Duration(0)
	for ctx.Err() == nil {
		well, err := w.sit(ctx)
		if ctx.Err() != nil || errors.Is(err, inbox.ErrLost) {
			return
		}
		if well {
			pause = 0 // It has worked until now.
		}
		pause = w.failed(ctx, err, pause)
		sleep(ctx, pause+rand.N(pause/4+1)) //nolint:gosec // So that many mailboxes do not come back at once.
	}
}

// failed notes what is wrong, and says how long to rest.
func (w *worker) failed(ctx context.Context, err error, pause time.Duration) time.Duration {
	at, why := StepOf(err)
	w.o.Log.WarnContext(ctx, "mailbox cannot be fetched", "mailbox", int64(w.fetch.Mailbox), "step", at, "error", why)
	if err := w.in.Inbox.FetchFailed(ctx, w.fetch.Mailbox, at, why); err != nil {
		w.o.Log.WarnContext(ctx, "a mailbox's fault cannot be noted", "mailbox", int64(w.fetch.Mailbox), "error", err)
	}
	least := w.o.Rest
	if at == StepLogin {
		least = w.o.RestLogin
		if w.tokens != nil {
			w.tokens.forget()
		}
	}
	return min(max(2*pause, least), max(mostRest, least))
}

// sit connects and takes mail as it comes, until something breaks. Well says that a round has gone well.
func (w *worker) sit(ctx context.Context) (well bool, err error) {
	defer func() {
		if p := recover(); p != nil { // One mailbox's nonsense must not end the others.
			err = &Fault{StepTalk, fmt.Errorf("panic: %v", p)}
		}
	}()
	s, err := w.o.connect(ctx, &w.fetch, w.login)
	if err != nil {
		return false, err
	}
	defer s.drop()
	if w.fetch.After == inbox.MoveAfter {
		if err := s.make(ctx, w.fetch.Done); err != nil {
			return false, err
		}
	}
	for {
		again, err := w.once(ctx, s)
		if err != nil {
			return well, err
		}
		well = true
		limit := w.o.Poll
		if again {
			limit = w.o.Retry
		}
		if err := s.wait(ctx, limit); err != nil {
			return well, at(StepTalk, err)
		}
		if ctx.Err() != nil {
			s.bye()
			return well, ctx.Err()
		}
	}
}

// once looks through the folder and notes the success.
func (w *worker) once(ctx context.Context, s *session) (again bool, err error) {
	r := &round{worker: w, s: s}
	if err := r.run(ctx); err != nil {
		return false, err
	}
	return r.again, at(StepTake, w.in.Inbox.Fetched(ctx, w.fetch.Mailbox, r.taken))
}

// sleep waits for d or the end of ctx.
func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d) //nolint:forbidigo // Real waiting between looks, not the domain's time.
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
