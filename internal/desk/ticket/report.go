package ticket

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Limits of what people write, in runes.
const (
	MaxTitle = 250
	MaxText  = 100_000
)

var zeroTime time.Time

// ReportInput is a new case. Only Title or Text must be there; everything else has a default.
type ReportInput struct {
	Desk      directory.DeskID   // 0: the first desk of the requester's organisation.
	Kind      Kind               // "": incident.
	Channel   Channel            // "": portal.
	Requester directory.PersonID // 0: the actor, unless SenderAddress is given.
	// SenderName and SenderAddress are a sender whom no register knows.
	SenderName, SenderAddress string
	Author                    directory.PersonID // Whose the words are; 0: the requester's or the actor's own.
	Title, Text               string
	Category                  CategoryID
	Service                   ServiceID
	Impact, Urgency           int  // 0: 3 (one person, can wait).
	Residents                 int  // How many residents and companies are concerned.
	Centre                    bool // The contact centre reports, in its own name for residents and companies.
	Group                     directory.GroupID
	Assignee                  directory.PersonID
	DetectedAt                time.Time     // Zero: now.
	Way                       directory.Way // How the user wants to hear of this case; "": as always.
	Fields                    map[string]string
	Attachments               []AttachmentID // Uploaded before by the same actor, or by the author for whom the system acts.
	Note                      string         // A note to the desk, beside the user's words.
	// Solution solves the case at first contact: the user has heard it, and the clock to closing runs.
	Solution string
	// References are numbers of the same case elsewhere, by source.
	References map[string]string
	// Numbers are more of them, where one source has several.
	Numbers []Reference
	Source  Source
}

// Source is where a message came from, beyond its text: what a mail brings along.
type Source struct {
	Quoted, HTML, MailID, RawBlob string
	// Unverified marks a sender whose identity nobody vouches for.
	Unverified bool
	// Proof says by what the sender is known, as a word: reply, domain:NAME, failed:NAME, none; "" where nobody looked.
	Proof string
	// Silent keeps the product from telling the sender automatically: a machine, or one whose mail may come back.
	Silent bool
}

// check returns everything wrong with the input at once.
func (in *ReportInput) check() error {
	var f errs.Fields
	in.Title, in.Text = clean.KeepLine(in.Title), clean.Keep(in.Text)
	if clean.Blank(in.Title) {
		in.Title = titleFrom(in.Text)
	}
	if clean.Blank(in.Title) {
		f.Add("title", "ticket.error.title_missing")
	}
	if clean.Length(in.Title) > MaxTitle {
		f.Add("title", "error.too_long", "max", MaxTitle)
	}
	if clean.Length(in.Text) > MaxText {
		f.Add("text", "error.too_long", "max", MaxText)
	}
	if in.Kind != "" && !in.Kind.Valid() {
		f.Add("kind", "error.choose")
	}
	if in.Channel != "" && !in.Channel.Valid() {
		f.Add("channel", "error.choose")
	}
	if !in.Way.Valid() {
		f.Add("contact_way", "error.choose")
	}
	checkLevel(&f, "impact", in.Impact)
	checkLevel(&f, "urgency", in.Urgency)
	checkResidents(&f, in.Residents)
	return f.Err()
}

func checkLevel(f *errs.Fields, name string, level int) {
	if level < 0 || level > 3 {
		f.Add(name, "error.choose")
	}
}

// maxResidents is more than live in the country.
const maxResidents = 100_000_000

func checkResidents(f *errs.Fields, n int) {
	if n < 0 || n > maxResidents {
		f.Add("residents", "error.number")
	}
}

// titleFrom makes a title of the first words of a text, for those who only tell what happened.
func titleFrom(text string) string {
	const most = 80
	line := clean.FirstLine(text)
	if clean.Length(line) <= most {
		return line
	}
	return clean.Cut(line, most-1) + "…"
}

