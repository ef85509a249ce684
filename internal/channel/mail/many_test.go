package mail_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsen/internal/app"
	"lotsen/internal/channel/mail"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/shared"
	"lotsen/internal/testkit/slow"
)

// flood is what a bad day brings: the mails in the order in which they come, and what each must become.
type flood struct {
	w      *world
	dice   *rand.Rand
	corpus [][]byte
	known  []notify.Mail // Ours that can be answered.
	all    []posted
	n      int
}

type posted struct {
	raw  []byte
	kind string
	text string // Stands in exactly one entry; "" where that is not to be said beforehand.
}

func (f *flood) add(kind, text string, raw []byte) { f.all = append(f.all, posted{raw, kind, text}) }

// one adds one mail, or several that belong together.
func (f *flood) one() {
	f.n++
	from, mark := fmt.Sprintf("p%d@annan.example", f.n), fmt.Sprintf("Märke-%d-", f.n)
	l := letter{from: from, subject: fmt.Sprint("Fel ", f.n), text: mark + "\nDen går inte att starta."}
	switch d := f.dice.IntN(100); {
	case d < 45:
		f.add("new", mark, f.w.raw(l))
	case d < 62:
		ours := f.known[f.dice.IntN(len(f.known))]
		l.from, l.replyTo, l.subject = ours.To, ours.MailID, "SV: "+ours.Subject
		l.text += "\n\nDen 2 mars 2026 kl. 10:00 skrev It-support:\n> Tack"
		f.add("reply", mark, f.w.raw(l))
	case d < 68:
		raw := f.w.raw(l)
		f.add("new", mark, raw)
		for range 1 + f.dice.IntN(3) { // The same again, on the same and on another way.
			f.add("double", "", raw)
			f.add("double", "", append(fmt.Appendf(nil, "Received: from a%d.example by b.example; Mon, 2 Mar 2026 11:00:00 +0100\r\n", f.dice.IntN(3)), raw...))
		}
	case d < 74:
		f.add("new", mark, f.w.raw(l))
		for range 3 {
			f.add("repeat", "", f.w.raw(l))
		}
	case d < 80:
		f.add("bounce", "", bounce(f.known[f.dice.IntN(len(f.known))].MailID, "failed", "5.1.1"))
	case d < 86:
		l.head, l.subject = "Auto-Submitted: auto-replied\r\n", "Autosvar: ledig"
		f.add("absence", "", f.w.raw(l))
	case d < 98:
		f.add("poison", "", f.poison())
	case d < 99:
		l.text += strings.Repeat("\nEn rad till i en lång logg som någon har klistrat in.", 40_000)
		f.add("big", "", f.w.raw(l))
	default:
		deep := "From: " + from + "\r\nSubject: djup\r\nMessage-ID: <deep" + fmt.Sprint(f.n) + "@x>\r\n"
		for i := range 120 {
			deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
		}
		f.add("deep", "", []byte(deep))
	}
}

// poison is a real mail with damage: bytes changed, cut off, put twice.
func (f *flood) poison() []byte {
	raw := bytes.Clone(f.corpus[f.dice.IntN(len(f.corpus))])
	if len(raw) > 200_000 {
		raw = raw[:200_000]
	}
	for range 1 + f.dice.IntN(20) {
		at := f.dice.IntN(len(raw))
		switch f.dice.IntN(4) {
		case 0:
			raw[at] = byte(f.dice.Uint32())
		case 1:
			raw = append(raw[:at:at], raw[min(len(raw), at+f.dice.IntN(50)):]...)
		case 2:
			raw = append(raw[:at:at], append(bytes.Clone(raw[at:min(len(raw), at+f.dice.IntN(200))]), raw[at:]...)...)
		default:
			raw = raw[:max(at, 200)%len(raw)+1]
		}
		if len(raw) == 0 {
			raw = []byte("x")
		}
	}
	// So that no two are the same, and none answers what does not concern it.
	return append(fmt.Appendf(nil, "Message-ID: <poison%d@x.example>\r\n", f.n), raw...)
}

