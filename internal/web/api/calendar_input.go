package api

import (
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// dayHours are spans of one day as JSON has them.
type dayHours [][]string

// Schema implements huma.SchemaProvider: null is no span.
func (dayHours) Schema(huma.Registry) *huma.Schema {
	two := 2
	return &huma.Schema{
		Type: huma.TypeArray, Nullable: true, Items: &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString}, MinItems: &two, MaxItems: &two},
		Examples: []any{[][]string{{"07:30", "12:00"}, {"13:00", "16:30"}}},
	}
}

func (h dayHours) spans() ([]worktime.Span, error) {
	var out []worktime.Span
	for _, pair := range h {
		if len(pair) != 2 {
			return nil, worktime.ErrSpan
		}
		s, err := worktime.ParseSpan(strings.TrimSpace(pair[0]), strings.TrimSpace(pair[1]))
		if err != nil {
			return nil, err //nolint:wrapcheck // The reader is told which field.
		}
		out = append(out, s)
	}
	return out, nil
}

type calendarInput struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"200" doc:"Makes it safe to send the request again."`
	Body           struct {
		Name         string              `json:"name,omitempty" maxLength:"200"`
		Organisation int64               `json:"organisation,omitempty" minimum:"0" doc:"Default: one's own."`
		Zone         *string             `json:"zone,omitempty" maxLength:"60" doc:"Default: Europe/Stockholm."`
		Hours        map[string]dayHours `json:"hours" doc:"Spans by weekday: mon to sun."`
		Holidays     *string             `json:"holidays,omitempty" doc:"SE: closed on Swedish public holidays. Null: open as on other days."`
		EvesClosed   *bool               `json:"eves_closed,omitempty" doc:"Closed on Midsummer Eve, Christmas Eve and New Year's Eve."`
		ValidFrom    *string             `json:"valid_from,omitempty" maxLength:"20" doc:"A day. Default: from the beginning."`
		Days         []calendarDayInput  `json:"days,omitempty" maxItems:"1000" doc:"Days with hours of their own: closing days and half days."`
	}
}

type calendarDayInput struct {
	Date  string   `json:"date" format:"date"`
	Name  string   `json:"name" maxLength:"200"`
	Hours dayHours `json:"hours,omitempty" doc:"None: closed."`
}

// read checks all of it and tells everything that is wrong at once.
func (in *calendarInput) read(c *web.Ctx) (directory.OrgID, calendar.Input, error) {
	b := &in.Body
	org := directory.OrgID(c.Actor().Org)
	if b.Organisation != 0 {
		org = directory.OrgID(b.Organisation)
	}
	out := calendar.Input{Name: b.Name, Rules: calendar.Version{From: calendar.Ever}}
	if strings.TrimSpace(out.Name) == "" {
		out.Name = c.T.T("calendar.unnamed", "date", c.T.Date(c.Now()))
	}
	if b.Zone != nil {
		out.Zone = strings.TrimSpace(*b.Zone)
	}
	var f errs.Fields
	for name, hours := range b.Hours {
		spans, err := hours.spans()
		pairs := map[string][][2]string{name: calendar.Pairs(spans)}
		week, _, unknown := calendar.WeekOf(pairs)
		switch {
		case unknown != nil:
			f.Add("hours."+name, "calendar.error.weekday")
		case err != nil:
			f.Add("hours."+name, "calendar.error.span")
		}
		for d, spans := range week {
			out.Rules.Week[d] = append(out.Rules.Week[d], spans...)
		}
	}
	if b.Holidays != nil {
		out.Rules.Holidays = strings.EqualFold(*b.Holidays, calendar.Sweden)
		if !out.Rules.Holidays && *b.Holidays != "" {
			f.Add("holidays", "calendar.error.country")
		}
	}
	out.Rules.EvesClosed = b.EvesClosed != nil && *b.EvesClosed
	if b.ValidFrom != nil && *b.ValidFrom != "" {
		var err error
		if out.Rules.From, err = holiday.Parse(*b.ValidFrom); err != nil {
			f.Add("valid_from", "error.date")
		}
	}
	for _, d := range b.Days {
		date, err := holiday.Parse(d.Date)
		if err != nil {
			f.Add("days.date", "error.date")
		}
		spans, err := d.Hours.spans()
		if err != nil {
			f.Add("days.hours", "calendar.error.span")
		}
		out.Days = append(out.Days, worktime.Local{Date: date, Name: d.Name, Spans: spans})
	}
	return org, out, f.Err()
}

// instant is a point in time; one without a zone is what the watches of the calendar's zone show.
func instant(s string, zone *time.Location) (time.Time, bool) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(layout, s); err == nil {
			return within(t)
		}
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return within(t)
		}
	}
	return time.Time{}, false
}

// within keeps to the years that a calendar can count through.
func within(t time.Time) (time.Time, bool) {
	return t.UTC(), t.Year() >= firstYear && t.Year() <= lastYear
}

const firstYear, lastYear = 1900, 2200
