package guardian_test

import (
	"testing"
	"time"

	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/kit/clock"
)

func TestOfAge_begins_with_the_birthday_by_Swedish_days(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		born, at string
		want     bool
	}{
		{"2008-05-31", "2026-05-30 23:59", false},
		{"2008-05-31", "2026-05-31 00:00", true},
		{"2008-05-31", "2026-06-01 08:00", true},
		{"2008-02-29", "2026-02-27 23:59", false},
		{"2008-02-29", "2026-02-28 00:00", true}, // The act (1930:173): a month without the day ends with its last.
		{"2008-03-01", "2026-02-28 12:00", false},
		{"2010-02-28", "2028-02-27 23:59", false},
		{"2010-02-28", "2028-02-28 00:00", true},
		{"2010-03-01", "2028-02-29 12:00", false},
		{"2007-12-31", "2025-12-31 00:00", true},
		{"", "2026-01-01 00:00", true},
		{"2008-13-01", "2009-01-01 00:00", true},
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", c.at, clock.Stockholm())
		if err != nil {
			t.Fatal(err)
		}
		if got := guardian.OfAge(c.born, at.UTC()); got != c.want {
			t.Errorf("born %q is of age at %s: %v", c.born, c.at, got)
		}
	}
}

func TestBornFrom_keeps_the_day_and_nothing_else(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"2012-05-31": "2012-05-31", "20120531": "2012-05-31", "201205311234": "2012-05-31", "20120531-1234": "2012-05-31", "201205911234": "2012-05-31",
		"20120561-1234": "2012-05-01", "1205311234": "", "20121331": "", "201205601234": "", "x": "", "": "",
	} {
		got, ok := guardian.BornFrom(in)
		if want == "" && ok || want != "" && got != want {
			t.Errorf("BornFrom(%q) = %q, %v", in, got, ok)
		}
	}
}
