package supplier

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Basis is a line of what a supplier will invoice: what it has delivered in a month under a reference.
type Basis struct {
	Month     string
	Reference string
	Count     int
	Accepted  int64 // In öre.
	Waiting   int64 // Announced or delivered, and not yet accepted.
}

// Basis returns what a supplier's deliveries come to, by month and invoice reference, newest first.
func (s *Service) Basis(ctx context.Context, by authz.Actor, id ID) ([]Basis, error) {
	var w sqldb.Where
	and(&w, followed(by), "m")
	w.And("m.kind = ? and m.supplier_id = ? and m.state <> 'refused'", string(Delivery), int64(id))
	text := `select m.month, m.reference, count(*), coalesce(sum(case when m.state = 'accepted' then m.amount end), 0),
		coalesce(sum(case when m.state <> 'accepted' then m.amount end), 0)
		from supplier_matter m where ` + w.SQL() + ` group by m.month, m.reference order by m.month desc, m.reference` + w.Numbered(" limit ?", most)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("supplier.basis", text), func(r sqldb.Row) (Basis, error) {
		var b Basis
		return b, r.Scan(&b.Month, &b.Reference, &b.Count, &b.Accepted, &b.Waiting)
	}, w.Args()...)
}
