package inbox

import (
	"context"
	"io"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// What somebody decides about a mail that was kept aside.
const (
	AsNew  = "new"    // A case of its own.
	OnCase = "ticket" // An entry of a case.
	Keep   = "keep"   // Leave it aside for good.
)

// Decision is what becomes of a mail that was kept aside.
type Decision struct {
	How    string
	Ticket ticket.ID // For OnCase: a case that the actor works with.
}

// Release does with a mail what somebody has decided. The words are still the sender's, and still prove nothing; on a
// case in which the sender takes no part they are for the desk alone.
// Errors: errs.NotFound, errs.Invalid (no such case), errs.Conflict when somebody else was quicker.
func (s *Service) Release(ctx context.Context, actor authz.Actor, id int64, d Decision) (Outcome, error) {
	i, err := s.item(ctx, s.d.DB, actor, id, "")
	if err != nil {
		return Outcome{}, err
	}
	t, err := s.again(ctx, i)
	if err != nil {
		return Outcome{}, err
	}
	err = s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		i, err := s.item(ctx, tx, actor, id, " {{for_update}}")
		if err != nil {
			return err
		}
		if !i.Open() {
			return errs.E(errs.Conflict, "mailbox.error.handled")
		}
		t.out = Outcome{ID: i.ID, Reason: i.Reason}
		if err := t.decide(ctx, tx, actor, d); err != nil {
			return err
		}
		if err := settle(ctx, tx, t.out, i.Detail); err != nil {
			return err
		}
		entry := audit.Entry{Org: int64(t.box.Org), What: "mail.released", Subject: "mail", SubjectID: id}
		return audit.Write(ctx, tx, actor, entry, map[string]any{"how": d.How, "ticket": int64(t.out.Ticket)})
	})
	return t.out, err
}

// decide does it.
func (t *taking) decide(ctx context.Context, tx *sqldb.Tx, actor authz.Actor, d Decision) error {
	if err := t.who(ctx, tx); err != nil {
		return err
	}
	t.tell()
	switch d.How {
	case AsNew:
		return t.open(ctx, tx)
	case OnCase:
		x, err := ticket.LoadIn(ctx, tx, actor, d.Ticket)
		if errs.Is(err, errs.NotFound) || err == nil && (!ticket.SeesInternal(actor, &x) || x.Org != t.box.Org) {
			return noCase()
		}
		if err != nil {
			return err
		}
		in, err := t.takesPart(ctx, tx, &x)
		if err != nil {
			return err
		}
		return t.add(ctx, tx, thread{ticket: x, aside: !in})
	case Keep:
		t.out.Result, t.out.Reason = Recorded, ReasonKept
		return nil
	}
	var f errs.Fields
	f.Add("how", "error.choose")
	return f.Err()
}

func noCase() error {
	var f errs.Fields
	f.Add("ticket", "mailbox.error.ticket")
	return f.Err()
}

// again reads a kept mail once more. One that cannot be read goes along as a file.
func (s *Service) again(ctx context.Context, i Item) (*taking, error) {
	box, err := sqldb.One(ctx, s.d.DB, selectBox, scanMailbox, int64(i.box))
	if err != nil {
		return nil, err
	}
	raw, err := s.bytes(ctx, i.raw)
	if err != nil {
		return nil, err
	}
	t := &taking{Service: s, box: &box, raw: i.raw, way: wayOf(i.way), byHand: true}
	mail, unread := s.d.Read(raw)
	t.mail = &mail
	if unread != nil {
		mail.Text, mail.Files = t.text("mailbox.unread"), []File{{Name: "mail.eml", Type: "message/rfc822", Data: raw}}
		mail.Fresh = mail.Text
	}
	if i.LeftBehind() {
		mail.Text = t.text("mailbox.left_behind", "size", (i.Size+1<<20-1)>>20, "folder", i.Detail, "mailbox", i.Mailbox)
		mail.Fresh, mail.Files = mail.Text, nil
	}
	t.files, err = s.keep(ctx, &mail)
	return t, err
}

func (s *Service) bytes(ctx context.Context, name string) ([]byte, error) {
	f, err := s.d.Blobs.Get(ctx, name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // Opened for reading only.
	return io.ReadAll(f)
}
