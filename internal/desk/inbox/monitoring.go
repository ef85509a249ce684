package inbox

import (
	"context"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

// Monitoring takes the mails of monitoring systems. It runs in the transaction that takes the mail and tells whether the
// mail was an alarm; where it became a case's entry it says so with Mail.File. An error takes back everything, and the
// mail is tried again.
type Monitoring func(ctx context.Context, tx *sqldb.Tx, m *Mail, box *Mailbox) (taken bool, err error)

// ReasonAlarm is a mail that a monitoring system wrote.
const ReasonAlarm = "alarm"

// filed is the place that a hook has found for a mail.
type filed struct {
	ticket  ticket.ID
	entry   ticket.MessageID
	created bool
}

// File notes where a hook has put the mail: on which case, as which entry (0 for none), and whether that case is new.
func (m *Mail) File(id ticket.ID, entry ticket.MessageID, created bool) {
	m.filed = filed{id, entry, created}
}

// monitoring gives alarms to those who know them. What they do not take goes on as any other mail.
func (t *taking) monitoring(ctx context.Context, tx *sqldb.Tx) (bool, error) {
	if t.d.Monitoring == nil {
		return false, nil
	}
	taken, err := t.d.Monitoring(ctx, tx, t.mail, t.box)
	if err != nil || !taken {
		return false, err
	}
	t.record(ReasonAlarm)
	f := t.mail.filed
	t.out.Ticket, t.out.Entry = f.ticket, f.entry
	if f.ticket == 0 || f.entry == 0 {
		return true, nil
	}
	result := Appended
	if f.created {
		result = Created
	}
	x, err := ticket.LoadIn(ctx, tx, by, f.ticket)
	if err != nil {
		return true, err
	}
	return true, t.entered(ctx, tx, &x, f.entry, result)
}
