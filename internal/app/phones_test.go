package app_test

import (
	"bufio"
	"io"
	"net"
	"strings"
	"testing"

	"lotsen/internal/desk/line"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

// TestAnAsteriskIsListenedTo lets a peer with a script play the exchange: what it tells of its queue is a waiting contact.
func TestAnAsteriskIsListenedTo(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "IN-05")
		by := authz.System("test")
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		if _, err := s.App.Line.Save(t.Context(), by, line.Line{
			Org: s.Org.ID, Desk: s.Desk.ID, Channel: ticket.Phone, Key: "employees", NameSv: "Medarbetare", Number: "08-555 10 00", Queue: "medarbetare", Active: true,
		}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.App.Line.SaveSource(t.Context(), by, line.Source{
			Org: s.Org.ID, Name: "Asterisk", Kind: line.AMI, Address: l.Addr().String(), Login: "lotsen", Active: true,
		}, "hemligt"); err != nil {
			t.Fatal(err)
		}
		told := make(chan error, 1)
		go func() { told <- play(l) }()
		s.Serve(t)
		if err := <-told; err != nil {
			t.Fatal(err)
		}
		list, err := s.App.Line.WaitingOf(t.Context(), s.Actor(t, "eva"), s.Desk.ID)
		if err != nil || len(list) != 1 || list[0].Caller != "+46701234567" {
			t.Errorf("waiting: %+v, %v", list, err)
		}
	})
}

// play lets one client in, tells of a call, and then says what is no packet: the client leaves once it has kept the call.
func play(l net.Listener) error {
	conn, err := l.Accept()
	if err != nil {
		return err
	}
	defer conn.Close()
	r := bufio.NewReader(conn)
	if _, err := io.WriteString(conn, "Asterisk Call Manager/7.0.3\r\n"); err != nil {
		return err
	}
	for {
		text, err := r.ReadString('\n')
		if err != nil {
			return err
		}
		if strings.TrimSpace(text) == "" {
			break
		}
	}
	const call = "Response: Success\r\nActionID: login\r\n\r\nEvent: QueueCallerJoin\r\nQueue: medarbetare\r\nCallerIDNum: 0701234567\r\nUniqueid: 1.1\r\n\r\nno packet\r\n"
	if _, err := io.WriteString(conn, call); err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, r) // Until the client leaves.
	return nil
}
