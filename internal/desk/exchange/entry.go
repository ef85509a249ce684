package exchange

import (
	"context"

	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/sqldb"
)

var (
	selectEntry = sqldb.Q("exchange.entry", `select message_id from exchange_entry where partner_id = $1 and ticket_id = $2 and origin = $3`)
	insertEntry = sqldb.Q("exchange.entry.insert", `
		insert into exchange_entry (partner_id, ticket_id, origin, message_id) values ($1, $2, $3, $4) on conflict (partner_id, ticket_id, origin) do nothing`)
	selectMessage = sqldb.Q("exchange.message_of", `select ticket_id from message where id = $1`)
)

// known reports whether a note is on the case already: it came before, or it is our own that comes back. Notes without an
// id cannot be told apart and are new each time.
func (s *Service) known(ctx context.Context, q sqldb.Querier, p *Partner, t ticket.ID, origin string) (bool, error) {
	if origin == "" || p.ID == 0 {
		return false, nil
	}
	if own := s.ownEntry(origin); own != 0 {
		of, found, err := sqldb.Maybe(ctx, q, selectMessage, sqldb.Value[ticket.ID], int64(own))
		if err != nil || found && of == t {
			return true, err
		}
	}
	_, found, err := sqldb.Maybe(ctx, q, selectEntry, sqldb.Value[int64], int64(p.ID), int64(t), origin)
	return found, err
}

// came notes that a message of ours is a partner's, and what it is called there.
func came(ctx context.Context, tx *sqldb.Tx, p *Partner, t ticket.ID, origin string, m ticket.MessageID) error {
	if p.ID == 0 || m == 0 {
		return nil
	}
	if origin = clean.Line(origin, 200); origin == "" {
		origin = "m" + ticket.ID(m).String() // Unknown there, and known as theirs here.
	}
	_, err := tx.Exec(ctx, insertEntry, int64(p.ID), int64(t), origin, int64(m))
	return err
}

// sayAsCustomer adds a note of whoever handed the case to us, unless it is there already.
func (s *Service) sayAsCustomer(ctx context.Context, tx *sqldb.Tx, by authz.Actor, p *Partner, id ticket.ID, n *tmf.Note) (ticket.MessageID, error) {
	origin := clean.Line(n.ID, 200)
	if there, err := s.known(ctx, tx, p, id, origin); err != nil || there {
		return 0, err
	}
	_, m, err := s.d.Ticket.AskIn(ctx, tx, by, id, ticket.Words{Text: n.Text, Channel: ticket.API})
	if err != nil {
		return 0, err
	}
	return m, came(ctx, tx, p, id, origin, m)
}
