package ticket

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// ChooseWay decides how the user hears of this case; "" is as they have it otherwise. The user decides, and so does the
// desk for them. Errors: errs.NotFound, errs.Forbidden, errs.Invalid.
func (s *Service) ChooseWay(ctx context.Context, by authz.Actor, id ID, way directory.Way) (Ticket, error) {
	if !way.Valid() {
		var f errs.Fields
		f.Add("contact_way", "error.choose")
		return Ticket{}, f.Err()
	}
	t, err := s.Load(ctx, by, id)
	if err != nil {
		return Ticket{}, err
	}
	verb := MayWork
	if t.Concerns(by.Person) && !s.Can(by, MayWork, &t) {
		verb = MayReport
	}
	return s.update(ctx, by, id, verb, EventChanged, func(_ context.Context, _ *sqldb.Tx, t *Ticket, _ *Payload) error {
		t.ContactWay = way
		return nil
	})
}

var updateOwed = sqldb.Q("ticket.owed", `update ticket set owed_at = $1, owed_what = $2 where id = $3`)

// SetOwedIn keeps beside the case since when the desk owes its user something, and what; the zero
// time for nothing.
func SetOwedIn(ctx context.Context, tx *sqldb.Tx, t *Ticket, since time.Time, what string) error {
	if t.OwedAt.Equal(since) && t.OwedWhat == what {
		return nil
	}
	_, err := tx.Exec(ctx, updateOwed, sqldb.Time(since), what, int64(t.ID))
	t.OwedAt, t.OwedWhat = since, what
	tx.Poke(topics(t)...)
	return err
}
