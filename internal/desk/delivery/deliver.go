package delivery

import (
	"context"

	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

var (
	updateStarted = sqldb.Q("delivery.start", `
		update delivery_task set state = 'started', started_at = coalesce(started_at, $2), version = version + 1 where id {{in $1}}`)
	updateDelivered = sqldb.Q("delivery.deliver", `
		update delivery_task set state = 'delivered', started_at = coalesce(started_at, $2), delivered_at = $2, delivered_by = $3, took_days = $4,
			late_at = null, answer_due = $5, reminded = 0, escalated_at = null, version = version + 1 where id {{in $1}}`)
)

// Start says that work on some tasks has begun. Those on which it has are left alone.
func (s *Service) Start(ctx context.Context, by authz.Actor, ids []ID) error {
	return s.write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		list, err := load(ctx, tx, executes(by), ids)
		if err != nil {
			return err
		}
		return s.startIn(ctx, tx, by, only(list, Todo))
	})
}

func only(list []Task, states ...State) []Task {
	var out []Task
	for _, t := range list {
		for _, s := range states {
			if t.State == s {
				out = append(out, t)
			}
		}
	}
	return out
}

func (s *Service) startIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, list []Task) error {
	if len(list) == 0 {
		return nil
	}
	if err := note(ctx, tx, by, list, step{what: string(Started)}); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, updateStarted, idsOf(list), sqldb.Time(tx.Now())); err != nil {
		return err
	}
	for _, part := range byOrder(list) {
		if err := s.d.Order.StartIn(ctx, tx, by, linesOf(part)...); err != nil {
			return err
		}
	}
	s.poke(tx, list)
	return s.begun(ctx, tx, by, list)
}

// Deliver says that some tasks have been delivered: all of a case, or those that came today. The receivers are asked
// whether they came as they should. Errors: errs.NotFound for what the actor does not carry out, errs.Conflict.
func (s *Service) Deliver(ctx context.Context, by authz.Actor, ids []ID, text string) error {
	text = clean.Keep(text)
	if !clean.Fits(text, maxText) {
		var f errs.Fields
		f.Add("text", "error.too_long", "max", maxText)
		return f.Err()
	}
	return s.write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		list, err := load(ctx, tx, executes(by), ids)
		if err != nil {
			return err
		}
		for i := range list {
			if !list[i].State.May(Delivered) {
				return errs.E(errs.Conflict, "delivery.error.over")
			}
		}
		return s.deliverIn(ctx, tx, by, list, text)
	})
}

func (s *Service) deliverIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, list []Task, text string) error {
	if len(list) == 0 {
		return nil
	}
	if err := note(ctx, tx, by, list, step{what: string(Delivered), text: text}); err != nil {
		return err
	}
	hours, err := s.hours(ctx, tx, list[0].Org, tx.Now())
	if err != nil {
		return err
	}
	days, err := setting.Get[int](ctx, tx, list[0].Org, setting.DeliveryRemind, tx.Now())
	if err != nil {
		return err
	}
	ask := endOf(addDays(hours, tx.Now(), days))
	for _, alike := range gather(list, func(t *Task) string { return dayOf(t.Released) }) {
		took := countDays(hours, alike[0].Released, tx.Now())
		if _, err := tx.Exec(ctx, updateDelivered, idsOf(alike), sqldb.Time(tx.Now()), sqldb.ID(by.Person), took, sqldb.Time(ask)); err != nil {
			return err
		}
	}
	for _, part := range byOrder(list) {
		if err := s.d.Order.DeliverIn(ctx, tx, by, linesOf(part)...); err != nil {
			return err
		}
		if err := s.told(ctx, tx, part, "delivered", people(part, receiver), "text", text); err != nil {
			return err
		}
	}
	s.poke(tx, list)
	return s.begun(ctx, tx, by, list)
}
