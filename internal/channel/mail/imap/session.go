package imap

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// session is an open mailbox on its server. It is used by one goroutine.
type session struct {
	conn   net.Conn
	client *imapclient.Client
	step   time.Duration
	news   chan struct{} // The server has said that there is something new.
}

// letter is a mail as the server lists it.
type letter struct {
	uid  uint32
	size int64
}

// mostListed is how many mails are looked at at once.
const mostListed = 100

// errTooLarge says that a mail is larger than its server had said.
var errTooLarge = errors.New("the mail is larger than is taken")

// errNo says that the server has refused one thing and talks on.
type errNo struct{ error }

// within runs a step and closes the connection when it takes too long or ctx ends: the library waits for answers without
// an end.
func (s *session) within(ctx context.Context, limit time.Duration, fn func() error) error {
	done := context.AfterFunc(ctx, s.drop)
	defer done()
	late := time.AfterFunc(limit, s.drop) //nolint:forbidigo // Real waiting for a real server, not the domain's time.
	err := fn()
	switch {
	case !late.Stop() && err != nil:
		return fmt.Errorf("no answer within %s: %w", limit, err)
	case ctx.Err() != nil:
		return ctx.Err()
	}
	var said *imap.Error
	if errors.As(err, &said) && said.Type == imap.StatusResponseTypeNo {
		return errNo{err}
	}
	return err
}

// drop ends the conversation without a word.
func (s *session) drop() { _ = s.conn.Close() } // Closed twice is closed.

// bye ends it with one.
func (s *session) bye() {
	_ = s.within(context.Background(), time.Second, func() error { return s.client.Logout().Wait() }) //nolint:forbidigo // A second, whatever else ends.
	s.drop()
}

func (s *session) nudge() {
	select {
	case s.news <- struct{}{}:
	default: // A nudge is already waiting.
	}
}

// open opens a folder and returns its validity.
func (s *session) open(ctx context.Context, folder string) (uint32, error) {
	var validity uint32
	err := s.within(ctx, s.step, func() error {
		data, err := s.client.Select(folder, nil).Wait()
		if err == nil {
			validity = data.UIDValidity
		}
		return err
	})
	return validity, at(StepFolder, err)
}

// make makes sure that a folder is there.
func (s *session) make(ctx context.Context, folder string) error {
	return at(StepDone, s.within(ctx, s.step, func() error {
		_, err := s.client.Status(folder, &imap.StatusOptions{NumMessages: true}).Wait()
		if err == nil {
			return nil
		}
		return s.client.Create(folder, nil).Wait()
	}))
}

// list returns the oldest mails that are not in skip, with their sizes; unseen leaves out those that were marked seen.
func (s *session) list(ctx context.Context, unseen bool, skip map[uint32]bool) ([]letter, error) {
	criteria := &imap.SearchCriteria{NotFlag: []imap.Flag{imap.FlagDeleted}}
	if unseen {
		criteria.NotFlag = append(criteria.NotFlag, imap.FlagSeen)
	}
	var out []letter
	err := s.within(ctx, s.step, func() error {
		data, err := s.client.UIDSearch(criteria, nil).Wait()
		if err != nil {
			return err
		}
		set, _ := data.All.(imap.UIDSet)
		uids := first(set, skip)
		if len(uids) == 0 {
			return nil
		}
		list, err := s.client.Fetch(imap.UIDSetNum(uids...), &imap.FetchOptions{UID: true, RFC822Size: true}).Collect()
		for _, m := range list {
			out = append(out, letter{uint32(m.UID), m.RFC822Size})
		}
		return err
	})
	slices.SortFunc(out, func(a, b letter) int { return int(int64(a.uid) - int64(b.uid)) })
	return out, err
}

// first are the lowest numbers of a set. A set is counted range by range: a server may name four milliards in a few bytes.
func first(set imap.UIDSet, skip map[uint32]bool) []imap.UID {
	var out []imap.UID
	for _, r := range set {
		for uid := uint64(r.Start); uid <= uint64(r.Stop) && len(out) < mostListed; uid++ {
			if !skip[uint32(uid)] {
				out = append(out, imap.UID(uid))
			}
		}
	}
	return out
}