// Nothing that comes is lost, and nothing is there twice, whatever comes at once from eight hands.
func TestTen_thousand_mails_of_every_kind_are_each_taken_once(t *testing.T) {
	if !slow.Wanted() {
		t.Skip(slow.Why)
	}
	var corpus [][]byte
	for _, pattern := range []string{"zammad-mail/*.box", "bounces/*.eml"} {
		files, err := filepath.Glob(filepath.Join(shared.Dir(t), pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			corpus = append(corpus, read(t, file))
		}
	}
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		size := 10_000
		if strings.HasPrefix(env.DSN, "postgres") {
			size = 2_000 // Each mail is several round trips to another process here; the rules are the same.
		}
		w := start(t, env, app.Options{})
		f := &flood{w: w, dice: rand.New(rand.NewPCG(7, 42)), corpus: corpus}
		for i := range 60 {
			w.send(t, letter{from: fmt.Sprintf("u%d@annan.example", i), subject: fmt.Sprint("Början ", i), text: "Hej"})
		}
		f.known = w.sent(t)
		for len(f.all) < size {
			f.one()
		}
		f.dice.Shuffle(len(f.all), func(i, j int) { f.all[i], f.all[j] = f.all[j], f.all[i] })
		w.flood(t, f)
	})
}

// flood hands over all mails from several hands at once, and counts what has become of them.
func (w *world) flood(t *testing.T, f *flood) {
	t.Helper()
	outcomes := make([]inbox.Outcome, len(f.all))
	queue := make(chan int)
	var hands sync.WaitGroup
	begun := clock.System{}.Now()
	for range 8 {
		hands.Go(func() {
			for i := range queue {
				for try := 1; ; try++ {
					var err error
					if outcomes[i], err = w.in.Receive(t.Context(), mail.Envelope{Mailbox: address, Raw: f.all[i].raw}); err == nil {
						break
					}
					if try == 5 {
						t.Errorf("a %s mail is refused: %v", f.all[i].kind, err)
						break
					}
				}
			}
		})
	}
	for i := range f.all {
		queue <- i
	}
	close(queue)
	hands.Wait()
	took := clock.System{}.Now().Sub(begun)
	t.Logf("%d mails in %s: %.0f a second", len(f.all), took.Round(time.Millisecond), float64(len(f.all))/took.Seconds())

	count := func(text string) int {
		t.Helper()
		return must(sqldb.One(t.Context(), w.DB, sqldb.Q("test.count", text), sqldb.Value[int]))(t)
	}
	created, results := map[ticket.ID]bool{}, map[string]int{}
	for i, o := range outcomes {
		results[f.all[i].kind+" "+string(o.Result)+" "+o.Reason]++
		if o.Result == inbox.Waiting || o.ID == 0 {
			t.Errorf("a %s mail has not been decided: %+v", f.all[i].kind, o)
		}
		if o.Result == inbox.Created {
			created[o.Ticket] = true
		}
		if got, want := string(o.Result), map[string]string{"new": "created", "bounce": "recorded", "absence": "recorded", "deep": "quarantined", "big": "created"}[f.all[i].kind]; want != "" && got != want &&
			!(f.all[i].kind == "new" && o.Reason == inbox.ReasonRepeat) {
			t.Errorf("a %s mail is %+v", f.all[i].kind, o)
		}
	}
	t.Log(results)
	if n := count(`select count(*) from inbound_mail where outcome = 'waiting'`); n != 0 {
		t.Errorf("%d mails wait", n)
	}
	if cases := count(`select count(*) from ticket`); cases != len(created)+60 {
		t.Errorf("%d cases, and %d mails have opened one", cases, len(created)+60)
	}
	if n := count(`select count(*) from (select ticket_id from inbound_mail where outcome = 'created' group by ticket_id having count(*) > 1) twice`); n != 0 {
		t.Errorf("%d cases were opened twice", n)
	}
	if n := count(`select count(*) from (select message_id from inbound_mail where reason <> 'repeat' and message_id is not null group by message_id having count(*) > 1) twice`); n != 0 {
		t.Errorf("%d entries belong to two mails", n)
	}
	entries := count(`select count(*) from inbound_mail where message_id is not null and reason <> 'repeat'`)
	if n := count(`select count(*) from message where mail_id <> ''`); n != entries {
		t.Errorf("%d entries are mails, %d mails are entries", n, entries)
	}
	w.eachOnce(t.Context(), t, f)
}

// eachOnce looks for the words of each mail whose fate was certain.
func (w *world) eachOnce(ctx context.Context, t *testing.T, f *flood) {
	t.Helper()
	texts := must(sqldb.All(ctx, w.DB, sqldb.Q("test.texts", `select text from message where text like 'Märke-%'`), sqldb.Value[string]))(t)
	seen := map[string]int{}
	for _, text := range texts {
		mark, _, _ := strings.Cut(text, "\n")
		seen[mark]++
	}
	for _, p := range f.all {
		if p.text != "" && seen[p.text] != 1 {
			t.Errorf("the words of a %s mail stand in %d entries", p.kind, seen[p.text])
		}
	}
}
