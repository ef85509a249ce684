package line

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/sqldb"
)

// Standing is how it stands on a line now: what callers are told, and what hangs on the wall.
type Standing struct {
	Waiting  int
	Longest  time.Duration // Of those who wait.
	Expected time.Duration // For whoever comes now.
	Agents   int           // Who can take a contact; 0 where nobody keeps that, or nobody can.
}

// How the expected wait is reckoned: by what contacts took lately, and a guess where none has been.
const (
	lately       = 2 * time.Hour
	fewest       = 3
	usual        = 5 * time.Minute
	mostExpected = 2 * time.Hour
)

// StandingOf tells how it stands on a line, in two statements. It asks no rights: it names nobody.
func (s *Service) StandingOf(ctx context.Context, q sqldb.Querier, id LineID) (Standing, error) {
	var out Standing
	l, err := loadLine(ctx, q, id)
	if err != nil {
		return out, err
	}
	var oldest time.Time
	err = sqldb.Each(ctx, q, waitingOn, func(r sqldb.Row) error { return r.Scan(&out.Waiting, sqldb.ScanTime(&oldest)) }, int64(l.Desk), int64(id))
	if err != nil {
		return out, err
	}
	if !oldest.IsZero() {
		out.Longest = max(0, q.Now().Sub(oldest))
	}
	// Whoever comes stands behind everybody of the same or a higher priority on all of the desk's lines.
	ahead, err := sqldb.One(ctx, q, aheadOfNew, sqldb.Value[int64], int64(l.Desk), l.Priority, string(l.Channel))
	if err != nil {
		return out, err
	}
	handling, agents, err := s.pace(ctx, q, l.Desk, id, l.Group)
	out.Agents, out.Expected = agents, expected(int(ahead)+1, handling, agents)
	if ahead == 0 && agents > 0 {
		out.Expected = 0
	}
	return out, err
}

var (
	waitingOn = sqldb.Q("line.standing", `
		select count(*), min(l.came_at) from contact l where l.desk_id = $1 and l.state = 'waiting' and l.line_id = $2`)
	aheadOfNew = sqldb.Q("line.standing_ahead", `
		select count(*) from contact l where l.desk_id = $1 and l.state = 'waiting' and l.priority >= $2 and l.channel = $3`)
	// The newest hundred of the last hours: as many as say something.
	pace = sqldb.Q("line.pace", `
		select count(*), cast(coalesce(avg(took), 0) as bigint) from (
			select l.ended_at - l.answered_at as took from contact l
			where l.line_id = $1 and l.came_at >= $2 and l.state = 'ended' and l.answered_at is not null
			order by l.came_at desc limit 100) few`)
)

// pace tells how long a contact takes whoever answers it, and how many can answer.
func (s *Service) pace(ctx context.Context, q sqldb.Querier, desk directory.DeskID, id LineID, group directory.GroupID) (time.Duration, int, error) {
	var n, micros int64
	err := sqldb.Each(ctx, q, pace, func(r sqldb.Row) error { return r.Scan(&n, &micros) }, int64(id), sqldb.Time(q.Now().Add(-lately)))
	if err != nil {
		return 0, 0, err
	}
	handling := usual
	if n >= fewest {
		handling = time.Duration(micros) * time.Microsecond
	}
	if s.Available == nil {
		return handling, 0, nil
	}
	agents, err := s.Available(ctx, q, desk, group)
	return handling, agents, err
}

// expected is how long whoever stands at a place waits when each contact takes so long and so many answer.
func expected(place int, handling time.Duration, agents int) time.Duration {
	if place < 1 {
		return 0
	}
	wait := handling * time.Duration(place) / time.Duration(max(agents, 1))
	return min(wait.Round(time.Second), mostExpected)
}
