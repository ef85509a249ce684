package notify

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/sqldb"
)

// Posted is a mail about a case to somebody who is not its user, such as whoever has it in hand.
const Posted = "posted"

var selectFirstPosted = sqldb.Q("outbound.first_posted", `
	select mail_id from outbound_mail where ticket_id = $1 and address = $2 and reason = 'posted' order by id limit 1`)

// PostIn queues a mail that another capability has written: to an address, in a thread of its own. Its Message-ID is the
// mark that its writer knows again. The same event to the same address is one mail.
func (s *Service) PostIn(ctx context.Context, tx *sqldb.Tx, desk directory.DeskID, mark string, m Mail) error {
	from, err := s.mailbox(ctx, tx, desk)
	if err != nil {
		return err
	}
	m.Reason, m.From, m.MailID = Posted, from.from(s.d.From), mark+"@"+s.d.Domain
	m.Headers = map[string]string{"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply", LoopHeader: s.d.Domain}
	first, found, err := sqldb.Maybe(ctx, tx, selectFirstPosted, sqldb.Value[string], int64(m.Ticket), m.To)
	if err != nil {
		return err
	}
	if found {
		m.Headers["References"], m.Headers["In-Reply-To"] = "<"+first+">", "<"+first+">"
	}
	_, err = s.queue(ctx, tx, &m)
	return err
}
