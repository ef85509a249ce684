package imap

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"sync"
	"time"

	"lotsen/internal/channel/mail"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/kit/clock"
)

// settings are Options with nothing left out.
type settings struct {
	Options
	Log   *slog.Logger
	Clock clock.Clock
}

// Fetcher fetches the mailboxes that no other node fetches.
type Fetcher struct {
	o    settings
	in   mail.Receiver
	node string
	wake chan struct{}
	at   map[inbox.MailboxID]*hand
}

// hand is a worker at work.
type hand struct {
	version int64
	cancel  context.CancelFunc
	done    chan struct{}
}

// Deps is what a fetcher works with.
type Deps struct {
	In    mail.Receiver
	Log   *slog.Logger
	Clock clock.Clock
}

// New returns a fetcher of a name that no other process has.
func New(d Deps, o Options) *Fetcher {
	name := make([]byte, 8)
	_, _ = rand.Read(name) // Never fails: the program ends instead.
	o.MaxBytes = cmp.Or(o.MaxBytes, mail.MaxMessage)
	o.Poll, o.Retry, o.Look = cmp.Or(o.Poll, poll), cmp.Or(o.Retry, retry), cmp.Or(o.Look, look)
	o.Step, o.Rest, o.RestLogin = cmp.Or(o.Step, step), cmp.Or(o.Rest, rest), cmp.Or(o.RestLogin, restLogin)
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	return &Fetcher{
		o: settings{o, d.Log, d.Clock}, in: d.In, node: hex.EncodeToString(name), wake: make(chan struct{}, 1), at: map[inbox.MailboxID]*hand{},
	}
}

// Node is what the fetcher is called in the register of who fetches what.
func (f *Fetcher) Node() string { return f.node }

// Poked hears of changes: sqldb.DB.OnPoke.
func (f *Fetcher) Poked(topics []string) {
	for _, topic := range topics {
		if topic == inbox.FetchTopic {
			select {
			case f.wake <- struct{}{}:
			default: // A nudge is already waiting.
			}
			return
		}
	}
}

// Run fetches until ctx ends; what it had another node may have at once.
func (f *Fetcher) Run(ctx context.Context) {
	for ctx.Err() == nil {
		if err := f.look(ctx); err != nil && ctx.Err() == nil {
			f.o.Log.WarnContext(ctx, "the list of mailboxes cannot be read", "error", err)
		}
		within, cancel := context.WithTimeout(ctx, f.o.Look)
		select {
		case <-f.wake:
		case <-within.Done():
		}
		cancel()
	}
	var all sync.WaitGroup
	for id := range f.at {
		all.Go(func() { f.stop(ctx, id, f.at[id]) })
	}
	all.Wait()
	clear(f.at)
}

// look starts what is to be fetched and stops what is not, or not by us.
func (f *Fetcher) look(ctx context.Context) error {
	sources, err := f.in.Inbox.Sources(ctx)
	if err != nil {
		return err
	}
	held := map[inbox.MailboxID]bool{}
	if len(f.at) > 0 {
		if held, err = f.in.Inbox.Holding(ctx, f.node); err != nil {
			return err
		}
	}
	wanted := map[inbox.MailboxID]int64{}
	for i := range sources {
		wanted[sources[i].Mailbox] = sources[i].Version
	}
	for id, h := range f.at {
		version, still := wanted[id]
		if ended(h) || !held[id] || !still || version != h.version {
			f.stop(ctx, id, h)
			delete(f.at, id)
		}
	}
	for i := range sources {
		x := &sources[i]
		if f.at[x.Mailbox] != nil || !x.Free(f.o.Clock.Now()) && x.LeaseBy != f.node {
			continue
		}
		ours, err := f.in.Inbox.Hold(ctx, f.node, x.Mailbox)
		if err != nil {
			return err
		}
		if ours {
			f.start(ctx, x)
		}
	}
	return nil
}

func ended(h *hand) bool {
	select {
	case <-h.done:
		return true
	default:
		return false
	}
}

// start sets a worker on a mailbox. Each has a goroutine of its own, so that none waits for another.
func (f *Fetcher) start(ctx context.Context, x *inbox.Source) {
	work, cancel := context.WithCancel(ctx)
	h := &hand{version: x.Version, cancel: cancel, done: make(chan struct{})}
	f.at[x.Mailbox] = h
	source := *x
	go func() {
		defer close(h.done)
		w, err := newWorker(work, &f.o, f.in, f.node, &source)
		if err != nil {
			fault, why := StepOf(err)
			if err := f.in.Inbox.FetchFailed(work, source.Mailbox, fault, why); err != nil {
				f.o.Log.WarnContext(work, "a mailbox's fault cannot be noted", "mailbox", int64(source.Mailbox), "error", err)
			}
			sleep(work, f.o.RestLogin)
			return
		}
		w.run(work)
	}()
}

// farewell is how long letting a mailbox go may take: its time ends by itself.
const farewell = 5 * time.Second

// stop ends a worker and lets its mailbox go.
func (f *Fetcher) stop(ctx context.Context, id inbox.MailboxID, h *hand) {
	h.cancel()
	<-h.done
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell) // Also when we are asked to stop.
	defer cancel()
	if err := f.in.Inbox.LetGo(ctx, f.node, id); err != nil {
		f.o.Log.WarnContext(ctx, "a mailbox is let go by its time only", "mailbox", int64(id), "error", err)
	}
}
