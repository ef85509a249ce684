package report

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// people are actors with every sort of reach.
func people() map[string]authz.Actor {
	of := func(grants ...authz.Grant) authz.Actor { return authz.Actor{Person: 1, Org: 1, Grants: grants} }
	reads := func(r authz.Reach, of int64) authz.Grant { return authz.Grant{Verb: MayRead, Reach: r, Of: of} }
	names := authz.Grant{Verb: directory.PersonRead, Reach: authz.Organisation, Of: 1}
	protected := func(r authz.Reach, of int64) authz.Grant {
		return authz.Grant{Verb: directory.PersonProtected, Reach: r, Of: of}
	}
	return map[string]authz.Actor{
		"system":               authz.System("test"),
		"all":                  of(reads(authz.Everywhere, 0), names),
		"all_protected":        of(reads(authz.Everywhere, 0), names, protected(authz.Everywhere, 0)),
		"all_protected_in_one": of(reads(authz.Everywhere, 0), names, protected(authz.Organisation, 2)),
		"org":                  of(reads(authz.Organisation, 1), names),
		"org_protected":        of(reads(authz.Organisation, 1), names, protected(authz.Organisation, 1)),
		"desk":                 of(reads(authz.Desk, 2), names),
		"desk_and_group":       of(reads(authz.Desk, 3), reads(authz.Group, 2), names),
		"group":                of(reads(authz.Group, 1), reads(authz.Group, 3), names, protected(authz.Organisation, 1)),
		"site":                 of(reads(authz.Site, 2), names),
		"unit":                 of(reads(authz.Unit, 2), names),
		"unit_or_site":         of(reads(authz.Unit, 5), reads(authz.Site, 1), names, protected(authz.Everywhere, 0)),
		"nobody":               of(names),
		"own":                  of(reads(authz.Own, 0), names),
	}
}

// periods are those that people ask for, and those whose ends fall on tickets.
func (w *world) periods() []Params {
	month := func(m time.Month) time.Time { return time.Date(2025, m, 1, 0, 0, 0, 0, time.UTC).Add(-2 * time.Hour) }
	at := time.UnixMicro(w.moments[3]).UTC()
	return []Params{
		{},
		{From: month(11), To: month(12)},
		{From: month(10)},
		{To: month(12), OpenAt: month(12)},
		{From: at, OpenAt: at},
		{To: at},
		{Unit: 1},
		{Unit: 3, From: month(11)},
		{Unit: 99},
		{Desk: 2, OpenAt: at},
		{Desk: 1, Unit: 2},
		{From: month(3), To: month(4)},
	}
}

// same asks both ways for every grouping, period and person.
func (w *world) same(s *Service, most int) {
	w.t.Helper()
	ctx := w.t.Context()
	for who, by := range people() {
		for n, p := range w.periods() {
			for _, d := range Dimensions() {
				if w.rng.Intn(100) >= most {
					continue
				}
				p.GroupBy = d
				want, err := s.fromRows(ctx, counted(by), &p, dimensions[d])
				if err != nil {
					w.t.Fatal(err)
				}
				got, err := s.fromLedger(ctx, by, &p, dimensions[d])
				if err != nil {
					w.t.Fatal(err)
				}
				byKey(want.rows)
				byKey(got.rows)
				if diff := cmp.Diff(want, got, cmp.AllowUnexported(counts{})); diff != "" {
					w.t.Fatalf("%s, period %d, by %q: rows say -, ledger says +\n%s", who, n, d, diff)
				}
			}
		}
	}
}

func TestLedger_says_what_the_rows_say_after_any_history(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env.DB, 1)
		s := New(Deps{DB: env.DB})
		w.same(s, 5) // Nothing at all yet.
		w.step(400, 200)
		w.same(s, 25)
		for range 12 {
			w.step(w.rng.Intn(60), w.rng.Intn(120))
			if w.rng.Intn(2) == 0 {
				if err := s.follower.step(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			w.same(s, 1)
		}
		w.step(900, 300) // Into further segments.
		w.same(s, 8)
		// Another node, which begins now.
		w.same(New(Deps{DB: env.DB}), 8)
	})
}

func TestLedger_filled_while_tickets_change_is_right(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env.DB, 2)
		w.step(3*fillStep, 0)
		s := New(Deps{DB: env.DB})
		rounds := 0
		for {
			// One step of the filling at a time, and changes before and behind it.
			_, err := s.follower.now(t.Context(), 1, true)
			if err == nil {
				break
			}
			if !errors.Is(err, errNotYet) {
				t.Fatal(err)
			}
			if p := (Params{}); rounds == 1 {
				if c, err := s.count(t.Context(), authz.System("test"), counted(authz.System("test")), &p, dimensions[ByNothing]); err != nil || c.totals.Tickets != w.next-worldFirst {
					t.Errorf("while it is filled: %d tickets, %v", c.totals.Tickets, err)
				}
			}
			rounds++
			w.step(3, 20)
		}
		if rounds < 2 {
			t.Errorf("filled in %d steps: nothing was tested", rounds)
		}
		w.same(s, 5)
	})
}

