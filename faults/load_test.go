package faults_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// load is clients at work: they write without a pause, and what they got no answer for they send again.
type load struct {
	in      *install
	ledger  *ledger
	targets atomic.Pointer[[]*node]
	clients sync.Map // *api by address.
	// Calm leaves out the commands that are killed themselves.
	Calm bool
	// Faulty accepts answers 500: something below the node is broken on purpose.
	Faulty bool

	stopping context.CancelFunc
	running  sync.WaitGroup
}

// newLoad aims at nodes; it does nothing until go.
func newLoad(in *install, l *ledger, nodes ...*node) *load {
	ld := &load{in: in, ledger: l}
	ld.aim(nodes...)
	return ld
}

// aim chooses the nodes that are written to from now on.
func (ld *load) aim(nodes ...*node) { ld.targets.Store(&nodes) }

// begin lets n clients work until end is called.
func (ld *load) begin(t testing.TB, n int) {
	ctx, cancel := context.WithCancel(context.Background())
	ld.stopping = cancel
	for i := range n {
		r := chance(fmt.Sprintf("%s client %d", t.Name(), i))
		ld.running.Go(func() {
			for ctx.Err() == nil {
				ld.step(r)
			}
		})
	}
	t.Cleanup(cancel)
}

// end stops the clients after what they have in hand.
func (ld *load) end() {
	ld.stopping()
	ld.running.Wait()
}

// settle sends what has no answer yet until all have one.
func (ld *load) settle(t testing.TB, within time.Duration) {
	t.Helper()
	r := chance(t.Name() + " settle")
	end := time.Now().Add(within)
	for ld.ledger.waiting() > 0 {
		if time.Now().After(end) {
			t.Errorf("%d writes have no answer after %s: the first is %+v", ld.ledger.waiting(), within, *ld.ledger.again())
			return
		}
		var group sync.WaitGroup
		for range min(8, ld.ledger.waiting()) {
			o := ld.ledger.again()
			seeded := rand.New(rand.NewPCG(r.Uint64(), 1))
			group.Go(func() { ld.send(seeded, o) })
		}
		group.Wait()
	}
}

// step does one thing: something new, or something whose outcome is not known.
func (ld *load) step(r *rand.Rand) {
	if waiting := ld.ledger.waiting(); waiting > 0 && (waiting > 30 || r.IntN(3) == 0) {
		if o := ld.ledger.again(); o != nil {
			ld.send(r, o)
			return
		}
	}
	ref := ld.ledger.some(r)
	n := r.IntN(100)
	switch {
	case ref == "" || n < 30:
		ld.send(r, ld.ledger.begin(&op{Kind: "create"}))
	case n < 50:
		ld.send(r, ld.ledger.begin(&op{Kind: "reply", Ref: ref}))
	case n < 58:
		ld.send(r, ld.ledger.begin(&op{Kind: "note", Ref: ref}))
	case n < 70:
		ld.send(r, ld.ledger.begin(&op{Kind: "patch", Ref: ref}))
	case n < 82:
		ld.upload(r, ref)
	case n < 97:
		ld.send(r, ld.mail("mail"))
	default:
		ld.send(r, ld.mail("pipe"))
	}
}

func (ld *load) mail(kind string) *op {
	o := ld.ledger.begin(&op{Kind: kind})
	o.Content = mailFrom(o.Mark+"@example.org", o.Mark)
	return o
}

// upload sends a file, and then a message with it.
func (ld *load) upload(r *rand.Rand, ref string) {
	content := make([]byte, 1+r.IntN(60_000))
	for i := range content {
		content[i] = byte(r.Uint32())
	}
	sum := sha256.Sum256(content)
	ld.send(r, ld.ledger.begin(&op{Kind: "upload", Ref: ref, Content: content, Sum: hex.EncodeToString(sum[:])}))
}

var (
	errLater   = errors.New("not now")
	errDropped = errors.New("not taken, and rightly so")
)

// send does a write. Without an answer it is put aside. A file that was taken goes into a message.
func (ld *load) send(r *rand.Rand, o *op) {
	o.tries++
	targets := *ld.targets.Load()
	n := targets[r.IntN(len(targets))]
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	var err error
	switch o.Kind {
	case "mail":
		err = ld.bySMTP(n, o)
	case "pipe":
		err = ld.byPipe(ctx, r, o)
	default:
		err = ld.byAPI(ctx, n, o)
	}
	if err == nil {
		ld.ledger.ack(o)
		if o.Kind == "upload" {
			ld.send(r, ld.ledger.begin(&op{Kind: "attach", Ref: o.Ref, File: o.File, Sum: o.Sum}))
		}
		return
	}
	if errors.Is(err, errDropped) {
		return
	}
	if !errors.Is(err, errLater) {
		ld.ledger.strange("%s %s: %v", o.Kind, o.Mark, err)
		return
	}
	ld.ledger.wait(o)
	// Whoever meets a closed door does not knock again at once.
	time.Sleep(10 * time.Millisecond)
}

