package supplier

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Delivers returns who delivers each service of an organisation, by name, for its own people and those who read the
// register there. A supplier that is a single person is not named. One statement.
func (s *Service) Delivers(ctx context.Context, by authz.Actor, org directory.OrgID) (map[ticket.ServiceID]string, error) {
	out := map[ticket.ServiceID]string{}
	var w sqldb.Where
	if by.Person == 0 && !by.IsSystem() {
		return out, nil
	}
	if !by.IsSystem() && by.Org != int64(org) {
		and(&w, atDesk(by, MayRead), "s")
	}
	w.And("s.org_id = ? and s.active and not exists (select 1 from supplier_card k where k.supplier_id = s.id and k.person_id is not null)", int64(org))
	text := `select c.service_id, s.name from service_contact c join supplier s on s.id = c.supplier_id where ` + w.SQL()
	return out, sqldb.Each(ctx, s.d.DB, sqldb.Q("supplier.delivers", text), func(r sqldb.Row) error {
		var id ticket.ServiceID
		var name string
		err := r.Scan(&id, &name)
		out[id] = name
		return err
	}, w.Args()...)
}
