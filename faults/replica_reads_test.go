package faults_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const newest = "/tickets?queue=all&limit=20"

// TestReplica reads from a real standby that follows by streaming, and is held back, stopped and cut loose.
func TestReplica(t *testing.T) {
	t.Parallel()
	primary := newCluster(t)
	in := installOn(t, primary)
	standby := primary.standby(t)
	replica := standby.open(t, "postgres")
	hold := func() { mustExec(t, replica, "select pg_wal_replay_pause()") }
	release := func() { mustExec(t, replica, "select pg_wal_replay_resume()") }
	in.Env["LOTSEN_REPLICA"], in.Env["LOTSEN_REPLICA_MAX_LAG"] = standby.dsn(in.databaseName()), "10s" // Longer than a busy machine is late.
	one, two := in.start(t), in.start(t)
	other := newAPI(one.HTTP, in.token(t, "other"))
	anna := in.login(t, one, "anna", "admin")
	ctx := t.Context()

	fromReplica := func(a *api, path string) error {
		if _, old, err := a.list(ctx, path); err != nil || old < 0 {
			return fmt.Errorf("%s came from the primary: %v", path, err)
		}
		return nil
	}
	t.Run("lists_search_and_figures_come_from_it", func(t *testing.T) {
		if err := one.api().report(ctx, "Skrivaren i receptionen"); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{newest, "/search?q=skrivaren", "/reports/tickets?group_by=state&from=2020-01-01&to=2030-01-01"} {
			eventually(t, 10*time.Second, path, func() error { return fromReplica(other, path) })
		}
		for _, path := range []string{"/desk", "/desk/search?q=skrivaren", "/desk/reports"} {
			eventually(t, 10*time.Second, path, func() error {
				h, body, err := anna.page(ctx, path)
				if err != nil || age(h) < 0 || path != "/desk/reports" && !strings.Contains(body, "eceptionen") {
					return fmt.Errorf("age %d, %v", age(h), err)
				}
				return nil
			})
		}
		titles, _, err := other.list(ctx, newest)
		if err != nil || !slices.Contains(titles, "Skrivaren i receptionen") {
			t.Errorf("got %v, %v", titles, err)
		}
		ref := "/tickets/L-100001" // One case is never read there, so that nobody answers what is old.
		if h, _, err := anna.page(ctx, "/desk"+ref); err == nil && age(h) >= 0 {
			t.Error("a case's own page came from the replica")
		}
	})
	t.Run("held_back_it_shows_nobody_their_own_change_stale", func(t *testing.T) {
		eventually(t, 10*time.Second, "the replica", func() error { return fromReplica(other, newest) })
		hold()
		defer release()
		for _, n := range []*node{one, two} {
			title := "Egen ändring " + n.HTTP
			if err := one.api().report(ctx, title); err != nil {
				t.Fatal(err)
			}
			titles, old, err := n.api().list(ctx, newest)
			if err != nil || !slices.Contains(titles, title) || old >= 0 {
				t.Errorf("the writer's own list, from the replica: %v, holds it: %v, %v", old >= 0, slices.Contains(titles, title), err)
			}
		}
		// Somebody else may be shown what is a little old, and is told so.
		_, old, err := other.list(ctx, newest)
		if err != nil || old < 0 {
			t.Fatalf("age %d, %v", old, err)
		}
		h, body := "", ""
		eventually(t, 10*time.Second, "a page that says how old it is", func() error {
			header, page, err := anna.page(ctx, "/desk/reports")
			if h, body = header.Get("Lotsen-Data-Age"), page; err != nil || age(header) < 3 {
				return fmt.Errorf("age %s, %v", h, err)
			}
			return nil
		})
		if !strings.Contains(body, "Uppgifterna är upp till "+h+" sekunder gamla.") {
			t.Errorf("a page %s s old does not say so", h)
		}
		eventually(t, 20*time.Second, "too old is not read", func() error {
			if titles, old, err := other.list(ctx, newest); err != nil || old >= 0 || !slices.Contains(titles, "Egen ändring "+two.HTTP) {
				return fmt.Errorf("age %d, %v", old, err)
			}
			return nil
		})
	})
	t.Run("who_is_told_to_look_again_sees_the_news", func(t *testing.T) {
		for _, viewer := range []*browser{anna, anna.at(two)} {
			eventually(t, 10*time.Second, "the replica", func() error {
				h, _, err := viewer.page(ctx, "/desk")
				if err != nil || age(h) < 0 {
					return fmt.Errorf("age %d, %v", age(h), err)
				}
				return nil
			})
			hold()
			title := "Nyhet " + viewer.base
			looks := viewer.listen(t, "/desk")
			if err := one.api().report(ctx, title); err != nil {
				t.Fatal(err)
			}
			select {
			case <-looks:
			case <-time.After(5 * time.Second):
				t.Fatal("nobody was told to look again")
			}
			_, body, err := viewer.page(ctx, "/desk")
			if err != nil || !strings.Contains(body, title) {
				t.Errorf("the page that was told to look again does not show the news (%v)", err)
			}
			release()
		}
	})
	t.Run("many_writers_on_two_nodes_always_see_their_own", func(t *testing.T) {
		var lagged, stale, all atomic.Int64
		var group sync.WaitGroup
		for w := range 4 {
			token := in.token(t, fmt.Sprint("writer", w))
			group.Go(func() {
				r := chance(fmt.Sprint(t.Name(), w))
				nodes := []*api{newAPI(one.HTTP, token), newAPI(two.HTTP, token)}
				for i := range rounds(25, 1000) {
					title := fmt.Sprintf("w%d-%d", w, i)
					if err := nodes[r.IntN(2)].report(ctx, title); err != nil {
						t.Error(err)
						return
					}
					if r.IntN(2) == 0 {
						time.Sleep(time.Duration(r.IntN(20)) * time.Millisecond) // So that the replica has it, now and then.
					}
					titles, old, err := nodes[r.IntN(2)].list(ctx, newest)
					if err != nil {
						t.Error(err)
						return
					}
					all.Add(1)
					if old >= 0 {
						lagged.Add(1)
					}
					if !slices.Contains(titles, title) {
						stale.Add(1)
					}
				}
			})
		}
		group.Wait()
		if stale.Load() > 0 {
			t.Errorf("%d of %d lists lacked what their reader had just written", stale.Load(), all.Load())
		}
		if lagged.Load() == 0 {
			t.Error("not one list came from the replica, so nothing is proven")
		}
		record(row{Fault: "read after own write, replica", Engine: "postgres", Rounds: int(all.Load()), Note: fmt.Sprintf("%d stale, %d from the replica", stale.Load(), lagged.Load())})
	})
	t.Run("without_it_everything_goes_on_and_it_is_taken_again", func(t *testing.T) {
		eventually(t, 10*time.Second, "the replica", func() error { return fromReplica(other, newest) })
		standby.crash(t)
		for range 40 {
			if _, _, err := other.list(ctx, newest); err != nil {
				t.Fatalf("a list failed because the replica died: %v", err)
			}
		}
		standby.start(t)
		eventually(t, 15*time.Second, "the replica", func() error { return fromReplica(other, newest) })
		if n := one.metric(ctx, `lotsen_replica_reads_total{side="replica"}`); n < 1 {
			t.Errorf("lotsen_replica_reads_total: %v", n)
		}
	})
	t.Run("when_it_hangs_nobody_waits_long", func(t *testing.T) {
		standby.freeze(t)
		slowest := time.Duration(0)
		for range 40 {
			began := time.Now()
			if _, _, err := other.list(ctx, newest); err != nil {
				t.Errorf("a list failed because the replica hangs: %v", err)
			}
			slowest = max(slowest, time.Since(began))
		}
		standby.thaw(t)
		if slowest > 3*time.Second {
			t.Errorf("somebody waited %s", slowest)
		}
		record(row{Fault: "replica hangs", Engine: "postgres", Rounds: 40, Note: "slowest list " + slowest.Round(time.Millisecond).String()})
		eventually(t, 15*time.Second, "the replica", func() error { return fromReplica(other, newest) })
	})
	t.Run("cut_loose_it_is_a_replica_no_more", func(t *testing.T) {
		standby.promote(t)
		eventually(t, 5*time.Second, "back to the primary", func() error {
			if _, old, err := other.list(ctx, newest); err != nil || old >= 0 || one.metric(ctx, "lotsen_replica_up") != 0 {
				return fmt.Errorf("age %d, %v", old, err)
			}
			return nil
		})
	})
}
