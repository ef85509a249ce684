// Package clock is the only place that asks the machine what time it is.
//
// Owns: the current instant, and the zone that people here live in.
// Does not own: opening hours and working time (desk/calendar).
// Invariant: every instant it hands out is UTC and cut to microseconds, so that it survives both databases unchanged.
package clock

import (
	"sync"
	"time"
	_ "time/tzdata" // The zone database travels inside the binary: a bare machine computes the same times.
)

// Clock tells the current instant.
type Clock interface {
	// Now returns the current instant in UTC, cut to microseconds.
	Now() time.Time
}

// System is the machine's own clock.
type System struct{}

// Now implements Clock.
func (System) Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// Fake is a clock that stands still until it is told to move. Tests and the demo world use it.
type Fake struct {
	mu  sync.Mutex
	now time.Time
}

// NewFake returns a clock that shows at.
func NewFake(at time.Time) *Fake { return &Fake{now: at.UTC().Truncate(time.Microsecond)} }

// Now implements Clock.
func (f *Fake) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Advance moves the clock by d.
func (f *Fake) Advance(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
}

// Set moves the clock to at.
func (f *Fake) Set(at time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = at.UTC().Truncate(time.Microsecond)
}

// Stockholm is the zone in which the product's people read their watches.
func Stockholm() *time.Location {
	stockholmOnce.Do(func() {
		loc, err := time.LoadLocation("Europe/Stockholm")
		if err != nil {
			// Cannot happen: tzdata is linked in above.
			panic("clock: Europe/Stockholm is missing from the embedded zone data")
		}
		stockholm = loc
	})
	return stockholm
}

var (
	stockholmOnce sync.Once
	stockholm     *time.Location
)

// Micros returns t as microseconds since 1970 in UTC, the form in which the databases keep it.
func Micros(t time.Time) int64 { return t.UnixMicro() }

// FromMicros is the inverse of Micros.
func FromMicros(us int64) time.Time { return time.UnixMicro(us).UTC() }
