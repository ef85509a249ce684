package ticket

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// earlierOf is how many earlier tickets of a person are worth reading while they are on the line.
const earlierOf = 8

// OfPerson returns what a person has going on, as OpenOf does, and the newest of what they had before. One statement.
func (s *Service) OfPerson(ctx context.Context, by authz.Actor, person directory.PersonID) (open, earlier []Brief, err error) {
	scope := Visible(by)
	if scope.Empty() {
		return nil, nil, nil
	}
	var w sqldb.Where
	condition, args := scope.SQL()
	w.And(condition, args...)
	w.And("t.requester_id = ? and t.state <> ?", int64(person), string(StateMerged))
	text := `select t.id, t.title, t.state, t.created_at from ticket t where ` + w.SQL() +
		w.Numbered(` order by case when t.state in ('closed', 'withdrawn') then 1 else 0 end, t.id desc limit ?`, openShown+earlierOf)
	err = sqldb.Each(ctx, s.db, sqldb.Q("ticket.of_person", text), func(r sqldb.Row) error {
		var b Brief
		err := r.Scan(&b.ID, &b.Title, &b.State, sqldb.ScanTime(&b.At))
		switch {
		case !b.State.Ended():
			open = append(open, b)
		case len(earlier) < earlierOf:
			earlier = append(earlier, b)
		}
		return err
	}, w.Args()...)
	return open, earlier, err
}
