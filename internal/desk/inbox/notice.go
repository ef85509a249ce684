package inbox

import (
	"cmp"
	"context"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

// notice keeps absences, receipts and delivery notices: on the case that they are about, when they name a mail of ours,
// else beside all cases. They open none and are never answered.
func (t *taking) notice(ctx context.Context, tx *sqldb.Tx) (bool, error) {
	kind := t.mail.Machine.Kind
	if kind == Person && len(t.returned()) > 0 {
		kind = AutoReply // Only machines answer to where mail comes back.
	}
	if kind != AutoReply && kind != DeliveryNotice {
		return false, nil
	}
	t.record(string(kind))
	id, _, err := t.about(ctx, tx)
	if err != nil {
		return true, err
	}
	return true, t.onCase(ctx, tx, id, false)
}

// onCase keeps a machine's words on a case; 0 is none, or several, and those have been told apart.
func (t *taking) onCase(ctx context.Context, tx *sqldb.Tx, id ticket.ID, attention bool) error {
	if id == 0 {
		return nil
	}
	n, err := t.count(ctx, tx, Recorded, t.d.Appended)
	if err != nil || n >= t.d.Appended {
		return err // A storm of notices stays beside the case.
	}
	text, quoted := fit(cmp.Or(t.mail.Text, t.mail.Damaged, t.mail.Subject, t.text("mailbox.empty")), t.folded)
	w := t.words()
	w.Text, w.Source, w.Attention = text, t.source(quoted, false), attention
	x, m, err := t.d.Ticket.RecordIn(ctx, tx, id, w)
	if err != nil {
		return err
	}
	return t.entered(ctx, tx, &x, m, Recorded)
}
