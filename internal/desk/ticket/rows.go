package ticket

import (
	"context"
	"encoding/json"
	"fmt"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Rows returns the lines of those tickets among ids that the actor may see, newest first: for searches and other
// capabilities that have numbers and need what lists show.
func (s *Service) Rows(ctx context.Context, by authz.Actor, ids []ID) ([]Row, error) {
	scope := Visible(by)
	if len(ids) == 0 || scope.Empty() {
		return nil, nil
	}
	var w sqldb.Where
	condition, args := scope.SQL()
	w.And(condition, args...)
	w.And("t.id {{in ?}}", sqldb.List[ID](ids))
	mask := maskOf(&w, by)
	text := `select ` + rowColumns(mask) + ` from ticket t
		where ` + w.SQL() + ` order by t.id desc`
	return sqldb.All(ctx, s.db, sqldb.Q("ticket.rows", text), scanRow, w.Args()...)
}

// ScanSubstates reads the sub-states out of a kind's stored configuration, for those who must name states of many
// organisations at once.
func ScanSubstates(r sqldb.Row) ([]Substate, error) {
	var raw string
	if err := r.Scan(&raw); err != nil {
		return nil, err
	}
	var c KindConfig
	if err := json.Unmarshal([]byte(raw), &c); err != nil {
		return nil, fmt.Errorf("kind configuration: %w", err)
	}
	return c.Substates, nil
}
