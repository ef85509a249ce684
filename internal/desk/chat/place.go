package chat

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/sqldb"
)

// Place is where a waiting chat stands.
type Place struct {
	Number   int           // 1 is next.
	Expected time.Duration // 0 when nobody can tell.
}

var (
	selectPlace = sqldb.Q("chat.place", `
		select count(*) from chat o where o.desk_id = $1 and o.state = 'waiting' and o.state <> 'ended' and o.id <> $2
			and (o.priority > $3 or o.priority = $3 and (o.came_at < $4 or o.came_at = $4 and o.id < $2))`)
	// How many wait, and how long the newest talks took: as many as say something.
	selectPace = sqldb.Q("chat.pace", `
		select (select count(*) from chat o where o.desk_id = $1 and o.state = 'waiting' and o.state <> 'ended'), count(*), cast(coalesce(avg(took), 0) as bigint) from (
			select c.ended_at - c.answered_at as took from chat c
			where c.desk_id = $1 and c.state = 'ended' and c.ended_at >= $2 and c.answered_at is not null order by c.ended_at desc limit 100) few`)
)

// PlaceOf tells somebody who waits how many are before them and how long it may take.
func (s *Service) PlaceOf(ctx context.Context, c *Chat) (Place, error) {
	if c.State != Waiting {
		return Place{}, nil
	}
	n, err := sqldb.One(ctx, s.d.DB, selectPlace, sqldb.Value[int], int64(c.Desk), int64(c.ID), c.Priority, sqldb.Time(c.CameAt))
	if err != nil {
		return Place{}, err
	}
	p := Place{Number: n + 1}
	if c.Contact != 0 && s.d.Line.Expected != nil {
		p.Expected, err = s.d.Line.Expected(ctx, s.d.DB, c)
		return p, err
	}
	p.Expected, err = s.expected(ctx, c.Desk, p.Number)
	return p, err
}

// How the expected wait is reckoned: by what talks took lately, and a guess where none has been.
const (
	lately       = 2 * time.Hour
	fewest       = 3
	usual        = 5 * time.Minute
	mostExpected = 2 * time.Hour
)

// Expected is how long somebody who comes to a desk's chat now will wait, as far as anybody can tell; 0 when nobody waits.
func (s *Service) Expected(ctx context.Context, desk directory.DeskID) (time.Duration, error) {
	return s.expected(ctx, desk, 0)
}

// expected reckons for a place; 0 is behind everybody who waits.
func (s *Service) expected(ctx context.Context, desk directory.DeskID, place int) (time.Duration, error) {
	var waiting, talks int
	var micros int64
	err := sqldb.Each(ctx, s.d.DB, selectPace, func(r sqldb.Row) error { return r.Scan(&waiting, &talks, &micros) },
		int64(desk), sqldb.Time(s.d.DB.Now().Add(-lately)))
	if err != nil || place == 0 && waiting == 0 {
		return 0, err
	}
	if place == 0 {
		place = waiting + 1
	}
	handling, agents := usual, 1
	if talks >= fewest {
		handling = time.Duration(micros) * time.Microsecond
	}
	if s.d.Available != nil {
		if agents, err = s.d.Available(ctx, s.d.DB, desk); err != nil {
			return 0, err
		}
	}
	return min(handling*time.Duration(place)/time.Duration(max(agents, 1)), mostExpected), nil
}
