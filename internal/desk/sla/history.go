package sla

import (
	"time"
)

// Stretch is a part of a clock's time: it counts, or stands still for a reason.
type Stretch struct {
	From, To time.Time // To is zero while it lasts.
	Gap      *Gap      // Nil: it counts.
	Counted  time.Duration
}

// Stretches splits a clock's time into what counted and what did not, until it ended or until now.
func (p *Proof) Stretches(r *Result, now time.Time) []Stretch {
	end := now
	if !r.Ended.IsZero() {
		end = r.Ended
	}
	cal := r.Target.hours(p.Calendar)
	var out []Stretch
	count := func(from, to time.Time) {
		if from.Before(to) {
			out = append(out, Stretch{From: from, To: to, Counted: cal.Worked(from, to, nil)})
		}
	}
	at := r.Started
	for i := range r.Gaps {
		g := &r.Gaps[i]
		if !g.From.Before(end) && !r.Ended.IsZero() {
			break
		}
		count(at, g.From)
		out = append(out, Stretch{From: g.From, To: g.To, Gap: g})
		if at = g.To; at.IsZero() {
			return out
		}
	}
	count(at, end)
	return out
}

// Sum is what has counted of a clock until it ended, or until now.
func (p *Proof) Sum(r *Result, now time.Time) time.Duration {
	var sum time.Duration
	for _, s := range p.Stretches(r, now) {
		sum += s.Counted
	}
	return sum
}

// Step is what one moment of a case made of a clock.
type Step struct {
	Moment Moment
	Target Target
	Level  *Level
	Due    time.Time
	State  State
}

// Steps tells how a clock came to stand where it stands: each moment that changed its deadline, its promise or its state.
func (p *Proof) Steps(c Clock) []Step {
	var out []Step
	for n := 1; n <= len(p.Trail.Moments); n++ {
		t := Trail{Ticket: p.Trail.Ticket, Moments: p.Trail.Moments[:n]}
		r, ok := run(&t, p.Config, p.Calendar, c)
		if !ok {
			continue
		}
		s := Step{Moment: t.Moments[n-1], Target: r.Target, Level: r.Level, Due: r.Due, State: r.State}
		if last := len(out) - 1; last >= 0 && out[last].Due.Equal(s.Due) && out[last].State == s.State && out[last].Target == s.Target {
			continue
		}
		out = append(out, s)
	}
	return out
}
