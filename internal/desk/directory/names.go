package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Names returns the names of people that the actor meets in something they may see: an author, an assignee. Who is
// protected from the actor is missing from the answer, and the page says "protected person" instead. Nothing is logged:
// a name in a ticket is part of the ticket.
func (s *Service) Names(ctx context.Context, by authz.Actor, ids ...PersonID) (map[PersonID]string, error) {
	return NamesIn(ctx, s.db, by, ids...)
}

// NamesIn is Names inside a transaction.
func NamesIn(ctx context.Context, q sqldb.Querier, by authz.Actor, ids ...PersonID) (map[PersonID]string, error) {
	names := make(map[PersonID]string, len(ids))
	if len(ids) == 0 || by.Anonymous() {
		return names, nil
	}
	var w sqldb.Where
	and(&w, namesSeen(by), "p")
	w.And("p.id {{in ?}}", sqldb.List[PersonID](ids))
	_, err := sqldb.All(ctx, q, sqldb.Q("directory.names", `select p.id, p.given_name, p.family_name from person p where `+w.SQL()), func(r sqldb.Row) (struct{}, error) {
		var p Person
		err := r.Scan(&p.ID, &p.Given, &p.Family)
		names[p.ID] = p.Name()
		return struct{}{}, err
	}, w.Args()...)
	return names, err
}
