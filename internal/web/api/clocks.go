package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
)

// Clock is something that was promised about a ticket, with the time that counted.
type Clock struct {
	Clock     string     `json:"clock" enum:"respond,update,handle,remedy,resolve"`
	Level     string     `json:"level,omitempty" doc:"The service level; missing where the settings alone say what is promised."`
	Version   int64      `json:"level_version,omitempty"`
	Amount    int        `json:"amount"`
	Unit      string     `json:"unit" enum:"minutes,hours,days"`
	Basis     string     `json:"basis" enum:"service,elapsed"`
	State     string     `json:"state" enum:"running,paused,met,missed,void"`
	Late      bool       `json:"late" doc:"The time is out, whether or not the clock has ended."`
	StartedAt *time.Time `json:"started_at"`
	DueAt     *time.Time `json:"due_at,omitempty" doc:"Missing while the clock stands still."`
	EndedAt   *time.Time `json:"ended_at,omitempty"`
	Minutes   float64    `json:"minutes" doc:"What has counted."`
	Stretches []Stretch  `json:"stretches" doc:"Time that counts and time that does not."`
}

// Stretch is a part of a clock's time.
type Stretch struct {
	From    *time.Time `json:"from"`
	To      *time.Time `json:"to,omitempty"`
	Counts  bool       `json:"counts"`
	Why     string     `json:"why,omitempty" doc:"hold, solved, withdrawn or merged."`
	Code    string     `json:"code,omitempty" doc:"The pause reason of a hold."`
	Reason  string     `json:"reason,omitempty"`
	Minutes float64    `json:"minutes"`
}

type clocksOutput struct {
	Body struct {
		Items []Clock `json:"items"`
	}
}

// clocks registers the proof of what was promised about a ticket.
func (s *service) clocks() {
	get := op(http.MethodGet, "/tickets/{ref}/clocks", "listClocks", "What was promised about a ticket, and the time that counted", web.May(ticket.MayRead), http.StatusOK)
	get.Description = "Computed from the ticket's history and the calendar while one asks. For those who meet the ticket at work."
	huma.Register(s.api, get, s.listClocks)
}

func (s *service) listClocks(ctx context.Context, in *refInput) (*clocksOutput, error) {
	c := web.From(ctx)
	t, err := s.Ticket.Load(ctx, c.Actor(), number(in.Ref))
	if err != nil {
		return nil, fail(ctx, err)
	}
	proof, err := s.SLA.Recompute(ctx, c.Actor(), &t)
	if err != nil {
		return nil, fail(ctx, err)
	}
	out := &clocksOutput{}
	out.Body.Items = []Clock{}
	for i := range proof.Clocks {
		out.Body.Items = append(out.Body.Items, clockOf(&proof, &proof.Clocks[i], c.Now()))
	}
	return out, nil
}

func clockOf(proof *sla.Proof, r *sla.Result, now time.Time) Clock {
	k := Clock{
		Clock: string(r.Clock), Level: r.Level.Name, Version: int64(r.Level.ID), Amount: r.Target.Amount, Unit: string(r.Target.Unit), Basis: string(r.Target.Basis),
		State: string(r.State), Late: r.Late(now), StartedAt: moment(r.Started), DueAt: moment(r.Due), EndedAt: moment(r.Ended), Minutes: proof.Sum(r, now).Minutes(),
		Stretches: []Stretch{},
	}
	for _, x := range proof.Stretches(r, now) {
		part := Stretch{From: moment(x.From), To: moment(x.To), Counts: x.Gap == nil, Minutes: x.Counted.Minutes()}
		if x.Gap != nil {
			part.Why, part.Code, part.Reason = x.Gap.Why, x.Gap.Code, x.Gap.Reason
		}
		k.Stretches = append(k.Stretches, part)
	}
	return k
}
