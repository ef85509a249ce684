package approval

import (
	"context"
	"time"

	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/sqldb"
)

// settle brings an approval to rest after a change: steps whose turn it is open, those who decide them are told, and what
// nobody near may decide goes on. It writes the approval's row.
func (s *Service) settle(ctx context.Context, tx *sqldb.Tx, by authz.Actor, a *Approval, r rules, word string) error {
	parts, err := partsOf(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	var fresh []*Part
	for _, l := range linesIn(parts) {
		fresh = append(fresh, l.ready()...)
	}
	if len(fresh) > 0 {
		remind, escalate := workdays(tx.Now(), r.remind), workdays(tx.Now(), r.escalate)
		if _, err := tx.Exec(ctx, openParts, idList(fresh), sqldb.Time(tx.Now()), sqldb.Time(remind), sqldb.Time(escalate)); err != nil {
			return err
		}
		for _, p := range fresh {
			p.State, p.OpenedAt = PartOpen, tx.Now()
		}
	}
	if a.State = fold(parts); a.State == Open {
		a.ClosedAt = time.Time{}
	} else if a.ClosedAt.IsZero() {
		a.ClosedAt = tx.Now()
	}
	if err := s.ask(ctx, tx, by, a, fresh, word); err != nil {
		return err
	}
	return save(ctx, tx, a)
}

func idList(parts []*Part) sqldb.List[PartID] {
	ids := make(sqldb.List[PartID], len(parts))
	for i, p := range parts {
		ids[i] = p.ID
	}
	return ids
}

// workdays is the same time of the day n working days later, by Swedish watches: neither weekends nor holidays nor eves
// count. No days at all is never.
func workdays(at time.Time, n int) time.Time {
	if n <= 0 {
		return time.Time{}
	}
	local := at.In(clock.Stockholm())
	d := holiday.Of(local)
	for n > 0 {
		d++
		if _, named := holiday.InSweden(d); !named && d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
			n--
		}
	}
	year, month, day := d.Civil()
	return time.Date(year, month, day, local.Hour(), local.Minute(), local.Second(), local.Nanosecond(), clock.Stockholm()).UTC()
}
