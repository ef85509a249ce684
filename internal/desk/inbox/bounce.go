package inbox

import (
	"context"
	"slices"
	"strings"

	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/sqldb"
)

// bounce keeps a notice of failed delivery on the case whose mail did not arrive. A lasting failure takes back that its
// receiver was told, and asks the desk to reach them in another way; a passing one is only noted.
func (t *taking) bounce(ctx context.Context, tx *sqldb.Tx) (bool, error) {
	if t.mail.Machine.Kind != Bounce {
		return false, nil
	}
	t.record(ReasonBounce)
	id, sent, err := t.about(ctx, tx)
	if err != nil {
		return true, err
	}
	gone := t.mail.Machine.Permanent
	if gone && sent.ID != 0 {
		why := clean.Line(strings.Join([]string{t.mail.Machine.Status, t.mail.Machine.Recipient, t.mail.Subject}, " "), 300)
		if err := t.d.Notify.BouncedIn(ctx, tx, &sent, why); err != nil {
			return true, err
		}
	}
	return true, t.onCase(ctx, tx, id, gone)
}

// returned lists the mails of ours to whose own return address this one was sent: people write to other addresses.
func (t *taking) returned() []string {
	var ids []string
	for _, address := range append(slices.Clone(t.mail.Head.To), t.way.To) {
		if id, ok := notify.Returned(address, t.d.Domain); ok && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// about finds the case, and the mail of ours where the notice names it: by the address that it came back to, by the ids
// that it quotes, by our mark, by the number in its subject.
func (t *taking) about(ctx context.Context, tx *sqldb.Tx) (ticket.ID, notify.Mail, error) {
	ids := slices.Concat(t.returned(), t.mail.Machine.Originals, t.mail.Refers)
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
