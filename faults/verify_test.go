package faults_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsen/internal/kit/sqldb"
)

// finding is what verification counts.
type finding struct {
	Acked, Lost, Doubles int
	Faults               []string // In words.
}

func (f *finding) lost(format string, args ...any) {
	f.Lost++
	f.Faults = append(f.Faults, "lost: "+fmt.Sprintf(format, args...))
}

func (f *finding) double(format string, args ...any) {
	f.Doubles++
	f.Faults = append(f.Faults, "double: "+fmt.Sprintf(format, args...))
}

func (f *finding) wrong(format string, args ...any) {
	f.Faults = append(f.Faults, fmt.Sprintf(format, args...))
}

// report fails the test with what was found.
func (f *finding) report(t testing.TB) {
	t.Helper()
	for i, fault := range f.Faults {
		if i == 20 {
			t.Errorf("and %d more", len(f.Faults)-20)
			return
		}
		t.Error(fault)
	}
}

// verify compares everything that was acknowledged with what the API shows: each write once, each file whole, each
// history in order and as it was before.
func (l *ledger) verify(ctx context.Context, a *api) (f finding) {
	acked, _ := l.acked(0)
	f.Faults = l.oddities()
	only := l.only(ctx, a, acked)
	only.Faults = append(f.Faults, only.Faults...)
	return only
}

// only is verify for the writes that are given: what a copy must hold.
func (l *ledger) only(ctx context.Context, a *api, acked []op) (f finding) {
	f.Acked = len(acked)
	list, err := pages[seenTicket](ctx, a, "/tickets?queue=all&limit=200")
	if err != nil {
		f.wrong("list of cases: %v", err)
		return f
	}
	made := map[string][]string{} // Cases by the mark of the write that made them.
	refs := make([]string, 0, len(list))
	for _, t := range list {
		refs = append(refs, t.Ref)
	}
	l.read(ctx, a, &f, refs, made, acked)
	return f
}

// verifySince looks at the cases alone that were written to from the n-th write on: quick enough for each round.
func (l *ledger) verifySince(ctx context.Context, a *api, from int) (f finding, next int) {
	acked, next := l.acked(from)
	f.Acked = len(acked)
	f.Faults = append(f.Faults, l.oddities()...)
	var refs []string
	known := map[string]bool{}
	for _, o := range acked {
		if o.Ref != "" && !known[o.Ref] {
			known[o.Ref] = true
			refs = append(refs, o.Ref)
		}
	}
	var only []op // Mail taken by SMTP has no number to look it up by; the full verification finds it.
	for _, o := range acked {
		if o.Kind != "mail" && o.Kind != "upload" {
			only = append(only, o)
		}
	}
	l.read(ctx, a, &f, refs, map[string][]string{}, only)
	return f, next
}

// read goes through cases and compares.
func (l *ledger) read(ctx context.Context, a *api, f *finding, refs []string, made map[string][]string, acked []op) {
	said := map[string][]string{} // Messages by mark.
	changed := map[string]bool{}
	files := map[string]seenFile{}
	var mu sync.Mutex
	var group sync.WaitGroup
	work := make(chan string)
	for range 4 {
		group.Go(func() {
			for ref := range work {
				messages, err := pages[seenMessage](ctx, a, "/tickets/"+ref+"/messages?limit=500")
				if err != nil {
					mu.Lock()
					f.lost("%s: %v", ref, err)
					mu.Unlock()
					continue
				}
				events, err := pages[seenEvent](ctx, a, "/tickets/"+ref+"/events?limit=500")
				mu.Lock()
				if err != nil {
					f.wrong("%s: %v", ref, err)
				}
				for i, m := range messages {
					o := l.known(m.Text)
					switch {
					case o == nil:
					case i == 0 && o.makes():
						made[o.Mark] = append(made[o.Mark], ref)
					default:
						said[o.Mark] = append(said[o.Mark], ref)
						if len(m.Attachments) > 0 {
							files[o.Mark] = m.Attachments[0]
						}
					}
				}
				l.history(f, ref, events, changed)
				mu.Unlock()
			}
		})
	}
	for _, ref := range refs {
		work <- ref
	}
	close(work)
	group.Wait()
	for i := range acked {
		o := &acked[i]
		switch {
		case o.makes() && len(made[o.Mark]) == 0:
			f.lost("%s %s %s", o.Kind, o.Mark, o.Ref)
		case o.makes() && o.Ref != "" && made[o.Mark][0] != o.Ref:
			f.wrong("%s was acknowledged as %s and is %s", o.Mark, o.Ref, made[o.Mark][0])
		case o.Kind == "patch" && !changed[o.Mark]:
			f.lost("%s of %s", o.Mark, o.Ref)
		case o.says() && len(said[o.Mark]) == 0:
			f.lost("%s in %s", o.Mark, o.Ref)
		case o.Kind == "attach":
			if err := a.sameFile(ctx, files[o.Mark].ID, o.Sum); err != nil {
				f.lost("file of %s in %s: %v", o.Mark, o.Ref, err)
			}
		case o.Kind == "upload":
			if err := a.sameFile(ctx, o.File, o.Sum); err != nil {
				f.lost("file %s: %v", o.Mark, err)
			}
		}
	}
	for _, marks := range []map[string][]string{made, said} {
		for mark, where := range marks {
			if len(where) > 1 {
				f.double("%s is in %s", mark, strings.Join(where, ", "))
			}
		}
	}
}

func (o *op) makes() bool { return o.Kind == "create" || o.Kind == "mail" || o.Kind == "pipe" }

func (o *op) says() bool { return o.Kind == "reply" || o.Kind == "note" || o.Kind == "attach" }

