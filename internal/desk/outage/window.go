package outage

import (
	"time"

	"lotsen/internal/kit/clock"
)

// WindowKind tells the two service windows of a month apart.
type WindowKind string

// The kinds.
const (
	Primary   WindowKind = "primary"   // The third Tuesday, 18 to 22.
	Secondary WindowKind = "secondary" // The Tuesday after, 18 to 21.
)

// Window is a service window.
type Window struct {
	Kind     WindowKind
	From, To time.Time
}

// Date is the window's day.
func (w Window) Date() string { return w.From.In(clock.Stockholm()).Format(time.DateOnly) }

// Minutes is how long it is.
func (w Window) Minutes() int { return int(w.To.Sub(w.From) / time.Minute) }

const (
	windowDay  = time.Tuesday
	windowOpen = 18
)

// PrimaryOf is the primary window of a month: the third Tuesday, 18 to 22.
func PrimaryOf(year int, month time.Month) Window {
	first := time.Date(year, month, 1, windowOpen, 0, 0, 0, clock.Stockholm())
	day := 1 + (int(windowDay)-int(first.Weekday())+7)%7 + 14
	return window(Primary, year, month, day, 22)
}

// SecondaryOf is the secondary window of a month: seven days after the primary, 18 to 21.
func SecondaryOf(year int, month time.Month) Window {
	y, m, d := PrimaryOf(year, month).From.In(clock.Stockholm()).Date()
	return window(Secondary, y, m, d+7, 21)
}

func window(kind WindowKind, year int, month time.Month, day, till int) Window {
	at := func(hour int) time.Time { return time.Date(year, month, day, hour, 0, 0, 0, clock.Stockholm()).UTC() }
	return Window{Kind: kind, From: at(windowOpen), To: at(till)}
}

// WindowsOf are a year's windows in order: n a month, none to two.
func WindowsOf(year, n int) []Window {
	var out []Window
	for m := time.January; m <= time.December; m++ {
		if n > 0 {
			out = append(out, PrimaryOf(year, m))
		}
		if n > 1 {
			out = append(out, SecondaryOf(year, m))
		}
	}
	return out
}

// windowOn is the window of a kind on a day; false when there is none.
func windowOn(kind WindowKind, date string) (Window, bool) {
	d, err := time.ParseInLocation(time.DateOnly, date, clock.Stockholm())
	if err != nil {
		return Window{}, false
	}
	var w Window
	switch kind {
	case Primary:
		w = PrimaryOf(d.Year(), d.Month())
	case Secondary:
		w = SecondaryOf(d.Year(), d.Month()) // The 28th at the latest: it never leaves the month.
	}
	return w, w.Kind != "" && w.Date() == date
}
