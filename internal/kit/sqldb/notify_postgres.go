package sqldb

import (
	"context"
	"crypto/rand"
	"strings"
	"sync"
	"time"
)

// notifyChannel is the PostgreSQL channel on which nodes poke each other.
const notifyChannel = "lotsen_poke"

// notifyTime bounds one notification. A server that does not answer for so long is down, and Listen pokes everybody
// when it is back.
const notifyTime = 5 * time.Second

// maxPayload is how long a notification gets; PostgreSQL refuses 8000 bytes.
const maxPayload = 7000

// notifier tells other nodes what was committed here. It does so after the commit and outside of it: PostgreSQL lets
// only one transaction that notifies commit at a time, flush to disk included, so a notification inside each would
// hold every writer to one flush after another. A node that dies between the two leaves others to their next look.
type notifier struct {
	db   *DB
	node string // Begins each payload, so that a node knows its own.
	mu   sync.Mutex
	due  map[string]bool
	wake chan struct{}
	quit chan struct{}
	done chan struct{}
}

func startNotifier(db *DB) *notifier {
	n := &notifier{db: db, node: rand.Text(), due: map[string]bool{}, wake: make(chan struct{}, 1), quit: make(chan struct{}), done: make(chan struct{})}
	go n.loop()
	return n
}

// committed pokes this node's viewers at once and the other nodes' soon.
func (n *notifier) committed(topics []string) {
	n.mu.Lock()
	for _, topic := range topics {
		n.due[topic] = true
	}
	n.mu.Unlock()
	select {
	case n.wake <- struct{}{}:
	default:
	}
	n.db.poked(topics)
}

func (n *notifier) loop() {
	defer close(n.done)
	for {
		select {
		case <-n.wake:
			n.send()
		case <-n.quit:
			n.send()
			return
		}
	}
}

// send tells all that is due in one statement. What cannot be told is dropped: the connection on which others listen is
// broken as well, and opening it again pokes everybody.
func (n *notifier) send() {
	n.mu.Lock()
	due := n.due
	n.due = map[string]bool{}
	n.mu.Unlock()
	if len(due) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), notifyTime) //nolint:forbidigo // Nobody's request.
	defer cancel()
	for p := (&patience{}); ; {
		_, err := n.db.write.ExecContext(ctx, "select pg_notify($1, $2)", notifyChannel, n.payload(due))
		if err == nil || !parted(marked(err)) || !p.wait(ctx) {
			return // See above.
		}
	}
}

// payload names this node and the topics; too many become "look at everything".
func (n *notifier) payload(topics map[string]bool) string {
	var b strings.Builder
	b.WriteString(n.node)
	for topic := range topics {
		b.WriteByte('\n')
		b.WriteString(topic)
		if b.Len() > maxPayload {
			return n.node + "\n" + PokeAll
		}
	}
	return b.String()
}

// heard passes a payload on, unless it is this node's own.
func (n *notifier) heard(payload string) {
	node, topics, ok := strings.Cut(payload, "\n")
	if ok && node != n.node {
		n.db.poked(strings.Split(topics, "\n"))
	}
}

func (n *notifier) stop() {
	close(n.quit)
	<-n.done
}
