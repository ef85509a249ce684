package inbox

import (
	"cmp"
	"context"
	"io"
	"math"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Item is a mail that became no case's entry.
type Item struct {
	ID      int64
	Mailbox string // Its address.
	Sender  string
	Subject string
	Size    int64
	Result  Result
	Reason  string
	Detail  string
	Proof   string // By what the sender is known: see ProofText.
	Ticket  ticket.ID
	At      time.Time
	Tries   int // How often taking it has been tried.

	box MailboxID
	raw string
	way string
}

// Open reports whether the mail still waits for somebody's decision.
func (i Item) Open() bool {
	return i.Result == Quarantined || i.Result == Waiting || i.Result == Recorded && i.Ticket == 0
}

const itemColumns = `i.id, b.address, i.sender, i.subject, i.size, i.outcome, i.reason, i.detail, i.ticket_id, i.received_at, i.mailbox_id, i.raw_blob, i.tries, i.way, i.proof`

func scanItem(r sqldb.Row) (Item, error) {
	var i Item
	return i, r.Scan(&i.ID, &i.Mailbox, &i.Sender, &i.Subject, &i.Size, &i.Result, &i.Reason, &i.Detail, sqldb.ScanID(&i.Ticket),
		sqldb.ScanTime(&i.At), &i.box, &i.raw, &i.Tries, &i.way, &i.Proof)
}

// Quarantined returns mail in quarantine, newest first, from before the item with that id (0: from the newest). It fails
// with Forbidden without mail.quarantine.
func (s *Service) Quarantined(ctx context.Context, by authz.Actor, before int64, limit int) ([]Item, error) {
	return s.list(ctx, by, "i.outcome in ('quarantined', 'waiting')", before, limit)
}

// Unfiled returns mail that was only recorded and belongs to no case: notices, lists, absences.
func (s *Service) Unfiled(ctx context.Context, by authz.Actor, before int64, limit int) ([]Item, error) {
	return s.list(ctx, by, "i.outcome = 'recorded' and i.ticket_id is null", before, limit)
}

func (s *Service) list(ctx context.Context, by authz.Actor, which string, before int64, limit int) ([]Item, error) {
	if !by.May(MayHandleMail) {
		return nil, errs.Denied(string(MayHandleMail))
	}
	if before <= 0 {
		before = math.MaxInt64
	}
	var w sqldb.Where
	condition, args := visible(by).SQL()
	w.And(condition, args...)
	w.And(which)
	w.And("i.id < ?", before)
	text := "select " + itemColumns + " from inbound_mail i join mailbox b on b.id = i.mailbox_id where " + w.SQL() +
		w.Numbered(" order by i.id desc limit ?", limit)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("inbound.list", text), scanItem, w.Args()...)
}

// item returns one mail that the actor may see. Errors: errs.NotFound.
func (s *Service) item(ctx context.Context, q sqldb.Querier, by authz.Actor, id int64, lock string) (Item, error) {
	var w sqldb.Where
	condition, args := visible(by).SQL()
	w.And(condition, args...)
	w.And("i.id = ?", id)
	text := "select " + itemColumns + " from inbound_mail i join mailbox b on b.id = i.mailbox_id where " + w.SQL() + lock
	i, found, err := sqldb.Maybe(ctx, q, sqldb.Q("inbound.one", text), scanItem, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	return i, err
}

// Raw opens a mail as it came. Errors: errs.NotFound.
func (s *Service) Raw(ctx context.Context, by authz.Actor, id int64) (io.ReadSeekCloser, error) {
	i, err := s.item(ctx, s.d.DB, by, id, "")
	if err != nil {
		return nil, err
	}
	return s.d.Blobs.Get(ctx, i.raw)
}

// Look returns one mail with the beginning of what it says; "" for one that cannot be read. Errors: errs.NotFound.
func (s *Service) Look(ctx context.Context, by authz.Actor, id int64) (Item, string, error) {
	i, err := s.item(ctx, s.d.DB, by, id, "")
	if err != nil {
		return i, "", err
	}
	raw, err := s.bytes(ctx, i.raw)
	if err != nil {
		return i, "", err
	}
	m, unread := s.d.Read(raw)
	if unread != nil {
		return i, "", nil
	}
	return i, clean.Cut(cmp.Or(m.Text, m.Damaged), lookAt), nil
}

// lookAt is how many letters of a mail are shown to whoever decides about it.
const lookAt = 4000
