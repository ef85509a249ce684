package search

import (
	"context"

	"lotsen/internal/kit/sqldb"
)

var selectBelow = sqldb.Q("search.units", `
	select u.id from unit top join unit u on u.org_id = top.org_id and u.path >= top.path and u.path < top.path || '~'
	where top.id {{in $1}}`)

// manyUnits is from how many on a list of tokens costs more than it spares.
const manyUnits = 500

// units returns the units at and below some.
func (s *Service) units(ctx context.Context, top []int64) ([]int64, error) {
	return sqldb.All(ctx, s.db, selectBelow, sqldb.Value[int64], sqldb.List[int64](top))
}

func unitTokens(units []int64) []string {
	if len(units) > manyUnits {
		return nil
	}
	out := make([]string, len(units))
	for i, id := range units {
		out[i] = token('u', id)
	}
	return out
}
