package inbox

import (
	"context"
	"errors"
	"time"

	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// retryAfter is how long a mail whose taking failed rests before it is tried again without anybody bringing it.
const retryAfter = 5 * time.Minute

// Retry takes mails whose taking has failed, until they are taken or stand in quarantine: whoever brought them may have
// given up.
func (s *Service) Retry(ctx context.Context) error {
	type kept struct {
		id  int64
		box MailboxID
		raw string
		way string
	}
	list, err := sqldb.All(ctx, s.d.DB, selectWaiting, func(r sqldb.Row) (kept, error) {
		var k kept
		return k, r.Scan(&k.id, &k.box, &k.raw, &k.way)
	}, sqldb.Time(s.d.DB.Now().Add(-retryAfter)))
	if err != nil {
		return err
	}
	var failed error
	for _, k := range list {
		box, err := sqldb.One(ctx, s.d.DB, selectBox, scanMailbox, int64(k.box))
		if err != nil {
			return err
		}
		raw, err := s.bytes(ctx, k.raw)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		// A failure is counted on the row, and the next round tries again.
		if _, err := s.Deliver(ctx, box, raw, wayOf(k.way)); err != nil && !errs.Is(err, errs.Unavailable) {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}
