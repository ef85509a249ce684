package check_test

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/check"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
	"lotsen/migrations"
)

// bench is a database with files in which defects are planted.
type bench struct {
	*dbtest.Env
	t     *testing.T
	files *blob.Store
}

func setup(t *testing.T, env *dbtest.Env) *bench {
	t.Helper()
	files, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return &bench{env, t, files}
}

// plant runs statements with the engine's own guards off, as a careless hand would.
func (b *bench) plant(statements ...string) {
	b.t.Helper()
	pool := b.DB.Raw()
	if b.DB.Dialect() == sqldb.SQLite {
		lite, err := sqldb.OpenForMigration(b.DSN)
		if err != nil {
			b.t.Fatal(err)
		}
		defer lite.Close()
		pool, statements = lite, append([]string{"pragma foreign_keys = 0"}, statements...)
	} else {
		statements = append([]string{"set session_replication_role = replica"}, statements...)
	}
	conn, err := pool.Conn(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	defer conn.Close()
	for _, s := range statements {
		if _, err := conn.ExecContext(b.t.Context(), s); err != nil {
			b.t.Fatalf("%s: %v", s, err)
		}
	}
	if b.DB.Dialect() == sqldb.Postgres {
		if _, err := conn.ExecContext(b.t.Context(), "set session_replication_role = default"); err != nil {
			b.t.Fatal(err)
		}
	}
}

func (b *bench) put(text string) string {
	b.t.Helper()
	ref, err := b.files.Put(b.t.Context(), strings.NewReader(text), 0)
	if err != nil {
		b.t.Fatal(err)
	}
	return ref.SHA256
}

// run returns the results by name.
func (b *bench) run(repair bool) map[string]check.Result {
	b.t.Helper()
	r := check.New()
	find, mend := check.Versions("ticket", "organisation")
	r.Register("versions", find, mend)
	r.Register("overdue", check.Overdue(sqldb.Q("test.overdue", `select stream_id from event where kind = 'clock' and at < $1`), "clock %v stood still"), nil)
	out := map[string]check.Result{}
	r.Run(b.t.Context(), check.Env{DB: b.DB, Files: b.files, Now: time.Now().Add(25 * time.Hour), Migrations: migrations.Files}, repair, func(res check.Result) {
		if res.Err != nil {
			b.t.Errorf("%s: %v", res.Name, res.Err)
		}
		out[res.Name] = res
	})
	return out
}

// found asserts that exactly the named check found something, and that what it says holds each of words.
func (b *bench) found(name string, words ...string) {
	b.t.Helper()
	for _, res := range b.run(false) {
		switch {
		case res.Name != name && res.Findings > 0:
			b.t.Errorf("%s: want nothing, found %v", res.Name, res.Examples)
		case res.Name == name && res.Findings != 1:
			b.t.Errorf("%s: want one finding, got %d %v", name, res.Findings, res.Examples)
		case res.Name == name:
			for _, word := range words {
				if !strings.Contains(res.Examples[0], word) {
					b.t.Errorf("%s: want %q in %q", name, word, res.Examples[0])
				}
			}
		}
	}
}

// mended asserts that the check repairs what it found.
func (b *bench) mended(name string) {
	b.t.Helper()
	if res := b.run(true)[name]; res.Repaired != 1 || res.Findings != 0 {
		b.t.Errorf("%s: want one thing repaired and nothing left, got %+v", name, res)
	}
}

const (
	org    = `insert into organisation (key, name, created_at, version) values ('storstad', 'Storstad', 1, 0)`
	event1 = `insert into event (kind, stream_id, pos, type, at, noted_at, payload) values `
)

func TestFindings(t *testing.T) {
	t.Parallel()
	for name, story := range map[string]func(b *bench){
		"a_sound_database": func(b *bench) {
			b.plant(org, `update organisation set version = 1`, event1+`('ticket', 1, 1, 'x', 1, 1, '{}')`)
			b.found("")
		},
		"reference": func(b *bench) {
			b.plant(org, `insert into desk (org_id, key, name) values (1, 'it', 'IT'), (9, 'hr', 'HR')`)
			b.found("references", "desk", "org_id", "organisation 9")
		},
		"event_gap": func(b *bench) {
			b.plant(event1 + `('ticket', 7, 1, 'x', 1, 1, '{}'), ('ticket', 7, 3, 'x', 1, 1, '{}')`)
			b.found("events", "ticket 7", "2 events", "numbered 3")
		},
		"event_without_beginning": func(b *bench) {
			b.plant(event1 + `('ticket', 7, 2, 'x', 1, 1, '{}'), ('ticket', 7, 3, 'x', 1, 1, '{}')`)
			b.found("events", "ticket 7")
		},
		"version": func(b *bench) {
			b.plant(org, `update organisation set version = 3`, event1+`('ticket', 1, 1, 'x', 1, 1, '{}'), ('ticket', 1, 2, 'x', 1, 1, '{}')`)
			b.found("versions", "organisation 1", "version 3", "2 events")
			b.mended("versions")
		},
		"job_running_without_lease": func(b *bench) {
			b.plant(`insert into job (queue, kind, args, state, run_at, max_tries, created_at) values ('default', 'mail.send', '{}', 'running', 1, 3, 1)`)
			b.found("jobs", "mail.send", "running")
			b.mended("jobs")
		},
		"job_of_unknown_state": func(b *bench) {
			b.plant(`insert into job (queue, kind, args, state, run_at, max_tries, created_at) values ('default', 'mail.send', '{}', 'lost', 1, 3, 1)`)
			b.found("jobs", "lost")
			b.mended("jobs")
		},
		"job_left_while_others_run": func(b *bench) {
			b.plant(`insert into job (queue, kind, args, run_at, max_tries, created_at) values ('default', 'forgotten', '{}', 1, 3, 1)`)
			b.found("")
			b.plant(`insert into schedule (name, last_at) values ('sweep', 90000000000)`)
			b.found("jobs", "forgotten")
		},
		"overdue": func(b *bench) {
			b.plant(event1 + `('clock', 7, 1, 'x', 1000, 1, '{}')`)
			b.found("")
			b.plant(`insert into schedule (name, last_at) values ('sweep', 90000000000)`)
			b.found("overdue", "clock 7")
		},
		"file_missing": func(b *bench) {
			b.plant(org, attachment(b.put("here")), attachment(strings.Repeat("ab", 32)))
			b.found("files missing", strings.Repeat("ab", 32))
		},
		"file_damaged": func(b *bench) {
			name := b.put("here")
			b.plant(org, attachment(name))
			f, err := b.files.Get(b.t.Context(), name)
			if err != nil {
				b.t.Fatal(err)
			}
			path := f.(*os.File).Name()
			if err := f.Close(); err != nil {
				b.t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte("h3re"), 0o600); err != nil {
				b.t.Fatal(err)
			}
			b.found("files damaged", name)
		},
		"file_orphaned": func(b *bench) {
			kept, orphan := b.put("kept"), b.put("orphan")
			b.plant(org, attachment(kept))
			b.found("files orphaned", orphan)
			b.mended("files orphaned")
			if has, err := b.files.Has(b.t.Context(), kept); !has || err != nil {
				b.t.Errorf("a file that a row points at stays: %v, %v", has, err)
			}
		},
		"schema": func(b *bench) {
			b.plant(`insert into goose_db_version (version_id, is_applied) values (99999, ` + map[bool]string{true: "true", false: "1"}[b.DB.Dialect() == sqldb.Postgres] + `)`)
			b.found("schema", "99999")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, env *dbtest.Env) { story(setup(t, env)) })
		})
	}
}

