package report

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
)

// None is the word for no grouping in an address.
const None = "none"

// Parse reads what an address or a form says: from, to, unit, desk, group_by, open_at. Days and times without a zone are
// Swedish. A day or month as "to" is taken with; an instant is not. Errors: errs.Invalid with every wrong field.
func Parse(get func(name string) string) (Params, error) {
	var f errs.Fields
	var p Params
	moment := func(name string, end bool) time.Time {
		v := strings.TrimSpace(get(name))
		if v == "" {
			return time.Time{}
		}
		t, ok := parseTime(v, end)
		if !ok {
			f.Add(name, "report.error.time")
		}
		return t
	}
	number := func(name string) int64 {
		v := strings.TrimSpace(get(name))
		if v == "" {
			return 0
		}
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil || n < 1 {
			f.Add(name, "error.choose")
		}
		return n
	}
	p.From, p.To, p.OpenAt = moment("from", false), moment("to", true), moment("open_at", false)
	p.Unit, p.Desk = directory.UnitID(number("unit")), directory.DeskID(number("desk"))
	if p.GroupBy = Dimension(strings.TrimSpace(get("group_by"))); p.GroupBy == None {
		p.GroupBy = ByNothing
	}
	if !slices.Contains(Dimensions(), p.GroupBy) {
		f.Add("group_by", "report.error.group_by")
	}
	if !p.From.IsZero() && !p.To.IsZero() && !p.From.Before(p.To) {
		f.Add("to", "report.error.to_before_from")
	}
	return p, f.Err()
}

// parseTime reads a year, month, day, or instant; end asks for the end of the first three.
func parseTime(v string, end bool) (time.Time, bool) {
	for _, form := range []struct {
		layout        string
		years, months int
		days          int
	}{{"2006", 1, 0, 0}, {"2006-01", 0, 1, 0}, {time.DateOnly, 0, 0, 1}} {
		if t, err := time.ParseInLocation(form.layout, v, clock.Stockholm()); err == nil {
			if end {
				t = t.AddDate(form.years, form.months, form.days)
			}
			return t.UTC(), true
		}
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04"} {
		// A plus sign in an address that nobody escaped arrives as a space.
		if t, err := time.ParseInLocation(layout, strings.ReplaceAll(v, " 0", "+0"), clock.Stockholm()); err == nil {
			return t.UTC().Truncate(time.Microsecond), true
		}
		if t, err := time.ParseInLocation(layout, v, clock.Stockholm()); err == nil {
			return t.UTC().Truncate(time.Microsecond), true
		}
	}
	return time.Time{}, false
}
