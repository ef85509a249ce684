package inbox

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// by is who writes into cases what mail says: a sender acts with no rights of their own.
var by = authz.System("mail")

// taking is one mail on its way into a case, past the filters of the chain.
type taking struct {
	*Service
	box   *Mailbox
	mail  *Mail
	raw   string
	files []ticket.Attachment
	way   Way // How it came.

	person   directory.Person // Whom the sender's address belongs to; the zero Person for nobody.
	ownBox   bool             // The sender is an address of ours.
	known    known            // How sure it is that the sender is who the From line says.
	answered bool             // The sender has received a mail of ours: it is that which they answer.
	byHand   bool             // Somebody has looked at it and decided: the fuse does not count.
	alike    string           // The name of all mails that say the same, while this one holds their row.
	folded   string           // What the mail brings along beside its words.
	out      Outcome
	detail   string
	mention  []mention
}

// record keeps the mail without a case.
func (t *taking) record(reason string) {
	t.out.Result, t.out.Reason, t.detail = Recorded, reason, t.mail.Machine.Reason
}

// tooMany reports whether the sender has brought about more than limit results of a kind within the hour, and then puts
// the mail into quarantine: a loop or a flood must not bury the desk.
func (t *taking) tooMany(ctx context.Context, tx *sqldb.Tx, result Result, limit int) (bool, error) {
	if t.byHand {
		return false, nil
	}
	n, err := t.count(ctx, tx, result, limit)
	if err != nil || n < limit {
		return false, err
	}
	t.out.Result, t.out.Reason = Quarantined, ReasonRate
	return true, nil
}

// count is how many mails of the sender had that result within the hour, at most limit: counting stops there.
func (t *taking) count(ctx context.Context, tx *sqldb.Tx, result Result, limit int) (int, error) {
	since := tx.Now().Add(-time.Hour)
	return sqldb.One(ctx, tx, countFrom, sqldb.Value[int], sender(t.mail.From), sqldb.Time(since), string(result), int64(t.box.ID), limit)
}

// text prints a text of ours in the organisation's language.
func (t *taking) text(key string, args ...any) string {
	return t.d.Texts.Printer(i18n.ParseLang(string(t.box.Lang))).T(key, args...)
}

// source is what the entry keeps of the mail beside its text. Answered says that the sender has received our mail.
func (t *taking) source(quoted string, answered bool) ticket.Source {
	t.answered = answered
	return ticket.Source{
		Quoted: quoted, HTML: t.mail.HTML, MailID: t.mail.ID, RawBlob: t.raw, Unverified: !answered && !t.known.sure, Proof: t.known.proof(answered),
		Silent: t.mail.Machine.Kind != Person || t.ownBox || t.known.forged,
	}
}

// entered notes where the mail went and ties its files to its entry.
func (t *taking) entered(ctx context.Context, tx *sqldb.Tx, to *ticket.Ticket, m ticket.MessageID, result Result) error {
	t.out.Result, t.out.Ticket, t.out.Entry, t.out.Attachments = result, to.ID, m, len(t.files)
	_, err := ticket.AttachIn(ctx, tx, to, m, t.files)
	return err
}
