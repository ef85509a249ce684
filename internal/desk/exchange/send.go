package exchange

import (
	"context"
	"fmt"

	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
)

// delivery is one thing to tell.
type delivery struct {
	id     int64
	seq    int64
	what   string
	state  string
	tries  int
	ticket int64
}

const deliveryColumns = `d.id, d.event_seq, d.what, d.state, d.tries, d.ticket_id`

var (
	selectOwedLink     = sqldb.Q("exchange.owed.link", `select `+deliveryColumns+` from exchange_delivery d where d.link_id = $1 and d.state in ('waiting', 'dead') order by d.id limit 20`)
	selectOwedListener = sqldb.Q("exchange.owed.listener", `
		select `+deliveryColumns+` from exchange_delivery d where d.listener_id = $1 and d.ticket_id = $2 and d.state in ('waiting', 'dead') order by d.id limit 20`)
	markDelivery = sqldb.Q("exchange.delivery.mark", `
		update exchange_delivery set state = $2, error = $3, tries = tries + 1, sent_at = $4 where id = $1 and state = 'waiting'`)
	// Whoever is back is told all that waits, and not only when each line's turn comes.
	selectOtherLines = sqldb.Q("exchange.lines", `
		select distinct coalesce(d.link_id, 0), coalesce(d.listener_id, 0), d.ticket_id from exchange_delivery d
		where d.state = 'waiting' and (d.listener_id = $1 or d.link_id in (select k.id from exchange_link k where k.partner_id = $2)) limit 1000`)
)

func scanDelivery(r sqldb.Row) (delivery, error) {
	var d delivery
	return d, r.Scan(&d.id, &d.seq, &d.what, &d.state, &d.tries, &d.ticket)
}

// parcel is a composed delivery. A nil call has nothing to tell any more.
type parcel struct {
	call *Call
	// after keeps what the answer says, in the transaction that notes that it was told.
	after func(ctx context.Context, tx *sqldb.Tx, r Reply) error
	// post hands a mail over, in the transaction that notes it.
	post func(ctx context.Context, tx *sqldb.Tx) error
	// partner and listener say whom a success finds back at work.
	partner  PartnerID
	listener ListenerID
}

// send tells what waits in a line, in order, and stops at the first that is not taken. Another line is not held up by it.
func (s *Service) send(ctx context.Context, l line) error {
	for {
		rows, err := s.owed(ctx, l)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, d := range rows {
			if d.state == "dead" {
				return nil // Somebody has to decide first.
			}
			if err := s.deliver(ctx, l, d); err != nil {
				return s.failed(ctx, d, err)
			}
		}
	}
}

func (s *Service) owed(ctx context.Context, l line) ([]delivery, error) {
	if l.Listener != 0 {
		return sqldb.All(ctx, s.d.DB, selectOwedListener, scanDelivery, l.Listener, l.Ticket)
	}
	return sqldb.All(ctx, s.d.DB, selectOwedLink, scanDelivery, l.Link)
}

// deliver tells one thing. It may be told twice, after a crash between the telling and the note of it; whoever hears it
// knows it by its id.
func (s *Service) deliver(ctx context.Context, l line, d delivery) error {
	p, err := s.compose(ctx, l, d)
	if err != nil {
		return err
	}
	if p.post != nil {
		p.after = func(ctx context.Context, tx *sqldb.Tx, _ Reply) error { return p.post(ctx, tx) }
		return s.settle(ctx, d, "sent", p, Reply{})
	}
	if p.call == nil {
		return s.settle(ctx, d, "skipped", p, Reply{})
	}
	r, err := s.d.Courier.Call(ctx, *p.call)
	if err != nil {
		return err
	}
	switch {
	case r.Status >= 200 && r.Status < 300:
		return s.settle(ctx, d, "sent", p, r)
	case final(r.Status):
		return jobs.Permanent(fmt.Errorf("refused with status %d: %.300s", r.Status, r.Body))
	}
	return fmt.Errorf("status %d", r.Status)
}

// final reports whether the same call again would be refused again. A token that is no longer good is not final: it is
// mended there, and what waits must not be lost for it.
func final(status int) bool {
	switch status {
	case 400, 404, 405, 406, 409, 410, 411, 413, 414, 415, 422, 501:
		return true
	}
	return false
}

// settle notes that a thing was told, and wakes the other lines of one who was away.
func (s *Service) settle(ctx context.Context, d delivery, state string, p parcel, r Reply) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, markDelivery, d.id, state, "", sqldb.Time(tx.Now())); err != nil {
			return err
		}
		if p.after != nil {
			if err := p.after(ctx, tx, r); err != nil {
				return err
			}
		}
		if d.tries == 0 || state != "sent" {
			return nil
		}
		lines, err := sqldb.All(ctx, tx, selectOtherLines, func(r sqldb.Row) (line, error) {
			var l line
			return l, r.Scan(&l.Link, &l.Listener, &l.Ticket)
		}, int64(p.listener), int64(p.partner))
		if err != nil {
			return err
		}
		for _, l := range lines {
			if err := s.wish(ctx, tx, l); err != nil {
				return err
			}
		}
		return nil
	})
}

// failed notes a try. What is refused for good, or has been tried for days, waits for somebody to decide; what comes
// after it in the line waits too.
func (s *Service) failed(ctx context.Context, d delivery, cause error) error {
	state := "waiting"
	if jobs.IsPermanent(cause) || jobs.CurrentTry(ctx).Last {
		state = "dead"
	}
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		text := cause.Error()
		if len(text) > 500 {
			text = text[:500]
		}
		_, err := tx.Exec(ctx, markDelivery, d.id, state, text, nil)
		return err
	})
	if err != nil {
		return err
	}
	if state == "dead" {
		s.d.Log.ErrorContext(ctx, "a partner cannot be told", "delivery", d.id, "error", cause)
		return nil // It stands on the administrators' page; the job has nothing more to do.
	}
	return cause
}
