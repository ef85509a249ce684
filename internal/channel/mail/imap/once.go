package imap

import (
	"context"
	"errors"

	"lotsen/internal/desk/inbox"
)

// Fetched is what came of one look at a mailbox.
type Fetched struct {
	Address string
	Taken   int
	Busy    bool // Another node fetches it.
	Err     error
}

// Once looks through every mailbox that no other node has, or the one with that address, and returns.
func (f *Fetcher) Once(ctx context.Context, address string) ([]Fetched, error) {
	sources, err := f.in.Inbox.Sources(ctx)
	if err != nil {
		return nil, err
	}
	var out []Fetched
	for i := range sources {
		if x := &sources[i]; address == "" || x.Address == address {
			out = append(out, f.single(ctx, x))
		}
	}
	return out, nil
}

func (f *Fetcher) single(ctx context.Context, x *inbox.Source) Fetched {
	out := Fetched{Address: x.Address}
	ours, err := f.in.Inbox.Hold(ctx, f.node, x.Mailbox)
	if err != nil || !ours {
		out.Busy, out.Err = err == nil, err
		return out
	}
	w, err := newWorker(ctx, &f.o, f.in, f.node, x)
	if err == nil {
		out.Taken, err = w.visit(ctx)
	}
	if err != nil {
		fault, why := StepOf(err)
		err = errors.Join(err, f.in.Inbox.FetchFailed(ctx, x.Mailbox, fault, why))
	}
	out.Err = errors.Join(err, f.in.Inbox.LetGo(context.WithoutCancel(ctx), f.node, x.Mailbox))
	return out
}

// visit connects, takes what is there and leaves.
func (w *worker) visit(ctx context.Context) (int, error) {
	s, err := w.o.connect(ctx, &w.fetch, w.login)
	if err != nil {
		return 0, err
	}
	defer s.bye()
	if w.fetch.After == inbox.MoveAfter {
		if err := s.make(ctx, w.fetch.Done); err != nil {
			return 0, err
		}
	}
	r := &round{worker: w, s: s}
	if err := r.run(ctx); err != nil {
		return r.taken, err
	}
	return r.taken, at(StepTake, w.in.Inbox.Fetched(ctx, w.fetch.Mailbox, r.taken))
}

// Tried is what a try of a mailbox's settings has found.
type Tried struct {
	Waiting int   // Mails in the folder that would be taken; at most a hundred are counted.
	Err     error // A Fault; nil when all is well.
}

// Try connects as a worker would and looks, without taking or changing anything but making the folder for taken mail.
func (f *Fetcher) Try(ctx context.Context, fetch inbox.Fetch, kept inbox.Secrets) Tried {
	w := &worker{o: &f.o, in: f.in, node: f.node, fetch: fetch}
	w.prepare(kept)
	if w.tokens != nil {
		w.tokens.keep = func(ctx context.Context, refresh string) error {
			return f.in.Inbox.KeepRefresh(ctx, fetch.Mailbox, refresh)
		}
	}
	s, err := w.o.connect(ctx, &w.fetch, w.login)
	if err != nil {
		return Tried{Err: err}
	}
	defer s.bye()
	if fetch.After == inbox.MoveAfter {
		if err := s.make(ctx, fetch.Done); err != nil {
			return Tried{Err: err}
		}
	}
	if _, err := s.open(ctx, fetch.Folder); err != nil {
		return Tried{Err: err}
	}
	letters, err := s.list(ctx, fetch.After == inbox.SeenAfter, nil)
	return Tried{Waiting: len(letters), Err: at(StepTalk, err)}
}
