package delegation

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Chase is a report that did not come. It is done when the receiver has been asked and the user told, both logged.
type Chase struct {
	ID         int64
	Delegation ID
	Ticket     ticket.ID
	Name       string // The receiver.
	Title      string
	Opened     time.Time
	WasDue     time.Time
	Late       int
}

// ChaseInput is how a chase was done.
type ChaseInput struct {
	Contact string // Whom the desk reached, how, and what they said; the desk reads it.
	ToUser  string // What the user is told.
}

var (
	selectChase = sqldb.Q("delegation.chase_open", `
		select h.id from delegation_chase h where h.ticket_id = $1 and h.closed_at is null order by h.id limit 1`)
	closeChase = sqldb.Q("delegation.chase_close", `
		update delegation_chase set contact = $2, asked_message = $3, told_message = $4, closed_at = $5, closed_by = $6
		where ticket_id = $1 and closed_at is null`)
)

// Chased ends a case's chase. Both steps are asked for, and both stand in the case. Errors: errs.Invalid, errs.Conflict
// when there is none, errs.Forbidden, errs.NotFound.
func (s *Service) Chased(ctx context.Context, by authz.Actor, id ticket.ID, in ChaseInput) (ticket.Ticket, error) {
	var t ticket.Ticket
	_, err := s.write(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx) (Delegation, error) {
		var err error
		t, err = s.chasedIn(ctx, tx, by, id, in)
		return Delegation{}, err
	})
	return t, err
}

func (s *Service) chasedIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ticket.ID, in ChaseInput) (ticket.Ticket, error) {
	t, err := ticket.LoadIn(ctx, tx, by, id)
	if err != nil {
		return t, err
	}
	if err := s.mayDelegate(by, &t); err != nil {
		return t, err
	}
	_, found, err := sqldb.Maybe(ctx, tx, selectChase, sqldb.Value[int64], int64(id))
	if err != nil {
		return t, err
	}
	if !found {
		return t, errs.E(errs.Conflict, "delegation.error.no_chase")
	}
	var f errs.Fields
	if clean.Blank(in.Contact) {
		f.Add("contact", "delegation.error.chase_contact")
	}
	if clean.Blank(in.ToUser) {
		f.Add("to_user", "delegation.error.chase_user")
	}
	if err := f.Err(); err != nil {
		return t, err
	}
	h := &ticket.Handover{Status: "chased"}
	if d, now, err := NowIn(ctx, tx, id); err != nil {
		return t, err
	} else if now {
		h = d.handover()
	}
	var asked, told ticket.MessageID
	if _, err = s.d.Ticket.StepIn(ctx, tx, by, id, ticket.EventDelegateChased, func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, p *ticket.Payload) error {
		p.Handover = h
		asked, err = s.d.Ticket.SayIn(ctx, tx, by, t, p, ticket.Note, ticket.Words{Text: in.Contact})
		return err
	}); err != nil {
		return t, err
	}
	if t, err = s.d.Ticket.StepIn(ctx, tx, by, id, ticket.EventReplied, func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, p *ticket.Payload) error {
		t.AwaitsDesk = false
		if t.RepliedAt.IsZero() {
			t.RepliedAt = tx.Now()
		}
		told, err = s.d.Ticket.SayIn(ctx, tx, by, t, p, ticket.Reply, ticket.Words{Text: in.ToUser})
		return err
	}); err != nil {
		return t, err
	}
	_, err = tx.Exec(ctx, closeChase, int64(id), clean.Line(in.Contact, maxReason), int64(asked), int64(told), sqldb.Time(tx.Now()), sqldb.ID(by.Person))
	return t, err
}

// Chases returns a desk's open chases, oldest first, at most a page.
func (s *Service) Chases(ctx context.Context, by authz.Actor, desk directory.DeskID) ([]Chase, error) {
	scope := kept(by)
	if scope.Empty() || by.Person != 0 && !by.May(ticket.MayNote) {
		return nil, nil
	}
	var w sqldb.Where
	w.And("h.desk_id = ? and h.closed_at is null", int64(desk))
	condition, args := scope.SQL()
	w.And(condition, args...)
	text := `select h.id, h.delegation_id, h.ticket_id, d.name, t.title, h.opened_at, h.was_due, d.late from delegation_chase h
		join delegation d on d.id = h.delegation_id join ticket t on t.id = h.ticket_id where ` + w.SQL() + w.Numbered(` order by h.opened_at, h.id limit ?`, PageSize)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("delegation.chases", text), func(r sqldb.Row) (Chase, error) {
		var c Chase
		return c, r.Scan(&c.ID, &c.Delegation, &c.Ticket, &c.Name, &c.Title, sqldb.ScanTime(&c.Opened), sqldb.ScanTime(&c.WasDue), &c.Late)
	}, w.Args()...)
}
