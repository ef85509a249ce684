package inbox

import (
	"context"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/sqldb"
)

// Answer is a mail of whoever has a case in hand.
type Answer struct {
	From, FromName string
	Refers         []string
	Text           string
	Files          []ticket.Attachment
	Source         ticket.Source
}

// Partners knows the mails by which cases are handed to others.
type Partners interface {
	// Mine reports whether one of the ids is a mail of theirs.
	Mine(refers []string) bool
	// TakeMailIn puts the answer on its case. Ticket 0 says that it is none after all.
	TakeMailIn(ctx context.Context, tx *sqldb.Tx, a Answer) (ticket.ID, ticket.MessageID, error)
}

// partner hands the answer to a mail by which a case was handed over to those who know it: it is never the user's word.
func (t *taking) partner(ctx context.Context, tx *sqldb.Tx) (bool, error) {
	if t.d.Partners == nil || !t.d.Partners.Mine(t.mail.Refers) {
		return false, nil
	}
	if many, err := t.tooMany(ctx, tx, Appended, t.d.Appended); err != nil || many {
		return true, err
	}
	a := Answer{From: sender(t.mail.From), FromName: clean.Line(t.mail.FromName, 200), Refers: t.mail.Refers, Files: t.files}
	a.Text, a.Source = t.fresh(thread{})
	id, m, err := t.d.Partners.TakeMailIn(ctx, tx, a)
	if err != nil || id == 0 {
		return false, err
	}
	t.out.Result, t.out.Ticket, t.out.Entry, t.out.Attachments = Appended, id, m, len(t.files)
	return true, nil
}
