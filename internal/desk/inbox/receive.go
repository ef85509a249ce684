package inbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Receive takes one raw mail for a mailbox. Without an error the mail is on disk and has become what the Outcome says.
// The one error is of kind Unavailable: nothing has happened, and whoever brings the mail tries again later.
func (s *Service) Receive(ctx context.Context, box Mailbox, raw []byte) (Outcome, error) {
	return s.Deliver(ctx, box, raw, Way{})
}

// ErrTried says that taking a mail has failed for a reason of its own and that the try was counted: the mails after it may
// fare better.
var ErrTried = errors.New("inbox: taking the mail has failed and will be tried again")

// Deliver is Receive for whoever knows how the mail came. Its error is an ErrTried, too, where the fault is the mail's.
func (s *Service) Deliver(ctx context.Context, box Mailbox, raw []byte, way Way) (Outcome, error) {
	r := &row{box: &box, digest: digest(box.ID, raw), size: len(raw), way: way}
	if o, done, err := sqldb.Maybe(ctx, s.d.DB, selectDone, scanOutcome, r.digest); err != nil || done {
		return o, later(err)
	}
	ref, err := s.d.Blobs.Put(ctx, bytes.NewReader(raw), 0)
	if err != nil {
		return Outcome{}, later(err) // Without its bytes kept a mail is not taken.
	}
	r.raw = ref.SHA256
	o, err := s.try(ctx, r, raw)
	switch {
	case err == nil:
		return o, nil
	case passing(err):
		return Outcome{}, later(err)
	}
	return s.failed(ctx, r, err)
}

// try reads the mail and takes it in one transaction. One mail must not stop those after it: what panics has failed.
func (s *Service) try(ctx context.Context, r *row, raw []byte) (o Outcome, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("take mail: %v", p)
		}
	}()
	mail, unread := s.d.Read(raw)
	r.mail, r.twin = &mail, mail.twin(r.box.ID)
	if unread != nil || mail.Cut {
		r.twin = r.digest // What cannot be compared is the same only when every byte is.
	}
	if unread != nil {
		return s.aside(ctx, r, ReasonLimits, unread.Error())
	}
	files, err := s.keep(ctx, &mail)
	if errs.Is(err, errs.TooLarge) {
		return s.aside(ctx, r, ReasonLimits, err.Error())
	}
	if err != nil {
		return Outcome{}, err
	}
	err = s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		first, done, err := r.claim(ctx, tx)
		if o = first; err != nil || done {
			return err
		}
		t := &taking{Service: s, box: r.box, mail: &mail, raw: r.raw, way: r.way, files: files, out: first}
		if err := t.take(ctx, tx); err != nil {
			return err
		}
		o = t.out
		return settle(ctx, tx, o, t.detail)
	})
	return o, err
}

// keep stores the mail's files before the transaction that names them.
func (s *Service) keep(ctx context.Context, m *Mail) ([]ticket.Attachment, error) {
	files := make([]ticket.File, len(m.Files))
	for i, f := range m.Files {
		files[i] = ticket.File{Name: f.Name, Content: bytes.NewReader(f.Data), MediaType: f.Type, ContentID: f.ContentID, Inline: f.Inline}
	}
	return s.d.Ticket.Keep(ctx, files)
}

// aside puts a mail into quarantine that cannot be read.
func (s *Service) aside(ctx context.Context, r *row, reason, detail string) (Outcome, error) {
	var o Outcome
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		first, done, err := r.claim(ctx, tx)
		if o = first; err != nil || done {
			return err
		}
		o.Result, o.Reason = Quarantined, reason
		return settle(ctx, tx, o, clean.Line(detail, 500))
	})
	return o, err
}

// failed counts a try that failed for no passing reason; after the third the mail stands in quarantine.
func (s *Service) failed(ctx context.Context, r *row, cause error) (Outcome, error) {
	var from, subject string
	if r.mail != nil {
		from, subject = sender(r.mail.From), r.mail.Subject
	}
	var o Outcome
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		o, err = sqldb.One(ctx, tx, failMail, scanOutcome, int64(r.box.Org), int64(r.box.ID), r.digest, from, subject, r.raw, r.size,
			clean.Line(cause.Error(), 500), sqldb.Time(tx.Now()), r.way.text())
		return err
	})
	switch {
	case err != nil:
		return Outcome{}, later(errors.Join(cause, err))
	case o.Result == Waiting:
		return Outcome{}, later(errors.Join(ErrTried, cause))
	}
	return o, nil
}

// passing reports whether trying again may help without anybody doing anything.
func passing(err error) bool {
	return sqldb.Unavailable(err) || blob.Unavailable(err) || errors.Is(err, context.Canceled) || errs.Is(err, errs.Unavailable)
}

// later is what whoever brought the mail is told.
func later(err error) error {
	if err == nil {
		return nil
	}
	return errs.E(errs.Unavailable, "mailbox.error.later").Because(err)
}

// sender folds an address for comparing and counting.
func sender(address string) string { return strings.ToLower(clean.Line(address, 320)) }
