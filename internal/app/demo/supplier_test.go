package demo_test

import (
	"path/filepath"
	"testing"
	"time"

	"lotsen/internal/app"
	"lotsen/internal/app/demo"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
)

func TestThe_supplier_of_the_demo_has_something_to_do_and_sees_nothing_else(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	o := demo.Options{DB: "sqlite:" + filepath.Join(dir, "demo.db"), Files: filepath.Join(dir, "files"), Now: time.Date(2026, 11, 22, 13, 0, 0, 0, time.UTC)}
	if _, err := demo.Seed(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), app.Options{DB: o.DB, Files: o.Files, NoSync: true, NoMail: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Stop(); err != nil {
			t.Error(err)
		}
	}()
	p, err := a.Directory.PersonByLogin(t.Context(), authz.System("test"), "demo.tomas")
	if err != nil {
		t.Fatal(err)
	}
	by, err := a.Access.ActorOf(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	page, err := a.Delegation.InHand(t.Context(), by, "", 200)
	if err != nil || len(page.Lines) == 0 {
		t.Fatalf("the supplier has %d cases in hand, %v", len(page.Lines), err)
	}
	for _, l := range page.Lines {
		if l.Name != "Nätdrift AB" {
			t.Errorf("%s is with %q", l.Ticket, l.Name)
		}
	}
	if others, err := a.Ticket.Tickets(t.Context(), by, ticket.Filter{AnyState: true}, "", 200); err != nil || len(others.Rows) != 0 {
		t.Errorf("beside them the supplier sees %d cases, %v", len(others.Rows), err)
	}
}
