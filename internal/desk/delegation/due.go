package delegation

import (
	"context"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

var (
	selectDue = sqldb.Q("delegation.due", `
		select id, ticket_id from delegation where ended_at is null and due_at is not null and due_at <= $1 order by due_at limit 200`)
	selectDueOne = sqldb.Q("delegation.due_one", `
		select `+columns+` from delegation d where d.id = $1 and d.ended_at is null and d.due_at is not null and d.due_at <= $2`)
	insertChase = sqldb.Q("delegation.chase", `
		insert into delegation_chase (org_id, desk_id, delegation_id, ticket_id, opened_at, was_due) values ($1, $2, $3, $4, $5, $6)
		on conflict (delegation_id) where closed_at is null do nothing`)
)

// Sweep finds the reports that did not come: each is counted, the case comes back to the desk's eye with a chase, and
// the event makes others remind the receiver. The clock runs on, so that the next silence is found too. It reads only
// what is due, and does nothing to what another node has done.
func (s *Service) Sweep(ctx context.Context) error {
	type due struct {
		id     ID
		ticket ticket.ID
	}
	for {
		list, err := sqldb.All(ctx, s.d.DB, selectDue, func(r sqldb.Row) (due, error) {
			var d due
			return d, r.Scan(&d.id, &d.ticket)
		}, sqldb.Time(s.d.DB.Now()))
		if err != nil || len(list) == 0 {
			return err
		}
		for _, d := range list {
			err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return s.lateIn(ctx, tx, d.id) })
			if err != nil && !errs.Is(err, errs.Conflict) {
				return err
			}
		}
	}
}

func (s *Service) lateIn(ctx context.Context, tx *sqldb.Tx, id ID) error {
	d, found, err := sqldb.Maybe(ctx, tx, selectDueOne, scan, int64(id), sqldb.Time(tx.Now()))
	if err != nil || !found {
		return err
	}
	was := d.Due
	d.Late++
	if d.Due, err = s.reportDue(ctx, tx, d.Org, tx.Now(), d.Report); err != nil {
		return err
	}
	if err := d.save(ctx, tx); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, insertChase, int64(d.Org), int64(d.Desk), int64(d.ID), int64(d.Ticket), sqldb.Time(tx.Now()), sqldb.Time(was)); err != nil {
		return err
	}
	if err := s.remind(ctx, tx, &d); err != nil {
		return err
	}
	_, err = s.d.Ticket.StepIn(ctx, tx, authz.System("delegation"), d.Ticket, ticket.EventDelegateLate,
		func(_ context.Context, _ *sqldb.Tx, t *ticket.Ticket, p *ticket.Payload) error {
			t.AwaitsDesk = true
			p.Handover, p.Internal = d.handover(), true
			p.Handover.Due = &was
			return nil
		})
	return err
}
