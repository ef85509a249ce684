package main

import (
	"io"
	"path/filepath"
	"strings"
	"testing"

	"lotsen/internal/app"
	"lotsen/internal/desk/access"
	"lotsen/internal/desk/search"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/req"
)

// machine is an installation as its users see it.
type machine struct {
	*app.App
	t    *testing.T
	anna authz.Actor
}

// visit opens an installation and logs Anna in.
func visit(t *testing.T, dsn, files, password string) *machine {
	t.Helper()
	a, err := app.New(t.Context(), app.Options{DB: dsn, Files: files})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Stop(); err != nil {
			t.Error(err)
		}
	})
	_, identity, err := a.Access.Login(t.Context(), access.Client{Address: "127.0.0.1"}, "anna", password)
	if err != nil {
		t.Fatalf("Anna logs in: %v", err)
	}
	return &machine{a, t, identity.Actor}
}

func (m *machine) report(title, file string) ticket.Ticket {
	m.t.Helper()
	up, err := m.Ticket.Upload(m.t.Context(), m.anna, ticket.File{Name: "bild.txt", Content: strings.NewReader(file)})
	if err != nil {
		m.t.Fatal(err)
	}
	x, err := m.Ticket.Report(m.t.Context(), m.anna, ticket.ReportInput{Title: title, Text: "Se bilden.", Attachments: []ticket.AttachmentID{up.ID}})
	if err != nil {
		m.t.Fatal(err)
	}
	return x
}

// holds asserts that the case is there, can be found by a word, and has its file.
func (m *machine) holds(want ticket.Ticket, word, file string) {
	m.t.Helper()
	got, err := m.Ticket.Load(m.t.Context(), m.anna, want.ID)
	if err != nil || got.Title != want.Title || !got.CreatedAt.Equal(want.CreatedAt) || got.Version != want.Version {
		m.t.Errorf("the case: want %+v, got %+v, %v", want, got, err)
	}
	page, err := m.Search.Tickets(m.t.Context(), m.anna, word, search.Options{})
	if err != nil || len(page.Hits) != 1 || page.Hits[0].Ticket.ID != want.ID {
		m.t.Errorf("found by %q: got %+v, %v", word, page, err)
	}
	var name string
	for id := ticket.AttachmentID(1); id < 10 && name == ""; id++ {
		if a, f, err := m.Ticket.Attachment(m.t.Context(), m.anna, id); err == nil && a.Ticket == want.ID {
			raw, err := io.ReadAll(f)
			if name = a.Name; err != nil || string(raw) != file {
				m.t.Errorf("its file: got %q, %v", raw, err)
			}
			f.Close()
		}
	}
	if name != "bild.txt" {
		m.t.Errorf("its file: got %q", name)
	}
}

// engines gives an empty database on each; a test on PostgreSQL is skipped where there is none.
func engines(dir string) map[string]func(t *testing.T) string {
	return map[string]func(t *testing.T) string{
		"sqlite":   func(*testing.T) string { return "sqlite:" + filepath.Join(dir, "new.db") },
		"postgres": func(t *testing.T) string { return dbtest.Postgres(t).DSN },
	}
}

func TestRestoreOnAnEmptyMachine(t *testing.T) {
	t.Parallel()
	req.Proves(t, "SE-16")
	dir := t.TempDir()
	old, archive := "sqlite:"+filepath.Join(dir, "old.db"), filepath.Join(dir, "backup.tar.gz")
	out := strings.Fields(must(t, "user", "add", "--db", old, "--login", "anna", "--given", "Anna", "--family", "Åkesson", "--org", "storstad", "--new-org", "Storstad"))
	password := out[len(out)-1]
	serve(t, "--db", old)
	before := visit(t, old, "", password)
	reported := before.report("Skrivaren på våning två är trasig", "en suddig bild")
	must(t, "backup", archive, "--db", old)
	before.report("Efter säkerhetskopian", "inte med")

	for name, empty := range engines(dir) {
		t.Run(name, func(t *testing.T) {
			dsn := empty(t)
			files := filepath.Join(dir, name+".files")
			must(t, "restore", archive, "--db", dsn, "--files", files)
			must(t, "check", "--db", dsn, "--files", files)
			after := visit(t, dsn, files, password)
			after.holds(reported, "skrivare", "en suddig bild")
			if next := after.report("Nytt", "ny bild"); next.ID != reported.ID+1 {
				t.Errorf("numbers go on after %v, got %v", reported.ID, next.ID)
			}
			must(t, "check", "--db", dsn, "--files", files)
		})
	}
}
