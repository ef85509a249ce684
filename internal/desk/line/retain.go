package line

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/sqldb"
)

// blankAtOnce bounds how many numbers are blanked in one transaction.
const blankAtOnce = 500

var (
	keepOrgs = sqldb.Q("line.keep_orgs", `select o.id from organisation o order by o.id`)
	blank    = sqldb.Q("line.blank", `
		update contact set caller = '' where id in (select l.id from contact l where l.caller <> '' and l.came_at < $2 and l.org_id = $1 and l.state = 'ended' limit $3)`)
)

// Forget blanks callers' numbers after the time of keeping, which days tells of an organisation; 0 is for ever. A number
// that has been blanked stays away, and the figures stay as they are.
func (s *Service) Forget(ctx context.Context, days func(ctx context.Context, org directory.OrgID) (int, error)) error {
	orgs, err := sqldb.All(ctx, s.DB, keepOrgs, sqldb.Value[directory.OrgID])
	if err != nil {
		return err
	}
	for _, org := range orgs {
		n, err := days(ctx, org)
		if err != nil || n == 0 {
			if err != nil {
				return err
			}
			continue
		}
		before := s.DB.Now().Add(-time.Duration(n) * 24 * time.Hour)
		for {
			var changed int64
			err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
				var err error
				changed, err = tx.Exec(ctx, blank, int64(org), sqldb.Time(before), blankAtOnce)
				return err
			})
			if err != nil {
				return err
			}
			if changed < blankAtOnce {
				break
			}
		}
	}
	return nil
}
