package duty

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// sweepBatch is how many are sent away in one transaction.
const sweepBatch = 200

var (
	selectOrgs = sqldb.Q("duty.sweep.orgs", `select distinct org_id from duty where state <> 'away' order by org_id`)
	// A page that is open renews its session each half minute, so a session tells of life. Whoever has logged out
	// everywhere since is gone at once.
	selectQuiet = sqldb.Q("duty.sweep.quiet", `
		select y.desk_id, y.person_id from duty y
		where y.org_id = $1 and y.state <> 'away' and (
			y.since < $2 and not exists (select 1 from session s where s.person_id = y.person_id and s.ended_at is null and s.expires_at > $3 and s.seen_at >= $2)
			or exists (select 1 from session s where s.person_id = y.person_id and s.ended_at > y.since)
				and not exists (select 1 from session s where s.person_id = y.person_id and s.ended_at is null and s.expires_at > $3))
		order by y.desk_id, y.person_id limit $4`)
)

// Sweep sends those away who gave no sign for as long as their organisation has decided. It is run by the clock.
func (s *Service) Sweep(ctx context.Context) error {
	orgs, err := sqldb.All(ctx, s.d.DB, selectOrgs, sqldb.Value[directory.OrgID])
	if err != nil {
		return err
	}
	for _, org := range orgs {
		if err := s.sweep(ctx, org); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) sweep(ctx context.Context, org directory.OrgID) error {
	minutes, err := setting.Get[int](ctx, s.d.DB, org, setting.DutyQuiet, time.Time{})
	if err != nil {
		return err
	}
	for more := true; more; {
		err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			quiet := tx.Now().Add(-time.Duration(minutes) * time.Minute)
			list, err := sqldb.All(ctx, tx, selectQuiet, func(r sqldb.Row) (Agent, error) {
				var a Agent
				return a, r.Scan(&a.Desk, &a.Person)
			}, int64(org), sqldb.Time(quiet), sqldb.Time(tx.Now()), sweepBatch)
			if err != nil {
				return err
			}
			for _, a := range list {
				if err := s.put(ctx, tx, authz.System("duty"), directory.Desk{ID: a.Desk, Org: org}, Input{Person: a.Person, State: Away, Chats: -1}, Ended); err != nil {
					return err
				}
			}
			more = len(list) == sweepBatch
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
