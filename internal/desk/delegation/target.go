package delegation

import (
	"context"
	"time"

	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Target is somebody to whom a case can be handed.
type Target struct {
	ID     supplier.ID
	Name   string
	Sort   supplier.Sort
	Way    supplier.Way
	Report time.Duration // 0: none was agreed.
	// Listed says that the contact list of the case's service names it.
	Listed  bool
	Contact string // The person whom the list names; may be empty.
	// Through is the name of the gateway that it is reached by; "" when it gets the case itself.
	Through string
}

// maxTargets bounds the form; the register holds hundreds.
const maxTargets = 500

var selectTargets = sqldb.Q("delegation.targets", `
	select s.id, s.name, s.kind, coalesce(k.way, 'portal'), coalesce(k.report_minutes, 0), l.supplier_id is not null, coalesce(x.name, ''),
		coalesce((select v.central from service v where v.id = $2), 1 = 0),
		coalesce((select min(g.name) from supplier g where g.org_id = $1 and g.kind = 'gateway' and g.active), '')
	from supplier s left join supplier_card k on k.supplier_id = s.id
		left join service_contact l on l.supplier_id = s.id and l.service_id = $2 left join supplier_contact x on x.id = l.contact_id
	where s.org_id = $1 and s.active and s.id <> $3 order by l.supplier_id is null, s.sort_key, s.id limit $4`)

// Targets returns to whom a case can be handed now, those on the contact list of its service first. Whom only a gateway
// reaches is left out where there is none. Errors: errs.Forbidden for whoever does not delegate it.
func (s *Service) Targets(ctx context.Context, by authz.Actor, t *ticket.Ticket) ([]Target, error) {
	if err := s.mayDelegate(by, t); err != nil {
		return nil, err
	}
	var out []Target
	err := sqldb.Each(ctx, s.d.DB, selectTargets, func(r sqldb.Row) error {
		var x Target
		var central bool
		var gateway string
		if err := r.Scan(&x.ID, &x.Name, &x.Sort, &x.Way, minutes{&x.Report}, &x.Listed, &x.Contact, &central, &gateway); err != nil {
			return err
		}
		if x.Sort != supplier.Gateway && (x.Sort == supplier.Central || central && !ours(x.Sort)) {
			if gateway == "" {
				return nil
			}
			x.Through = gateway
		}
		out = append(out, x)
		return nil
	}, int64(t.Org), int64(t.Service), int64(t.Supplier), maxTargets)
	return out, err
}

// Summary is what a page of a case shows of its hand-overs.
type Summary struct {
	Last   Delegation
	Chased bool // A chase is open.
}

var selectSummary = sqldb.Q("delegation.summary", `
	select `+columns+`, exists (select 1 from delegation_chase h where h.ticket_id = d.ticket_id and h.closed_at is null)
	from delegation d where d.ticket_id = $1 order by d.id desc limit 1`)

// Summary returns a case's last hand-over, in one statement; none is asked for a case that was never handed over.
func (s *Service) Summary(ctx context.Context, t *ticket.Ticket) (Summary, bool, error) {
	if t.Supplier == 0 && t.HandOvers == 0 {
		return Summary{}, false, nil
	}
	return sqldb.Maybe(ctx, s.d.DB, selectSummary, func(r sqldb.Row) (Summary, error) {
		var x Summary
		return x, r.Scan(append(x.Last.targets(), &x.Chased)...)
	}, int64(t.ID))
}

var selectStatus = sqldb.Q("delegation.status", `
	select state, contact_reason from delegation where ticket_id = $1 and ended_at is null`)

// Standing is what the user is told of the hand-over of an own case.
type Standing struct {
	Status  Status
	Contact string // Why the receiver may get in touch; "" while it may not.
}

// Standing returns how an own case fares in other hands; false while it is at the desk, without a statement.
func (s *Service) Standing(ctx context.Context, t *ticket.Ticket) (Standing, bool, error) {
	if t.Supplier == 0 {
		return Standing{}, false, nil
	}
	return sqldb.Maybe(ctx, s.d.DB, selectStatus, func(r sqldb.Row) (Standing, error) {
		var x Standing
		return x, r.Scan(&x.Status, &x.Contact)
	}, int64(t.ID))
}
