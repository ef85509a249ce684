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
	page, err := a.Ticket.Tickets(t.Context(), by, ticket.Filter{}, "", 200)
	if err != nil || len(page.Rows) == 0 {
		t.Fatalf("the supplier's queue has %d cases, %v", len(page.Rows), err)
	}
	for _, r := range page.Rows {
		if r.GroupName != "Nätdrift AB" {
			t.Errorf("%s is of group %q", r.ID, r.GroupName)
		}
	}
}
