package report

import (
	"context"
	"fmt"
	"math/rand"
	"testing"
	"time"

	"lotsen/internal/kit/sqldb"
)

// world is two organisations with tickets whose columns change at random, each change with its event.
type world struct {
	t    *testing.T
	db   *sqldb.DB
	rng  *rand.Rand
	next int64
	pos  map[int64]int64
	// Durations repeat, so that medians fall on equal values too.
	moments []int64
}

// The world's ids. Units: 1 > 2 > 3 and 1 > 4 in organisation 1, 5 in organisation 2.
const (
	worldDesks, worldGroups, worldSites, worldUnits, worldPersons, worldCategories = 3, 4, 4, 5, 6, 5
	worldFirst                                                                     = 100_001
)

func newWorld(t *testing.T, db *sqldb.DB, seed int64) *world {
	t.Helper()
	w := &world{t: t, db: db, rng: rand.New(rand.NewSource(seed)), next: worldFirst, pos: map[int64]int64{}} //nolint:gosec // The same world each time.
	begin := time.Date(2025, 10, 20, 0, 0, 0, 0, time.UTC)
	for range 60 {
		// Across the end of summer time and the end of the year.
		w.moments = append(w.moments, begin.Add(time.Duration(w.rng.Int63n(int64(130*24*time.Hour)))).Truncate(time.Second).UnixMicro())
	}
	w.write(func(ctx context.Context, tx *sqldb.Tx) {
		for o := 1; o <= 2; o++ {
			w.exec(ctx, tx, fmt.Sprintf(`insert into organisation (id, key, name, created_at) values (%[1]d, 'o%[1]d', 'O%[1]d', 0)`, o))
		}
		for d := 1; d <= worldDesks; d++ {
			w.exec(ctx, tx, fmt.Sprintf(`insert into desk (id, org_id, key, name) values (%[1]d, %[2]d, 'd%[1]d', 'D%[1]d')`, d, w.org(d)))
		}
		for g := 1; g <= worldGroups; g++ {
			w.exec(ctx, tx, fmt.Sprintf(`insert into desk_group (id, org_id, desk_id, name) values (%[1]d, 1, 1, 'G%[1]d')`, g))
		}
		for n := 1; n <= max(worldSites, worldUnits, worldPersons, worldCategories); n++ {
			key := []byte{byte(n)}
			put := func(most int, text string, args ...any) {
				if n > most {
					return
				}
				if _, err := tx.Exec(ctx, sqldb.Q("world", text), append([]any{n, fmt.Sprint("N", n), key}, args...)...); err != nil {
					t.Fatal(err)
				}
			}
			put(worldSites, `insert into site (id, org_id, name, sort_key) values ($1, 1, $2, $3)`)
			put(worldPersons, `insert into person (id, org_id, given_name, family_name, sort_key, category, created_at, updated_at) values ($1, 1, $2, $2, $3, 'staff', 0, 0)`)
			put(worldCategories, `insert into category (id, org_id, desk_id, name_sv, sort_key) values ($1, 1, 1, $2, $3)`)
			if n <= worldUnits {
				put(worldUnits, `insert into unit (id, org_id, path, name, sort_key) values ($1, $5, $4, $2, $3)`, []string{"/1/", "/1/2/", "/1/2/3/", "/1/4/", "/5/"}[n-1], 1+n/5)
			}
		}
	})
	return w
}

func (w *world) org(desk int) int { return 1 + desk/worldDesks }

func (w *world) write(fn func(ctx context.Context, tx *sqldb.Tx)) {
	w.t.Helper()
	if err := w.db.Write(w.t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { fn(ctx, tx); return nil }); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) exec(ctx context.Context, tx *sqldb.Tx, text string) {
	w.t.Helper()
	if _, err := tx.Exec(ctx, sqldb.Q("world", text)); err != nil {
		w.t.Fatal(err)
	}
}

// maybe is an id from 1 to n, or null.
func (w *world) maybe(n int) string {
	if id := w.rng.Intn(n + 1); id > 0 {
		return fmt.Sprint(id)
	}
	return "null"
}

