package exchange

import (
	"context"
	"slices"
	"strings"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// Word is what whoever has a case in hand says of it, by whatever way.
type Word struct {
	Deed    Deed
	Their   tmf.Status // As they spell it; "" where they spell nothing.
	Text    string
	Number  string              // The case's number there.
	Files   []ticket.Attachment // Kept, not yet tied to anything.
	Aside   []string            // Files that did not pass.
	Origins []string            // What the words are called there.
	Source  ticket.Source
}

var (
	selectNewest = sqldb.Q("exchange.newest", `select coalesce(max(id), 0) from message where ticket_id = $1`)
	statusOf     = map[Deed]delegation.Status{Accepted: delegation.Accepted, Working: delegation.Working, Waiting: delegation.Waiting}
)

// say puts a word on the case. Once the case is not in their hands, or they have said how it ended, they do not say any
// more how it stands: then the word is noted for the desk, which looks at it.
func (s *Service) say(ctx context.Context, tx *sqldb.Tx, by authz.Actor, p *Partner, id ticket.ID, w Word) error {
	if len(w.Files)+len(w.Aside) > 0 && clean.Blank(w.Text) {
		w.Text = names(w.Files, w.Aside)
	}
	now, held, err := delegation.NowIn(ctx, tx, id)
	if err != nil {
		return err
	}
	if !held || !slices.Contains(by.Reaches(delegation.MayWork, authz.Supplier), int64(now.Supplier)) {
		return s.note(ctx, tx, p, id, w)
	}
	if clean.Blank(w.Text) && !news(w, &now) {
		return s.their(ctx, tx, p, id, w)
	}
	before, err := sqldb.One(ctx, tx, selectNewest, sqldb.Value[ticket.MessageID], int64(id))
	if err != nil {
		return err
	}
	if err := s.their(ctx, tx, p, id, w); err != nil { // First: what they have said is not told back to them.
		return err
	}
	if err := s.report(ctx, tx, by, p, id, w); err != nil {
		return err
	}
	after, err := sqldb.One(ctx, tx, selectNewest, sqldb.Value[ticket.MessageID], int64(id))
	if err != nil {
		return err
	}
	if after != before {
		return s.tie(ctx, tx, p, id, after, w)
	}
	return nil
}

// news reports whether a word without text changes anything.
func news(w Word, now *delegation.Delegation) bool {
	if w.Number != "" && w.Number != now.External {
		return true
	}
	switch w.Deed {
	case Done, Refused:
		return true
	case Accepted, Working, Waiting:
		return statusOf[w.Deed] != now.Status
	}
	return false
}

// report hands the word to the delegation.
func (s *Service) report(ctx context.Context, tx *sqldb.Tx, by authz.Actor, p *Partner, id ticket.ID, w Word) error {
	// That the case is in their hands has been made sure of; a word on it shows them nothing, whoever it is about.
	by.Grants = append(slices.Clone(by.Grants), authz.Grant{Verb: directory.PersonProtected, Reach: authz.Organisation, Of: int64(p.Org)})
	in := delegation.ReportInput{Text: w.Text, External: w.Number, Channel: ticket.Supplier, Source: w.Source}
	if clean.Blank(in.Text) && (w.Deed == Done || w.Deed == Refused) {
		in.Text = s.d.Texts.Printer(i18n.ParseLang(p.Lang)).T("exchange.word."+string(w.Deed), "name", by.Name)
	}
	var err error
	switch w.Deed {
	case Done:
		_, err = s.d.Delegation.DoneIn(ctx, tx, by, id, in)
	case Refused:
		_, err = s.d.Delegation.RefuseIn(ctx, tx, by, id, in)
	default:
		in.Status = statusOf[w.Deed] // "" leaves it as it is.
		_, err = s.d.Delegation.ReportIn(ctx, tx, by, id, in)
	}
	return err
}

// note keeps a word for the desk alone: it came too late to count.
func (s *Service) note(ctx context.Context, tx *sqldb.Tx, p *Partner, id ticket.ID, w Word) error {
	if clean.Blank(w.Text) && (w.Deed == "" || w.Deed == Nothing) {
		return nil
	}
	t := s.d.Texts.Printer(i18n.ParseLang(p.Lang))
	text := t.T("exchange.word.late", "name", p.Name)
	if w.Their != "" {
		text += "\n" + t.T("exchange.word.status", "status", string(w.Their))
	}
	if !clean.Blank(w.Text) {
		text += "\n\n" + w.Text
	}
	_, m, err := s.d.Ticket.NoteIn(ctx, tx, system, id, ticket.Words{Text: text, Channel: ticket.Supplier, Attention: true, Source: w.Source})
	if err != nil {
		return err
	}
	if err := s.tie(ctx, tx, p, id, m, w); err != nil {
		return err
	}
	return s.their(ctx, tx, p, id, w)
}

// tie gives a message its files, and the names that it has at the partner.
func (s *Service) tie(ctx context.Context, tx *sqldb.Tx, p *Partner, id ticket.ID, m ticket.MessageID, w Word) error {
	if len(w.Files) > 0 {
		t, err := ticket.LoadIn(ctx, tx, system, id)
		if err != nil {
			return err
		}
		if _, err := ticket.AttachIn(ctx, tx, &t, m, slices.Clone(w.Files)); err != nil {
			return err
		}
	}
	if len(w.Origins) == 0 {
		return came(ctx, tx, p, id, "", m)
	}
	for _, origin := range w.Origins {
		if err := came(ctx, tx, p, id, origin, m); err != nil {
			return err
		}
	}
	return nil
}

// their keeps how the case stands with them, and who says so from now on.
func (s *Service) their(ctx context.Context, tx *sqldb.Tx, p *Partner, id ticket.ID, w Word) error {
	if p.ID == 0 || w.Their == "" && w.Deed == "" {
		return nil
	}
	k, found, err := sqldb.Maybe(ctx, tx, selectLinkOf, scanLink, int64(p.ID), int64(id))
	if err != nil || !found || k.Role != roleOut {
		return err
	}
	if w.Their != "" {
		if _, err := tx.Exec(ctx, updateTheir, int64(k.ID), string(w.Their)); err != nil {
			return err
		}
	}
	if (w.Deed == Done || w.Deed == Refused) && k.Owner == them {
		return k.owns(ctx, tx, us, w.Deed == Refused)
	}
	return nil
}

func names(files []ticket.Attachment, aside []string) string {
	var out []string
	for _, f := range files {
		out = append(out, f.Name)
	}
	return strings.Join(append(out, aside...), ", ")
}
