package outage

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// mostListed bounds a page of outages: a year has far fewer.
const mostListed = 500

// Get returns one outage. Errors: NotFound.
func (s *Service) Get(ctx context.Context, by authz.Actor, id ID) (Outage, error) {
	return s.find(ctx, s.DB, by, MayRead, id)
}

// Status is what the people of an organisation are told: what is down now, what will be, what was.
type Status struct {
	Now, Coming, Past []Outage
}

// How far the status looks ahead and back.
const (
	ahead = 14 * 24 * time.Hour
	back  = 7 * 24 * time.Hour
)

// Status tells the organisation's own people, and those who work for it. Causes are the desk's: they are left out.
func (s *Service) Status(ctx context.Context, by authz.Actor, org directory.OrgID) (Status, error) {
	if !belongs(by, org) {
		if err := may(ctx, s.DB, by, MayRead, org); err != nil {
			return Status{}, errs.Missing()
		}
	}
	now := s.DB.Now()
	list, err := read(ctx, s.DB, authz.All(), 100, "o.org_id = ? and o.void_reason = '' and o.starts_at < ? and (o.ends_at is null or o.ends_at > ?)",
		int64(org), sqldb.Time(now.Add(ahead)), sqldb.Time(now.Add(-back)))
	var out Status
	for _, o := range list {
		o.Cause = ""
		switch {
		case o.Lasts(now):
			out.Now = append(out.Now, o)
		case o.From.After(now):
			out.Coming = append([]Outage{o}, out.Coming...)
		default:
			out.Past = append(out.Past, o)
		}
	}
	return out, err
}
