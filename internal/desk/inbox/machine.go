package inbox

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/sqldb"
)

// machine keeps what no person wrote: on the case that it is about, when it names a mail of ours, else beside all cases.
// It opens none and is never answered. A lasting bounce takes back that its receiver was told.
func (t *taking) machine(ctx context.Context, tx *sqldb.Tx) error {
	t.record(string(t.mail.Machine.Kind))
	if t.mail.Machine.Kind == Loop {
		return nil
	}
	about, sent, err := t.about(ctx, tx)
	if err != nil {
		return err
	}
	gone := t.mail.Machine.Kind == Bounce && t.mail.Machine.Permanent
	if gone && sent.ID != 0 {
		why := clean.Line(strings.Join([]string{t.mail.Machine.Status, t.mail.Machine.Recipient, t.mail.Subject}, " "), 300)
		if err := t.d.Notify.BouncedIn(ctx, tx, &sent, why); err != nil {
			return err
		}
	}
	if about == 0 {
		return nil // It is about no case, or about several: those have been told apart.
	}
	n, err := t.count(ctx, tx, Recorded, t.d.Appended)
	if err != nil || n >= t.d.Appended {
		return err // A storm of notices stays beside the case.
	}
	text, quoted := fit(cmp.Or(t.mail.Text, t.mail.Damaged, t.mail.Subject, t.text("mailbox.empty")), "")
	w := t.words()
	w.Text, w.Source, w.Attention = text, t.source(quoted, true), gone
	x, m, err := t.d.Ticket.RecordIn(ctx, tx, about, w)
	if err != nil {
		return err
	}
	return t.entered(ctx, tx, &x, m, Recorded)
}

// about finds the case, and the mail of ours where the notice names it.
func (t *taking) about(ctx context.Context, tx *sqldb.Tx) (ticket.ID, notify.Mail, error) {
	ids := slices.Concat(t.mail.Machine.Originals, t.mail.Refers)
	for _, id := range ids {
		sent, found, err := notify.FindSent(ctx, tx, id)
		if err != nil {
			return 0, sent, err
		}
		if found {
			return sent.Ticket, sent, nil
		}
	}
	for _, id := range ids {
		if n, genuine, _ := notify.ReadToken(t.d.Secret, id, t.mail.From, t.mail.Machine.Recipient); genuine {
			x, err := t.load(ctx, tx, n)
			return x.ID, notify.Mail{}, err
		}
	}
	found, err := t.byNumber(ctx, tx)
	return found.ticket.ID, notify.Mail{}, err
}
