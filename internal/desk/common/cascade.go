package common

import (
	"context"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Deed is what can be done to a common ticket and all below it.
type Deed string

// The deeds.
const (
	Tell    Deed = "tell"
	Hold    Deed = "hold"
	Resume  Deed = "resume"
	Resolve Deed = "resolve"
)

// Deeds lists them.
func Deeds() []Deed { return []Deed{Tell, Hold, Resume, Resolve} }

// verbs are the rights that a deed asks for on each case.
var verbs = map[Deed]authz.Verb{Tell: ticket.MayReply, Hold: ticket.MayWork, Resume: ticket.MayWork, Resolve: ticket.MayResolve}

// CascadeInput is one deed for all of a group.
type CascadeInput struct {
	Parent   ticket.ID
	Deed     Deed
	Text     string // What is told; the solution; why they wait.
	Code     string // Of a solution.
	Until    time.Time
	HoldCode string
	// Seen is the digest of the preview that the actor said yes to; "" asks nobody.
	Seen string
}

func (in *CascadeInput) check(now time.Time) error {
	var f errs.Fields
	if _, known := verbs[in.Deed]; !known {
		f.Add("deed", "error.choose")
	}
	if in.Deed != Resume && clean.Blank(in.Text) {
		f.Add("text", "common.error.text")
	}
	if clean.Length(in.Text) > ticket.MaxText {
		f.Add("text", "error.too_long", "max", ticket.MaxText)
	}
	if in.Deed == Hold {
		switch {
		case in.Until.IsZero():
			f.Add("until", "ticket.error.until_missing")
		case !in.Until.After(now):
			f.Add("until", "ticket.error.until_past")
		}
	}
	return f.Err()
}

// Outcome is what became of a deed.
type Outcome struct {
	Done   []ticket.ID // The cases below, not the common ticket itself.
	Failed map[ticket.ID]error
	People int // Users who are told.
}

// Cascade does the same to a common ticket and to all below it that the deed fits, in one transaction. A case that
// refuses, because its kind asks for more, is told and left as it is; the others are done all the same.
// Errors: errs.Invalid, errs.Forbidden, errs.NotFound, errs.Conflict when what the preview showed is no longer so.
func (s *Service) Cascade(ctx context.Context, by authz.Actor, in CascadeInput) (Outcome, error) {
	var out Outcome
	if err := in.check(s.db.Now()); err != nil {
		return out, err
	}
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		out = Outcome{Failed: map[ticket.ID]error{}}
		parent, plan, err := s.plan(ctx, tx, by, &in)
		if err != nil {
			return err
		}
		if in.Seen != "" && in.Seen != plan.digest() {
			return errs.E(errs.Conflict, "common.error.changed")
		}
		out.People = plan.people()
		joined := s.ticket.In(tx)
		if err := s.onParent(ctx, joined, by, &parent, &in); err != nil {
			return err
		}
		for i := range plan.included {
			c := &plan.included[i]
			if err := s.onOne(ctx, joined, by, &parent, c, &in); err != nil {
				if errs.Is(err, errs.Internal) {
					return err
				}
				out.Failed[c.Ticket.ID] = err
				continue
			}
			out.Done = append(out.Done, c.Ticket.ID)
		}
		return s.noteIn(ctx, tx, by, parent.ID, "deed_"+string(in.Deed), clean.Cut(in.Text, maxLog), true)
	})
	return out, err
}

// onParent does the deed to the common ticket, where it is not done already. Whoever stands as its user because they made
// it for the others is told nothing: they know.
func (s *Service) onParent(ctx context.Context, t *ticket.Service, by authz.Actor, parent *ticket.Ticket, in *CascadeInput) error {
	if excluded(in.Deed, parent) != "" {
		return nil
	}
	own := int64(parent.Requester) == by.Person || parent.Requester == 0 && parent.SenderAddress == ""
	var err error
	switch in.Deed {
	case Tell:
		_, err = t.Answer(ctx, by, parent.ID, ticket.Words{Text: in.Text, Silent: own})
	case Hold:
		_, err = t.Hold(ctx, by, parent.ID, ticket.HoldInput{Reason: in.Text, Until: in.Until, Code: in.HoldCode})
	case Resume:
		_, err = t.Resume(ctx, by, parent.ID)
	case Resolve:
		_, err = t.Resolve(ctx, by, parent.ID, ticket.ResolveInput{Solution: in.Text, Code: in.Code, Told: own})
	}
	return err
}

// onOne does the deed to one case. A case that nobody has categorised takes the common one's category, which is what it
// is about.
func (s *Service) onOne(ctx context.Context, t *ticket.Service, by authz.Actor, parent *ticket.Ticket, c *Child, in *CascadeInput) error {
	x := &c.Ticket
	if x.Category == 0 && parent.Category != 0 && x.Desk == parent.Desk && in.Deed != Tell && t.Can(by, ticket.MayWork, x) {
		if _, err := t.Change(ctx, by, x.ID, ticket.ChangeInput{Category: &parent.Category}); err != nil {
			return err
		}
	}
	var err error
	switch in.Deed {
	case Tell:
		_, err = t.Answer(ctx, by, x.ID, ticket.Words{Text: in.Text})
	case Hold:
		_, err = t.Hold(ctx, by, x.ID, ticket.HoldInput{Reason: in.Text, Until: in.Until, Code: in.HoldCode})
	case Resume:
		_, err = t.Resume(ctx, by, x.ID)
	case Resolve:
		_, err = t.Resolve(ctx, by, x.ID, ticket.ResolveInput{Solution: in.Text, Code: in.Code})
	}
	return err
}
