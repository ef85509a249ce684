package directory

import (
	"context"

	"lotsen/internal/kit/sqldb"
)

// WaysOf is ContactWays of several desks at once.
func (s *Service) WaysOf(ctx context.Context, desks ...DeskID) (map[DeskID][]ContactWay, error) {
	out := map[DeskID][]ContactWay{}
	list, err := sqldb.All(ctx, s.db, waysOfDesks, scanWay, sqldb.List[DeskID](desks))
	for _, w := range list {
		out[w.Desk] = append(out[w.Desk], w)
	}
	return out, err
}

var waysOfDesks = sqldb.Q("directory.ways_of", selectWay+`c.desk_id {{in $1}} order by c.desk_id, c.pos, c.id`)
