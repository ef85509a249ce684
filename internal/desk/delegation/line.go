package delegation

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// NextGroup is a group to which a case can be passed on inside the desk.
type NextGroup struct {
	ID   directory.GroupID
	Name string
	Line int
}

var selectNext = sqldb.Q("delegation.next_lines", `
	select g.id, g.name, g.line from desk_group g where g.desk_id = $1 and g.active
		and g.line > coalesce((select n.line from desk_group n where n.id = $2), 1) order by g.line, g.name, g.id limit 100`)

// NextLines returns the groups of the lines after the one that has the case: a case without a group is in the first.
func (s *Service) NextLines(ctx context.Context, by authz.Actor, t *ticket.Ticket) ([]NextGroup, error) {
	if s.mayDelegate(by, t) != nil {
		return nil, nil
	}
	return sqldb.All(ctx, s.d.DB, selectNext, func(r sqldb.Row) (NextGroup, error) {
		var g NextGroup
		return g, r.Scan(&g.ID, &g.Name, &g.Line)
	}, int64(t.Desk), int64(t.Group))
}
