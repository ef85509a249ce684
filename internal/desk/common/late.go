package common

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// LateWord is a promised word of a major incident whose time has passed.
type LateWord struct {
	Ticket ticket.ID
	Org    directory.OrgID
	Desk   directory.DeskID
	Lead   directory.PersonID // Who leads, else who declared it.
	Due    time.Time
}

var selectLateWords = sqldb.Q("major.late_words", `
	select m.ticket_id, m.org_id, m.desk_id, coalesce(m.lead_id, m.declared_by), m.word_due from major m
	where m.ended_at is null and m.word_due <= $1 and not exists (
		select 1 from major_log l where l.ticket_id = m.ticket_id and l.what = 'late' and l.at >= m.word_due)
	order by m.ticket_id limit 100`)

// Sweep reminds whoever leads a major incident that the next word is overdue: once for each promise. How they are told
// is the warner's.
func (s *Service) Sweep(ctx context.Context) error {
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		late, err := sqldb.All(ctx, tx, selectLateWords, func(r sqldb.Row) (LateWord, error) {
			var w LateWord
			return w, r.Scan(&w.Ticket, &w.Org, &w.Desk, sqldb.ScanID(&w.Lead), sqldb.ScanTime(&w.Due))
		}, sqldb.Time(tx.Now()))
		for i := 0; err == nil && i < len(late); i++ {
			if err = s.noteIn(ctx, tx, authz.System("major"), late[i].Ticket, "late", "", false); err == nil && s.warn != nil {
				err = s.warn(ctx, tx, late[i])
			}
		}
		return err
	})
}
