package worktime_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"lotsen/internal/desk/calendar/worktime"
	_ "lotsen/internal/kit/clock" // Brings the zones along.
)

// chance makes calendars, pauses and instants of which nobody thought.
type chance struct{ *rand.Rand }

func (r chance) calendar() *worktime.Calendar {
	var rules []worktime.Rules
	for range 1 + r.IntN(2) {
		v := worktime.Rules{From: worktime.Date(20000 + r.IntN(1500)), Holidays: r.IntN(2) == 0, EvesClosed: r.IntN(2) == 0}
		for d := range v.Week {
			v.Week[d] = r.spans()
		}
		v.Week[r.IntN(7)] = []worktime.Span{{From: 480, To: 720}, {From: 780, To: 1020}}
		rules = append(rules, v)
	}
	var local []worktime.Local
	for range r.IntN(5) {
		local = append(local, worktime.Local{Date: worktime.Date(20000 + r.IntN(1500)), Spans: r.spans()})
	}
	// Beirut changes at midnight, Lord Howe by half an hour.
	zone, err := time.LoadLocation([]string{"Europe/Stockholm", "Europe/Stockholm", "Asia/Beirut", "Australia/Lord_Howe", "America/New_York", "UTC"}[r.IntN(6)])
	if err != nil {
		panic(err)
	}
	return worktime.New(zone, rules, local...)
}

func (r chance) spans() []worktime.Span {
	var out []worktime.Span
	for range r.IntN(4) {
		from := r.IntN(1440)
		out = append(out, worktime.Span{From: from, To: from + 1 + r.IntN(1439)})
	}
	return out
}

// instant is a whole minute between autumn 2024 and 2028, often near a night on which the watches change.
func (r chance) instant() time.Time {
	t := time.Unix(int64(20000+r.IntN(1500))*86400, 0)
	switch r.IntN(6) {
	case 2: // Beirut.
		t = time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC)
	case 3: // Lord Howe.
		t = time.Date(2026, 10, 3, 4, 0, 0, 0, time.UTC)
	case 0:
		t = time.Date(2026, 3, 28, 20, 0, 0, 0, time.UTC)
	case 1:
		t = time.Date(2026, 10, 24, 20, 0, 0, 0, time.UTC)
	}
	return t.Add(time.Duration(r.IntN(1440)) * time.Minute).UTC()
}

func (r chance) pauses(around time.Time) []worktime.Pause {
	var out []worktime.Pause
	for range r.IntN(6) {
		from := around.Add(time.Duration(r.IntN(6000)-1500) * time.Minute)
		out = append(out, worktime.Pause{From: from, To: from.Add(time.Duration(r.IntN(3000)-100) * time.Minute)})
	}
	return out
}

func Test_what_is_due_has_been_worked_and_no_earlier(t *testing.T) {
	t.Parallel()
	r := chance{rand.New(rand.NewPCG(7, 11))}
	for range 4000 {
		c, start := r.calendar(), r.instant()
		pauses, work := r.pauses(start), time.Duration(1+r.IntN(4000))*time.Minute
		due, ok := c.Due(start, work, pauses)
		if !ok {
			t.Fatalf("never due: %s %v", start, work)
		}
		if got := c.Worked(start, due, pauses); got != work {
			t.Fatalf("from %s %v is due %s, where %v is worked; pauses %v", start, work, due, got, pauses)
		}
		if got := c.Worked(start, due.Add(-time.Second), pauses); got != work-time.Second {
			t.Fatalf("a second before %s %v is worked, want %v less a second", due, got, work)
		}
	}
}

func Test_time_adds_up_and_every_minute_is_counted_by_its_watch(t *testing.T) {
	t.Parallel()
	r := chance{rand.New(rand.NewPCG(3, 5))}
	for range 400 {
		c, from := r.calendar(), r.instant()
		mid := from.Add(time.Duration(r.IntN(3000)) * time.Minute)
		to := mid.Add(time.Duration(r.IntN(3000)) * time.Minute)
		pauses := r.pauses(from)
		whole := c.Worked(from, to, pauses)
		if parts := c.Worked(from, mid, pauses) + c.Worked(mid, to, pauses); parts != whole {
			t.Fatalf("%s-%s-%s: %v in parts, %v as a whole", from, mid, to, parts, whole)
		}
		// What is worked with pauses and within them is what is worked without.
		var paused time.Duration
		for at := from; at.Before(to); at = at.Add(time.Minute) {
			if c.Open(at) && covered(at, pauses) {
				paused += time.Minute
			}
		}
		if all := c.Worked(from, to, nil); whole+paused != all {
			t.Fatalf("%s-%s: %v beside pauses, %v in them, %v in all", from, to, whole, paused, all)
		}
	}
}

func covered(at time.Time, pauses []worktime.Pause) bool {
	for _, p := range pauses {
		if !at.Before(p.From) && at.Before(p.To) {
			return true
		}
	}
	return false
}

func Test_open_next_and_closes_agree(t *testing.T) {
	t.Parallel()
	r := chance{rand.New(rand.NewPCG(13, 17))}
	for range 3000 {
		c, at := r.calendar(), r.instant()
		next, ok := c.Next(at)
		if !ok || next.Before(at) || !c.Open(next) || c.Worked(at, next, nil) != 0 {
			t.Fatalf("after %s opens %s (%v)", at, next, ok)
		}
		closes, ok := c.Closes(next)
		if !ok {
			continue // It is open round the clock for longer than a year: no calendar here is, but for chance.
		}
		if !closes.After(next) || c.Open(closes) || c.Worked(next, closes, nil) != closes.Sub(next) {
			t.Fatalf("open from %s closes %s", next, closes)
		}
	}
}