func TestLedger_hears_of_transactions_that_end_in_another_order(t *testing.T) {
	t.Parallel()
	env := dbtest.Postgres(t)
	w := newWorld(t, env.DB, 3)
	w.step(50, 0)
	s := New(Deps{DB: env.DB})
	w.same(s, 1)
	for round := range 5 {
		// Three writers draw their numbers in one order and end in another; one gives up.
		drawn, end := make(chan struct{}), make([]chan error, 4)
		ended := make(chan struct{})
		for i := range end {
			end[i] = make(chan error)
			id := int64(worldFirst + 10*i + round)
			go func() {
				err := env.DB.Write(context.WithoutCancel(t.Context()), func(ctx context.Context, tx *sqldb.Tx) error {
					w.touch(ctx, tx, id)
					drawn <- struct{}{}
					return <-end[i]
				})
				if (err != nil) != (i == 2) {
					t.Error(err)
				}
				ended <- struct{}{}
			}()
			<-drawn
		}
		w.pos[int64(worldFirst+20+round)] = 0 // Given up; what it has is read again below.
		for _, i := range []int{3, 1, 2, 0} {
			for range 2 {
				if err := s.follower.step(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			var err error
			if i == 2 {
				err = errors.New("given up")
			}
			end[i] <- err
			<-ended
			w.same(s, 1)
		}
		pos, err := sqldb.One(t.Context(), env.DB, sqldb.Q("test.version", `select version from ticket where id = $1`), sqldb.Value[int64], worldFirst+20+round)
		if err != nil {
			t.Fatal(err)
		}
		w.pos[int64(worldFirst+20+round)] = pos
		w.step(2, 5)
	}
	if err := s.follower.step(t.Context()); err != nil {
		t.Fatal(err)
	}
	last := s.follower.done
	if err := s.follower.step(t.Context()); err != nil || s.follower.done < last || s.follower.writers != nil {
		t.Errorf("nobody writes any more: done %d, writers %v, %v", s.follower.done, s.follower.writers, err)
	}
	if touched, err := s.follower.touched(t.Context(), env.DB); err != nil || len(touched) > 0 {
		t.Errorf("after all: %v %v", touched, err)
	}
	w.same(s, 8)
}

func TestLedger_shows_everybody_what_they_have_just_written(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		newWorld(t, env.DB, 7)
		s := New(Deps{DB: env.DB})
		ctx, stop := context.WithCancel(t.Context())
		var beside, writers sync.WaitGroup
		beside.Go(func() { s.Run(ctx) })
		for _, unit := range []int{3, 4, 5} { // None of them is below another.
			writers.Go(func() {
				for n := 1; n <= 40; n++ {
					id := int64(worldFirst + unit*1000 + n)
					err := env.DB.Write(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
						_, err := tx.Exec(ctx, sqldb.Q("test.ticket", `insert into ticket (id, org_id, desk_id, kind, state, active, title, channel, unit_id, impact, urgency,
							priority, detected_at, created_at, updated_at, version) values ($1, 1, 1, 'incident', 'new', true, 'x', 'mail', $2, 1, 1, 1, 0, 0, 0, 1)`), id, unit)
						if err == nil {
							_, err = tx.Exec(ctx, sqldb.Q("test.event", `insert into event (org_id, kind, stream_id, pos, type, label, at, noted_at, payload)
								values (1, 'ticket', $1, 1, 'ticket.reported', 'new', 0, 0, '{}')`), id)
						}
						return err
					})
					if err != nil {
						t.Error(err)
						return
					}
					p := Params{Unit: directory.UnitID(unit), GroupBy: []Dimension{ByNothing, ByState}[n%2]}
					c, err := s.count(t.Context(), authz.System("test"), counted(authz.System("test")), &p, dimensions[p.GroupBy])
					if err != nil || c.totals.Tickets != int64(n) {
						t.Errorf("unit %d after %d tickets: %d, %v", unit, n, c.totals.Tickets, err)
						return
					}
				}
			})
		}
		writers.Wait()
		stop()
		beside.Wait()
	})
}

func TestLedger_begins_anew_when_an_older_copy_was_put_back(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env.DB, 4)
		w.step(30, 30)
		s := New(Deps{DB: env.DB})
		w.same(s, 1)
		if err := s.follower.step(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.write(func(ctx context.Context, tx *sqldb.Tx) {
			w.exec(ctx, tx, `delete from event where stream_id > 100010`)
			w.exec(ctx, tx, `delete from ticket where id > 100010`)
		})
		for range 2 {
			if err := s.follower.step(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		w.next = 100_011
		w.same(s, 5)
	})
}

func TestLedger_comes_upon_what_the_log_does_not_tell(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env.DB, 6)
		w.step(3*walkStep, 0)
		s := New(Deps{DB: env.DB})
		w.same(s, 1)
		w.write(func(ctx context.Context, tx *sqldb.Tx) {
			w.exec(ctx, tx, `update ticket set priority = 9 where id % 100 = 7`)
			w.exec(ctx, tx, `delete from event where stream_id % 100 = 8`)
			w.exec(ctx, tx, `delete from ticket where id % 100 = 8`)
		})
		for range 5 {
			if err := s.follower.step(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		w.same(s, 5)
	})
}

func TestLedger_that_cannot_be_used_leaves_counting_to_the_rows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := newWorld(t, env.DB, 5)
		w.step(10, 0)
		w.write(func(ctx context.Context, tx *sqldb.Tx) {
			w.exec(ctx, tx, fmt.Sprintf(`update ticket set reopened = -1 where id = %d`, worldFirst))
		})
		s := New(Deps{DB: env.DB})
		table, err := s.Tickets(t.Context(), authz.System("test"), Params{})
		if err != nil || table.Totals.Tickets != 10 || s.follower.off == nil {
			t.Errorf("%d tickets, %v, ledger %v", table.Totals.Tickets, err, s.follower.off)
		}
	})
}
