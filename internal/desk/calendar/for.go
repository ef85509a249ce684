package calendar

import (
	"context"
	"time"

	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// For returns the calendar that a channel of an organisation follows: its own, else the organisation's, else what the
// settings say. It holds all that was decided for every day, past and coming; at chooses whose zone counts when that
// changed too. Channel "" is the organisation as such. It costs one statement, a few after a change.
func (s *Service) For(ctx context.Context, q sqldb.Querier, org directory.OrgID, channel string, at time.Time) (*worktime.Calendar, error) {
	b, err := s.book(ctx, q, org)
	if err != nil {
		return nil, err
	}
	t, err := b.channel(channel)
	if err != nil {
		return nil, err
	}
	return t.at(at), nil
}

func (t *timetable) at(at time.Time) *worktime.Calendar {
	zone := t.zones[0]
	for i, from := range t.from {
		if holiday.Of(at.In(t.zones[i])) >= from {
			zone = t.zones[i]
		}
	}
	return t.work[zone.String()]
}

// Opening is when a channel is open.
type Opening struct {
	Open   bool
	Closes time.Time // While open; zero when it does not close.
	Next   time.Time // While closed; zero when it does not open again.
}

// Openings tells of each channel whether it is open now. Anybody may know, without logging in too.
func (s *Service) Openings(ctx context.Context, org directory.OrgID, channels []string, now time.Time) (map[string]Opening, error) {
	out := map[string]Opening{}
	b, err := s.book(ctx, s.db, org)
	if err != nil {
		return nil, err
	}
	for _, channel := range channels {
		t, err := b.channel(channel)
		if err != nil {
			return nil, err
		}
		out[channel] = opening(t.at(now), now)
	}
	return out, nil
}

func opening(c *worktime.Calendar, now time.Time) Opening {
	o := Opening{Open: c.Open(now)}
	if o.Open {
		o.Closes, _ = c.Closes(now)
	} else {
		o.Next, _ = c.Next(now)
	}
	return o
}

// Own returns the calendar that a channel of an organisation follows, to whoever belongs to it or has a right in it.
func (s *Service) Own(ctx context.Context, by authz.Actor, org directory.OrgID, channel string) (*worktime.Calendar, error) {
	ok, err := s.sees(ctx, by, org)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, errs.Missing()
	}
	return s.For(ctx, s.db, org, channel, s.db.Now())
}