func (ld *load) client(n *node) *api {
	a, _ := ld.clients.LoadOrStore(n.HTTP, newAPI(n.HTTP, ld.in.Token))
	return a.(*api)
}

func (ld *load) byAPI(ctx context.Context, n *node, o *op) error {
	method, path, key, body := http.MethodPost, "", o.Mark, any(nil)
	switch o.Kind {
	case "create":
		path, body = "/tickets", map[string]any{"title": o.Mark, "text": "Text of " + o.Mark, "requester": requester}
	case "reply":
		path, body = "/tickets/"+o.Ref+"/messages", map[string]any{"text": o.Mark}
	case "note":
		path, body = "/tickets/"+o.Ref+"/messages", map[string]any{"text": o.Mark, "internal": true}
	case "attach":
		path, body = "/tickets/"+o.Ref+"/messages", map[string]any{"text": o.Mark, "attachments": []map[string]any{{"id": o.File}}}
	case "upload":
		path, body = "/attachments?name="+url.QueryEscape(o.Mark+".bin"), o.Content
	case "patch":
		method, path, key, body = http.MethodPatch, "/tickets/"+o.Ref, "", map[string]any{"title": o.Mark}
	}
	got, err := ld.client(n).do(ctx, method, path, key, body)
	if err != nil {
		return fmt.Errorf("%w: %w", errLater, err)
	}
	switch {
	case got.Status == http.StatusServiceUnavailable, got.Status == http.StatusTooManyRequests, ld.Faulty && got.Status >= 500:
		return fmt.Errorf("%w: %d", errLater, got.Status)
	case got.Status == http.StatusRequestEntityTooLarge && o.Kind == "upload":
		// Each upload whose answer was lost stays behind for a day, and only so many may.
		return errDropped
	case got.Status >= 300:
		return fmt.Errorf("%s %s: %d %.300s", method, path, got.Status, got.Body)
	}
	var seen struct {
		Ref  string `json:"ref"`
		ID   int64  `json:"id"`
		Text string `json:"text"`
	}
	if err := json.Unmarshal(got.Body, &seen); err != nil {
		return fmt.Errorf("%s %s: %d %.300s: %w", method, path, got.Status, got.Body, err)
	}
	switch o.Kind {
	case "create":
		o.Ref = seen.Ref
	case "upload":
		o.File = seen.ID
	case "reply", "note", "attach":
		o.Message = seen.ID
		if seen.Text != o.Mark {
			return fmt.Errorf("%s %s: the answer tells of another message, %q", method, path, seen.Text)
		}
	}
	return nil
}

// bySMTP hands a mail over as another server does. It is ours no longer after 250.
func (ld *load) bySMTP(n *node, o *op) error {
	conn, err := net.DialTimeout("tcp", n.SMTP, 5*time.Second)
	if err != nil {
		return fmt.Errorf("%w: %w", errLater, err)
	}
	c := smtp.NewClient(conn)
	defer c.Close()
	c.CommandTimeout, c.SubmissionTimeout = 10*time.Second, 20*time.Second
	deliver := func() error {
		if err := c.Mail(o.Mark+"@example.org", nil); err != nil {
			return err
		}
		if err := c.Rcpt(ld.in.Mailbox, nil); err != nil {
			return err
		}
		w, err := c.Data()
		if err != nil {
			return err
		}
		if _, err := w.Write(o.Content); err != nil {
			return err
		}
		return w.Close()
	}
	err = deliver()
	var refused *smtp.SMTPError
	if errors.As(err, &refused) && refused.Code >= 500 {
		return err
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errLater, err)
	}
	return nil
}

// byPipe hands a mail to the command. Now and then the command is killed too.
func (ld *load) byPipe(ctx context.Context, r *rand.Rand, o *op) error {
	if !ld.Calm && r.IntN(4) == 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Duration(5+r.IntN(60))*time.Millisecond)
		defer cancel()
	}
	out, err := ld.in.command(ctx, o.Content, "mail", "receive", "--mailbox", ld.in.Mailbox)
	if ctx.Err() != nil || exitCode(err) == 75 {
		return fmt.Errorf("%w: %v", errLater, err)
	}
	if err != nil {
		return err
	}
	var line struct{ Ticket, Outcome string }
	if err := json.Unmarshal([]byte(out), &line); err != nil || line.Ticket == "" {
		return fmt.Errorf("mail receive said %q", out)
	}
	o.Ref = line.Ticket
	return nil
}
