package main

import (
	"context"
	"io"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"lotsen/internal/app"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/search"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/check"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
	"lotsen/migrations"
)

// small is a town that is filled in a second or two.
func small() shape {
	return shape{Tickets: 2000, Persons: 400, Units: 60, Agents: 12, Seed: 1, Now: time.Now().UTC().Truncate(time.Minute)}
}

// TestFill holds that what is written in bulk is what the product itself would have written.
func TestFill(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		ctx, dir, dsn := t.Context(), t.TempDir(), env.DSN
		files := filepath.Join(dir, "files")
		if env.DB.Dialect() == sqldb.SQLite {
			dsn = "sqlite:" + filepath.Join(dir, "lotsen.db") // Filling wants the file for itself.
		}
		town, err := fill(ctx, dsn, files, small(), io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		a, err := app.New(ctx, app.Options{DB: dsn, Files: files, NoSync: true, NoMail: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = a.Stop() })
		t.Run("check_finds_nothing", func(t *testing.T) { findsNothing(t, a) })
		t.Run("events_tell_what_the_rows_hold", func(t *testing.T) { replay(t, a) })
		t.Run("pages_count_what_was_filled", func(t *testing.T) { pagesCount(t, a, town) })
		t.Run("a_twentieth_is_open_and_lives_are_as_long_as_promised", func(t *testing.T) { believable(t, town) })
		t.Run("people_are_found_as_if_added_one_by_one", func(t *testing.T) { personWords(t, a, town) })
		t.Run("the_index_is_what_building_it_anew_makes", func(t *testing.T) { sameIndex(t, a) })
	})
}

func findsNothing(t *testing.T, a *app.App) {
	app.Checks().Run(t.Context(), check.Env{DB: a.DB, Files: a.Blobs, Now: time.Now().UTC(), Migrations: migrations.Files}, false, func(r check.Result) {
		if r.Err != nil || r.Findings > 0 {
			t.Errorf("%s: %d findings %v, %v", r.Name, r.Findings, r.Examples, r.Err)
		}
	})
}

func replay(t *testing.T, a *app.App) {
	for id := firstTicket + 1; id <= firstTicket+2000; id += 7 {
		row, err := a.Ticket.Load(t.Context(), by, ticket.ID(id))
		if err != nil {
			t.Fatal(err)
		}
		events, err := event.Stream(t.Context(), a.DB, ticket.Stream, int64(id))
		if err != nil {
			t.Fatal(err)
		}
		told, err := ticket.Replay(events)
		if err != nil {
			t.Fatal(err)
		}
		if d := ticket.Differences(&row, &told); len(d) > 0 || row.Version != told.Version || !row.UpdatedAt.Equal(events[len(events)-1].At) {
			t.Errorf("%s: events and row differ in %v; version %d, %d events", row.ID, d, row.Version, told.Version)
		}
	}
}

func believable(t *testing.T, town *town) {
	c, n := town.Count, float64(town.Count.Tickets)
	open := float64(c.States["new"]+c.States["open"]+c.States["hold"]) / n
	for _, x := range []struct {
		what           string
		least, is, top float64
	}{
		{"open", .04, open, .06}, {"messages a ticket", 1.9, float64(c.Messages) / n, 2.4}, {"events a ticket", 5, float64(c.Events) / n, 6.6},
	} {
		if x.is < x.least || x.is > x.top {
			t.Errorf("%s: %.3f, want between %.3f and %.3f", x.what, x.is, x.least, x.top)
		}
	}
	for _, s := range []string{"new", "open", "hold", "closed", "withdrawn"} {
		if c.States[s] == 0 {
			t.Errorf("no ticket is %s", s)
		}
	}
}

func pagesCount(t *testing.T, a *app.App, town *town) {
	server := httptest.NewServer(a.Handler())
	defer server.Close()
	c := newClient(server.URL, town.Agents[0])
	if err := c.login(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := town.Count.States
	active := s["new"] + s["open"] + s["hold"]
	for view, want := range map[int]int{-1: s["new"], -4: town.Count.Unowned, -5: town.Count.Awaiting, -6: s["hold"], -7: active, -8: s["resolved"], -9: int(town.Count.Tickets)} {
		got, rows, err := c.queueCount(t.Context(), view)
		if err != nil {
			t.Fatal(err)
		}
		if got != min(want, ticket.CountCap) || rows != min(want, ticket.PageSize) {
			t.Errorf("view %d counts %d and has %d rows, want what it can show of %d", view, got, rows, want)
		}
	}
}

func personWords(t *testing.T, a *app.App, town *town) {
	ctx := t.Context()
	words := sqldb.Stmt{Name: "bench.words", Text: `select word from person_word where person_id = $1 order by word`}
	for _, c := range town.People[:20] {
		was, err := sqldb.All(ctx, a.DB, words, sqldb.Value[string], c.ID)
		if err != nil {
			t.Fatal(err)
		}
		in := directory.PersonInput{Given: c.Given, Family: c.Family, Email: c.Mail, Phone: c.Phone, Login: "x" + c.Own}
		p, err := a.Directory.AddPerson(ctx, by, 1, in)
		if err != nil {
			t.Fatal(err)
		}
		now, err := sqldb.All(ctx, a.DB, words, sqldb.Value[string], int64(p.ID))
		if err != nil {
			t.Fatal(err)
		}
		for i := range now {
			if now[i] == "x"+c.Own {
				now[i] = c.Own
			}
		}
		slices.Sort(now)
		slices.Sort(was)
		if !slices.Equal(was, now) {
			t.Errorf("%s %s: filled %q, added %q", c.Given, c.Family, was, now)
		}
	}
}

// sameIndex compares the index word by word with one that the product has made of the rows.
func sameIndex(t *testing.T, a *app.App) {
	before := indexed(t, a)
	if err := search.Rebuild(t.Context(), a.DB); err != nil {
		t.Fatal(err)
	}
	if after := indexed(t, a); !slices.Equal(before, after) {
		t.Errorf("filled %d lines of the index, built anew %d, and they differ", len(before), len(after))
	}
}

func indexed(t *testing.T, a *app.App) []string {
	ctx := t.Context()
	queries := []string{`select ticket_id || ' ' || digest from ticket_text_mark order by ticket_id`, `select word from ticket_word order by word`}
	if a.DB.Dialect() == sqldb.Postgres {
		queries = append(queries, `select ticket_id || ' ' || public::text || '|' || everything::text from ticket_text order by ticket_id`)
	} else {
		err := a.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, sqldb.Stmt{Name: "bench.vocabulary", Text: `create virtual table if not exists bench_words using fts5vocab ('ticket_text', 'instance')`})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		queries = append(queries, `select doc || ' ' || term || ' ' || col from bench_words order by doc, col, term`)
	}
	var out []string
	for _, q := range queries {
		list, err := sqldb.All(ctx, a.DB, sqldb.Stmt{Name: "bench.index", Text: q}, sqldb.Value[string])
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, list...)
	}
	return out
}
