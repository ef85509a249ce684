package order

import (
	"context"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Propose is the desk's answer to a wish for help: what the form's questions should be answered. All lines of the same
// case get the same. The orderer is asked, and nothing binds yet. Errors: errs.Invalid named as in the form, errs.Conflict
// for a line that nobody specifies any more, errs.NotFound, errs.Forbidden.
func (s *Service) Propose(ctx context.Context, by authz.Actor, id ID, line LineID, in ChangeInput) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := s.find(ctx, tx, by, id); err != nil {
			return err
		}
		o, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if !works(by, &o) {
			return errs.Denied(string(MayWork))
		}
		old, err := s.seen(ctx, tx, by, id, line)
		if err != nil {
			return err
		}
		if old.State != Specify {
			return errs.E(errs.Conflict, "order.error.specified")
		}
		who, err := s.standsFor(ctx, tx, by, &o)
		if err != nil {
			return err
		}
		all, err := LinesIn(ctx, tx, id)
		if err != nil {
			return err
		}
		var put []LineID
		for i := range all {
			l := &all[i]
			if l.State != Specify || l.Ticket != old.Ticket {
				continue
			}
			fresh, err := s.proposed(ctx, tx, who, l, in)
			if err != nil {
				return err
			}
			if err := s.write(ctx, tx, &fresh); err != nil {
				return err
			}
			put = append(put, l.ID)
		}
		if err := s.tell(ctx, tx, by, id, EventProposed, 0, Payload{Lines: put, Comment: in.Comment}); err != nil {
			return err
		}
		return s.say(ctx, tx, &o, "proposed", []directory.PersonID{o.Orderer})
	})
}

// proposed is a line with what the desk says it should be.
func (s *Service) proposed(ctx context.Context, tx *sqldb.Tx, who authority, l *Line, in ChangeInput) (Line, error) {
	if in.Quantity == 0 {
		in.Quantity = l.Quantity
	}
	w := wish{item: l.Item, pack: l.Package, person: l.Person, receiver: l.Receiver, reference: l.Reference, model: in.Model, quantity: in.Quantity, answers: in.Answers}
	list, r, err := s.resolve(ctx, tx, who, []wish{w}, false)
	if err != nil {
		return Line{}, err
	}
	if err := plain(r.wrong).Err(); err != nil {
		return Line{}, err
	}
	fresh := list[0]
	fresh.ID, fresh.State, fresh.Proposed, fresh.Ticket, fresh.Hash = l.ID, Specify, true, l.Ticket, fresh.hash()
	return fresh, nil
}

// Confirm is the orderer's yes to what the desk specified: from now on it binds, as any other order. Reference is needed
// where none stands for the person's unit. Errors: errs.Invalid, errs.Conflict when the desk has not proposed anything or
// what is offered has changed since, errs.NotFound, errs.Forbidden.
func (s *Service) Confirm(ctx context.Context, by authz.Actor, id ID, line LineID, reference directory.ReferenceID) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		o, behalf, err := s.mayChange(ctx, tx, by, id)
		if err != nil {
			return err
		}
		old, err := s.changeableLine(ctx, tx, by, id, line)
		if err != nil {
			return err
		}
		if old.State != Specify || !old.Proposed {
			return errs.E(errs.Conflict, "order.error.not_proposed")
		}
		who, err := s.rights(ctx, tx, by, &o)
		if err != nil {
			return err
		}
		all, err := LinesIn(ctx, tx, id)
		if err != nil {
			return err
		}
		known, err := s.changeableIn(ctx, tx, by, id)
		if err != nil {
			return err
		}
		var wishes []wish
		var of []Line
		for i := range all {
			l := &all[i]
			if l.State != Specify || !l.Proposed || l.Ticket != old.Ticket || !known[l.ID] {
				continue
			}
			w := wish{item: l.Item, pack: l.Package, person: l.Person, receiver: l.Receiver, reference: l.Reference, model: l.Model, quantity: l.Quantity, answers: l.Answers}
			if reference != 0 {
				w.reference = reference
			}
			wishes, of = append(wishes, w), append(of, *l)
		}
		ready, r, err := s.resolve(ctx, tx, who, wishes, true)
		if err != nil {
			return err
		}
		if err := plain(r.wrong).Err(); err != nil {
			return err
		}
		p := Payload{}
		for i := range ready {
			l := &ready[i]
			if l.OnceOre != of[i].OnceOre || l.MonthOre != of[i].MonthOre {
				return errs.E(errs.Conflict, "order.error.changed")
			}
			l.ID, l.Order, l.Pos, l.Ticket, l.State = of[i].ID, id, of[i].Pos, of[i].Ticket, Approval
			l.Hash = l.hash()
			if err := s.write(ctx, tx, l); err != nil {
				return err
			}
			p.Lines = append(p.Lines, l.ID)
		}
		if err := s.tell(ctx, tx, by, id, EventConfirmed, behalf, p); err != nil {
			return err
		}
		return s.ask(ctx, tx, by, &o, ready, false)
	})
}

// OfTicket returns what is being specified in a case, for the page of the case. Nothing is no error.
func (s *Service) OfTicket(ctx context.Context, by authz.Actor, t ticket.ID) ([]Line, error) {
	var w sqldb.Where
	names := namedColumns(&w, by)
	condition, args := lines(by).SQL()
	w.And("l.ticket_id = ?", int64(t))
	w.And(condition, args...)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("order.of_ticket", `select `+lineColumns+names+` from order_line l join orders o on o.id = l.order_id where `+w.SQL()+` order by l.pos, l.id limit 20`), scanNamedLine, w.Args()...)
}

// ItemOf is the offer of a line as it reads in the version that was ordered.
func (s *Service) ItemOf(ctx context.Context, l *Line) (catalogue.Item, error) {
	return catalogue.ItemAt(ctx, s.d.DB, l.Item, l.ItemVersion)
}
