package holiday

import (
	"slices"
	"time"
)

// Kind tells a public holiday from an eve.
type Kind string

// The kinds. An eve is no public holiday, but the law on holidays counts it as one and most workplaces close.
const (
	None   Kind = ""
	Public Kind = "public"
	Eve    Kind = "eve"
)

// Day is a day with a name: Code is the end of the text key "calendar.holiday." + code.
type Day struct {
	Date Date
	Code string
	Kind Kind
}

// Sweden lists the holidays and eves of a year in order.
func Sweden(year int) []Day {
	easter := Easter(year)
	midsummer := On(year, time.June, 20).next(time.Saturday)
	days := []Day{
		{On(year, time.January, 1), "new_year", Public},
		{On(year, time.January, 6), "epiphany", Public},
		{easter - 2, "good_friday", Public},
		{easter, "easter_sunday", Public},
		{easter + 1, "easter_monday", Public},
		{On(year, time.May, 1), "may_day", Public},
		{easter + 39, "ascension", Public},
		{easter + 49, "whit_sunday", Public},
		{midsummer - 1, "midsummer_eve", Eve},
		{midsummer, "midsummer_day", Public},
		{On(year, time.October, 31).next(time.Saturday), "all_saints", Public},
		{On(year, time.December, 24), "christmas_eve", Eve},
		{On(year, time.December, 25), "christmas_day", Public},
		{On(year, time.December, 26), "boxing_day", Public},
		{On(year, time.December, 31), "new_years_eve", Eve},
	}
	// In 2005 the national day took the place of Whit Monday.
	if year >= 2005 {
		days = append(days, Day{On(year, time.June, 6), "national_day", Public})
	} else {
		days = append(days, Day{easter + 50, "whit_monday", Public})
	}
	slices.SortStableFunc(days, func(a, b Day) int { return int(a.Date - b.Date) })
	return days
}

// InSweden tells what a single day is; ok is false for a day without a name. A public holiday goes before an eve.
func InSweden(d Date) (day Day, ok bool) {
	if !mayBe(d) {
		return Day{}, false
	}
	for _, h := range Sweden(d.Year()) {
		if h.Date == d && (!ok || h.Kind == Public) {
			day, ok = h, true
		}
	}
	return day, ok
}

// mayBe spares most days the look-up: no month but these has a holiday, and few of their days can be one.
func mayBe(d Date) bool {
	_, month, day := d.Civil()
	switch month {
	case time.January:
		return day == 1 || day == 6
	case time.March:
		return day >= 20
	case time.April, time.May:
		return true
	case time.June:
		return day <= 14 || day >= 19 && day <= 26
	case time.October:
		return day == 31
	case time.November:
		return day <= 6
	case time.December:
		return day >= 24
	default:
		return false
	}
}

// Easter returns Easter Sunday in the Gregorian calendar (the anonymous algorithm of 1876).
func Easter(year int) Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	month := (h + l - 7*m + 114) / 31
	day := (h+l-7*m+114)%31 + 1
	return On(year, time.Month(month), day)
}
