package access

import (
	"context"
	"time"

	"lotsen/internal/kit/sqldb"
)

// note remembers that a session or token was used, without a write in the way of the request.
func (s *Service) note(in map[int64]time.Time, id int64, at time.Time) {
	s.seenLock.Lock()
	defer s.seenLock.Unlock()
	in[id] = at
}

// FlushSeen writes when sessions and tokens were last used: each minute, and before the program stops. What a crash
// loses is a minute of a session's idle time.
func (s *Service) FlushSeen(ctx context.Context) error {
	s.seenLock.Lock()
	seen, used := s.seen, s.used
	s.seen, s.used = map[int64]time.Time{}, map[int64]time.Time{}
	s.seenLock.Unlock()
	if len(seen)+len(used) == 0 {
		return nil
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		for id, at := range seen {
			if _, err := tx.Exec(ctx, touchSession, id, sqldb.Time(at)); err != nil {
				return err
			}
		}
		for id, at := range used {
			if _, err := tx.Exec(ctx, touchToken, id, sqldb.Time(at)); err != nil {
				return err
			}
		}
		return nil
	})
}
