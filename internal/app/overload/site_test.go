package overload_test

import (
	"context"
	"fmt"
	"net"
	"testing"
	"time"

	"lotsen/internal/app"
	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/web"
)

// site is the product on a real address, with little room, some cases and two people who work there.
type site struct {
	app        *app.App
	addr       string
	agent, fat string // Sessions: of an agent, and of a report reader.
	stranger   string // Session of somebody who sees none of the cases.
	strangerID directory.PersonID
	agentRight access.RightID
	first      ticket.ID
}

func start(t *testing.T, env *dbtest.Env, limits app.LimitOptions) *site {
	t.Helper()
	a, err := app.New(t.Context(), app.Options{
		DB: env.DSN, Files: t.TempDir(), Clock: clock.System{}, NoSync: true, NoMail: true, Limits: limits,
	})
	if err != nil {
		t.Fatal(err)
	}
	s := &site{app: a}
	s.fill(t)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := web.NewServer("", a.Handler())
	a.Start(context.WithoutCancel(t.Context()))
	go func() { _ = server.Serve(ln) }() // Ends with Close.
	t.Cleanup(func() {
		a.CloseStreams()
		_ = server.Close()
		if err := a.Stop(); err != nil {
			t.Error(err)
		}
	})
	s.addr = ln.Addr().String()
	return s
}

func (s *site) fill(t *testing.T) {
	t.Helper()
	ctx, by := t.Context(), authz.System("test")
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	org, err := s.app.Directory.AddOrganisation(ctx, by, directory.OrganisationInput{Key: "storstad", Name: "Storstad"})
	check(err)
	desk, err := s.app.Directory.AddDesk(ctx, by, org.ID, "it", "It")
	check(err)
	session := func(name, role string) (string, directory.PersonID, access.RightID) {
		p, err := s.app.Directory.AddPerson(ctx, by, org.ID, directory.PersonInput{Given: name, Family: "Test", Login: name})
		check(err)
		var right access.RightID
		if role != "" {
			right, err = s.app.Access.Grant(ctx, by, access.GrantInput{Person: p.ID, Role: role, Reach: authz.Desk, Of: int64(desk.ID)})
			check(err)
		}
		token, _, err := s.app.Access.LoginAs(ctx, access.Client{Agent: "test"}, p.ID)
		check(err)
		return token, p.ID, right
	}
	s.agent, _, s.agentRight = session("eva", "agent")
	s.fat, _, _ = session("lea", "lead")
	s.stranger, s.strangerID, _ = session("siv", "")
	p, err := s.app.Directory.AddPerson(ctx, by, org.ID, directory.PersonInput{Given: "Anna", Family: "Test"})
	check(err)
	for i := range 300 {
		x, err := s.app.Ticket.Report(ctx, by, ticket.ReportInput{Requester: p.ID, Title: fmt.Sprint("Skrivaren står still ", i), Text: "Den blinkar rött."})
		check(err)
		if i == 0 {
			s.first = x.ID
		}
	}
}

// until runs fn over and over from many goroutines until the time is up, and waits for all of them.
func until(d time.Duration, many int, fn func(i int)) (wait func()) {
	end, done := time.Now().Add(d), make(chan bool, many)
	for i := range many {
		go func() {
			for time.Now().Before(end) {
				fn(i)
			}
			done <- true
		}()
	}
	return func() {
		for range many {
			<-done
		}
	}
}