// read returns a mail without marking it. Errors: errTooLarge.
func (s *session) read(ctx context.Context, uid uint32, limit int64) ([]byte, error) {
	return s.fetch(ctx, uid, &imap.FetchItemBodySection{Peek: true}, limit)
}

// head returns the beginning of a mail's header.
func (s *session) head(ctx context.Context, uid uint32, limit int64) ([]byte, error) {
	section := &imap.FetchItemBodySection{Peek: true, Specifier: imap.PartSpecifierHeader, Partial: &imap.SectionPartial{Size: limit}}
	return s.fetch(ctx, uid, section, limit)
}

// errGone says that a mail is not there any more.
var errGone = errors.New("the mail is gone")

func (s *session) fetch(ctx context.Context, uid uint32, section *imap.FetchItemBodySection, limit int64) ([]byte, error) {
	var raw []byte
	var fault error
	err := s.within(ctx, reading, func() error {
		cmd := s.client.Fetch(imap.UIDSetNum(imap.UID(uid)), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}})
		fault = errGone
		for m := cmd.Next(); m != nil; m = cmd.Next() {
			for item := m.Next(); item != nil; item = m.Next() {
				body, ok := item.(imapclient.FetchItemDataBodySection)
				if !ok || body.Literal == nil {
					continue
				}
				fault = nil
				if raw, fault = io.ReadAll(io.LimitReader(body.Literal, limit+1)); fault == nil && int64(len(raw)) > limit {
					s.drop() // Or the rest would have to be read.
					fault = errTooLarge
				}
			}
		}
		if err := cmd.Close(); err != nil && !errors.Is(fault, errTooLarge) {
			return err
		}
		return nil
	})
	if err == nil {
		err = fault
	}
	return raw, err
}

// move puts a mail into another folder.
func (s *session) move(ctx context.Context, uid uint32, folder string) error {
	return s.within(ctx, s.step, func() error {
		_, err := s.client.Move(imap.UIDSetNum(imap.UID(uid)), folder).Wait()
		return err
	})
}

// mark sets a mail's flags.
func (s *session) mark(ctx context.Context, uid uint32, flags ...imap.Flag) error {
	return s.within(ctx, s.step, func() error {
		return s.client.Store(imap.UIDSetNum(imap.UID(uid)), &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: flags}, nil).Close()
	})
}

func (s *session) seen(ctx context.Context, uid uint32) error { return s.mark(ctx, uid, imap.FlagSeen) }

// remove deletes a mail for good.
func (s *session) remove(ctx context.Context, uid uint32) error {
	if err := s.mark(ctx, uid, imap.FlagDeleted); err != nil {
		return err
	}
	return s.within(ctx, s.step, func() error {
		if s.client.Caps().Has(imap.CapUIDPlus) {
			return s.client.UIDExpunge(imap.UIDSetNum(imap.UID(uid))).Close()
		}
		return s.client.Expunge().Close()
	})
}

// wait returns when the server tells of something new, when the time is over, or when ctx ends; an error says that the
// conversation has broken off. A server that cannot tell is asked again sooner.
func (s *session) wait(ctx context.Context, limit time.Duration) error {
	timer := time.NewTimer(limit) //nolint:forbidigo // See within.
	defer timer.Stop()
	if !s.client.Caps().Has(imap.CapIdle) {
		select {
		case <-ctx.Done():
		case <-timer.C:
		case <-s.client.Closed():
		}
		return s.within(ctx, s.step, func() error { return s.client.Noop().Wait() })
	}
	var idle *imapclient.IdleCommand
	if err := s.within(ctx, s.step, func() (err error) { idle, err = s.client.Idle(); return err }); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-s.news:
	case <-s.client.Closed():
	}
	return s.within(ctx, s.step, func() error {
		if err := idle.Close(); err != nil {
			return err
		}
		return idle.Wait()
	})
}
