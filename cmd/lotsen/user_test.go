package main

import (
	"path/filepath"
	"strings"
	"testing"

	"lotsen/internal/app"
	"lotsen/internal/desk/access"
	"lotsen/internal/kit/authz"
)

func TestTheFirstAdministrator(t *testing.T) {
	t.Parallel()
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "lotsen.db")
	add := func(args ...string) (int, string, string) {
		return lotsen(t, append([]string{"user", "add", "--db", dsn, "--given", "Åsa", "--family", "Öberg"}, args...)...)
	}
	if code, _, said := add("--login", "asa", "--role", "admin"); code != 1 || !strings.Contains(said, "--new-org") {
		t.Errorf("without an organisation: want a hint, got %d, %q", code, said)
	}
	code, out, said := add("--login", "asa", "--role", "admin", "--org", "storstad", "--new-org", "Storstad")
	if code != 0 {
		t.Fatalf("exit %d: %s", code, said)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	password := lines[len(lines)-1]

	if code, _, said := add("--login", "asa"); code != 1 || strings.Contains(said, "⟦") || !strings.Contains(said, "login") {
		t.Errorf("a login that is taken is named, got %d, %q", code, said)
	}
	if code, _, said := add("--login", "bo", "--role", "emperor"); code != 1 || !strings.Contains(said, "no role") {
		t.Errorf("an unknown role: got %d, %q", code, said)
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
	_, identity, err := a.Access.Login(t.Context(), access.Client{Address: "127.0.0.1"}, "asa", password)
	if err != nil {
		t.Fatal(err)
	}
	if !identity.MustChange || !identity.Actor.MayIn(access.RoleGrant, authz.Organisation, 1) {
		t.Errorf("logs in as administrator who must choose a password: %+v", identity)
	}
}

func TestPasswordFromStandardInput(t *testing.T) {
	t.Parallel()
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "lotsen.db")
	var out, said strings.Builder
	code := run(t.Context(), []string{"user", "add", "--db", dsn, "--given", "Bo", "--family", "Ek", "--login", "bo", "--org", "a", "--new-org", "A", "--password"},
		&world{in: strings.NewReader("tretton katter i regn\n"), out: &out, err: &said})
	if code != 0 || strings.Contains(out.String()+said.String(), "katter") {
		t.Errorf("want it taken and not shown, got %d, %s%s", code, &out, &said)
	}
	code = run(t.Context(), []string{"user", "password", "bo", "--db", dsn, "--password"},
		&world{in: strings.NewReader("kort\n"), out: &out, err: &said})
	if code != 1 || strings.Contains(said.String(), "⟦") {
		t.Errorf("a short password is refused in words, got %d, %s", code, &said)
	}
	made := must(t, "user", "password", "Bo", "--db", dsn)
	lines := strings.Split(strings.TrimSpace(made), "\n")
	a, err := app.New(t.Context(), app.Options{DB: dsn})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Stop(); err != nil {
			t.Error(err)
		}
	}()
	if _, _, err := a.Access.Login(t.Context(), access.Client{Address: "127.0.0.1"}, "bo", lines[len(lines)-1]); err != nil {
		t.Errorf("the new password opens: %v", err)
	}
	if code, _, said := lotsen(t, "user", "password", "nobody", "--db", dsn); code != 1 || !strings.Contains(said, "nobody logs in") {
		t.Errorf("want it said, got %d, %q", code, said)
	}
}
