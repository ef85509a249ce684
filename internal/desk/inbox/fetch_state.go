package inbox

import (
	"context"

	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/sqldb"
)

// Fetched notes a success: the folder was looked through, and so many mails were taken.
func (s *Service) Fetched(ctx context.Context, id MailboxID, taken int) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, fetchOK, int64(id), sqldb.Time(tx.Now()), taken > 0)
		return err
	})
}

// FetchFailed notes that a mailbox cannot be fetched: fault is a word of ours (texts "imap.fault."), why what was said.
func (s *Service) FetchFailed(ctx context.Context, id MailboxID, fault, why string) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, fetchFailed, int64(id), sqldb.Time(tx.Now()), clean.Line(fault+": "+why, 500))
		return err
	})
}
