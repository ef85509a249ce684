package delivery

import (
	"context"

	"lotsen/internal/desk/order"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// own reports whether an event is an echo of what delivery itself did.
func own(e event.Event) bool { return e.Actor == 0 && e.ActorAs == system().Name }

// onReported follows a supplier that says it has begun, by its page, its interface or its mail.
func (s *Service) onReported(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e event.Event) error {
	p, err := ticket.DecodePayload(e)
	if err != nil || p.Handover == nil || p.Handover.Status == string(delegation.Waiting) || p.Handover.Status == string(delegation.Sent) {
		return err
	}
	tasks, err := ofTicket(ctx, tx, ticket.ID(e.Stream))
	if err != nil {
		return err
	}
	return s.startIn(ctx, tx, by, only(tasks, Todo))
}

// onDone follows a supplier or an agent that says the whole case is done: what was left has been delivered.
func (s *Service) onDone(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e event.Event) error {
	if own(e) {
		return nil
	}
	tasks, err := ofTicket(ctx, tx, ticket.ID(e.Stream))
	if err != nil {
		return err
	}
	return s.deliverIn(ctx, tx, by, only(tasks, Todo, Started, Fault), "")
}

// onGone refuses to let a case vanish while something is to be delivered in it: the order is what is cancelled.
func (s *Service) onGone(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	tasks, err := ofTicket(ctx, tx, ticket.ID(e.Stream))
	if err != nil {
		return err
	}
	if len(only(tasks, Todo, Started, Fault, Delivered)) > 0 {
		return errs.E(errs.Conflict, "delivery.error.cancel_order", "order", tasks[0].Order.String())
	}
	return nil
}

// onTime charges what is logged after the delivery was accepted.
func (s *Service) onTime(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e event.Event) error {
	return s.hourly(ctx, tx, by, ticket.ID(e.Stream))
}

var (
	selectOfLines   = sqldb.Q("delivery.of_lines", `select `+taskColumns+` from delivery_task k where k.order_id = $1 and k.line_id {{in $2}} order by k.id`)
	updateCancelled = sqldb.Q("delivery.cancel", `
		update delivery_task set state = 'cancelled', late_at = null, answer_due = null, version = version + 1 where id {{in $1}}`)
)

// onCancelled ends the tasks of lines that were cancelled. Nothing of them has been delivered, and nothing is charged.
func (s *Service) onCancelled(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e event.Event) error {
	var told struct {
		Lines []order.LineID `json:"lines"`
	}
	if err := e.Decode(&told); err != nil {
		return err
	}
	list, err := sqldb.All(ctx, tx, selectOfLines, scanTask, e.Stream, sqldb.List[order.LineID](told.Lines))
	if err != nil {
		return err
	}
	if list = only(list, Todo, Started); len(list) == 0 {
		return nil
	}
	if err := note(ctx, tx, by, list, step{what: string(Cancelled)}); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, updateCancelled, idsOf(list)); err != nil {
		return err
	}
	s.poke(tx, list)
	return s.begun(ctx, tx, by, list)
}
