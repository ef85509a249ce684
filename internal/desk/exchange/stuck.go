package exchange

import (
	"context"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Stuck is something that could not be told. What happened to its case afterwards waits behind it.
type Stuck struct {
	ID     int64
	Who    string
	Ticket ticket.ID
	Error  string
	At     time.Time
	line   line
}

const stuckText = `select d.id, coalesce(p.name, l.callback, ''), d.ticket_id, d.error, d.created_at, coalesce(d.link_id, 0), coalesce(d.listener_id, 0)
	from exchange_delivery d left join exchange_link k on k.id = d.link_id left join exchange_partner p on p.id = k.partner_id
	left join exchange_listener l on l.id = d.listener_id where d.state = 'dead' and `

var (
	reviveDelivery = sqldb.Q("exchange.delivery.revive", `update exchange_delivery set state = 'waiting', tries = 0, error = '' where id = $1 and state = 'dead'`)
	skipDelivery   = sqldb.Q("exchange.delivery.skip", `update exchange_delivery set state = 'skipped' where id = $1 and state = 'dead'`)
)

func scanStuck(r sqldb.Row) (Stuck, error) {
	var s Stuck
	err := r.Scan(&s.ID, &s.Who, &s.Ticket, &s.Error, sqldb.ScanTime(&s.At), &s.line.Link, &s.line.Listener)
	s.line.Ticket = int64(s.Ticket)
	return s, err
}

// Stuck lists what could not be told in the organisations that the actor administers, oldest first.
func (s *Service) Stuck(ctx context.Context, by authz.Actor) ([]Stuck, error) {
	if !by.May(MayConnect) {
		return nil, errs.Denied(string(MayConnect))
	}
	var w sqldb.Where
	condition, args := kept(by).For("d").SQL()
	w.And(condition, args...)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("exchange.stuck", stuckText+w.SQL()+" order by d.id limit 200"), scanStuck, w.Args()...)
}

// Decide lets a thing that is stuck be tried again, or left out; what waits behind it goes on. Errors: errs.NotFound,
// errs.Forbidden.
func (s *Service) Decide(ctx context.Context, by authz.Actor, id int64, again bool) error {
	if !by.May(MayConnect) {
		return errs.Denied(string(MayConnect))
	}
	var w sqldb.Where
	condition, args := kept(by).For("d").SQL()
	w.And(condition, args...)
	w.And("d.id = ?", id)
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		x, found, err := sqldb.Maybe(ctx, tx, sqldb.Q("exchange.stuck.one", stuckText+w.SQL()), scanStuck, w.Args()...)
		if err != nil || !found {
			return missing(err)
		}
		how := skipDelivery
		if again {
			how = reviveDelivery
		}
		if _, err := tx.Exec(ctx, how, id); err != nil {
			return err
		}
		return s.wish(ctx, tx, x.line)
	})
}