// Report registers a new case. A person may report for themselves with ticket.report; for others, in another channel
// than the portal, with a solution, or with numbers of others (mail that names them is led here), the desk's ticket.register is needed.
// Local IT support may also report for the people of its sites, and guardians for their children.
// Errors: errs.Invalid with every wrong field, errs.Forbidden, errs.NotFound for a person or desk out of sight.
func (s *Service) Report(ctx context.Context, by authz.Actor, in ReportInput) (Ticket, error) {
	if err := in.check(); err != nil {
		return Ticket{}, err
	}
	var t Ticket
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		if t, err = s.ReportIn(ctx, tx, by, in); err != nil {
			return err
		}
		return settle(ctx, tx, &t)
	})
	if err != nil {
		return t, s.noteRefused(ctx, by, &in, err)
	}
	return t, nil
}

// ReportIn is Report inside a transaction that the caller has opened: a channel's, an import's.
func (s *Service) ReportIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, in ReportInput) (Ticket, error) {
	if err := in.check(); err != nil {
		return Ticket{}, err
	}
	t, err := s.draft(ctx, tx, by, &in)
	if err != nil {
		return Ticket{}, err
	}
	if err := s.mayReport(by, &in, &t); err != nil {
		return Ticket{}, err
	}
	if err := s.applyKind(ctx, tx, &t, in.Fields, stageReport, !mayAt(by, MayRegister, t.Org, t.Desk)); err != nil {
		return Ticket{}, err
	}
	routed, err := s.findGroup(ctx, tx, &t, in.Fields)
	if err != nil {
		return Ticket{}, err
	}
	if err := s.applyDefaults(ctx, tx, &t); err != nil {
		return Ticket{}, err
	}
	begin(&t)
	if err := insert(ctx, tx, &t); err != nil {
		return Ticket{}, err
	}
	if err := saveFields(ctx, tx, t.ID, in.Fields); err != nil {
		return Ticket{}, err
	}
	if err := saveReferences(ctx, tx, t.ID, in.References); err != nil {
		return Ticket{}, err
	}
	for _, r := range in.Numbers {
		if err := AddReferenceIn(ctx, tx, t.ID, r.Source, r.External); err != nil {
			return Ticket{}, err
		}
	}
	m := Message{Ticket: t.ID, Kind: FromUser, Text: in.Text, Channel: t.Channel, Source: in.Source, Author: in.Author}
	if err := s.addMessage(ctx, tx, by, &t, &m, in.Attachments); err != nil {
		return Ticket{}, err
	}
	p := Payload{Changes: diff(&Ticket{}, &t), Fields: in.Fields, Message: m.ID, Silent: in.Source.Silent, Routed: routed}
	if _, err := s.append(ctx, tx, by, &t, EventReported, p); err != nil {
		return Ticket{}, err
	}
	return t, s.afterReport(ctx, tx, by, &t, &in)
}

// afterReport adds what the desk said in the same breath: a note, and the solution at first contact.
func (s *Service) afterReport(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *Ticket, in *ReportInput) error {
	var err error
	if !clean.Blank(in.Note) {
		if *t, err = s.updateIn(ctx, tx, by, t.ID, MayNote, EventNoted, s.write(by, Note, in.Note, nil)); err != nil {
			return err
		}
	}
	if clean.Blank(in.Solution) {
		return nil
	}
	*t, err = s.updateIn(ctx, tx, by, t.ID, MayResolve, EventResolved, func(ctx context.Context, tx *sqldb.Tx, t *Ticket, p *Payload) error {
		t.FirstContact, t.Assignee, t.AssignedAt = true, directory.PersonID(by.Person), tx.Now()
		return s.resolve(ctx, tx, by, t, p, ResolveInput{Solution: in.Solution, Told: true})
	})
	return err
}

func (s *Service) mayReport(by authz.Actor, in *ReportInput, t *Ticket) error {
	if by.IsSystem() || mayAt(by, MayRegister, t.Org, t.Desk) {
		return nil
	}
	self := by.Person != 0 && (int64(t.Requester) == by.Person || t.Via.ForAnother()) && by.Org == int64(t.Org)
	if !self || !by.May(MayReport) || in.Solution != "" || in.Note != "" || in.Group != 0 || in.Assignee != 0 || len(in.References) != 0 ||
		t.Channel != Portal && t.Channel != Chat && t.Channel != API {
		return errs.Denied(string(MayRegister))
	}
	return nil
}
