package delegation

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/once"
	"lotsen/internal/kit/sqldb"
)

// Decision is the word that a case waits for.
type Decision struct {
	// Errand is what the decision is about, as its maker saw it. Asked anew, with another amount, it is another errand:
	// an old page or link decides nothing about it.
	Errand  int64
	Granted *bool // Nil is no decision.
	Answer  string
	// SaidBy names who gave the word to the desk, which writes it down: an instruction on the phone. A cost is approved by
	// nobody else than oneself.
	SaidBy string
}

// Decide gives the word that a case waits for, and lets it go on. Nobody approves a cost that they entered themselves, and
// nobody does so in their name.
// Errors: errs.Invalid, errs.Conflict when nothing is asked, errs.Forbidden, errs.NotFound.
func (s *Service) Decide(ctx context.Context, by authz.Actor, id ticket.ID, what What, in Decision) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		t, err := s.decidable(ctx, tx, by, id)
		if err != nil {
			return err
		}
		e, found, err := sqldb.Maybe(ctx, tx, selectErrand, scanErrand, int64(id), string(what))
		if err != nil {
			return err
		}
		if !found || e.ID != in.Errand {
			return errs.E(errs.Conflict, "delegation.error.not_asked")
		}
		if err := s.checkDecision(by, &t, &e, &in); err != nil {
			return err
		}
		if what == Cost && *in.Granted && s.d.Cost != nil {
			if err := s.d.Cost(ctx, tx, by, &t); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, decideErrand, e.ID, in.Answer, in.SaidBy, *in.Granted, sqldb.ID(by.Person), sqldb.Time(tx.Now())); err != nil {
			return err
		}
		if _, err := s.d.Ticket.StepIn(ctx, tx, by, id, ticket.EventErrandDecided, func(_ context.Context, _ *sqldb.Tx, t *ticket.Ticket, p *ticket.Payload) error {
			p.Handover, p.Internal, p.Comment, p.How = &ticket.Handover{What: string(what), Name: in.SaidBy}, true, clean.Line(in.Answer, maxReason), "refused"
			if *in.Granted {
				p.How = "granted"
			}
			t.AwaitsDesk = true
			if t.State == ticket.StateOnHold && t.Substate == holds[what] {
				return t.Put(ticket.StateOpen, "")
			}
			return nil
		}); err != nil {
			return err
		}
		return once.Settle(ctx, tx, id.String())
	})
}

// decidable returns a case that the actor sees at the desk, or has a word to say about.
func (s *Service) decidable(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ticket.ID) (ticket.Ticket, error) {
	t, err := ticket.LoadIn(ctx, tx, by, id)
	if err == nil || !errs.Is(err, errs.NotFound) || decides(by).Empty() {
		return t, err
	}
	var w sqldb.Where
	w.And("t.id = ?", int64(id))
	condition, args := decides(by).SQL()
	w.And(condition, args...)
	if _, found, err := sqldb.Maybe(ctx, tx, sqldb.Q("errand.seen", "select t.id from ticket t where "+w.SQL()), sqldb.Value[int64], w.Args()...); err != nil || !found {
		return t, errs.Missing()
	}
	return ticket.LoadIn(ctx, tx, authz.System("errand"), id)
}

func (s *Service) checkDecision(by authz.Actor, t *ticket.Ticket, e *Errand, in *Decision) error {
	in.Answer, in.SaidBy = clean.Text(in.Answer, maxTask), clean.Line(in.SaidBy, 100)
	var f errs.Fields
	switch {
	case e.What == Cost && (int64(e.AskedBy) == by.Person || standsIn(by, e.AskedBy)):
		return errs.E(errs.Conflict, "delegation.error.own_cost")
	case mayDecide(by, t):
	case e.What == Cost || s.mayDelegate(by, t) != nil:
		return errs.Denied(string(MayDecide))
	case clean.Blank(in.SaidBy):
		f.Add("said_by", "delegation.error.said_by")
	}
	if in.Granted == nil {
		f.Add("granted", "error.choose")
	} else if (e.What == Instruction || !*in.Granted) && clean.Blank(in.Answer) {
		f.Add("answer", "delegation.error.answer")
	}
	return f.Err()
}

// Granted reads the choice of a form: yes, no, or none.
func Granted(choice string) *bool {
	yes := choice == "yes"
	if !yes && choice != "no" {
		return nil
	}
	return &yes
}

// standsIn reports whether the actor may decide as somebody's substitute alone: what that person may not, they may not.
func standsIn(by authz.Actor, person directory.PersonID) bool {
	substitute, own := false, false
	for _, g := range by.Grants {
		if g.Verb == MayDecide && !g.Narrowed() {
			substitute = substitute || g.For == int64(person)
			own = own || g.For == 0
		}
	}
	return substitute && !own
}
