package holiday

import (
	"fmt"
	"time"
)

// Date is a day of the calendar as the number of days since 1 January 1970, so that days can be added and compared.
type Date int

// On returns the date of a day; days beyond the month's end run on into the next, as in package time.
func On(year int, month time.Month, day int) Date {
	return Date(floorDiv(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix(), 86400))
}

// Of returns the date that the watches show at an instant, in the instant's own zone.
func Of(t time.Time) Date {
	y, m, d := t.Date()
	return On(y, m, d)
}

// Parse reads a date written 2026-04-03.
func Parse(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("date %q: %w", s, err)
	}
	return Of(t), nil
}

// Civil returns year, month and day.
func (d Date) Civil() (int, time.Month, int) { return d.utc().Date() }

// Year returns the year.
func (d Date) Year() int { return d.utc().Year() }

// Weekday returns the day of the week. 1 January 1970 was a Thursday.
func (d Date) Weekday() time.Weekday { return time.Weekday(((int(d)+4)%7 + 7) % 7) }

// String writes the date as 2026-04-03.
func (d Date) String() string { return d.utc().Format(time.DateOnly) }

func (d Date) utc() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// next returns the first such weekday on or after the date.
func (d Date) next(day time.Weekday) Date {
	return d + Date((int(day)-int(d.Weekday())+7)%7)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
