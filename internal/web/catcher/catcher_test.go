package catcher_test

import (
	"net/http/httptest"
	"testing"

	"lotsen/internal/app"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/webtest"
)

func start(t *testing.T, demo bool) *app.App {
	t.Helper()
	env := dbtest.SQLite(t)
	a, err := app.New(t.Context(), app.Options{DB: env.DSN, Files: t.TempDir(), Clock: env.Clock, NoSync: true, Demo: demo})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Stop(); err != nil {
			t.Error(err)
		}
	})
	return a
}

func TestThe_demo_shows_the_mail_that_it_sends(t *testing.T) {
	t.Parallel()
	a := start(t, true)
	by := authz.System("test")
	org, err := a.Directory.AddOrganisation(t.Context(), by, directory.OrganisationInput{Key: "storstad", Name: "Storstad"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Directory.AddDesk(t.Context(), by, org.ID, "it", "It-support"); err != nil {
		t.Fatal(err)
	}
	p, err := a.Directory.AddPerson(t.Context(), by, org.ID, directory.PersonInput{Given: "Anna", Family: "Åkesson", Email: "anna@storstad.example"})
	if err != nil {
		t.Fatal(err)
	}
	x, err := a.Ticket.Report(t.Context(), by, ticket.ReportInput{Requester: p.ID, Title: "Skrivaren <b>är</b> trasig"})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	subject := "[" + x.ID.String() + "] Vi har tagit emot: Skrivaren <b>är</b> trasig"
	page := webtest.New(t, a.Handler()).Anonymous().Get("/demo/mail").MustSee(subject, "anna@storstad.example", "Fångat av demon").Click(subject)
	page.MustSee("Hej Anna!", "Länkar i mejlet", "http://localhost:8080/tickets/"+x.ID.String())
}

func TestOutside_the_demo_there_is_no_such_page(t *testing.T) {
	t.Parallel()
	a := start(t, false)
	for _, path := range []string{"/demo/mail", "/demo/mail/1"} {
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}
