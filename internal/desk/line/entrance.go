package line

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

// A line for those whom somebody is goes before one for everybody; of those the one that goes ahead.
var selectEntrance = sqldb.Q("line.entrance", `
	select `+lineColumns+` from line l where l.desk_id = $1 and l.channel = $2 and l.active and l.audience in ('', $3)
	order by case when l.audience = '' then 1 else 0 end, l.priority desc, l.id limit 1`)

// Entrance is the line on which somebody of a category comes to a desk in a channel without a number to choose it by.
// It asks no rights: a line's facts are everybody's.
func Entrance(ctx context.Context, q sqldb.Querier, desk directory.DeskID, channel ticket.Channel, who directory.Category) (Line, bool, error) {
	return sqldb.Maybe(ctx, q, selectEntrance, scanLine, int64(desk), string(channel), string(who))
}
