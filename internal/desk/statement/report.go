package statement

import (
	"context"
	"errors"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Report is what somebody tells: that something is not accessible to them, or that they need it in another form.
type Report struct {
	Authority directory.AuthorityID
	Text      string
	Page      string // Where it was, in their words.
	Adapted   bool   // They ask for the content in a form that they can use.
	Name      string // May be empty: nobody has to say who they are.
	Mail      string // May be empty: then no answer can reach them.
}

// mostWords bounds what is told, in runes.
const mostWords = 10_000

func (in *Report) check() error {
	var f errs.Fields
	in.Text, in.Page = clean.Keep(in.Text), clean.KeepLine(in.Page)
	in.Name, in.Mail = clean.Line(in.Name, 0), clean.Line(in.Mail, 0)
	if clean.Blank(in.Text) {
		f.Add("text", "statement.error.text")
	}
	for _, x := range []struct {
		name, value string
		most        int
	}{{"text", in.Text, mostWords}, {"page", in.Page, 500}, {"name", in.Name, 200}, {"mail", in.Mail, 320}} {
		if !clean.Fits(x.value, x.most) {
			f.Add(x.name, "error.too_long", "max", x.most)
		}
	}
	if in.Mail != "" && !directory.IsAddress(in.Mail) {
		f.Add("mail", "field.email")
	}
	return f.Err()
}

// Tell makes a case of a report at the authority's desk, about the service "accessibility". The actor may be nobody: then it
// is a case of an unknown sender, whom nobody vouches for. Title and page are the report's words for the case, such as
// "Accessibility" and "Page". Errors: errs.Invalid, errs.NotFound for an authority that is not there.
func (s *Service) Tell(ctx context.Context, by authz.Actor, in Report, title, page string) (ticket.Ticket, error) {
	if err := in.check(); err != nil {
		return ticket.Ticket{}, err
	}
	var t ticket.Ticket
	err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		x, err := sqldb.One(ctx, tx, selectOne, scan, int64(in.Authority))
		if errors.Is(err, sqldb.ErrNone) {
			return errs.Missing()
		}
		if err != nil {
			return err
		}
		about, err := s.Service.EnsureIn(ctx, tx, x.Org, service.Accessibility)
		if err != nil {
			return err
		}
		desk, err := directory.DeskFor(ctx, tx, x.Org, 0)
		if err != nil {
			return err
		}
		of := ticket.ServiceID(about.ID)
		if !about.Active {
			of = 0
		}
		input := x.caseOf(by, &in, title, page)
		input.Desk, input.Service = desk.ID, of
		t, err = s.Ticket.ReportIn(ctx, tx, authz.System("statement"), input)
		return err
	})
	return t, err
}

// caseOf is the case that a report becomes. What somebody cannot use is put right; what they ask for in another form is a
// request.
func (x *Statement) caseOf(by authz.Actor, in *Report, title, page string) ticket.ReportInput {
	out := ticket.ReportInput{
		Kind: ticket.Incident, Channel: ticket.Portal, Text: in.Text, Title: clean.Cut(title+": "+clean.FirstLine(in.Text), 120),
	}
	if in.Adapted {
		out.Kind = ticket.Request
	}
	if in.Page != "" {
		out.Text += "\n\n" + page + ": " + in.Page
	}
	if by.Person != 0 && by.Org == int64(x.Org) {
		out.Requester = directory.PersonID(by.Person)
		return out
	}
	out.SenderName, out.SenderAddress, out.Source.Unverified = in.Name, in.Mail, true
	if out.SenderName == "" && out.SenderAddress == "" {
		out.SenderName = x.Name
		out.Source.Silent = true
	}
	return out
}
