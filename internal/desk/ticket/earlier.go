package ticket

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// EarlierOf returns what a person has had going on before, newest first, as far as the actor may see it. One statement.
func (s *Service) EarlierOf(ctx context.Context, by authz.Actor, person directory.PersonID) ([]Brief, error) {
	scope := Visible(by)
	if scope.Empty() {
		return nil, nil
	}
	var w sqldb.Where
	condition, args := scope.SQL()
	w.And(condition, args...)
	w.And("t.requester_id = ? and t.state {{in ?}}", int64(person), sqldb.List[State]{StateClosed, StateWithdrawn})
	text := `select t.id, t.title, t.state, t.created_at from ticket t where ` + w.SQL() + w.Numbered(` order by t.id desc limit ?`, earlierShown)
	return sqldb.All(ctx, s.db, sqldb.Q("ticket.earlier_of", text), func(r sqldb.Row) (Brief, error) {
		var b Brief
		return b, r.Scan(&b.ID, &b.Title, &b.State, sqldb.ScanTime(&b.At))
	}, w.Args()...)
}
