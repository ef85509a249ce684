package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// alarms registers the operations on alarms, for systems that hold a token of ours. Those that hold none call
// /hook/alarms.
func (s *service) alarms() {
	post := op(http.MethodPost, "/alarms", "postAlarm", "Tell of an alarm, or that it has ceased", web.May(alarm.MayWork), http.StatusOK)
	post.Description = "The same alarm again is counted on its case. What becomes of it is decided by the desk's rules; ticket is missing while there is no case."
	huma.Register(s.api, post, s.postAlarm)
	list := op(http.MethodGet, "/alarms", "listAlarms", "What fires now, the worst first", web.May(alarm.MayRead), http.StatusOK)
	huma.Register(s.api, list, s.listAlarms)
}

// Alarm is one thing that fires or has fired.
type Alarm struct {
	ID        int64             `json:"id"`
	Key       string            `json:"key"`
	Source    string            `json:"source" doc:"Who tells of it."`
	State     string            `json:"state" enum:"firing,resolved"`
	Severity  int               `json:"severity,omitempty" doc:"1, a disaster, to 5, worth knowing."`
	Summary   string            `json:"summary,omitempty"`
	Host      string            `json:"host,omitempty"`
	Component string            `json:"component,omitempty"`
	Labels    map[string]string `json:"labels,omitempty"`
	Count     int               `json:"count" doc:"How often it was told."`
	Flapping  bool              `json:"flapping,omitempty"`
	Since     *time.Time        `json:"since,omitempty"`
	LastAt    *time.Time        `json:"last_at,omitempty"`
	Quiet     string            `json:"quiet,omitempty" enum:"delay,silence,window,rule" doc:"Why nothing is done about it just now."`
	Ticket    string            `json:"ticket,omitempty" example:"L-100042"`
}

type postAlarmInput struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"200" doc:"Makes it safe to send the request again."`
	Body           struct {
		Desk      Name              `json:"desk,omitempty" doc:"Number or key. Default: the first of the caller's organisation."`
		Source    string            `json:"source,omitempty" maxLength:"40" doc:"The code of one of the desk's sources for the interface. Default: the first; it is made with the first alarm."`
		Key       string            `json:"key,omitempty" maxLength:"1000" doc:"Names the alarm, always the same. Default: made of host, component and labels."`
		State     string            `json:"state,omitempty" enum:"firing,resolved" doc:"Default: firing."`
		Severity  int               `json:"severity,omitempty" minimum:"1" maximum:"5" doc:"1, a disaster, to 5, worth knowing. Default: 3."`
		Summary   string            `json:"summary" minLength:"1" maxLength:"1000"`
		Details   string            `json:"details,omitempty" maxLength:"20000"`
		Host      string            `json:"host,omitempty" maxLength:"300"`
		Component string            `json:"component,omitempty" maxLength:"300"`
		Group     string            `json:"group,omitempty" maxLength:"300" doc:"What belongs together."`
		Link      string            `json:"link,omitempty" maxLength:"1000"`
		Labels    map[string]string `json:"labels,omitempty"`
		StartedAt *time.Time        `json:"started_at,omitempty"`
		Minutes   int               `json:"expires_minutes,omitempty" minimum:"0" maximum:"43200" doc:"It ends by itself after so long without another."`
	}
}

type alarmOutput struct{ Body Alarm }

func (s *service) postAlarm(ctx context.Context, in *postAlarmInput) (*alarmOutput, error) {
	c, b := web.From(ctx), &in.Body
	var f errs.Fields
	desk, err := s.desk(ctx, c.Actor(), &f, b.Desk)
	if err == nil {
		err = f.Err()
	}
	if err != nil {
		return nil, fail(ctx, err)
	}
	a := read.Alarm{
		Key: b.Key, State: read.State(b.State), Severity: b.Severity, Summary: b.Summary, Details: b.Details, Host: b.Host, Component: b.Component, Group: b.Group,
		Link: b.Link, Labels: b.Labels, Lasts: time.Duration(b.Minutes) * time.Minute,
	}
	if a.State == "" {
		a.State = read.Firing
	}
	if b.StartedAt != nil {
		a.Started = *b.StartedAt
	}
	taken, src, err := s.Alarm.Post(ctx, c.Actor(), desk.ID, b.Source, a)
	if err != nil {
		return nil, fail(ctx, err)
	}
	out := Alarm{ID: int64(taken.Alarm), Key: taken.Key, Source: src.Name, State: string(taken.State), Severity: b.Severity, Summary: b.Summary, Count: taken.Count, Quiet: taken.Quiet}
	if taken.Ticket != 0 {
		out.Ticket = taken.Ticket.String()
	}
	return &alarmOutput{out}, nil
}

type listAlarmsInput struct {
	State string `query:"state" enum:"firing,resolved" default:"firing"`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

type listAlarmsOutput struct {
	Body struct {
		Items []Alarm `json:"items"`
		More  bool    `json:"more" doc:"There are others."`
	}
}

func (s *service) listAlarms(ctx context.Context, in *listAlarmsInput) (*listAlarmsOutput, error) {
	list, more, err := s.Alarm.List(ctx, web.From(ctx).Actor(), alarm.Filter{Past: in.State == string(read.Resolved), Limit: in.Limit})
	if err != nil {
		return nil, fail(ctx, err)
	}
	out := &listAlarmsOutput{}
	out.Body.Items, out.Body.More = []Alarm{}, more
	for i := range list {
		a := &list[i]
		x := Alarm{
			ID: int64(a.ID), Key: a.Key, Source: a.SourceName, State: string(a.State), Severity: a.Severity, Summary: a.Summary, Host: a.Host, Component: a.Component,
			Labels: a.Labels, Count: a.Count, Flapping: a.Flaps(), Since: moment(a.Changed), LastAt: moment(a.Last), Quiet: a.Quiet,
		}
		if a.Ticket != 0 {
			x.Ticket = a.Ticket.String()
		}
		out.Body.Items = append(out.Body.Items, x)
	}
	return out, nil
}