func (w *world) moment(null bool) string {
	if null {
		return "null"
	}
	return fmt.Sprint(w.moments[w.rng.Intn(len(w.moments))] + int64(w.rng.Intn(3))*400_000)
}

func (w *world) flag(one int) string { return fmt.Sprint(w.rng.Intn(one) == 0) }

// touch gives a ticket other values everywhere, as any history could leave them, and writes one to three events.
func (w *world) touch(ctx context.Context, tx *sqldb.Tx, id int64) {
	w.t.Helper()
	desk := 1 + w.rng.Intn(worldDesks)
	state := []string{"new", "open", "hold", "resolved", "closed", "merged"}[w.rng.Intn(6)]
	sub := []string{"", "", "awaiting_user", "awaiting_vendor"}[w.rng.Intn(4)]
	within := []string{"null", "true", "false"}[w.rng.Intn(3)]
	resolved, closed := w.rng.Intn(3) == 0, w.rng.Intn(2) == 0
	values := map[string]string{
		"org_id": fmt.Sprint(w.org(desk)), "desk_id": fmt.Sprint(desk), "kind": "'" + []string{"incident", "order"}[w.rng.Intn(2)] + "'",
		"state": "'" + state + "'", "substate": "'" + sub + "'", "active": w.flag(2), "sealed": w.flag(5), "title": "'x'",
		"channel": "'" + []string{"phone", "mail", "portal"}[w.rng.Intn(3)] + "'", "requester_id": w.maybe(worldPersons), "unit_id": w.maybe(worldUnits),
		"site_id": w.maybe(worldSites), "category_id": w.maybe(worldCategories), "group_id": w.maybe(worldGroups),
		"impact": fmt.Sprint(w.rng.Intn(4)), "urgency": fmt.Sprint(1 + w.rng.Intn(3)), "priority": fmt.Sprint(w.rng.Intn(6)),
		"first_contact": w.flag(4), "reopened": fmt.Sprint(max(0, w.rng.Intn(5)-2)), "hand_overs": fmt.Sprint(max(0, w.rng.Intn(6)-2)),
		"created_at": w.moment(false), "resolved_at": w.moment(resolved), "closed_at": w.moment(closed), "within_target": within, "detected_at": "0", "updated_at": "0",
	}
	events := 1 + w.rng.Intn(3)
	w.pos[id] += int64(events)
	values["version"] = fmt.Sprint(w.pos[id])
	if w.pos[id] == int64(events) {
		names, list := "id", fmt.Sprint(id)
		for name, v := range values {
			names, list = names+", "+name, list+", "+v
		}
		w.exec(ctx, tx, "insert into ticket ("+names+") values ("+list+")")
	} else {
		set := ""
		for name, v := range values {
			set += name + " = " + v + ", "
		}
		w.exec(ctx, tx, "update ticket set "+set+fmt.Sprintf("sender_name = '' where id = %d", id))
	}
	label := state
	if sub != "" {
		label = sub
	}
	for i := range events {
		w.exec(ctx, tx, fmt.Sprintf(`insert into event (org_id, kind, stream_id, pos, type, label, at, noted_at, payload)
			values (1, 'ticket', %d, %d, 'ticket.changed', '%s', 0, 0, '{}')`, id, w.pos[id]-int64(events)+int64(i)+1, label))
	}
}

// step makes some tickets and changes others, a few in each transaction.
func (w *world) step(fresh, changed int) {
	w.t.Helper()
	for fresh+changed > 0 {
		w.write(func(ctx context.Context, tx *sqldb.Tx) {
			for range min(fresh+changed, 1+w.rng.Intn(9)) {
				if fresh > 0 {
					w.touch(ctx, tx, w.next)
					w.next, fresh = w.next+1, fresh-1
				} else {
					w.touch(ctx, tx, worldFirst+w.rng.Int63n(w.next-worldFirst))
					changed--
				}
			}
		})
	}
}
