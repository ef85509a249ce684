package app_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"lotsen/internal/app"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// node starts the product on a database that others serve too, and tells what it is poked about.
func node(t *testing.T, env *dbtest.Env, files string) (*app.App, chan []string) {
	t.Helper()
	a, err := app.New(t.Context(), app.Options{DB: env.DSN, Files: files, Clock: env.Clock, NoSync: true, Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	poked := make(chan []string, 100)
	a.DB.OnPoke(func(topics []string) {
		select {
		case poked <- slices.Clone(topics):
		default: // The test has seen enough.
		}
	})
	t.Cleanup(func() {
		if err := a.Stop(); err != nil {
			t.Error(err)
		}
	})
	return a, poked
}

// hears waits until a node is poked about a topic, or about everything.
func hears(t *testing.T, poked chan []string, topic string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		select {
		case topics := <-poked:
			if slices.Contains(topics, topic) || slices.Contains(topics, sqldb.PokeAll) {
				return
			}
		case <-ctx.Done():
			t.Fatalf("the other node never heard of %s", topic)
		}
	}
}

func TestWhat_one_node_does_the_other_hears_of_at_once(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		files := t.TempDir()
		one, _ := node(t, env, files)
		two, poked := node(t, env, files)
		two.Start(t.Context())
		if env.DB.Dialect() == sqldb.Postgres {
			hears(t, poked, sqldb.PokeAll) // It listens from now on.
		}
		x := reportOn(t, one)
		// An SQLite file is looked at each half second; one more change comes surely after the first look.
		again := time.AfterFunc(time.Second, func() {
			_, err := one.Ticket.Write(context.WithoutCancel(t.Context()), authz.System("test"), x.ID, ticket.Words{Text: "Mer."})
			if err != nil {
				t.Error(err)
			}
		})
		defer again.Stop()
		hears(t, poked, "ticket:"+x.ID.String()[2:])
	})
}

func reportOn(t *testing.T, a *app.App) ticket.Ticket {
	t.Helper()
	by := authz.System("test")
	org, err := a.Directory.AddOrganisation(t.Context(), by, directory.OrganisationInput{Key: "nod", Name: "Nod"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Directory.AddDesk(t.Context(), by, org.ID, "it", "It"); err != nil {
		t.Fatal(err)
	}
	p, err := a.Directory.AddPerson(t.Context(), by, org.ID, directory.PersonInput{Given: "Nora", Family: "Nod", Email: "nora@nod.example"})
	if err != nil {
		t.Fatal(err)
	}
	x, err := a.Ticket.Report(t.Context(), by, ticket.ReportInput{Requester: p.ID, Title: "Från en annan nod"})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestTwo_nodes_do_each_job_once(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		files := t.TempDir()
		one, _ := node(t, env, files)
		two, _ := node(t, env, files)
		x := reportOn(t, one)
		for _, a := range []*app.App{one, two, one} {
			if err := a.Jobs.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		mails, err := two.Notify.Latest(t.Context(), 0, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(mails) != 1 || mails[0].Ticket != x.ID || mails[0].State != "caught" {
			t.Errorf("want one mail about %s, got %d", x.ID, len(mails))
		}
	})
}
