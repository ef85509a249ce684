package ticket

import (
	"context"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// looseFor is how long a file may wait for the form that it was uploaded for.
const looseFor = 24 * time.Hour

// Loose bounds what one person may have uploaded without sending it with anything. Zero values take the defaults.
type Loose struct {
	Files int   // 200.
	Bytes int64 // 1 GB.
}

func (l Loose) withDefaults() Loose {
	if l.Files == 0 {
		l.Files = 200
	}
	if l.Bytes == 0 {
		l.Bytes = 1000 << 20
	}
	return l
}

var sumLoose = sqldb.Q("attachment.loose_sum", `
	select count(*), cast(coalesce(sum(size), 0) as bigint) from attachment where ticket_id is null and owner_id = $1 and created_at >= $2`)

// roomForLoose fails with TooLarge when a further file of that size would be more than one person may leave lying.
// What is sent with a message no longer counts.
func (s *Service) roomForLoose(ctx context.Context, q sqldb.Querier, by authz.Actor, size int64) error {
	var files int
	var bytes int64
	_, err := sqldb.One(ctx, q, sumLoose, func(r sqldb.Row) (struct{}, error) {
		return struct{}{}, r.Scan(&files, &bytes)
	}, by.Person, sqldb.Time(q.Now().Add(-looseFor)))
	if err != nil {
		return err
	}
	if files >= s.loose.Files || bytes+size > s.loose.Bytes {
		return errs.E(errs.TooLarge, "ticket.error.too_many_loose", "files", s.loose.Files, "max", s.loose.Bytes>>20)
	}
	return nil
}
