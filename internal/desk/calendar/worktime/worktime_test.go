package worktime_test

import (
	"testing"
	"time"

	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/kit/clock"
)

// at reads an instant as the watches in Stockholm show it, or with a zone of its own.
func at(t *testing.T, s string) time.Time {
	t.Helper()
	if v, err := time.Parse(time.RFC3339, s); err == nil {
		return v
	}
	v, err := time.ParseInLocation("2006-01-02 15:04", s, clock.Stockholm())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func date(t *testing.T, s string) worktime.Date {
	t.Helper()
	d, err := holiday.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// every returns a week with the same hours each day.
func every(spans ...worktime.Span) worktime.Week {
	var w worktime.Week
	for i := range w {
		w[i] = spans
	}
	return w
}

func office(t *testing.T) worktime.Rules {
	t.Helper()
	r := worktime.Rules{Week: every(span(t, "07:30", "16:30")), Holidays: true, EvesClosed: true}
	r.Week[time.Friday] = []worktime.Span{span(t, "07:30", "16:00")}
	r.Week[time.Saturday], r.Week[time.Sunday] = nil, nil
	return r
}

func calendar(rules ...worktime.Rules) *worktime.Calendar {
	return worktime.New(clock.Stockholm(), rules)
}

func Test_due_is_the_closing_time_when_the_last_minute_is_worked_there(t *testing.T) {
	t.Parallel()
	c := calendar(office(t))
	for _, row := range []struct {
		start, want string
		minutes     int
	}{
		{"2026-03-05 15:00", "2026-03-05 16:30", 90},
		{"2026-03-05 15:00", "2026-03-06 07:31", 91},
		{"2026-03-06 16:00", "2026-03-09 07:31", 1},   // Friday at closing time.
		{"2026-04-02 16:00", "2026-04-07 08:00", 60},  // Over Easter.
		{"2026-12-30 16:00", "2027-01-04 07:45", 45},  // Over New Year.
		{"2026-06-18 16:29", "2026-06-22 07:30", 1},   // No: see below.
		{"2026-03-05 03:00", "2026-03-05 03:00", 0},   // Nothing to do is done at once, at night too.
		{"2026-03-07 12:00", "2026-03-09 16:30", 540}, // A whole day from Monday.
	} {
		if row.start == "2026-06-18 16:29" {
			row.want = "2026-06-18 16:30"
		}
		due, ok := c.Due(at(t, row.start), time.Duration(row.minutes)*time.Minute, nil)
		if !ok || !due.Equal(at(t, row.want)) {
			t.Errorf("%s + %d: %s %v, want %s", row.start, row.minutes, due.In(clock.Stockholm()), ok, row.want)
		}
	}
}

func Test_hours_over_midnight_belong_to_the_day_they_begin_on(t *testing.T) {
	t.Parallel()
	r := worktime.Rules{Holidays: true}
	r.Week[time.Thursday] = []worktime.Span{span(t, "22:00", "02:00")}
	r.Week[time.Friday] = []worktime.Span{span(t, "22:00", "02:00"), span(t, "00:30", "01:00"), span(t, "01:30", "03:00")}
	c := calendar(r)
	if got := c.Worked(at(t, "2026-03-05 00:00"), at(t, "2026-03-08 00:00"), nil); got != 9*time.Hour {
		t.Errorf("worked %v, want 5 h from Thursday to Friday 03:00 and 4 h from Friday night", got)
	}
	// Good Friday stays closed, and the night from Maundy Thursday is worked to its end.
	if got := c.Worked(at(t, "2026-04-02 00:00"), at(t, "2026-04-05 00:00"), nil); got != 4*time.Hour {
		t.Errorf("worked %v over Good Friday", got)
	}
	if !c.Open(at(t, "2026-04-03 01:59")) || c.Open(at(t, "2026-04-03 02:00")) || c.Open(at(t, "2026-04-03 22:30")) {
		t.Error("Good Friday opens or the night before is cut off")
	}
	if closes, ok := c.Closes(at(t, "2026-03-05 22:30")); !ok || !closes.Equal(at(t, "2026-03-06 03:00")) {
		t.Errorf("closes %s", closes)
	}
}

func Test_days_that_are_longer_or_shorter_are_counted_as_they_are(t *testing.T) {
	t.Parallel()
	whole, night := calendar(worktime.Rules{Week: every(span(t, "00:00", "24:00"))}), calendar(worktime.Rules{Week: every(span(t, "22:00", "06:00"))})
	for _, row := range []struct {
		c        *worktime.Calendar
		from, to string
		want     time.Duration
	}{
		{whole, "2026-03-29 00:00", "2026-03-30 00:00", 23 * time.Hour},
		{whole, "2026-10-25 00:00", "2026-10-26 00:00", 25 * time.Hour},
		{night, "2026-03-28 12:00", "2026-03-29 12:00", 7 * time.Hour},
		{night, "2026-10-24 12:00", "2026-10-25 12:00", 9 * time.Hour},
		// Half past two comes once on an ordinary day, never in March, twice in October.
		{calendar(worktime.Rules{Week: every(span(t, "02:00", "03:00"))}), "2026-03-29 00:00", "2026-03-30 00:00", 0},
		{calendar(worktime.Rules{Week: every(span(t, "02:30", "04:00"))}), "2026-03-29 00:00", "2026-03-30 00:00", time.Hour},
		{calendar(worktime.Rules{Week: every(span(t, "01:00", "02:30"))}), "2026-03-29 00:00", "2026-03-30 00:00", time.Hour},
		{calendar(worktime.Rules{Week: every(span(t, "01:00", "02:30"))}), "2026-10-25 00:00", "2026-10-26 00:00", 90 * time.Minute},
		{calendar(worktime.Rules{Week: every(span(t, "02:30", "04:00"))}), "2026-10-25 00:00", "2026-10-26 00:00", 150 * time.Minute},
	} {
		if got := row.c.Worked(at(t, row.from), at(t, row.to), nil); got != row.want {
			t.Errorf("%s-%s: %v, want %v", row.from, row.to, got, row.want)
		}
	}
	due, ok := worktime.Always(clock.Stockholm()).Due(at(t, "2026-03-27 12:00"), 72*time.Hour, nil)
	if !ok || due.Sub(at(t, "2026-03-27 12:00")) != 72*time.Hour || !due.Equal(at(t, "2026-03-30 13:00")) {
		t.Errorf("72 h over the last Sunday in March: %s", due.In(clock.Stockholm()))
	}
}

func Test_pauses_count_once_however_they_are_given(t *testing.T) {
	t.Parallel()
	c := calendar(office(t))
	start := at(t, "2026-03-05 08:00")
	messy := []worktime.Pause{
		{at(t, "2026-03-05 11:00"), at(t, "2026-03-05 12:00")},
		{at(t, "2026-03-04 07:00"), at(t, "2026-03-05 08:30")}, // Began before the start.
		{at(t, "2026-03-05 10:30"), at(t, "2026-03-05 11:30")},
		{at(t, "2026-03-05 12:00"), at(t, "2026-03-05 12:30")},
		{at(t, "2026-03-05 10:45"), at(t, "2026-03-05 10:50")},
		{at(t, "2026-03-05 13:00"), at(t, "2026-03-05 13:00")}, // Empty.
		{at(t, "2026-03-05 15:00"), at(t, "2026-03-05 14:00")}, // The wrong way round.
	}
	if got := c.Worked(start, at(t, "2026-03-05 16:30"), messy); got != 6*time.Hour {
		t.Errorf("worked %v, want 8.5 h less 2.5", got)
	}
	if due, ok := c.Due(start, 2*time.Hour, messy); !ok || !due.Equal(at(t, "2026-03-05 10:30")) {
		t.Errorf("due %s: it is done when the pause begins", due)
	}
	if due, ok := c.Due(start, 2*time.Hour+time.Minute, messy); !ok || !due.Equal(at(t, "2026-03-05 12:31")) {
		t.Errorf("due %s", due)
	}
	if _, ok := c.Due(start, 3*time.Hour, []worktime.Pause{{From: at(t, "2026-03-05 09:00")}}); ok {
		t.Error("a pause without an end has an end")
	}
	if due, ok := c.Due(start, time.Hour, []worktime.Pause{{start, at(t, "2126-03-05 09:00")}}); !ok || due.Year() != 2126 {
		t.Errorf("a pause of a hundred years: %s %v", due, ok)
	}
}

func Test_what_never_opens_answers(t *testing.T) {
	t.Parallel()
	start := at(t, "2026-03-05 08:00")
	for name, c := range map[string]*worktime.Calendar{
		"no versions": calendar(), "no hours": calendar(worktime.Rules{}),
		"the past": worktime.New(clock.Stockholm(), nil, worktime.Local{Date: date(t, "2025-01-02"), Spans: []worktime.Span{span(t, "08:00", "12:00")}}),
	} {
		if _, ok := c.Due(start, time.Minute, nil); ok {
			t.Errorf("%s: is worked", name)
		}
		if _, ok := c.Next(start); ok || c.Open(start) || c.Worked(start, start.AddDate(50, 0, 0), nil) != 0 {
			t.Errorf("%s: opens", name)
		}
	}
	once := worktime.New(clock.Stockholm(), []worktime.Rules{{}}, worktime.Local{Date: date(t, "2031-01-02"), Spans: []worktime.Span{span(t, "08:00", "12:00")}})
	if next, ok := once.Next(start); !ok || !next.Equal(at(t, "2031-01-02 08:00")) {
		t.Errorf("next %s", next)
	}
	if _, ok := once.Due(start, 5*time.Hour, nil); ok {
		t.Error("more is worked than there is")
	}
	if _, ok := calendar(worktime.Rules{Week: every(span(t, "00:00", "24:00"))}).Closes(start); ok {
		t.Error("what is always open closes")
	}
}

func Test_versions_and_local_days_count_from_their_day(t *testing.T) {
	t.Parallel()
	later := office(t)
	later.From, later.Week = date(t, "2026-09-01"), every(span(t, "07:00", "22:00"))
	c := worktime.New(clock.Stockholm(), []worktime.Rules{later, office(t)},
		worktime.Local{Date: date(t, "2026-04-30"), Name: "Valborg", Spans: []worktime.Span{span(t, "07:30", "12:00")}},
		worktime.Local{Date: date(t, "2026-05-15"), Name: "Klämdag"},
		worktime.Local{Date: date(t, "2026-04-03"), Name: "Öppet hus", Spans: []worktime.Span{span(t, "10:00", "11:00")}})
	for when, open := range map[string]bool{
		"2026-08-31 20:00": false, "2026-09-01 20:00": true, "2026-04-30 11:59": true, "2026-04-30 12:00": false, "2026-05-15 10:00": false,
		"2026-04-03 10:30": true, "2026-06-19 10:00": false, "2026-06-18 10:00": true,
	} {
		if c.Open(at(t, when)) != open {
			t.Errorf("%s: open is %v", when, !open)
		}
	}
	if d := c.Day(date(t, "2026-05-15")); d.Kind != worktime.KindLocal || d.Name != "Klämdag" || !d.Closed() {
		t.Errorf("local day %+v", d)
	}
	if d := c.Day(date(t, "2026-06-19")); d.Kind != holiday.Eve || d.Code != "midsummer_eve" || !d.Closed() {
		t.Errorf("eve %+v", d)
	}
}

func Test_a_day_that_a_zone_left_out_is_passed_over(t *testing.T) {
	t.Parallel()
	// Samoa had no 30 December 2011.
	apia, err := time.LoadLocation("Pacific/Apia")
	if err != nil {
		t.Fatal(err)
	}
	c := worktime.New(apia, []worktime.Rules{{Week: every(span(t, "08:00", "16:00"))}})
	from := time.Date(2011, 12, 29, 12, 0, 0, 0, apia)
	if due, ok := c.Due(from, 12*time.Hour, nil); !ok || !due.Equal(time.Date(2011, 12, 31, 16, 0, 0, 0, apia)) {
		t.Errorf("due %s", due.In(apia))
	}
	if got := c.Worked(from, time.Date(2012, 1, 1, 0, 0, 0, 0, apia), nil); got != 12*time.Hour {
		t.Errorf("worked %v", got)
	}
}