func attachment(name string) string {
	return `insert into attachment (org_id, name, media_type, size, blob, created_at) values (1, 'a.txt', 'text/plain', 4, '` + name + `', 1)`
}

func TestNumbersBehindTheirTable(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.Postgres(t))
	b.plant(`insert into organisation (id, key, name, created_at, version) values (17, 'storstad', 'Storstad', 1, 0)`)
	b.found("numbers", "organisation", "17")
	b.mended("numbers")
}

func TestStorageDamage(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	b.plant(org, `pragma writable_schema = 1`, `update sqlite_master set sql = replace(sql, 'unique', '') where name = 'organisation'`,
		`update sqlite_master set rootpage = (select rootpage from sqlite_master where name = 'schedule') where name = 'desk'`)
	// The defect is in a file of its own, because the open connections have read the catalogue already.
	db, err := sqldb.Open(t.Context(), b.DSN, sqldb.Options{NoSync: true})
	if err != nil {
		t.Logf("SQLite refuses to open it at all, which tells as much: %v", err)
		return
	}
	defer db.Close()
	found := 0
	check.New().Run(t.Context(), check.Env{DB: db, Files: b.files, Migrations: migrations.Files}, false, func(res check.Result) {
		if res.Name == "storage" && (res.Findings > 0 || res.Err != nil) {
			found++
		}
	})
	if found == 0 {
		t.Error("two tables on one page: want a finding")
	}
}

func TestQuickLeavesFilesUnread(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	f, err := b.files.Get(t.Context(), b.put("here"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(f.(*os.File).Name(), []byte("h3re"), 0o600); err != nil {
		t.Fatal(err)
	}
	check.New().Run(t.Context(), check.Env{DB: b.DB, Files: b.files, Now: time.Now(), Migrations: migrations.Files, Quick: true}, false, func(res check.Result) {
		if res.Findings > 0 || res.Err != nil {
			t.Errorf("%s: %v %v", res.Name, res.Examples, res.Err)
		}
	})
}

func TestJobsOfARunnerAreSound(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		b := setup(t, env)
		r := jobs.New(env.DB, jobs.Options{})
		r.Register("good", func(context.Context, json.RawMessage) error { return nil })
		r.Register("bad", func(context.Context, json.RawMessage) error { return jobs.Permanent(os.ErrInvalid) })
		r.Every("sweep", time.Hour, func(context.Context) error { b.found(""); return os.ErrInvalid })
		err := env.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			if err := jobs.Enqueue(ctx, tx, "bad", 1); err != nil {
				return err
			}
			return jobs.Enqueue(ctx, tx, "good", 1, jobs.RunAt(tx.Now().Add(time.Hour)))
		})
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Drain(t.Context()) // Two of them fail, which is the point.
		b.found("")
	})
}
