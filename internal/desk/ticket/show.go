package ticket

import (
	"context"
	"errors"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Show returns a ticket with the names that go with it and the water mark of the event log, in one statement. Like Load it writes to the security log when
// the ticket is about a person with protected identity. Errors: errs.NotFound.
func (s *Service) Show(ctx context.Context, by authz.Actor, id ID) (Row, error) {
	var w sqldb.Where
	mask := maskOf(&w, by)
	w.And("t.id = ?", int64(id))
	condition, args := Visible(by).SQL()
	w.And(condition, args...)
	row, err := sqldb.One(ctx, s.db, sqldb.Q("ticket.show", "select "+rowColumns(mask)+", ("+event.MarkSQL+") from ticket t where "+w.SQL()), scanMarked, w.Args()...)
	if errors.Is(err, sqldb.ErrNone) {
		return Row{}, errs.Missing()
	}
	if err != nil {
		return Row{}, err
	}
	return row, s.noteSealed(ctx, by, &row.Ticket)
}

func scanMarked(r sqldb.Row) (Row, error) {
	var row Row
	err := r.Scan(append(row.places(), &row.Mark)...)
	return row, err
}
