package inbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

// ReasonRepeat is a mail that said again what opened a case.
const ReasonRepeat = "repeat"

// repeat counts a mail that says the same as one that opened a case, from the same sender and not long ago: the case has
// a counter instead of twins. Once the case is solved the same mail is news, and opens another.
func (t *taking) repeat(ctx context.Context, tx *sqldb.Tx) (bool, error) {
	minutes, err := setting.Get[int](ctx, tx, t.box.Org, setting.MailRepeat, tx.Now())
	if err != nil || minutes == 0 || t.mail.Cut || len(t.mention) > 0 {
		return false, err
	}
	t.alike = t.mail.alike(t.box.ID)
	first, err := sqldb.One(ctx, tx, holdAlike, scanAlike, t.alike, sqldb.Time(tx.Now()))
	if err != nil || first.ticket == 0 || tx.Now().Sub(first.seen) > time.Duration(minutes)*time.Minute {
		return false, err
	}
	x, err := t.load(ctx, tx, first.ticket)
	if err != nil || !x.State.Active() {
		return false, err
	}
	if err := ticket.RepeatIn(ctx, tx, &x, first.entry); err != nil {
		return false, err
	}
	t.record(ReasonRepeat)
	t.out.Ticket, t.out.Entry = first.ticket, first.entry
	return true, t.began(ctx, tx, first.ticket, first.entry)
}

// began notes which entry mails like this one repeat.
func (t *taking) began(ctx context.Context, tx *sqldb.Tx, id ticket.ID, entry ticket.MessageID) error {
	if t.alike == "" {
		return nil
	}
	_, err := tx.Exec(ctx, noteAlike, t.alike, sqldb.ID(id), sqldb.ID(entry), sqldb.Time(tx.Now()))
	return err
}

// alike names a mail by who says what: another Message-ID and another hour make no difference.
func (m *Mail) alike(box MailboxID) string {
	h := sha256.New()
	number(h, int64(box))
	for _, s := range []string{strings.ToLower(m.From), strings.TrimSpace(m.Subject), strings.Join(strings.Fields(m.Text), " "), m.Damaged} {
		number(h, int64(len(s)))
		h.Write([]byte(s))
	}
	for _, f := range m.Files {
		number(h, int64(len(f.Data)))
		h.Write(f.Data)
	}
	return hex.EncodeToString(h.Sum(nil))
}

type alikeRow struct {
	ticket ticket.ID
	entry  ticket.MessageID
	seen   time.Time
}

func scanAlike(r sqldb.Row) (alikeRow, error) {
	var a alikeRow
	return a, r.Scan(sqldb.ScanID(&a.ticket), sqldb.ScanID(&a.entry), sqldb.ScanTime(&a.seen))
}

// keepAlike is how long what has been said is remembered: the longest that the setting allows.
const keepAlike = 48 * time.Hour

// Tidy forgets what was said long ago.
func (s *Service) Tidy(ctx context.Context) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, dropAlike, sqldb.Time(tx.Now().Add(-keepAlike)))
		return err
	})
}

var (
	holdAlike = sqldb.Q("mail_alike.hold", `
		insert into mail_alike (digest, seen_at) values ($1, $2)
		on conflict (digest) do update set digest = excluded.digest returning ticket_id, message_id, seen_at`)
	noteAlike = sqldb.Q("mail_alike.note", `update mail_alike set ticket_id = $2, message_id = $3, seen_at = $4 where digest = $1`)
	dropAlike = sqldb.Q("mail_alike.tidy", `delete from mail_alike where seen_at < $1`)
)
