package delegation

import (
	"context"

	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// mayContact fills in whether the receiver may write to the user: never, when the user must take part and it says why, or
// as long as the case is open, as the organisation has decided.
func (v *View) mayContact(ctx context.Context, q sqldb.Querier) error {
	rule, err := setting.Get[string](ctx, q, v.Org, setting.DirectContact, q.Now())
	v.CanContact = rule == setting.ContactOpenTicket || rule == setting.ContactWhenNeeded && v.ContactReason != ""
	v.NeedsReason = rule == setting.ContactWhenNeeded && v.ContactReason == ""
	return err
}

// NeedUser notes that the user must take part, and why; from then on the receiver may write to them. The desk sees it.
// Errors: errs.Conflict where receivers never write to users, errs.Invalid without a reason, errs.NotFound.
func (s *Service) NeedUser(ctx context.Context, by authz.Actor, id ticket.ID, reason string) (Delegation, error) {
	return s.write(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx) (Delegation, error) {
		d, err := inHand(ctx, tx, by, id)
		if err != nil {
			return d, err
		}
		rule, err := setting.Get[string](ctx, tx, d.Org, setting.DirectContact, tx.Now())
		if err != nil {
			return d, err
		}
		if rule == setting.ContactNever {
			return d, errs.E(errs.Conflict, "delegation.error.contact_never")
		}
		if d.ContactReason = clean.Line(reason, maxReason); clean.Blank(d.ContactReason) {
			var f errs.Fields
			f.Add("contact_reason", "delegation.error.contact_reason")
			return d, f.Err()
		}
		if err := d.save(ctx, tx); err != nil {
			return d, err
		}
		_, err = s.d.Ticket.StepIn(ctx, tx, by, id, ticket.EventContactOpened, func(_ context.Context, _ *sqldb.Tx, _ *ticket.Ticket, p *ticket.Payload) error {
			p.Handover, p.Comment, p.Internal = d.handover(), d.ContactReason, true
			return nil
		})
		return d, err
	})
}

// Contact sends words of the receiver to the user. It is in the case's history with who wrote. Errors: errs.Conflict while
// the user need not take part, errs.Invalid, errs.NotFound.
func (s *Service) Contact(ctx context.Context, by authz.Actor, id ticket.ID, w ticket.Words) (Delegation, error) {
	return s.write(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx) (Delegation, error) {
		d, err := inHand(ctx, tx, by, id)
		if err != nil {
			return d, err
		}
		v := View{Delegation: d}
		if err := v.mayContact(ctx, tx); err != nil {
			return d, err
		}
		if !v.CanContact {
			return d, errs.E(errs.Conflict, "delegation.error.contact")
		}
		w.Channel = ticket.Supplier
		_, err = s.d.Ticket.StepIn(ctx, tx, by, id, ticket.EventReplied, func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, p *ticket.Payload) error {
			p.Handover, p.How = d.handover(), "contact"
			m, err := s.d.Ticket.SayIn(ctx, tx, by, t, p, ticket.Reply, w)
			if err != nil {
				return err
			}
			_, err = tx.Exec(ctx, insertMessage, int64(d.ID), int64(m), toUser)
			return err
		})
		return d, err
	})
}
