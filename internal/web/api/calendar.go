package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// calendars registers the operations on calendars.
func (s *service) calendars() {
	read := web.SignedIn()
	add := op(http.MethodPost, "/calendars", "createCalendar", "Take up a calendar", web.May(calendar.Write), http.StatusCreated)
	add.Description = "Hours are what the watches in the zone show, by weekday; a day that is missing is closed. A span that ends before it begins " +
		"ends the next day: 22:00-02:00."
	huma.Register(s.api, add, s.addCalendar)
	huma.Register(s.api, op(http.MethodGet, "/calendars", "listCalendars", "List calendars", read, http.StatusOK), s.listCalendars)
	huma.Register(s.api, op(http.MethodGet, "/calendars/{id}", "getCalendar", "One calendar", read, http.StatusOK), s.getCalendar)
	huma.Register(s.api, op(http.MethodGet, "/calendars/{id}/days", "calendarDays", "Every day of a year, and when it is open", read, http.StatusOK), s.calendarDays)
	due := op(http.MethodPost, "/calendars/{id}/due", "calendarDue", "When so many minutes will have been worked", read, http.StatusOK)
	due.Description = "The earliest instant at which they have been; null when that never happens."
	huma.Register(s.api, due, s.calendarDue)
	huma.Register(s.api, op(http.MethodPost, "/calendars/{id}/worked", "calendarWorked", "How many minutes are worked between two instants", read, http.StatusOK), s.calendarWorked)
}

// Calendar is a calendar as it counts today, with all that was decided for other days.
type Calendar struct {
	ID           int64  `json:"id"`
	Organisation int64  `json:"organisation"`
	Name         string `json:"name"`
	Zone         string `json:"zone"`
	Active       bool   `json:"active"`
	Version      int64  `json:"version"`
	CalendarHours
	Versions []CalendarHours `json:"versions" doc:"All of them, the first one first."`
	Days     []CalendarLocal `json:"days" doc:"Days with hours of their own."`
}

// CalendarHours is what counts from a day on.
type CalendarHours struct {
	ValidFrom  *string                `json:"valid_from" doc:"Null: from the beginning."`
	Hours      map[string][][2]string `json:"hours" doc:"By weekday, mon to sun; closed days are missing."`
	Holidays   *string                `json:"holidays" doc:"SE or null."`
	EvesClosed bool                   `json:"eves_closed"`
}

// CalendarLocal is a day with hours of its own.
type CalendarLocal struct {
	Date  string      `json:"date" format:"date"`
	Name  string      `json:"name"`
	Hours [][2]string `json:"hours" doc:"None: closed."`
}

type calendarOutput struct {
	Location string `header:"Location"`
	Body     Calendar
}

func (s *service) addCalendar(ctx context.Context, in *calendarInput) (*calendarOutput, error) {
	c := web.From(ctx)
	org, made, err := in.read(c)
	if err != nil {
		return nil, fail(ctx, err)
	}
	cal, err := s.Calendar.Add(ctx, c.Actor(), org, made)
	if err != nil {
		return nil, fail(ctx, err)
	}
	id := strconv.FormatInt(int64(cal.ID), 10)
	return &calendarOutput{Location: Prefix + "/calendars/" + id, Body: calendarView(c, &cal)}, nil
}

type calendarListInput struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"40" doc:"next of the page before."`
}

type calendarListOutput struct {
	Body struct {
		Items []Calendar `json:"items"`
		Next  string     `json:"next,omitempty" doc:"The cursor of the following page; missing on the last."`
	}
}

func (s *service) listCalendars(ctx context.Context, in *calendarListInput) (*calendarListOutput, error) {
	c := web.From(ctx)
	var after int64
	if in.Cursor != "" {
		var err error
		if after, err = strconv.ParseInt(in.Cursor, 36, 64); err != nil || after < 0 {
			return nil, fail(ctx, errs.E(errs.Invalid, "error.cursor"))
		}
	}
	list, err := s.Calendar.List(ctx, c.Actor(), calendar.ID(after), in.Limit+1)
	if err != nil {
		return nil, fail(ctx, err)
	}
	out := &calendarListOutput{}
	out.Body.Items = []Calendar{}
	for i := range list {
		if i == in.Limit {
			out.Body.Next = strconv.FormatInt(int64(list[i-1].ID), 36)
			break
		}
		out.Body.Items = append(out.Body.Items, calendarView(c, &list[i]))
	}
	return out, nil
}

// CalendarRef is the calendar that an operation counts with.
type CalendarRef struct {
	ID      string `path:"id" maxLength:"20" doc:"A calendar's number, or own: the hours that a channel of one's organisation follows, whatever decides them."`
	Channel string `query:"channel" maxLength:"20" enum:"phone,chat,portal,mail,visit,alarm,supplier" doc:"With own. Default: the organisation as such."`
}

func (s *service) getCalendar(ctx context.Context, in *struct {
	ID string `path:"id" maxLength:"20"`
},
) (*calendarOutput, error) {
	c := web.From(ctx)
	cal, err := s.Calendar.Get(ctx, c.Actor(), calendarID(in.ID))
	if err != nil {
		return nil, fail(ctx, err)
	}
	return &calendarOutput{Body: calendarView(c, &cal)}, nil
}

// work finds the calendar to count with.
func (s *service) work(ctx context.Context, in CalendarRef) (*worktime.Calendar, error) {
	c := web.From(ctx)
	if in.ID == "own" {
		return s.Calendar.Own(ctx, c.Actor(), directory.OrgID(c.Actor().Org), in.Channel)
	}
	cal, err := s.Calendar.Get(ctx, c.Actor(), calendarID(in.ID))
	if err != nil {
		return nil, err
	}
	return cal.Work()
}

// calendarID is 0, which nothing has, for what is no number.
func calendarID(s string) calendar.ID {
	id, _ := strconv.ParseInt(s, 10, 64) // See above.
	return calendar.ID(id)
}

func calendarView(c *web.Ctx, cal *calendar.Calendar) Calendar {
	out := Calendar{
		ID: int64(cal.ID), Organisation: int64(cal.Org), Name: cal.Name, Zone: cal.Zone, Active: cal.Active, Version: cal.Version,
		CalendarHours: hoursView(cal.Now(todayIn(c.Now(), cal.Zone))), Versions: []CalendarHours{}, Days: []CalendarLocal{},
	}
	for _, v := range cal.Versions {
		out.Versions = append(out.Versions, hoursView(v))
	}
	for _, d := range cal.Days {
		out.Days = append(out.Days, CalendarLocal{Date: d.Date.String(), Name: d.Name, Hours: calendar.Pairs(d.Spans)})
	}
	return out
}

func hoursView(v calendar.Version) CalendarHours {
	out := CalendarHours{Hours: calendar.HoursOf(v.Week), EvesClosed: v.EvesClosed}
	if v.From != calendar.Ever {
		from := v.From.String()
		out.ValidFrom = &from
	}
	if v.Holidays {
		country := calendar.Sweden
		out.Holidays = &country
	}
	return out
}

// todayIn is the day in a zone that was checked when the calendar was made.
func todayIn(now time.Time, zone string) holiday.Date {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = clock.Stockholm()
	}
	return holiday.Of(now.In(loc))
}
