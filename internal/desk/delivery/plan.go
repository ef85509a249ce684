package delivery

import (
	"context"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/once"
	"lotsen/internal/kit/sqldb"
)

// maxText bounds what people write of a delivery, in runes.
const maxText = 2000

// PlanInput is a new planned day.
type PlanInput struct {
	Tasks  []ID
	Day    string // 2026-12-01.
	Reason string
}

var updatePlanned = sqldb.Q("delivery.plan", `
	update delivery_task set planned_on = $2, late_at = $3, version = version + 1 where id {{in $1}}`)

// Plan changes the planned day. Orderer and receiver hear of it. Errors: errs.Invalid, errs.Conflict, errs.NotFound for
// what the actor does not carry out.
func (s *Service) Plan(ctx context.Context, by authz.Actor, in PlanInput) error {
	in.Reason = clean.Keep(in.Reason)
	var f errs.Fields
	day, err := time.Parse(time.DateOnly, in.Day)
	if err != nil {
		f.Add("day", "error.date")
	} else if in.Day < dayOf(s.d.DB.Now()) || day.Year() > s.d.DB.Now().Year()+5 {
		f.Add("day", "delivery.error.day")
	}
	if clean.Blank(in.Reason) {
		f.Add("reason", "delivery.error.reason")
	} else if !clean.Fits(in.Reason, maxText) {
		f.Add("reason", "error.too_long", "max", maxText)
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		list, err := load(ctx, tx, executes(by), in.Tasks)
		if err != nil {
			return err
		}
		list, err = changed(list, in.Day)
		if err != nil || len(list) == 0 {
			return err
		}
		return s.planIn(ctx, tx, by, list, in)
	})
}

// changed is the tasks that get another day. Errors: errs.Conflict for one that has been delivered.
func changed(list []Task, day string) ([]Task, error) {
	var out []Task
	for _, t := range list {
		if !t.State.Open() {
			return nil, errs.E(errs.Conflict, "delivery.error.over")
		}
		if t.Planned != day {
			out = append(out, t)
		}
	}
	return out, nil
}

func (s *Service) planIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, list []Task, in PlanInput) error {
	if err := note(ctx, tx, by, list, step{what: stepPlanned, day: in.Day, text: in.Reason}); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, updatePlanned, idsOf(list), in.Day, sqldb.Time(endOf(in.Day))); err != nil {
		return err
	}
	for _, part := range byOrder(list) {
		if err := s.d.Order.PlanIn(ctx, tx, by, in.Day, in.Reason, linesOf(part)...); err != nil {
			return err
		}
		if err := s.told(ctx, tx, part, "planned", people(part, orderer, receiver), "day", in.Day, "reason", in.Reason); err != nil {
			return err
		}
	}
	s.poke(tx, list)
	return nil
}

// write runs one deed, and notes with the request's key that it is done.
func (s *Service) write(ctx context.Context, fn func(ctx context.Context, tx *sqldb.Tx) error) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := fn(ctx, tx); err != nil {
			return err
		}
		return once.Settle(ctx, tx, "")
	})
}
