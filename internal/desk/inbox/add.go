package inbox

import (
	"context"
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/sqldb"
)

// add appends the mail to the case it belongs to. A person's words open a solved case again, or begin a linked one when
// that is too long ago; a system's notice on a case that has ended is only recorded, or two desks would wake each other.
func (t *taking) add(ctx context.Context, tx *sqldb.Tx, found thread) error {
	if many, err := t.tooMany(ctx, tx, Appended, t.d.Appended); err != nil || many {
		return err
	}
	old, err := t.current(ctx, tx, found.ticket)
	if err != nil {
		return err
	}
	for _, r := range t.numbers() { // Before the words, so that the index of words sees both.
		if err := ticket.AddReferenceIn(ctx, tx, old.ID, r.Source, r.External); err != nil {
			return err
		}
	}
	w := t.words()
	w.Text, w.Source = t.fresh(found)
	var x ticket.Ticket
	var m ticket.MessageID
	result := Appended
	switch {
	case found.aside:
		w.Attention = true
		x, m, err = t.d.Ticket.NoteIn(ctx, tx, by, old.ID, w)
	case t.mail.Machine.Kind != Person && !old.State.Active():
		result = Recorded
		x, m, err = t.d.Ticket.RecordIn(ctx, tx, old.ID, w)
	default:
		x, m, err = t.d.Ticket.AskIn(ctx, tx, by, old.ID, w)
	}
	if err != nil {
		return err
	}
	if x.ID != old.ID {
		result = Created
	}
	return t.entered(ctx, tx, &x, m, result)
}

// current follows a merged case to where the work is.
func (t *taking) current(ctx context.Context, tx *sqldb.Tx, x ticket.Ticket) (ticket.Ticket, error) {
	for x.State == ticket.StateMerged && x.MergedInto != 0 {
		next, err := ticket.LoadIn(ctx, tx, by, x.MergedInto)
		if err != nil {
			return x, err
		}
		x = next
	}
	return x, nil
}

// words names the sender: as the person whose address it claims to be, or as written.
func (t *taking) words() ticket.Words {
	return ticket.Words{
		Channel: ticket.Mail, Author: t.person.ID, FromName: clean.Line(t.mail.FromName, 200), FromAddress: clean.Line(t.mail.From, 320),
	}
}

// fresh is what is new in the mail, with the rest folded away.
func (t *taking) fresh(found thread) (string, ticket.Source) {
	fresh, quoted := fit(t.mail.Fresh, join(t.mail.Quoted, t.folded))
	if t.mail.Damaged != "" {
		fresh, quoted = t.damaged()
	}
	if clean.Blank(fresh) {
		fresh = t.text("mailbox.empty")
	}
	return fresh, t.source(quoted, found.verified)
}

// damaged is what could be read of a mail whose parts are not where it says.
func (t *taking) damaged() (string, string) {
	return fit(t.text("mailbox.damaged")+"\n\n"+t.mail.Damaged, t.folded)
}

// fit moves what is too long for a message's text to the folded rest, so that nothing is lost.
func fit(text, rest string) (string, string) {
	if clean.Length(text) <= ticket.MaxText {
		return text, rest
	}
	head := clean.Cut(text, ticket.MaxText)
	return head, strings.TrimSpace(text[len(head):] + "\n\n" + rest)
}
