package sla

import (
	"time"

	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/ticket"
)

// Why a clock stands still, beside the codes of pause reasons.
const (
	GapSolved    = "solved"
	GapWithdrawn = "withdrawn"
	GapMerged    = "merged"
)

// Gap is time that does not count for a clock.
type Gap struct {
	From, To time.Time // To is zero while it lasts.
	Why      string    // "hold", or one of the words above.
	Code     string    // Of the pause reason, when it is a hold.
	Reason   string    // In somebody's own words.
	By       string    // Who began it.
	Actor    int64
}

// Result is one clock of a case.
type Result struct {
	Clock   Clock
	Level   *Level
	Target  Target
	State   State
	Started time.Time
	Due     time.Time // Zero while it stands still, and in a calendar that never opens.
	Warn    time.Time
	Ended   time.Time
	Used    time.Duration // What has counted, until it ended or until the last moment of the case.
	Gaps    []Gap
	Rounds  int // How often it has begun: more than once only for Update.
	Misses  int // How often it ended too late.
}

// Late reports whether the promise is broken at an instant.
func (r *Result) Late(now time.Time) bool {
	return r.State == Missed || !r.State.Ended() && !r.Due.IsZero() && now.After(r.Due)
}

// Compute runs every clock of a case over its trail. It is the only place where clocks are computed.
func Compute(t *Trail, c *Config, cal *worktime.Calendar) []Result {
	if len(t.Moments) == 0 {
		return nil
	}
	var out []Result
	for _, clock := range Clocks() {
		if r, ok := run(t, c, cal, clock); ok {
			out = append(out, r)
		}
	}
	return out
}

// run follows one clock: first where it ran and stood still, then what was promised in the end, then the sum.
func run(t *Trail, c *Config, cal *worktime.Calendar, clock Clock) (Result, bool) {
	r := Result{Clock: clock, Started: t.Start(), State: Running, Rounds: 1}
	judged := &t.Moments[0].Facts // By what was so when the clock ended.
	for i := range t.Moments {
		m := &t.Moments[i]
		if r.State == Met && clock == Respond {
			break // Answered is answered.
		}
		before := r.State
		if clock == Update && m.Told && i > 0 && m.Facts.State.Active() {
			r.round(c, cal, m)
		}
		r.step(c, m)
		if !before.Ended() || !r.State.Ended() {
			judged = &m.Facts
		}
	}
	p, ok := choose(c.Levels, clock, judged)
	if !ok {
		return Result{}, false
	}
	r.Level, r.Target = p.level, p.target
	r.measure(cal, t.Moments[len(t.Moments)-1].At)
	return r, true
}

// step moves the clock by one moment. Met stands for "ended" until the sum is known.
func (r *Result) step(c *Config, m *Moment) {
	state, why, code := r.wanted(c, m)
	was := ""
	if n := len(r.Gaps); n > 0 && r.Gaps[n-1].To.IsZero() {
		was = r.Gaps[n-1].Why + r.Gaps[n-1].Code
	}
	if why+code != was {
		if was != "" {
			r.Gaps[len(r.Gaps)-1].To = m.At
		}
		if why != "" {
			r.Gaps = append(r.Gaps, Gap{From: m.At, Why: why, Code: code, Reason: reasonText(why, m), By: m.By, Actor: m.Actor})
		}
	}
	switch {
	case state == Met && r.State != Met:
		r.Ended = m.At
	case state != Met:
		r.Ended = time.Time{}
	}
	r.State = state
}

func reasonText(why string, m *Moment) string {
	if why != gapHold {
		return ""
	}
	return m.Facts.Reason
}

const gapHold = "hold"

// wanted is what a moment makes of the clock, and why it stands still if it does.
func (r *Result) wanted(c *Config, m *Moment) (state State, why, code string) {
	if r.Clock == Respond && m.Answered {
		return Met, "", ""
	}
	switch m.Facts.State {
	case ticket.StateResolved, ticket.StateClosed:
		return Met, GapSolved, ""
	case ticket.StateWithdrawn:
		return Void, GapWithdrawn, ""
	case ticket.StateMerged:
		return Void, GapMerged, ""
	case ticket.StateOnHold:
		// A reason means what was decided before the case began to wait for it.
		if reasonAt(c.Reasons, m.Facts.Code, m.Facts.Since).Stop(r.Clock) {
			return Paused, gapHold, m.Facts.Code
		}
	}
	return Running, "", ""
}

// round ends a round of Update with a word to the user, and begins the next.
func (r *Result) round(c *Config, cal *worktime.Calendar, m *Moment) {
	if p, ok := choose(c.Levels, r.Clock, &m.Facts); ok {
		r.Target = p.target
		if due := r.dueAt(cal); !due.IsZero() && m.At.After(due) {
			r.Misses++
		}
	}
	r.Rounds++
	r.Started = m.At
	if n := len(r.Gaps); n > 0 && r.Gaps[n-1].To.IsZero() {
		still := r.Gaps[n-1]
		still.From = m.At
		r.Gaps = []Gap{still}
		return
	}
	r.Gaps = nil
}

// measure fills in the sum: when the clock is due, how much has counted, whether that was kept.
func (r *Result) measure(cal *worktime.Calendar, until time.Time) {
	r.Due = r.dueAt(cal)
	if !r.Ended.IsZero() {
		until = r.Ended
	}
	r.Used = r.Target.hours(cal).Worked(r.Started, until, pauses(r.Gaps))
	if r.State == Void {
		r.Due = time.Time{}
	}
	if r.State == Met && !r.Due.IsZero() && r.Ended.After(r.Due) {
		r.Misses++
	}
	if r.State == Met && r.Misses > 0 {
		r.State = Missed
	}
	if work, ok := r.Target.work(cal, r.Started); ok && r.Target.Warn > 0 && (r.State == Running || r.State == Paused) {
		share := time.Duration(float64(work) * float64(r.Target.Warn) / 100)
		if at, ok := r.Target.hours(cal).Due(r.Started, share, pauses(r.Gaps)); ok {
			r.Warn = at
		}
	}
}

// dueAt is when the clock is due by its target. What stands still after it was due is late all the same.
func (r *Result) dueAt(cal *worktime.Calendar) time.Time {
	work, ok := r.Target.work(cal, r.Started)
	if !ok {
		return time.Time{}
	}
	gaps := r.Gaps
	if n := len(gaps); n > 0 && gaps[n-1].To.IsZero() && r.State.Ended() {
		gaps = gaps[:n-1] // What comes after the end moves nothing.
	}
	due, ok := r.Target.hours(cal).Due(r.Started, work, pauses(gaps))
	if !ok {
		return time.Time{}
	}
	return due
}

func pauses(gaps []Gap) []worktime.Pause {
	out := make([]worktime.Pause, len(gaps))
	for i, g := range gaps {
		out[i] = worktime.Pause{From: g.From, To: g.To}
	}
	return out
}
