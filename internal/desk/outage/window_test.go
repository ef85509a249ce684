package outage_test

import (
	"testing"
	"time"

	"lotsen/internal/desk/outage"
	"lotsen/internal/kit/clock"
)

func Test_the_windows_of_any_month_are_where_the_agreement_puts_them(t *testing.T) {
	t.Parallel()
	for year := 2024; year <= 2060; year++ {
		for m := time.January; m <= time.December; m++ {
			first, second := outage.PrimaryOf(year, m), outage.SecondaryOf(year, m)
			from, to := first.From.In(clock.Stockholm()), first.To.In(clock.Stockholm())
			if from.Weekday() != time.Tuesday || from.Day() < 15 || from.Day() > 21 || from.Hour() != 18 || to.Hour() != 22 || to.Day() != from.Day() || from.Month() != m {
				t.Fatalf("primary window %s-%s", from, to)
			}
			from2, to2 := second.From.In(clock.Stockholm()), second.To.In(clock.Stockholm())
			if from.AddDate(0, 0, 7) != from2 || to2.Hour() != 21 || to2.Day() != from2.Day() || from2.Month() != m {
				t.Fatalf("secondary window %s-%s after %s", from2, to2, from)
			}
		}
	}
	// October: the watches are put back between the two.
	if w := outage.SecondaryOf(2026, time.October); w.Date() != "2026-10-27" || w.From.Hour() != 17 {
		t.Errorf("%s %s", w.Date(), w.From)
	}
	if got := outage.PrimaryOf(2026, time.March).Date(); got != "2026-03-17" {
		t.Errorf("March 2026: %s", got)
	}
	if n := len(outage.WindowsOf(2026, 1)); n != 12 {
		t.Errorf("%d primary windows", n)
	}
}

func Test_the_planner_is_offered_the_next_primary_window(t *testing.T) {
	t.Parallel()
	at := func(s string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", s, clock.Stockholm())
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for now, want := range map[string]string{
		"2026-03-02 10:00": "2026-03-17", "2026-03-17 17:59": "2026-03-17", "2026-03-17 18:00": "2026-04-21", "2026-12-31 23:00": "2027-01-19",
		"2026-01-31 12:00": "2026-02-17",
	} {
		if got := outage.NextPrimary(at(now)).Date(); got != want {
			t.Errorf("at %s: %s, want %s", now, got, want)
		}
	}
}

func Test_a_year_has_its_hours(t *testing.T) {
	t.Parallel()
	for year, hours := range map[int]float64{2026: 8760, 2028: 8784} {
		if got := (outage.Period{Year: year}).Length().Hours(); got != hours {
			t.Errorf("%d has %v hours", year, got)
		}
		sum := 0.0
		for _, p := range outage.Tertials(year) {
			sum += p.Length().Hours()
		}
		if sum != hours {
			t.Errorf("the tertials of %d have %v hours", year, sum)
		}
	}
}
