package alarm_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/site"
)

// group is a call of Alertmanager with alarms of several hosts.
func group(status string, leftOut int, hosts ...string) string {
	var b strings.Builder
	for i, h := range hosts {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"status":%q,"labels":{"alertname":"HostDown","instance":%q,"severity":"critical","site":"Lindskolan"},"annotations":{"summary":"Servern svarar inte"},"startsAt":"2026-03-01T08:00:00Z","fingerprint":"f-%s"}`, status, h, h)
	}
	return fmt.Sprintf(`{"version":"4","groupKey":"{}/{site=\"Lindskolan\"}","status":%q,"truncatedAlerts":%d,"alerts":[%s]}`, status, leftOut, b.String())
}

func TestAlarms_of_a_group_share_one_case_that_lists_them(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		rule(t, s, func(r *alarm.Rule) {
			r.Config.Do.Together, r.Config.Do.By, r.Config.Do.Within = alarm.InList, alarm.ByGroup, 60
		})
		c := &caller{t: t, s: s, src: source(t, s, alarm.Alertmanager, alarm.Token)}
		id := c.tell(group("firing", 7, "a", "b", "c"))
		c.tell(group("firing", 7, "a", "b", "c"))
		if ids := alarms(t, s); len(ids) != 1 || ids[0] != id {
			t.Fatalf("the group made %v", ids)
		}
		words := said(t, s, id)
		if strings.Count(words, "7 larm till") != 1 || !strings.Contains(words, "b: Servern svarar inte") {
			t.Errorf("what was left out, or who joined, is not told once:\n%s", words)
		}
		agent(t, s).Get("/desk/tickets/" + id.String()).MustBe(200).MustSee("3 av 3 larm")
		s.Clock.Advance(time.Minute)
		c.tell(group("resolved", 0, "a", "b"))
		if x := s.Ticket(t, id); x.State != ticket.StateNew && x.State != ticket.StateOpen {
			t.Errorf("c fires still, and the case is %s", x.State)
		}
		c.tell(group("resolved", 0, "c"))
		if x := s.Ticket(t, id); x.State != ticket.StateResolved {
			t.Errorf("all is over, and the case is %s", x.State)
		}
	})
}

func TestAlarms_of_a_site_have_cases_below_a_common_one(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		rule(t, s, func(r *alarm.Rule) {
			r.Config.Do.Together, r.Config.Do.By, r.Config.Do.Within = alarm.Below, "label:site", 30
		})
		c := &caller{t: t, s: s, src: source(t, s, alarm.Alertmanager, alarm.Token)}
		c.tell(group("firing", 0, "a"))
		if ids := alarms(t, s); len(ids) != 1 {
			t.Fatalf("one alarm made %v", ids)
		}
		c.tell(group("firing", 0, "b", "c"))
		ids := alarms(t, s)
		if len(ids) != 4 {
			t.Fatalf("three alarms and what they have in common are %v", ids)
		}
		var parent ticket.ID
		for _, id := range ids {
			if x := s.Ticket(t, id); strings.Contains(x.Title, "Flera larm: Lindskolan") {
				parent = id
			}
		}
		rows, _, err := s.App.Common.Children(t.Context(), s.Actor(t, "eva"), parent, 0)
		if err != nil || len(rows) != 3 {
			t.Fatalf("%v: below %s are %d", err, parent, len(rows))
		}
		s.Clock.Advance(time.Minute)
		c.tell(group("resolved", 0, "a", "b", "c"))
		for _, id := range ids {
			if x := s.Ticket(t, id); x.State != ticket.StateResolved {
				t.Errorf("%s %s is %s", id, x.Title, x.State)
			}
		}
	})
}

func TestTen_thousand_alarms_in_a_minute_are_all_kept_and_open_one_case_for_the_storm(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		const all = 10_000
		rule(t, s)
		src := source(t, s, alarm.Generic, alarm.Signed)
		var busy sync.WaitGroup
		began := time.Now() //nolint:forbidigo // How long it takes in truth.
		for w := range 4 {
			busy.Go(func() {
				for from := w * all / 4; from < (w+1)*all/4; from += 100 {
					var b read.Batch
					for i := range 100 {
						a, _ := read.Given(read.Alarm{Key: fmt.Sprint("k", from+i), State: read.Firing, Severity: 1 + i%5, Summary: "Nere", Host: fmt.Sprint("h", from+i)})
						b.Alarms = append(b.Alarms, a)
					}
					if _, err := s.App.Alarm.Take(t.Context(), src.ID, b); err != nil {
						t.Error(err)
					}
				}
			})
		}
		busy.Wait()
		t.Logf("%d alarms in %s", all, time.Since(began).Round(time.Millisecond)) //nolint:forbidigo // See above.
		ids := alarms(t, s)
		if most := alarm.Defaults().Fuse + 1; len(ids) != most {
			t.Errorf("%d cases, and %d are allowed", len(ids), most)
		}
		var storm ticket.ID
		for _, id := range ids {
			if strings.Contains(s.Ticket(t, id).Title, "Larmstorm") {
				storm = id
			}
		}
		x := s.Ticket(t, storm)
		on, err := s.App.Alarm.Of(t.Context(), &x)
		if err != nil || on.All != all-alarm.Defaults().Fuse || on.Firing != on.All {
			t.Errorf("%v: the storm has %d alarms, %d fire", err, on.All, on.Firing)
		}
		later(t, s, 11*time.Minute)
		if !strings.Contains(said(t, s, storm), "Stormen är över") {
			t.Error("its end is not told")
		}
		if next := (&caller{t: t, s: s, src: src}).tell(plain("firing", "after")); next == 0 || next == storm {
			t.Errorf("after the storm an alarm has %s", next)
		}
	})
}
