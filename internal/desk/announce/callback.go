package announce

import (
	"context"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/once"
	"lotsen/internal/kit/sqldb"
)

// Wish is somebody's wish to be called back.
type Wish struct {
	Desk   directory.DeskID // 0: the first desk of the person's organisation.
	Number string
	About  string
	At     time.Time // Zero: as soon as somebody can.
}

// Limits of a wish.
const (
	maxAbout = 500
	farthest = 30 * 24 * time.Hour
	slack    = 5 * time.Minute // What was chosen as now is a little while ago when it arrives.
)

// AskCall makes a case of a person's wish to be called, and a task of it with its time. Errors: errs.Invalid.
func (s *Service) AskCall(ctx context.Context, by authz.Actor, in Wish) (ticket.Ticket, error) {
	if by.Person == 0 {
		return ticket.Ticket{}, errs.E(errs.Unauthenticated, "login.needed")
	}
	return s.wish(ctx, by, directory.OrgID(by.Org), in, ticket.ReportInput{Desk: in.Desk, Kind: ticket.Question, Channel: ticket.Portal})
}

// AskCallBy is the same of a caller whom the exchange tells of. The number gives candidates and decides nothing: the case
// is nobody's until an agent knows who called.
func (s *Service) AskCallBy(ctx context.Context, k Key, in Wish) (ticket.Ticket, error) {
	if k.Kind != Phone {
		return ticket.Ticket{}, errs.Missing()
	}
	in.Desk = k.Desk
	if clean.Blank(in.About) {
		in.About = s.d.Texts.Printer(i18n.Swedish).T("announce.wish.unsaid")
	}
	return s.wish(ctx, authz.System("phone"), k.Org, in, ticket.ReportInput{
		Desk: k.Desk, Kind: ticket.Question, Channel: ticket.Phone, SenderName: s.d.Texts.Printer(i18n.Swedish).T("announce.wish.caller"),
	})
}

func (s *Service) wish(ctx context.Context, by authz.Actor, org directory.OrgID, in Wish, r ticket.ReportInput) (ticket.Ticket, error) {
	var t ticket.Ticket
	p := s.d.Texts.Printer(i18n.Swedish)
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := s.check(ctx, tx, org, &in); err != nil {
			return err
		}
		when := p.DateTime(in.At)
		r.Title = p.T("announce.wish.title", "about", clean.Cut(clean.FirstLine(in.About), 150))
		r.Text = p.T("announce.wish.text", "number", in.Number, "when", when, "about", in.About)
		var err error
		if t, err = s.d.Ticket.ReportIn(ctx, tx, by, r); err != nil {
			return err
		}
		if err := s.d.Notify.AskCallIn(ctx, tx, &t, p.T("announce.wish.task", "number", in.Number, "about", in.About), in.At); err != nil {
			return err
		}
		return once.Settle(ctx, tx, t.ID.String())
	})
	return t, err
}

// check tidies a wish; without a time it is for now, or for when it opens next.
func (s *Service) check(ctx context.Context, tx *sqldb.Tx, org directory.OrgID, in *Wish) error {
	var f errs.Fields
	in.About = clean.Text(in.About, 0)
	if number := line.Number(clean.Line(in.Number, 40), ""); strings.HasPrefix(number, "+") && len(number) >= 8 {
		in.Number = number
	} else {
		f.Add("number", "announce.error.number")
	}
	if clean.Blank(in.About) {
		f.Add("about", "announce.error.about")
	} else if !clean.Fits(in.About, maxAbout) {
		f.Add("about", "error.too_long", "max", maxAbout)
	}
	now := tx.Now()
	asap := in.At.IsZero()
	if asap || in.At.Before(now) && now.Sub(in.At) <= slack {
		in.At = now
	}
	hours, err := s.d.Calendar.For(ctx, tx, org, string(ticket.Phone), in.At)
	if err != nil {
		return err
	}
	next, opens := hours.Next(in.At)
	switch {
	case in.At.Before(now):
		f.Add("when", "announce.error.past")
	case in.At.Sub(now) > farthest:
		f.Add("when", "announce.error.far")
	case hours.Open(in.At):
	case asap && opens:
		in.At = next
	case !asap:
		f.Add("when", "announce.error.closed")
	}
	return f.Err()
}
