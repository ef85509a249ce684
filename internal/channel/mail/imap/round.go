package imap

import (
	"context"
	"errors"

	"lotsen/internal/channel/mail"
	"lotsen/internal/desk/inbox"
)

// maxHead is how much of the header of a mail is read that is left behind, in bytes.
const maxHead = 64 << 10

// asideSuffix makes the folder for mail that is left on its server out of the one for taken mail.
const asideSuffix = "-undantag"

// round is one look through a mailbox's folder: every mail in it is taken, or left aside after its tries.
type round struct {
	*worker
	s        *session
	validity uint32
	troubles map[uint32]inbox.Trouble
	skip     map[uint32]bool // Looked at in this round.
	done     uint32          // The mail that was taken last, and is in hand no more.
	taken    int
	again    bool  // Something is to be tried again soon.
	fault    error // A mail that was taken cannot be moved, marked, deleted.
}

// run takes all there is. An error says that nothing more can be taken for now.
func (r *round) run(ctx context.Context) (err error) {
	if r.validity, err = r.s.open(ctx, r.fetch.Folder); err != nil {
		return err
	}
	if r.troubles, err = r.in.Inbox.Troubles(ctx, r.fetch.Mailbox, r.validity); err != nil {
		return at(StepTake, err)
	}
	r.skip = map[uint32]bool{}
	for {
		select {
		case <-r.s.news: // What came up to now is seen by this look.
		default:
		}
		letters, err := r.s.list(ctx, r.fetch.After == inbox.SeenAfter, r.skip)
		if err != nil {
			return at(StepTalk, err)
		}
		if len(letters) == 0 {
			break
		}
		for _, l := range letters {
			r.skip[l.uid] = true
			if err := r.take(ctx, l); err != nil {
				return err
			}
		}
	}
	return errors.Join(r.settle(ctx), r.fault)
}

// settle notes that nothing is in hand.
func (r *round) settle(ctx context.Context) error {
	err := r.in.Inbox.Hand(ctx, r.node, r.fetch.Mailbox, inbox.UID{Validity: r.validity}, r.done)
	r.done = 0
	return at(StepTake, err)
}

// take takes one mail. An error stops the round.
func (r *round) take(ctx context.Context, l letter) error {
	if t := r.troubles[l.uid]; t.Over() {
		reason := inbox.ReasonUnread
		if t.Error == inbox.ReasonEnded {
			reason = inbox.ReasonEnded
		}
		return r.leave(ctx, l, reason, t.Tries)
	}
	if l.size > r.o.MaxBytes {
		return r.leave(ctx, l, inbox.ReasonSize, 1)
	}
	u := inbox.UID{Validity: r.validity, UID: l.uid}
	if err := r.in.Inbox.Hand(ctx, r.node, r.fetch.Mailbox, u, r.done); err != nil {
		return at(StepTake, err)
	}
	r.done = 0
	raw, err := r.s.read(ctx, l.uid, r.o.MaxBytes)
	switch {
	case errors.Is(err, errGone):
		r.done = l.uid
		return nil
	case err != nil:
		return r.unread(ctx, u, err)
	}
	o, err := r.in.Receive(ctx, mail.Envelope{Mailbox: r.address, Raw: raw, Way: inbox.Way{By: inbox.ByIMAP, To: r.address}})
	if err != nil {
		if put := r.in.Inbox.PutDown(context.WithoutCancel(ctx), r.fetch.Mailbox, u, ""); put != nil {
			return at(StepTake, put)
		}
		if errors.Is(err, inbox.ErrTried) { // Its try is counted where it was made.
			r.again = true
			return nil
		}
		return at(StepTake, err)
	}
	r.o.Log.InfoContext(ctx, "mail taken", "id", o.ID, "outcome", string(o.Result), "reason", o.Reason, "mailbox", int64(r.fetch.Mailbox))
	r.taken++
	r.done = l.uid
	return r.finished(r.finish(ctx, l.uid))
}

// finished lets the round go on when a mail stays where it is: it is known again the next time.
func (r *round) finished(err error) error {
	var no errNo
	if errors.As(err, &no) {
		r.fault = at(StepAfter, err)
		return nil
	}
	return at(StepTalk, err)
}

// unread counts a mail that its server did not hand over. When the conversation goes on, so does the round.
func (r *round) unread(ctx context.Context, u inbox.UID, fault error) error {
	count := fault.Error()
	if ctx.Err() != nil {
		count = "" // We are the ones who stop.
	}
	if err := r.in.Inbox.PutDown(context.WithoutCancel(ctx), r.fetch.Mailbox, u, count); err != nil {
		return at(StepTake, err)
	}
	var no errNo
	if errors.As(fault, &no) {
		r.again = true
		return nil
	}
	return at(StepTalk, fault)
}

// leave puts a mail into quarantine by what is known of it, and into a folder of its own where it is kept.
func (r *round) leave(ctx context.Context, l letter, reason string, tries int) error {
	if err := r.settle(ctx); err != nil {
		return err
	}
	b := inbox.Behind{
		UID: inbox.UID{Validity: r.validity, UID: l.uid}, Reason: reason, Size: l.size, Tries: tries, Folder: r.fetch.Folder,
	}
	if r.fetch.After != inbox.SeenAfter {
		b.Folder = r.aside()
	}
	if reason == inbox.ReasonSize { // Of what could not be read or taken nothing is read.
		head, err := r.s.head(ctx, l.uid, maxHead)
		if err != nil {
			return at(StepTalk, err)
		}
		b.Head = head
	}
	box, err := r.in.Inbox.Find(ctx, r.address)
	if err != nil {
		return at(StepTake, err)
	}
	o, err := r.in.Inbox.Leave(ctx, box, b)
	if err != nil {
		return at(StepTake, err)
	}
	r.o.Log.WarnContext(ctx, "mail left in its mailbox", "id", o.ID, "reason", reason, "mailbox", int64(r.fetch.Mailbox))
	r.done = l.uid
	if r.fetch.After == inbox.SeenAfter {
		return r.finished(r.s.seen(ctx, l.uid))
	}
	if err := r.s.make(ctx, b.Folder); err != nil {
		return err
	}
	return r.finished(r.s.move(ctx, l.uid, b.Folder))
}

// aside is the folder for mail that is left on its server.
func (r *round) aside() string {
	if r.fetch.Done != "" {
		return r.fetch.Done + asideSuffix
	}
	return "Lotsen" + asideSuffix
}

// finish does with a mail that has been taken what was asked for.
func (r *round) finish(ctx context.Context, uid uint32) error {
	switch r.fetch.After {
	case inbox.SeenAfter:
		return r.s.seen(ctx, uid)
	case inbox.DeleteAfter:
		return r.s.remove(ctx, uid)
	}
	return r.s.move(ctx, uid, r.fetch.Done)
}
