package inbox

import (
	"context"
	"slices"
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/sqldb"
)

// begin is the end of the chain: what has found no other place begins a case.
func (t *taking) begin(ctx context.Context, tx *sqldb.Tx) (bool, error) { return true, t.open(ctx, tx) }

// open begins a case with the mail. It takes over nothing from the cases that the mail only names: the desk is told of
// them and decides.
func (t *taking) open(ctx context.Context, tx *sqldb.Tx) error {
	if many, err := t.tooMany(ctx, tx, Created, t.d.Created); err != nil || many {
		return err
	}
	text, quoted := fit(t.mail.Text, t.folded)
	switch {
	case t.mail.Damaged != "":
		text, quoted = t.damaged()
	case len(t.mention) > 0:
		text, quoted = fit(t.mail.Fresh, join(t.mail.Quoted, t.folded))
	}
	in := ticket.ReportInput{
		Desk: t.box.Desk, Channel: ticket.Mail, Requester: t.person.ID, Title: clean.Cut(t.mail.Subject, ticket.MaxTitle), Text: text,
		Source: t.source(quoted, false), Note: t.note(), Numbers: t.numbers(),
	}
	if clean.Blank(in.Title) && clean.Blank(text) {
		in.Title = t.text("mailbox.no_subject")
	}
	if t.person.ID == 0 {
		in.SenderName, in.SenderAddress = clean.Line(t.mail.FromName, 200), clean.Line(t.mail.From, 320)
		if in.SenderName == "" && in.SenderAddress == "" {
			in.SenderName = t.text("mailbox.nobody")
		}
	}
	x, err := t.d.Ticket.ReportIn(ctx, tx, by, in)
	if err != nil {
		return err
	}
	if err := t.linkMentioned(ctx, tx, x.ID); err != nil {
		return err
	}
	first, err := ticket.FirstMessage(ctx, tx, x.ID)
	if err != nil {
		return err
	}
	if err := t.began(ctx, tx, x.ID, first); err != nil {
		return err
	}
	return t.entered(ctx, tx, &x, first, Created)
}

// note tells the desk which cases the mail names although its sender takes part in none of them.
func (t *taking) note() string {
	var numbers []string
	for _, m := range t.mention {
		if n := m.id.String(); !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	if len(numbers) == 0 {
		return ""
	}
	return t.text("mailbox.note.mention", "numbers", strings.Join(numbers, ", "))
}

func (t *taking) linkMentioned(ctx context.Context, tx *sqldb.Tx, id ticket.ID) error {
	for _, m := range t.mention {
		if !m.link {
			continue
		}
		if err := t.d.Ticket.LinkIn(ctx, tx, by, id, m.id, ticket.LinkRelated); err != nil {
			return err
		}
	}
	return nil
}
