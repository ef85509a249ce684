package delivery

import (
	"context"
	"fmt"

	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// someAtOnce is how many tasks one turn of the sweep takes in one transaction.
const someAtOnce = 200

// What a receiver's silence means, when it has lasted long enough.
const (
	silenceTells   = "desk"
	silenceAccepts = "accept"
)

var (
	selectLate = sqldb.Q("delivery.late", `select `+taskColumns+` from delivery_task k where k.late_at <= $1 order by k.late_at, k.id limit $2`)
	updateLate = sqldb.Q("delivery.told_late", `update delivery_task set late_at = null where id {{in $1}}`)
	selectMute = sqldb.Q("delivery.unanswered", `select `+taskColumns+` from delivery_task k where k.answer_due <= $1 order by k.answer_due, k.id limit $2`)
	updateMute = sqldb.Q("delivery.reminded", `
		update delivery_task set reminded = reminded + $2, answer_due = $3, escalated_at = coalesce(escalated_at, $4) where id {{in $1}}`)
)

// Sweep tells of what is late and of what has not been answered. Run twice it tells nothing twice.
func (s *Service) Sweep(ctx context.Context) error {
	for _, turn := range []func(context.Context, *sqldb.Tx) (int, error){s.late, s.unanswered} {
		for n := someAtOnce; n == someAtOnce; {
			err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
				var err error
				n, err = turn(ctx, tx)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// late shows the desk what should have been delivered by now.
func (s *Service) late(ctx context.Context, tx *sqldb.Tx) (int, error) {
	list, err := sqldb.All(ctx, tx, selectLate, scanTask, sqldb.Time(tx.Now()), someAtOnce)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	if err := note(ctx, tx, system(), list, step{what: stepLate}); err != nil {
		return 0, err
	}
	if _, err := tx.Exec(ctx, updateLate, idsOf(list)); err != nil {
		return 0, err
	}
	p := s.d.Texts.Printer(i18n.Swedish)
	for _, part := range byTicket(list) {
		if err := s.attention(ctx, tx, part[0].Ticket, p.T("delivery.case.late", "count", len(part))); err != nil {
			return 0, err
		}
	}
	s.poke(tx, list)
	return len(list), nil
}

// unanswered reminds receivers, and later tells the desk and the orderer that nobody has said anything.
func (s *Service) unanswered(ctx context.Context, tx *sqldb.Tx) (int, error) {
	list, err := sqldb.All(ctx, tx, selectMute, scanTask, sqldb.Time(tx.Now()), someAtOnce)
	if err != nil {
		return 0, err
	}
	for _, part := range gather(list, func(t *Task) string { return fmt.Sprintf("%d %d", t.Order, min(t.Reminded, 1)) }) {
		if part[0].Reminded == 0 {
			err = s.remind(ctx, tx, part)
		} else {
			err = s.escalate(ctx, tx, part)
		}
		if err != nil {
			return 0, err
		}
	}
	return len(list), nil
}

func (s *Service) remind(ctx context.Context, tx *sqldb.Tx, list []Task) error {
	org := list[0].Org
	hours, err := s.hours(ctx, tx, org, tx.Now())
	if err != nil {
		return err
	}
	days, err := setting.Get[int](ctx, tx, org, setting.DeliveryEscalate, tx.Now())
	if err != nil {
		return err
	}
	if err := note(ctx, tx, system(), list, step{what: stepReminded}); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, updateMute, idsOf(list), 1, sqldb.Time(endOf(addDays(hours, tx.Now(), days))), nil); err != nil {
		return err
	}
	return s.told(ctx, tx, list, "remind", people(list, receiver))
}

// escalate charges nothing: it tells who should ask, unless the organisation has decided that silence is a yes.
func (s *Service) escalate(ctx context.Context, tx *sqldb.Tx, list []Task) error {
	means, err := setting.Get[string](ctx, tx, list[0].Org, setting.DeliverySilence, tx.Now())
	if err != nil {
		return err
	}
	if means == silenceAccepts {
		return s.acceptIn(ctx, tx, system(), list)
	}
	if err := note(ctx, tx, system(), list, step{what: stepEscalated}); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, updateMute, idsOf(list), 1, nil, sqldb.Time(tx.Now())); err != nil {
		return err
	}
	p := s.d.Texts.Printer(i18n.Swedish)
	for _, part := range byTicket(list) {
		if err := s.attention(ctx, tx, part[0].Ticket, p.T("delivery.case.unanswered", "count", len(part))); err != nil {
			return err
		}
	}
	return s.told(ctx, tx, list, "escalated", people(list, orderer, receiver))
}
