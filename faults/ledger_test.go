package faults_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
)

// op is one write of the load. Its mark stands in what it writes and nowhere else.
type op struct {
	Kind    string // create, reply, note, patch, upload, attach, mail, pipe
	Mark    string
	Ref     string // The case that it is about; for those that make one, what was answered.
	File    int64  // upload: what was answered; attach: the file that goes along.
	Sum     string // Of the file.
	Message int64  // What was answered.
	Acked   bool
	Content []byte // Of an upload or a mail, until it is acknowledged.
	tries   int
}

// ledger is the test's own book of what was acknowledged, kept outside of what is broken.
type ledger struct {
	mu        sync.Mutex
	next      int
	name      string
	ops       []*op
	byMark    map[string]*op
	refs      []string // Cases known by an acknowledgement.
	histories map[string][]seenEvent
	pending   []*op    // Sent, and nobody knows what became of it.
	odd       []string // Answers that must not be.
}

func newLedger(name string) *ledger {
	return &ledger{name: name, byMark: map[string]*op{}, histories: map[string][]seenEvent{}}
}

// begin notes a write before it is sent.
func (l *ledger) begin(o *op) *op {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next++
	o.Mark = fmt.Sprintf("%s-%s-%d", l.name, o.Kind, l.next)
	l.ops = append(l.ops, o)
	l.byMark[o.Mark] = o
	return o
}

// ack notes that it was acknowledged.
func (l *ledger) ack(o *op) {
	l.mu.Lock()
	defer l.mu.Unlock()
	o.Acked, o.Content = true, nil
	if o.Ref != "" && (o.Kind == "create" || o.Kind == "pipe") {
		l.refs = append(l.refs, o.Ref)
	}
}

// wait puts a write aside whose outcome is not known.
func (l *ledger) wait(o *op) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pending = append(l.pending, o)
}

// again takes one of those up; nil when there is none.
func (l *ledger) again() *op {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.pending) == 0 {
		return nil
	}
	o := l.pending[0]
	l.pending = l.pending[1:]
	return o
}

func (l *ledger) waiting() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.pending)
}

// strange notes an answer that must not be.
func (l *ledger) strange(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.odd = append(l.odd, fmt.Sprintf(format, args...))
}

// oddities are those answers, and forgets them.
func (l *ledger) oddities() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := l.odd
	l.odd = nil
	return out
}

// some is a case to write to; "" when there is none yet.
func (l *ledger) some(r *rand.Rand) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.refs) == 0 {
		return ""
	}
	// Rather a recent one, so that writes meet.
	last := min(len(l.refs), 40)
	return l.refs[len(l.refs)-1-r.IntN(last)]
}

// acked is a copy of what was acknowledged, from the n-th write on, and how many writes there are.
func (l *ledger) acked(from int) (list []op, all int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, o := range l.ops[from:] {
		if o.Acked {
			list = append(list, *o)
		}
	}
	return list, len(l.ops)
}

// known tells whose mark a text carries.
func (l *ledger) known(text string) *op {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, word := range strings.Fields(text) {
		if o := l.byMark[word]; o != nil {
			return o
		}
	}
	return nil
}
