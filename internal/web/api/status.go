package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	about "lotsen/internal/desk/service"
	"lotsen/internal/web"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/outage"
)

// status registers the operation that tells what works, for intranets and screens.
func (s *service) status() {
	get := op(http.MethodGet, "/status", "getStatus", "What works, what is down and what is planned", web.SignedIn(), http.StatusOK)
	get.Description = "The functions of the caller's organisation with what portal users are told of them. Outages that the organisation keeps out of the portal are not here either."
	huma.Register(s.api, get, s.getStatus)
}

// Function is an IT function and how it stands.
type Function struct {
	Code  string     `json:"code"`
	Name  string     `json:"name"`
	State string     `json:"state" enum:"works,down,planned" doc:"planned: down for work that was announced."`
	Since *time.Time `json:"since,omitempty"`
	Until *time.Time `json:"until,omitempty" doc:"When it is expected to work again."`
	Units []string   `json:"units,omitempty" doc:"Only there. Missing: everywhere."`
}

// Interruption is an outage that is planned or over.
type Interruption struct {
	Function string     `json:"function"`
	Planned  bool       `json:"planned"`
	From     *time.Time `json:"from"`
	To       *time.Time `json:"to,omitempty"`
}

type statusOutput struct {
	Body struct {
		Functions []Function     `json:"functions"`
		Coming    []Interruption `json:"coming" doc:"Of the next 14 days."`
		Past      []Interruption `json:"past" doc:"Of the last 7 days."`
	}
}

func (s *service) getStatus(ctx context.Context, _ *struct{}) (*statusOutput, error) {
	c := web.From(ctx)
	org := directory.OrgID(c.Actor().Org)
	functions, err := s.About.Offered(ctx, org)
	if err != nil {
		return nil, fail(ctx, err)
	}
	var now outage.Status
	held, err := s.Held(ctx, org)
	if err == nil && !held {
		now, err = s.Outage.Status(ctx, c.Actor(), org)
	}
	if err != nil {
		return nil, fail(ctx, err)
	}
	out := &statusOutput{}
	out.Body.Functions = []Function{}
	for i := range functions {
		out.Body.Functions = append(out.Body.Functions, functionOf(c.T.Lang(), &functions[i], now.Now))
	}
	out.Body.Coming, out.Body.Past = interruptions(c.T.Lang(), now.Coming), interruptions(c.T.Lang(), now.Past)
	return out, nil
}

func functionOf(lang string, i *about.Item, down []outage.Outage) Function {
	f := Function{Code: i.Code, Name: i.Name(lang), State: "works"}
	for _, o := range down {
		if o.Service != i.ID {
			continue
		}
		if f.State = "down"; o.Planned {
			f.State = "planned"
		}
		f.Since, f.Until, f.Units = moment(o.From), moment(o.To), o.UnitNames
		if !o.Planned {
			break // The worst of them counts.
		}
	}
	return f
}

func interruptions(lang string, list []outage.Outage) []Interruption {
	out := []Interruption{}
	for i := range list {
		o := &list[i]
		out = append(out, Interruption{Function: o.Name(lang), Planned: o.Planned, From: moment(o.From), To: moment(o.To)})
	}
	return out
}
