package order

import (
	"context"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// help opens a case at the desk for each batch that is to be specified, and links its lines to it. Nothing binds until the
// orderer has confirmed.
func (s *Service) help(ctx context.Context, tx *sqldb.Tx, who authority, o *Order, lines []Line) error {
	opened := map[int64]ticket.ID{}
	for i := range lines {
		l := &lines[i]
		if !l.help {
			continue
		}
		l.State = Specify
		if id, ok := opened[l.batch]; ok {
			l.Ticket = id
			continue
		}
		in := ticket.ReportInput{
			Desk: o.Desk, Kind: ticket.Order, Channel: ticket.Portal, Requester: o.Orderer, Author: o.Orderer, Service: l.Service, Group: l.Group,
			Title: l.Sv + " (" + o.ID.String() + ")", Text: l.words, References: map[string]string{"order": o.ID.String()},
		}
		if o.Register != 0 {
			in.Channel = ticket.Phone
		}
		t, err := s.d.Ticket.ReportIn(ctx, tx, authz.System("order"), in)
		if err != nil {
			return err
		}
		opened[l.batch], l.Ticket = t.ID, t.ID
	}
	return nil
}