// history checks a case's events: numbered without a gap, rising ids, and the beginning as it was when last seen.
func (l *ledger) history(f *finding, ref string, events []seenEvent, changed map[string]bool) {
	for i, e := range events {
		if e.Pos != int64(i+1) || i > 0 && e.ID <= events[i-1].ID {
			f.wrong("history of %s: place %d has pos %d and id %d", ref, i+1, e.Pos, e.ID)
		}
		if title, ok := e.Changes["title"].To.(string); ok {
			changed[title] = true
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	before := l.histories[ref]
	if len(before) > len(events) {
		f.lost("events of %s: %d of %d are left", ref, len(events), len(before))
	}
	for i := range min(len(before), len(events)) {
		if before[i].ID != events[i].ID || before[i].Type != events[i].Type || !before[i].At.Equal(events[i].At) {
			f.wrong("history of %s: event %d was %d %s and is %d %s", ref, i+1, before[i].ID, before[i].Type, events[i].ID, events[i].Type)
		}
	}
	l.histories[ref] = events
}

// sameFile fetches a file and compares its checksum. What no message has taken yet only who sent it may see.
func (a *api) sameFile(ctx context.Context, id int64, sum string) error {
	a = &api{base: a.base, tokens: a.tokens[:1], client: a.client}
	got, err := a.do(ctx, http.MethodGet, fmt.Sprintf("/attachments/%d", id), "", nil)
	for tries := 0; err == nil && got.Status == http.StatusTooManyRequests && tries < 600; tries++ {
		time.Sleep(100 * time.Millisecond)
		got, err = a.do(ctx, http.MethodGet, fmt.Sprintf("/attachments/%d", id), "", nil)
	}
	if err != nil {
		return err
	}
	have := sha256.Sum256(got.Body)
	if got.Status != http.StatusOK || hex.EncodeToString(have[:]) != sum {
		return fmt.Errorf("%d %d bytes, not those that were sent", got.Status, len(got.Body))
	}
	return nil
}

// told are the events that people are told of by mail.
var told = map[string]bool{"ticket.reported": true, "ticket.replied": true, "ticket.resolved": true}

// verifyMail waits until the queue is empty and then compares the sink with the histories: every told event arrived at
// least once, by a mail of its own or in one that gathers several, and what arrived twice carries one Message-ID. It returns how many events were told and mails came twice.
func (l *ledger) verifyMail(t testing.TB, n *node, s *sink, within time.Duration) (events, twice int) {
	t.Helper()
	if err := poll(within, func() error { return n.queueEmpty(t.Context()) }); err != nil {
		t.Errorf("jobs are left after %s: %v", within, err)
	}
	arrived := map[string]map[letter]int{} // By the event's own part of the Message-ID.
	for m, times := range s.letters() {
		parts := strings.SplitN(m.MessageID, ".", 3)
		if len(parts) < 3 {
			t.Errorf("a mail with the Message-ID %q", m.MessageID)
			continue
		}
		about := parts[0] + "." + parts[1] + " to " + m.To
		if arrived[about] == nil {
			arrived[about] = map[letter]int{}
		}
		arrived[about][m] += times
		twice += times - 1
	}
	inside := gatheredIn(t, n, s)
	byEvent := map[string]int{}
	for about, letters := range arrived {
		if len(letters) > 1 {
			t.Errorf("mails about %s carry %d different Message-IDs", about, len(letters))
		}
		event, _, _ := strings.Cut(about, " ")
		byEvent[event]++
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	missing := 0
	for ref, history := range l.histories {
		for _, e := range history {
			if !told[e.Type] {
				continue
			}
			events++
			if byEvent[fmt.Sprintf("t%s.e%d", strings.TrimPrefix(ref, "L-"), e.ID)] == 0 && !inside[e.ID] {
				if missing++; missing <= 10 {
					t.Errorf("nobody was told of %s, event %d of %s", e.Type, e.ID, ref)
				}
			}
		}
	}
	if missing > 10 {
		t.Errorf("and %d more", missing-10)
	}
	return events, twice
}

var selectGathered = sqldb.Q("faults.gathered", `
	select w.event_seq, m.mail_id from outbound_word w join outbound_mail m on m.id = w.mail_id where w.event_seq is not null`)

// gatheredIn returns the events that stand in a mail which has arrived: one mail tells of several when one person is to
// hear much at once.
func gatheredIn(t testing.TB, n *node, s *sink) map[int64]bool {
	t.Helper()
	arrived := map[string]bool{}
	for m := range s.letters() {
		arrived[m.MessageID] = true
	}
	inside := map[int64]bool{}
	n.in.withDB(t, func(ctx context.Context, db *sqldb.DB) {
		err := sqldb.Each(ctx, db, selectGathered, func(r sqldb.Row) error {
			var event int64
			var mail string
			if err := r.Scan(&event, &mail); err != nil {
				return err
			}
			if arrived[mail] {
				inside[event] = true
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	return inside
}

// queueEmpty asks the figures for jobs that wait, run or have failed for good.
func (n *node) queueEmpty(ctx context.Context) error {
	figures, err := n.figures(ctx)
	if err != nil {
		return err
	}
	seen := false
	for line := range strings.Lines(figures) {
		seen = seen || strings.HasPrefix(line, "lotsen_jobs_late_seconds")
		if !strings.HasPrefix(line, "lotsen_jobs{") {
			continue // A state and kind without a job has no line.
		}
		if !strings.HasSuffix(strings.TrimSpace(line), " 0") {
			return fmt.Errorf("%s", strings.TrimSpace(line))
		}
	}
	if !seen {
		return fmt.Errorf("no figures of jobs")
	}
	return nil
}
