package main

import (
	"sort"
	"time"

	"lotsen/internal/kit/clock"
)

// rhythm spreads arrivals over the hours of two years as people report: in office hours, little on weekends and in
// holidays, most when school begins.
type rhythm struct {
	begin time.Time
	sums  []float64 // How much has come by the end of each hour.
}

// byHour is how much comes in each hour of a working day.
var byHour = [24]float64{.02, .01, .01, .01, .02, .1, .4, 1.6, 2.6, 2.8, 2.4, 1.9, 1.5, 2.1, 2.0, 1.6, 1.0, .6, .4, .3, .3, .2, .1, .05}

func newRhythm(begin, end time.Time) *rhythm {
	r := &rhythm{begin: begin}
	sum := 0.0
	for at := begin; at.Before(end); at = at.Add(time.Hour) {
		sum += weight(at.In(clock.Stockholm()))
		r.sums = append(r.sums, sum)
	}
	return r
}

func weight(local time.Time) float64 {
	w := byHour[local.Hour()] * season(local)
	if weekend(local) {
		w *= .07
	}
	return w
}

func weekend(local time.Time) bool {
	return local.Weekday() == time.Saturday || local.Weekday() == time.Sunday
}

// season follows the school year.
func season(local time.Time) float64 {
	switch m, d := local.Month(), local.Day(); {
	case m == time.July:
		return .35
	case m == time.June && d > 15, m == time.August && d < 8:
		return .5
	case m == time.August && d >= 12, m == time.September && d < 10:
		return 1.7
	case m == time.December && d > 20, m == time.January && d < 7:
		return .2
	case m == time.January && d < 25:
		return 1.3
	}
	return 1
}

// at is the instant by which a share of everything has come.
func (r *rhythm) at(share float64) time.Time {
	want := share * r.sums[len(r.sums)-1]
	hour := sort.SearchFloat64s(r.sums, want)
	before := 0.0
	if hour > 0 {
		before = r.sums[hour-1]
	}
	into := (want - before) / (r.sums[hour] - before)
	return r.begin.Add(time.Duration(hour)*time.Hour + time.Duration(into*float64(time.Hour))).Truncate(time.Millisecond)
}

// inOffice moves an instant to when somebody works.
func inOffice(at time.Time) time.Time {
	local := at.In(clock.Stockholm())
	for weekend(local) || local.Hour() >= 17 {
		local = time.Date(local.Year(), local.Month(), local.Day()+1, 7, local.Minute(), local.Second(), 0, clock.Stockholm())
	}
	if local.Hour() < 7 {
		local = time.Date(local.Year(), local.Month(), local.Day(), 7, local.Minute(), local.Second(), 0, clock.Stockholm())
	}
	return local.UTC()
}
