package ticket

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// openShown bounds how many tickets OpenOf returns in all.
const openShown = 60

// OpenOf returns the tickets that these people have going on, newest first, as far as the actor may see them: what an
// agent needs before registering the same thing twice. One statement.
func (s *Service) OpenOf(ctx context.Context, by authz.Actor, people []directory.PersonID) (map[directory.PersonID][]Brief, error) {
	out := map[directory.PersonID][]Brief{}
	scope := Visible(by)
	if len(people) == 0 || scope.Empty() {
		return out, nil
	}
	var w sqldb.Where
	condition, args := scope.SQL()
	w.And(condition, args...)
	w.And("t.requester_id {{in ?}}", sqldb.List[directory.PersonID](people))
	w.And("t.state {{in ?}}", sqldb.List[State]{StateNew, StateOpen, StateOnHold, StateResolved})
	text := `select t.requester_id, t.id, t.title, t.state, t.created_at from ticket t where ` + w.SQL() + w.Numbered(` order by t.id desc limit ?`, openShown)
	return out, sqldb.Each(ctx, s.db, sqldb.Q("ticket.open_of", text), func(r sqldb.Row) error {
		var person directory.PersonID
		var b Brief
		if err := r.Scan(&person, &b.ID, &b.Title, &b.State, sqldb.ScanTime(&b.At)); err != nil {
			return err
		}
		out[person] = append(out[person], b)
		return nil
	}, w.Args()...)
}
