package imap_test

import (
	"bufio"
	"fmt"
	"maps"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsen/internal/desk/inbox"
	"lotsen/internal/testkit/dbtest"
)

// odd is a server with faults that dovecot has not: mails that it cannot hand over, and a tongue that it loses.
type odd struct {
	mu    sync.Mutex
	mails map[int]string // "" for one that cannot be handed over.
	asked map[int]int    // How often each was asked for.
	aside []int          // Moved to the folder for what was left.
	mute  bool           // Says nothing more after IDLE, not even that it has heard.
}

const abilities = "IMAP4rev1 SASL-IR AUTH=PLAIN MOVE UIDPLUS IDLE"

func (o *odd) serve(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { _ = c.Close() })
			go o.talk(c)
		}
	}()
	return l.Addr().(*net.TCPAddr).Port
}

func (o *odd) talk(c net.Conn) {
	defer c.Close()
	_, _ = fmt.Fprint(c, "* OK [CAPABILITY "+abilities+"] ready\r\n")
	lines := bufio.NewScanner(c)
	idle := ""
	for lines.Scan() {
		line := lines.Text()
		if line == "DONE" {
			line = idle + " DONE"
		}
		tag, said, _ := strings.Cut(line, " ")
		if said == "IDLE" {
			idle = tag
			_, _ = fmt.Fprint(c, "+ idling\r\n")
			if o.muted() {
				select {} // The process is there, and so is the connection.
			}
			continue
		}
		answer, status := o.answer(said)
		_, _ = fmt.Fprintf(c, "%s%s %s\r\n", answer, tag, status)
	}
}

func (o *odd) muted() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.mute
}

func (o *odd) answer(said string) (untagged, status string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var uid int
	switch {
	case said == "CAPABILITY":
		return "* CAPABILITY " + abilities + "\r\n", "OK done"
	case strings.HasPrefix(said, "STATUS"):
		return "", "OK there"
	case strings.HasPrefix(said, "SELECT"):
		return fmt.Sprintf("* %d EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n", len(o.mails)), "OK [READ-WRITE] done"
	case strings.HasPrefix(said, "UID SEARCH"):
		out := "* SEARCH"
		for _, n := range slices.Sorted(maps.Keys(o.mails)) {
			out += fmt.Sprintf(" %d", n)
		}
		return out + "\r\n", "OK done"
	case strings.Contains(said, "RFC822.SIZE"):
		out := ""
		for i, n := range slices.Sorted(maps.Keys(o.mails)) {
			out += fmt.Sprintf("* %d FETCH (UID %d RFC822.SIZE %d)\r\n", i+1, n, len(o.mails[n]))
		}
		return out, "OK done"
	case scan(said, "UID MOVE %d", &uid):
		delete(o.mails, uid)
		if strings.Contains(said, "undantag") {
			o.aside = append(o.aside, uid)
		}
		return "", "OK moved"
	case scan(said, "UID FETCH %d", &uid):
		o.asked[uid]++
		raw := o.mails[uid]
		if raw == "" {
			return "", "NO [SERVERBUG] the mail is damaged"
		}
		return fmt.Sprintf("* 1 FETCH (UID %d BODY[] {%d}\r\n%s)\r\n", uid, len(raw), raw), "OK done"
	}
	return "", "OK done"
}

func scan(said, form string, n *int) bool {
	_, err := fmt.Sscanf(said, form, n)
	return err == nil
}

func TestA_mail_that_its_server_cannot_hand_over_is_left_aside_after_three_tries(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env)
		o := &odd{mails: map[int]string{1: string(letter("1", "Före", "", "Hej")), 2: "", 3: string(letter("3", "Efter", "", "Hej"))}, asked: map[int]int{}}
		w.box("it@storstad.example", func(f *inbox.Fetch) { f.Port, f.Security = o.serve(t), inbox.Plain })
		w.run(w.Mail(), loopback(nil))
		w.await("the others and the quarantine", func() bool { return slices.Equal(w.tickets(), []string{"Före", "Efter"}) && len(w.waiting()) == 1 })
		w.await("the move", func() bool { o.mu.Lock(); defer o.mu.Unlock(); return slices.Equal(o.aside, []int{2}) })
		o.mu.Lock()
		defer o.mu.Unlock()
		if i := w.waiting()[0]; i.Reason != inbox.ReasonUnread || i.Tries != 3 || o.asked[2] != 3 || o.asked[1] != 1 || o.asked[3] != 1 {
			t.Errorf("%+v, asked %v", i, o.asked)
		}
	})
}

// A machine that hangs keeps its connections: only asking shows that nobody is there.
func TestA_server_that_falls_silent_in_the_middle_is_noticed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, dbtest.SQLite(t))
	o := &odd{mails: map[int]string{1: string(letter("1", "Före", "", "Hej"))}, asked: map[int]int{}, mute: true}
	id := w.box("it@storstad.example", func(f *inbox.Fetch) { f.Port, f.Security = o.serve(t), inbox.Plain })
	options := loopback(nil)
	options.Poll, options.Step = 50*time.Millisecond, 300*time.Millisecond
	w.run(w.Mail(), options)
	w.await("the first mail", func() bool { return len(w.tickets()) == 1 })
	w.await("the silence to be noticed", func() bool { return strings.HasPrefix(w.state(id).Error, "talk: no answer within") })
	o.mu.Lock()
	o.mute, o.mails[2] = false, string(letter("2", "Efter", "", "Hej"))
	o.mu.Unlock()
	w.await("the mail after it", func() bool { return len(w.tickets()) == 2 && w.state(id).FailingSince.IsZero() })
}
