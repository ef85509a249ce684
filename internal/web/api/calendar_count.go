package api

import (
	"context"
	"math"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
)

// pauses are stretches of time that do not count.
type pauses [][]*string

// Schema implements huma.SchemaProvider.
func (pauses) Schema(huma.Registry) *huma.Schema {
	two := 2
	return &huma.Schema{
		Type: huma.TypeArray, Nullable: true, Description: "Stretches that do not count, from and to, in any order; to is null for one that has not ended.",
		Items: &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString, Nullable: true}, MinItems: &two, MaxItems: &two},
	}
}

func (p pauses) read(f *errs.Fields, zone *time.Location) []worktime.Pause {
	var out []worktime.Pause
	for i, pair := range p {
		name := "pauses." + strconv.Itoa(i)
		if len(pair) != 2 || pair[0] == nil {
			f.Add(name, "calendar.error.pause")
			continue
		}
		from, ok := instant(*pair[0], zone)
		to := time.Time{}
		if ok && pair[1] != nil {
			to, ok = instant(*pair[1], zone)
		}
		if !ok {
			f.Add(name, "calendar.error.instant")
			continue
		}
		if pair[1] != nil && to.Before(from) {
			f.Add(name, "calendar.error.pause")
		}
		out = append(out, worktime.Pause{From: from, To: to})
	}
	return out
}

// minutes is a number of them; 1.5 is a minute and a half.
type minutes float64

// MarshalJSON writes whole minutes without decimals.
func (m minutes) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(m), 'f', -1, 64), nil
}

// Schema implements huma.SchemaProvider.
func (minutes) Schema(huma.Registry) *huma.Schema {
	least, most := 0.0, maxMinutes
	return &huma.Schema{Type: huma.TypeNumber, Minimum: &least, Maximum: &most}
}

// maxMinutes is a hundred years.
const maxMinutes = 100 * 366 * 24 * 60.0

type dueInput struct {
	CalendarRef
	Body struct {
		Start   string  `json:"start" maxLength:"40" doc:"RFC 3339. Without a zone: as the watches of the calendar's zone show."`
		Minutes minutes `json:"minutes"`
		Pauses  pauses  `json:"pauses,omitempty"`
	}
}

type dueOutput struct {
	Body struct {
		Due *time.Time `json:"due" doc:"Null: never."`
	}
}

func (s *service) calendarDue(ctx context.Context, in *dueInput) (*dueOutput, error) {
	cal, err := s.work(ctx, in.CalendarRef)
	if err != nil {
		return nil, fail(ctx, err)
	}
	var f errs.Fields
	start, ok := instant(in.Body.Start, cal.Zone())
	if !ok {
		f.Add("start", "calendar.error.instant")
	}
	stopped := in.Body.Pauses.read(&f, cal.Zone())
	if err := f.Err(); err != nil {
		return nil, fail(ctx, err)
	}
	out := &dueOutput{}
	work := time.Duration(math.Round(float64(in.Body.Minutes) * float64(time.Minute)))
	if due, ok := cal.Due(start, work, stopped); ok {
		out.Body.Due = &due
	}
	return out, nil
}

type workedInput struct {
	CalendarRef
	Body struct {
		Start  string `json:"start" maxLength:"40"`
		End    string `json:"end" maxLength:"40"`
		Pauses pauses `json:"pauses,omitempty"`
	}
}

type workedOutput struct {
	Body struct {
		Minutes minutes `json:"minutes"`
	}
}

func (s *service) calendarWorked(ctx context.Context, in *workedInput) (*workedOutput, error) {
	cal, err := s.work(ctx, in.CalendarRef)
	if err != nil {
		return nil, fail(ctx, err)
	}
	var f errs.Fields
	start, ok := instant(in.Body.Start, cal.Zone())
	if !ok {
		f.Add("start", "calendar.error.instant")
	}
	end, ok := instant(in.Body.End, cal.Zone())
	switch {
	case !ok:
		f.Add("end", "calendar.error.instant")
	case end.Before(start):
		f.Add("end", "calendar.error.order")
	}
	stopped := in.Body.Pauses.read(&f, cal.Zone())
	if err := f.Err(); err != nil {
		return nil, fail(ctx, err)
	}
	out := &workedOutput{}
	out.Body.Minutes = minutes(cal.Worked(start, end, stopped).Minutes())
	return out, nil
}

// CalendarDay is a day and when it is open.
type CalendarDay struct {
	Date    string      `json:"date" format:"date"`
	Weekday string      `json:"weekday" enum:"mon,tue,wed,thu,fri,sat,sun"`
	Name    string      `json:"name" doc:"Of a holiday, an eve or a day with hours of its own; else empty."`
	Kind    string      `json:"kind" enum:"public,eve,local," doc:"Empty for an ordinary day."`
	Code    string      `json:"code,omitempty" doc:"Which holiday, whatever the language."`
	Open    [][2]string `json:"open" doc:"What begins on the day; none: closed."`
}

type daysInput struct {
	CalendarRef
	Year int `query:"year" minimum:"1900" maximum:"2200" doc:"Default: this one."`
}

type daysOutput struct {
	Body struct {
		Year  int           `json:"year"`
		Items []CalendarDay `json:"items"`
	}
}

func (s *service) calendarDays(ctx context.Context, in *daysInput) (*daysOutput, error) {
	c := web.From(ctx)
	cal, err := s.work(ctx, in.CalendarRef)
	if err != nil {
		return nil, fail(ctx, err)
	}
	out := &daysOutput{}
	if out.Body.Year = in.Year; in.Year == 0 {
		out.Body.Year = c.Now().In(cal.Zone()).Year()
	}
	out.Body.Items = []CalendarDay{}
	for d := holiday.On(out.Body.Year, time.January, 1); d.Year() == out.Body.Year; d++ {
		out.Body.Items = append(out.Body.Items, dayView(c.T, cal.Day(d)))
	}
	return out, nil
}

func dayView(p *i18n.Printer, d worktime.Day) CalendarDay {
	name := d.Name
	if d.Code != "" {
		name = p.T("calendar.holiday." + d.Code)
	}
	return CalendarDay{
		Date: d.Date.String(), Weekday: calendar.DayName(d.Date.Weekday()), Name: name, Kind: string(d.Kind), Code: d.Code, Open: calendar.Pairs(d.Spans),
	}
}
