package ticket

import (
	"context"
	"fmt"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// presenceFor is how long somebody counts as present without a new sign.
const presenceFor = 90 * time.Second

// Present is somebody else who has the ticket open.
type Present struct {
	Person directory.PersonID
	Name   string
	Doing  string // "reading" or "writing"
}

var (
	upsertPresence = sqldb.Q("presence.upsert", `
		insert into presence (ticket_id, person_id, doing, seen_at) values ($1, $2, $3, $4)
		on conflict (ticket_id, person_id) do update set doing = excluded.doing, seen_at = excluded.seen_at`)
	selectPresence = sqldb.Q("presence.list", `
		select pr.person_id, p.given_name || ' ' || p.family_name, pr.doing from presence pr join person p on p.id = pr.person_id
		where pr.ticket_id = $1 and pr.person_id <> $2 and pr.seen_at > $3 order by pr.seen_at`)
	selectOwnPresence = sqldb.Q("presence.own", `
		select seen_at from presence where ticket_id = $1 and person_id = $2 and doing = $3`)
	renewPresence = sqldb.Q("presence.renew", `
		update presence set seen_at = $3 where ticket_id = $1 and person_id = $2 and seen_at > $4`)
	selectAnyPresence = sqldb.Q("presence.any", `
		select seen_at from presence where ticket_id = $1 and person_id = $2 and seen_at > $3`)
	deletePresence = sqldb.Q("presence.delete", `delete from presence where seen_at < $1`)
)

// Present notes that the actor has the ticket open and returns who else has. Whoever may not see the desk's own side of
// a ticket is neither noted nor told. It writes at most every half minute for a person and ticket.
func (s *Service) Present(ctx context.Context, by authz.Actor, t *Ticket, doing string) ([]Present, error) {
	if by.Person == 0 || !WorksOn(by, t) {
		return nil, nil
	}
	now := s.db.Now()
	var seen time.Time
	seen, _, err := sqldb.Maybe(ctx, s.db, selectOwnPresence, func(r sqldb.Row) (time.Time, error) {
		var at time.Time
		return at, r.Scan(sqldb.ScanTime(&at))
	}, int64(t.ID), by.Person, doing)
	if err != nil {
		return nil, err
	}
	if err := s.notePresent(ctx, by, t, doing, seen); err != nil {
		return nil, err
	}
	return sqldb.All(ctx, s.db, selectPresence, func(r sqldb.Row) (Present, error) {
		var p Present
		return p, r.Scan(&p.Person, &p.Name, &p.Doing)
	}, int64(t.ID), by.Person, sqldb.Time(now.Add(-presenceFor)))
}

// notePresent renews the actor's sign of presence when the last one is old, and tells the others when they are new here.
func (s *Service) notePresent(ctx context.Context, by authz.Actor, t *Ticket, doing string, seen time.Time) error {
	now := s.db.Now()
	if by.Person == 0 || now.Sub(seen) <= presenceFor/3 {
		return nil
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if now.Sub(seen) > presenceFor {
			tx.Poke(fmt.Sprintf("ticket:%d", t.ID))
		}
		_, err := tx.Exec(ctx, upsertPresence, int64(t.ID), by.Person, doing, sqldb.Time(tx.Now()))
		return err
	})
}

// StillPresent renews the sign of presence of somebody whose page is still open and who has given one by opening it. For
// everybody else it reads once and writes nothing.
func (s *Service) StillPresent(ctx context.Context, by authz.Actor, id ID) error {
	since := s.db.Now().Add(-presenceFor)
	_, found, err := sqldb.Maybe(ctx, s.db, selectAnyPresence, sqldb.Value[int64], int64(id), by.Person, sqldb.Time(since))
	if err != nil || !found {
		return err
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, renewPresence, int64(id), by.Person, sqldb.Time(tx.Now()), sqldb.Time(since))
		return err
	})
}

// Tidy removes what has lost its use: signs of presence, and uploads whose form was never sent.
func (s *Service) Tidy(ctx context.Context) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, deletePresence, sqldb.Time(tx.Now().Add(-time.Hour))); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, deleteLoose, sqldb.Time(tx.Now().Add(-looseFor)))
		return err
	})
}
