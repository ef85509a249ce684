package order

import (
	"context"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// PageSize is how many lines of an order, or orders of a list, a page holds.
const PageSize = 50

// Detail is an order as the reader may see it.
type Detail struct {
	Order
	Shown   []Line // A page of the lines that the reader may see.
	Total   int    // How many those are.
	Waiting int    // Of them, how many the orderer may still change or cancel.
	After   LineID // Where the next page begins; 0: none follows.
	Mine    bool   // The reader may change and cancel.
	Helps   bool   // The reader specifies for the orderer.
}

// Get returns an order with a page of its lines: those after one, or from the beginning. Errors: errs.NotFound.
func (s *Service) Get(ctx context.Context, by authz.Actor, id ID, after LineID) (Detail, error) {
	d := Detail{}
	var err error
	if d.Order, err = s.find(ctx, s.d.DB, by, id); err != nil {
		return d, err
	}
	_, d.Mine = mine(by, &d.Order)
	d.Mine = d.Mine || d.Register != 0 && registers(by, &d.Order)
	d.Helps = works(by, &d.Order)
	condition, args := lines(by).SQL()
	var c sqldb.Where
	may, with := changeable(by).SQL()
	waiting := c.Numbered("case when l.state in ('specify', 'approval', 'ordered') and "+may+" then 1 else 0 end", with...)
	c.And("l.order_id = ?", int64(id))
	c.And(condition, args...)
	if err = sqldb.Each(ctx, s.d.DB, sqldb.Q("order.get_counts", `select count(*), coalesce(sum(`+waiting+`), 0)
		from order_line l join orders o on o.id = l.order_id where `+c.SQL()), func(r sqldb.Row) error { return r.Scan(&d.Total, &d.Waiting) }, c.Args()...); err != nil {
		return d, err
	}
	var w sqldb.Where
	names := namedColumns(&w, by)
	w.And("l.order_id = ?", int64(id))
	w.And(condition, args...)
	if after != 0 {
		w.And("(l.pos, l.id) > (select a.pos, a.id from order_line a where a.id = ? and a.order_id = l.order_id)", int64(after))
	}
	tail := w.Numbered(" order by l.pos, l.id limit ?", PageSize+1)
	d.Shown, err = sqldb.All(ctx, s.d.DB, sqldb.Q("order.get_lines", `select `+lineColumns+names+` from order_line l join orders o on o.id = l.order_id where `+w.SQL()+tail),
		scanNamedLine, w.Args()...)
	if len(d.Shown) > PageSize {
		d.Shown = d.Shown[:PageSize]
		d.After = d.Shown[PageSize-1].ID
	}
	return d, err
}

// find returns an order that the actor may see.
func (s *Service) find(ctx context.Context, q sqldb.Querier, by authz.Actor, id ID) (Order, error) {
	var w sqldb.Where
	names := nameColumns(&w, by)
	condition, args := visible(by).SQL()
	w.And("o.id = ?", int64(id))
	w.And(condition, args...)
	o, found, err := sqldb.Maybe(ctx, q, sqldb.Q("order.get", `select `+orderColumns+names+` from orders o where `+w.SQL()), scanNamed, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	return o, err
}

// History returns what has happened to an order, oldest first. Errors: errs.NotFound.
func (s *Service) History(ctx context.Context, by authz.Actor, id ID) ([]event.Event, error) {
	if _, err := s.find(ctx, s.d.DB, by, id); err != nil {
		return nil, err
	}
	return event.Stream(ctx, s.d.DB, Stream, int64(id))
}

// HistoryOf is History for a page that has found the order already.
func (s *Service) HistoryOf(ctx context.Context, d *Detail) ([]event.Event, error) {
	return event.Stream(ctx, s.d.DB, Stream, int64(d.ID))
}

// LineOf returns a line that the actor may see, with its order. Errors: errs.NotFound.
func (s *Service) LineOf(ctx context.Context, by authz.Actor, id ID, line LineID) (Order, Line, error) {
	o, err := s.find(ctx, s.d.DB, by, id)
	if err != nil {
		return o, Line{}, err
	}
	l, err := s.seen(ctx, s.d.DB, by, id, line)
	return o, l, err
}

func (s *Service) seen(ctx context.Context, q sqldb.Querier, by authz.Actor, id ID, line LineID) (Line, error) {
	var w sqldb.Where
	names := namedColumns(&w, by)
	condition, args := lines(by).SQL()
	w.And("l.order_id = ? and l.id = ?", int64(id), int64(line))
	w.And(condition, args...)
	l, found, err := sqldb.Maybe(ctx, q, sqldb.Q("order.line", `select `+lineColumns+names+` from order_line l join orders o on o.id = l.order_id where `+w.SQL()), scanNamedLine, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	return l, err
}

// Last returns how an offer's form was answered the last time: for that person, else by the actor for anybody. Nil when it
// never was.
func (s *Service) Last(ctx context.Context, by authz.Actor, item catalogue.ID, person directory.PersonID) (map[string]string, error) {
	var w sqldb.Where
	condition, args := lines(by).SQL()
	w.And("l.item_id = ? and (l.person_id = ? or o.orderer_id = ?)", int64(item), int64(person), by.Person)
	w.And(condition, args...)
	tail := w.Numbered(" order by case when l.person_id = ? then 0 else 1 end, l.id desc limit 1", int64(person))
	l, _, err := sqldb.Maybe(ctx, s.d.DB, sqldb.Q("order.last", `select `+lineColumns+` from order_line l join orders o on o.id = l.order_id where `+w.SQL()+tail), scanLine, w.Args()...)
	return l.Answers, err
}

// Seen reports whether the actor may see an order.
func (s *Service) Seen(ctx context.Context, by authz.Actor, id ID) (bool, error) {
	_, err := s.find(ctx, s.d.DB, by, id)
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// Mine reports whether the actor changes and cancels an order that they see.
func (s *Service) Mine(by authz.Actor, o *Order) bool {
	_, ok := mine(by, o)
	return ok || o.Register != 0 && registers(by, o)
}

// Works reports whether the actor specifies for others an order that they see.
func (s *Service) Works(by authz.Actor, o *Order) bool { return works(by, o) }
