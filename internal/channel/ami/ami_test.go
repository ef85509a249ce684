package ami_test

import (
	"bufio"
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lotsen/internal/channel/ami"
	"lotsen/internal/desk/line"
)

// script is an exchange that says what a test has written down.
type script struct {
	conns  []func(t *testing.T, conn net.Conn, r *bufio.Reader)
	dialed int
}

func (s *script) dial(t *testing.T) func(context.Context, string) (net.Conn, error) {
	return func(context.Context, string) (net.Conn, error) {
		if s.dialed == len(s.conns) {
			return nil, errors.New("nobody there")
		}
		play := s.conns[s.dialed]
		s.dialed++
		if play == nil {
			return nil, errors.New("nobody there")
		}
		near, far := net.Pipe()
		go func() {
			defer far.Close()
			play(t, far, bufio.NewReader(far))
		}()
		return near, nil
	}
}

func say(t *testing.T, conn net.Conn, text string) {
	if _, err := conn.Write([]byte(strings.ReplaceAll(text, "\n", "\r\n"))); err != nil {
		t.Errorf("the exchange says: %v", err)
	}
}

// letIn greets and answers the login.
func letIn(t *testing.T, conn net.Conn, r *bufio.Reader, response string) {
	say(t, conn, "Asterisk Call Manager/7.0.3\n")
	p, err := ami.ReadPacket(r)
	if err != nil || p["action"] != "Login" || p["username"] != "lotsen" || p["secret"] != "hemligt" {
		t.Errorf("login: %v, %v", p, err)
	}
	say(t, conn, "Event: FullyBooted\nUptime: 4\n\nResponse: "+response+"\nActionID: login\n\n")
}

const calls = `Event: QueueCallerJoin
Timestamp: 1774258445.123456
Queue: medarbetare
CallerIDNum: +46701234567
Uniqueid: 17.1
Linkedid: 17.1

Event: AgentCalled
Queue: medarbetare
Interface: PJSIP/4711
Uniqueid: 17.1
Linkedid: 17.1

Event: VarSet
Variable: X

Event: AgentConnect
Queue: medarbetare
Interface: PJSIP/4711
Uniqueid: 17.1
Linkedid: 17.1

Event: Hangup
Uniqueid: 17.2
Linkedid: 17.1

Event: Hangup
Uniqueid: 17.1
Linkedid: 17.1
Cause-txt: Normal Clearing

Event: QueueCallerAbandon
Queue: elever
Uniqueid: 18.1

`

func Test_what_an_exchange_tells_of_its_queues(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{conns: []func(*testing.T, net.Conn, *bufio.Reader){
			nil,
			func(t *testing.T, conn net.Conn, r *bufio.Reader) { letIn(t, conn, r, "Error") },
			func(t *testing.T, conn net.Conn, r *bufio.Reader) {
				letIn(t, conn, r, "Success")
				say(t, conn, calls)
				if p, err := ami.ReadPacket(r); err != nil || p["action"] != "Ping" { // After half a minute of silence.
					t.Errorf("ping: %v, %v", p, err)
				}
				say(t, conn, "Response: Success\nPing: Pong\n\n")
				say(t, conn, "no packet\n")
			},
		}}
		var heard []line.CallEvent
		var faults []error
		ctx, stop := context.WithCancel(t.Context())
		c := &ami.Client{Address: "x:5038", Login: "lotsen", Password: "hemligt", Dial: s.dial(t), Hear: func(_ context.Context, e line.CallEvent) error {
			heard = append(heard, e)
			return nil
		}}
		start := time.Now()
		c.Keep(ctx, func(_ context.Context, err error) {
			if faults = append(faults, err); len(faults) == 3 {
				stop()
			}
		})
		if len(faults) != 3 || !errors.Is(faults[1], ami.ErrLogin) || !errors.Is(faults[2], ami.ErrPacket) {
			t.Errorf("faults: %v", faults)
		}
		if took := time.Since(start); took < 2*time.Minute || took > 4*time.Minute {
			t.Errorf("a refused login is tried again after %s", took)
		}
		var words []string
		for _, e := range heard {
			words = append(words, e.Kind+" "+e.CallID+" "+e.Queue+" "+e.From+" "+strings.Join(e.Users, ",")+" "+e.Cause)
		}
		want := "newCall 17.1 medarbetare +46701234567  ;newCall 17.1 medarbetare  4711 ;answer 17.1 medarbetare  4711 ;hangup 17.1    Normal Clearing;hangup 18.1 elever   cancel"
		if got := strings.Join(words, ";"); got != want {
			t.Errorf("heard:\n%s\nwant:\n%s", got, want)
		}
		if !heard[0].At.Equal(time.UnixMicro(1774258445123456)) {
			t.Errorf("at %s", heard[0].At)
		}
	})
}

func FuzzReadPacket(f *testing.F) {
	f.Add([]byte(strings.ReplaceAll(calls, "\n", "\r\n")))
	f.Add([]byte("\n\n\nA: b\n\n"))
	f.Add([]byte("Event: Hangup\r\nUniqueid: \xff\r\n\r\nx"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		r := bufio.NewReader(strings.NewReader(string(raw)))
		for range 1000 {
			p, err := ami.ReadPacket(r)
			if err != nil {
				return
			}
			if len(p) == 0 {
				t.Fatal("an empty packet")
			}
			if e, ok := ami.Event(p); ok && (e.CallID == "" || e.Kind == "") {
				t.Errorf("%v is told as %+v", p, e)
			}
		}
	})
}
