package main

import (
	"path/filepath"
	"strings"
	"testing"

	"lotsen/internal/app"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
)

func TestTheFirstWhoSeesProtectedPeople(t *testing.T) {
	t.Parallel()
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "lotsen.db")
	if code, _, said := lotsen(t, "user", "add", "--db", dsn, "--login", "lea", "--given", "Lea", "--family", "Holm", "--org", "x", "--new-org", "X"); code != 0 {
		t.Fatal(said)
	}
	for _, wrong := range [][]string{{"--login", "nobody", "--role", "protected"}, {"--login", "lea", "--role", "emperor"}, {"--login", "lea", "--role", "agent", "--desk", "zz"}} {
		if code, _, said := lotsen(t, append([]string{"user", "grant", "--db", dsn}, wrong...)...); code != 1 || strings.TrimSpace(said) == "" {
			t.Errorf("%v: exit %d, %q", wrong, code, said)
		}
	}
	if code, _, said := lotsen(t, "user", "grant", "--db", dsn, "--login", "lea", "--role", "protected"); code != 0 {
		t.Fatal(said)
	}
	a, err := app.New(t.Context(), app.Options{DB: dsn})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Stop(); err != nil {
			t.Error(err)
		}
	}()
	p, err := a.Directory.PersonByLogin(t.Context(), authz.System("test"), "lea")
	if err != nil {
		t.Fatal(err)
	}
	by, err := a.Access.ActorOf(t.Context(), p.ID)
	if err != nil || !by.MayIn(directory.PersonProtected, authz.Organisation, int64(p.Org)) {
		t.Errorf("after the grant: %v, %v", by.Grants, err)
	}
}
