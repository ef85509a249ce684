package order

import (
	"context"
	"strings"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/sqldb"
)

// Which orders a list holds.
const (
	Own     = "own"     // Ordered by the actor, or in their place.
	Concern = "concern" // Those that the actor gets something of, takes delivery of or decides on.
	All     = "all"     // Everything that the actor may see.
)

// ListInput says which orders are listed.
type ListInput struct {
	Which  string // Own, Concern or All.
	State  State  // "": all. "active": what is not over.
	Q      string // A number, or words of what was ordered or of who gets it.
	Before ID     // The last order of the page before.
	Limit  int
}

// Active asks for what is not over yet.
const Active State = "active"

// List returns orders, the newest first. Next is where the page after it begins, 0 when none does.
func (s *Service) List(ctx context.Context, by authz.Actor, in ListInput) (list []Order, next ID, err error) {
	scope := visible(by)
	switch in.Which {
	case Own:
		scope = own(by)
	case Concern:
		scope = others(by)
	}
	if scope.Empty() {
		return nil, 0, nil
	}
	var w sqldb.Where
	names := nameColumns(&w, by)
	condition, args := scope.SQL()
	w.And(condition, args...)
	switch {
	case in.State == Active:
		w.And("o.state not in ('rejected', 'accepted', 'cancelled')")
	case in.State.Valid():
		w.And("o.state = ?", string(in.State))
	}
	filter(&w, by, in.Q)
	if in.Before > 0 {
		w.And("o.id < ?", int64(in.Before))
	}
	limit := in.Limit
	if limit <= 0 || limit > 200 {
		limit = PageSize
	}
	tail := w.Numbered(" order by o.id desc limit ?", limit+1)
	list, err = sqldb.All(ctx, s.d.DB, sqldb.Q("order.list", `select `+orderColumns+names+` from orders o where `+w.SQL()+tail), scanNamed, w.Args()...)
	if len(list) > limit {
		list = list[:limit]
		next = list[limit-1].ID
	}
	return list, next, err
}

// filter adds what somebody looks for: an order's number, or words that its lines fit, among those that the actor sees.
func filter(w *sqldb.Where, by authz.Actor, q string) {
	q = clean.Line(q, 100)
	if q == "" {
		return
	}
	if id, ok := ParseID(q); ok {
		w.And("o.id = ?", int64(id))
		return
	}
	condition, args := lines(by).SQL()
	for i, word := range strings.Fields(q) {
		if i == 4 {
			break
		}
		like := "%" + strings.Map(literal, word) + "%"
		w.And(`exists (select 1 from order_line l join person fp on fp.id = l.person_id where l.order_id = o.id and `+condition+`
			and (l.name_sv like ? or l.name_en like ? or l.package_sv like ? or l.model like ? or fp.given_name like ? or fp.family_name like ?))`,
			append(append([]any(nil), args...), like, like, like, like, like, like)...)
	}
}

// literal leaves out what "like" reads as anything else.
func literal(r rune) rune {
	if r == '%' || r == '_' || r == '\\' {
		return -1
	}
	return r
}

// Counts is how many orders of a list stand where.
func (s *Service) Counts(ctx context.Context, by authz.Actor) (open, faults int, err error) {
	scope := own(by)
	if scope.Empty() {
		return 0, 0, nil
	}
	var w sqldb.Where
	condition, args := scope.SQL()
	w.And(condition, args...)
	err = sqldb.Each(ctx, s.d.DB, sqldb.Q("order.counts", `select count(*), coalesce(sum(case when o.state = 'fault' then 1 else 0 end), 0) from orders o
		where o.state not in ('rejected', 'accepted', 'cancelled') and `+w.SQL()), func(r sqldb.Row) error { return r.Scan(&open, &faults) }, w.Args()...)
	return open, faults, err
}
