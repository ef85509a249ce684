package connector

import (
	"context"
	"strings"
	"time"

	"lotsen/internal/kit/sqldb"
)

// Pretend is the adapter of the demo world: a system that does as if. A password is taken unless it has the word «policy»
// in it, a computer takes a moment, a phone is there at once.
type Pretend struct{}

// Check implements Adapter.
func (Pretend) Check(*To) error { return nil }

// Try implements Adapter.
func (Pretend) Try(context.Context, *To) error { return nil }

// Do implements Adapter.
func (Pretend) Do(_ context.Context, _ *To, o *Order) (Answer, error) {
	switch {
	case strings.Contains(strings.ToLower(o.Password), "policy"):
		return Answer{}, &Refused{Key: FaultPolicy}
	case o.Kind == Reinstall:
		return Answer{Later: true}, nil
	}
	return Answer{}, nil
}

// pretendTakes is how long the demo world's computers take.
const pretendTakes = 45 * time.Second

var selectPretended = sqldb.Q("connector_job.pretended", `
	select j.id from connector_job j join connector c on c.id = j.connector_id where j.state = 'sent' and c.way = 'pretend' and j.sent_at <= $1 order by j.id limit 100`)

// pretended ends what the demo world's system has had for a while.
func (s *Service) pretended(ctx context.Context) error {
	if !s.d.Demo {
		return nil
	}
	ids, err := sqldb.All(ctx, s.d.DB, selectPretended, sqldb.Value[JobID], sqldb.Time(s.d.DB.Now().Add(-pretendTakes)))
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return s.endIn(ctx, tx, system(), id, Done, "", "") })
		if err != nil {
			return err
		}
	}
	return nil
}
