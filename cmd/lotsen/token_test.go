package main

import (
	"path/filepath"
	"strings"
	"testing"

	"lotsen/internal/app"
	"lotsen/internal/desk/access"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
)

func TestTokenCreate(t *testing.T) {
	t.Parallel()
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "lotsen.db")
	token := func(args ...string) string {
		out := must(t, append([]string{"token", "create", "--db", dsn}, args...)...)
		lines := strings.Split(strings.TrimSpace(out), "\n")
		return lines[len(lines)-1]
	}
	// A database that nobody has set up yet will do.
	admin, agent := token("--admin", "--name", "ops"), token("--name", "monitoring")
	must(t, "user", "add", "--db", dsn, "--login", "anna", "--given", "Anna", "--family", "Ek")
	anna := token("--name", "anna's script", "--login", "anna")

	a, err := app.New(t.Context(), app.Options{DB: dsn})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Stop(); err != nil {
			t.Error(err)
		}
	}()
	for name, c := range map[string]struct {
		token           string
		everything, may bool
	}{"admin": {admin, true, true}, "agent": {agent, false, true}, "anna": {anna, false, false}} {
		id, err := a.Access.AuthenticateToken(t.Context(), c.token)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := id.Actor.MayIn(access.RoleGrant, authz.Everywhere, 0); got != c.everything {
			t.Errorf("%s may everything: want %v, got %v", name, c.everything, got)
		}
		if got := id.Actor.May(ticket.MayWork); got != c.may {
			t.Errorf("%s may work with tickets: want %v, got %v", name, c.may, got)
		}
	}
	if code, _, said := lotsen(t, "token", "create", "--db", dsn, "--name", "x", "--login", "nobody"); code != 1 || !strings.Contains(said, "nobody logs in") {
		t.Errorf("want it said, got %d, %q", code, said)
	}
	if code, _, _ := lotsen(t, "token", "create", "--db", dsn); code != 2 {
		t.Errorf("a token has a name: want exit 2, got %d", code)
	}
}
