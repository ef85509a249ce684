package common

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

// Public is what may be passed on to residents about a major incident.
type Public struct {
	Ticket     ticket.ID
	ServiceSv  string // The service that it is about; "" where none was named.
	ServiceEn  string
	DeclaredAt time.Time
	Words      string // "" while nobody has written any.
	At         time.Time
}

var (
	upsertPublic = sqldb.Q("major.public_save", `
		insert into major_word (ticket_id, org_id, words, by_id, at) values ($1, $2, $3, $4, $5)
		on conflict (ticket_id) do update set words = excluded.words, by_id = excluded.by_id, at = excluded.at, version = major_word.version + 1`)
	selectPublic = sqldb.Q("major.public", `
		select m.ticket_id, coalesce(s.name_sv, ''), coalesce(s.name_en, ''), m.declared_at, coalesce(w.words, ''), w.at
		from major m join ticket t on t.id = m.ticket_id left join service s on s.id = t.service_id left join major_word w on w.ticket_id = m.ticket_id
		where m.org_id = $1 and m.ended_at is null and not t.sealed order by m.declared_at desc, m.ticket_id desc limit 20`)
)

// Publicise writes the words that the contact centre may pass on to residents, in place of those before. Whoever leads
// the major incident writes them. Errors: errs.NotFound, errs.Forbidden, errs.Conflict when it is over.
func (s *Service) Publicise(ctx context.Context, by authz.Actor, id ticket.ID, words string) error {
	words = clean.Text(words, maxLog)
	return s.change(ctx, by, id, "public", words, func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, _ *Major) error {
		_, err := tx.Exec(ctx, upsertPublic, int64(id), int64(t.Org), words, sqldb.ID(by.Person), sqldb.Time(tx.Now()))
		return err
	})
}

// Publics lists an organisation's major incidents with what may be passed on about each, newest first: for the contact
// centre, which sees nothing else of the cases. Errors: errs.Forbidden.
func (s *Service) Publics(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Public, error) {
	if !by.MayIn(ticket.MayCentre, authz.Organisation, int64(org)) {
		return nil, errs.Denied(string(ticket.MayCentre))
	}
	return sqldb.All(ctx, s.db, selectPublic, func(r sqldb.Row) (Public, error) {
		var p Public
		return p, r.Scan(&p.Ticket, &p.ServiceSv, &p.ServiceEn, sqldb.ScanTime(&p.DeclaredAt), &p.Words, sqldb.ScanTime(&p.At))
	}, int64(org))
}
