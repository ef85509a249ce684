package line

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/sqldb"
)

// Standings tells how it stands on every active line of a desk: what StandingOf tells of each, in one statement and one
// for every group whose members answer. It asks no rights: it names nobody.
func (s *Service) Standings(ctx context.Context, q sqldb.Querier, desk directory.DeskID) (map[LineID]Standing, error) {
	type row struct {
		id                  LineID
		group               directory.GroupID
		waiting, ahead, few int
		oldest              time.Time
		micros              int64
	}
	rows, err := sqldb.All(ctx, q, selectStandings, func(r sqldb.Row) (row, error) {
		var x row
		return x, r.Scan(&x.id, sqldb.ScanID(&x.group), &x.waiting, sqldb.ScanTime(&x.oldest), &x.ahead, &x.few, &x.micros)
	}, int64(desk), sqldb.Time(q.Now().Add(-lately)))
	if err != nil {
		return nil, err
	}
	out, there := map[LineID]Standing{}, map[directory.GroupID]int{}
	for _, x := range rows {
		if _, known := there[x.group]; !known && s.Available != nil {
			if there[x.group], err = s.Available(ctx, q, desk, x.group); err != nil {
				return nil, err
			}
		}
		st := Standing{Waiting: x.waiting, Agents: there[x.group]}
		if !x.oldest.IsZero() {
			st.Longest = max(0, q.Now().Sub(x.oldest))
		}
		handling := usual
		if x.few >= fewest {
			handling = time.Duration(x.micros) * time.Microsecond
		}
		if st.Expected = expected(x.ahead+1, handling, st.Agents); x.ahead == 0 && st.Agents > 0 {
			st.Expected = 0
		}
		out[x.id] = st
	}
	return out, nil
}

var selectStandings = sqldb.Q("line.standings", `
	select n.id, n.group_id,
		(select count(*) from contact l where l.desk_id = n.desk_id and l.state = 'waiting' and l.line_id = n.id),
		(select min(l.came_at) from contact l where l.desk_id = n.desk_id and l.state = 'waiting' and l.line_id = n.id),
		(select count(*) from contact l where l.desk_id = n.desk_id and l.state = 'waiting' and l.priority >= n.priority and l.channel = n.channel),
		(select count(*) from (select l.id from contact l where l.line_id = n.id and l.came_at >= $2 and l.state = 'ended'
			and l.answered_at is not null order by l.came_at desc limit 100) few),
		(select cast(coalesce(avg(took), 0) as bigint) from (select l.ended_at - l.answered_at as took from contact l where l.line_id = n.id
			and l.came_at >= $2 and l.state = 'ended' and l.answered_at is not null order by l.came_at desc limit 100) few)
	from line n where n.desk_id = $1 and n.active order by n.id limit 200`)

// LinesOfEach returns the active lines of several organisations, ordinary ones first, in one statement: their facts stand on
// the contact page, which needs no login.
func (s *Service) LinesOfEach(ctx context.Context, orgs ...directory.OrgID) ([]Line, error) {
	return sqldb.All(ctx, s.DB, activeLinesOfEach, scanLine, sqldb.List[directory.OrgID](orgs), mostLines)
}

var activeLinesOfEach = sqldb.Q("line.active_of_each", `select `+lineColumns+` from line l where l.org_id {{in $1}} and l.active order by l.priority, l.id limit $2`)
