package verify

import (
	"context"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/once"
	"lotsen/internal/kit/sqldb"
)

// Input is a check as its agent writes it down.
type Input struct {
	Person directory.PersonID // Who says they call; 0: whom the case is for.
	Method string
	Result Result // Of a method by code it may be Failed or Aborted; the code alone passes.
	Code   string // What the caller said.
	Reason string // Why it failed or broke off; who vouches.
}

const maxReason = 500

// counts reports whether a check opens an action that takes so strong a one.
func (c *Check) counts(now time.Time, strength int) bool {
	return c.Result == Passed && c.Strength >= strength && c.Until.After(now)
}

// Record writes down how a check went. A wrong code is counted, and fails the check when it was wrong too often.
// Errors: errs.Invalid, errs.Conflict, errs.Forbidden, errs.NotFound.
func (s *Service) Record(ctx context.Context, by authz.Actor, id ticket.ID, in Input) (Check, error) {
	in.Reason, in.Code = clean.Line(in.Reason, maxReason), clean.Line(in.Code, 20)
	var c Check
	var wrong error // A wrong code is an answer to the agent, and yet what it changed is kept.
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		t, m, err := s.checkable(ctx, tx, by, id, &in)
		if err != nil {
			return err
		}
		if err := in.check(m); err != nil {
			return err
		}
		if m.ByCode() && in.Result == Passed {
			ok, left, err := s.tryIn(ctx, tx, &t, in.Person, m.Code, in.Code)
			if err != nil {
				return err
			}
			if !ok {
				var f errs.Fields
				f.Add("code", "verify.error.code", "count", left)
				wrong = f.Err()
				if left > 0 {
					return nil
				}
				in.Result = Failed
			}
		}
		if c, err = s.recordIn(ctx, tx, by, &t, m, in); err != nil {
			return err
		}
		return once.Settle(ctx, tx, id.String())
	})
	if err == nil {
		err = wrong
	}
	return c, err
}

// checkable loads what a check is about and holds that it may be made at all.
func (s *Service) checkable(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ticket.ID, in *Input) (ticket.Ticket, Method, error) {
	t, err := ticket.LoadIn(ctx, tx, by, id)
	if err != nil {
		return t, Method{}, err
	}
	if err := s.mayCheck(by, &t); err != nil {
		return t, Method{}, err
	}
	if in.Person == 0 {
		in.Person = t.Requester
	}
	m, found, err := methodIn(ctx, tx, t.Org, in.Method)
	if err != nil {
		return t, m, err
	}
	var f errs.Fields
	switch {
	case in.Person == 0:
		f.Add("person", "verify.error.nobody")
	case !Callers(&t, by, in.Person):
		f.Add("person", "error.choose")
	case !found:
		f.Add("method", "error.choose")
	}
	if err := f.Err(); err != nil {
		return t, m, err
	}
	if m.Code == Question {
		p, err := directory.Load(ctx, tx, in.Person)
		if err != nil {
			return t, m, err
		}
		if p.Protected {
			f.Add("method", "verify.error.question")
			return t, m, f.Err()
		}
	}
	return t, m, s.withinLimit(ctx, tx, &t, in, m)
}

// Callers reports whether somebody can be the one who calls about a case: whom it is for, or who reported it for them. The
// agent who sits at the telephone is neither.
func Callers(t *ticket.Ticket, by authz.Actor, person directory.PersonID) bool {
	return person != 0 && int64(person) != by.Person && (person == t.Requester || person == t.Reporter)
}

// withinLimit holds how often a person's checks may fail in a day, in all cases together. Whoever stands there with an
// identity document is not guessing.
func (s *Service) withinLimit(ctx context.Context, q sqldb.Querier, t *ticket.Ticket, in *Input, m Method) error {
	if m.Code == Met {
		return nil
	}
	failed, most, err := failures(ctx, q, t.Org, in.Person)
	if err != nil || failed < most {
		return err
	}
	return errs.E(errs.Conflict, "verify.error.limit", "count", failed)
}

func failures(ctx context.Context, q sqldb.Querier, org directory.OrgID, person directory.PersonID) (failed, most int, err error) {
	now := q.Now().In(clock.Stockholm())
	morning := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	if failed, err = sqldb.One(ctx, q, countFailed, sqldb.Value[int], int64(person), sqldb.Time(morning)); err != nil {
		return 0, 0, err
	}
	most, err = setting.Get[int](ctx, q, org, setting.VerifyFailures, q.Now())
	return failed, most, err
}

func (in *Input) check(m Method) error {
	var f errs.Fields
	switch {
	case !slices.Contains([]Result{Passed, Failed, Aborted}, in.Result):
		f.Add("result", "error.choose")
	case in.Result == Passed && m.ByCode() && in.Code == "":
		f.Add("code", "error.required")
	case clean.Blank(in.Reason) && (in.Result != Passed || m.Code == Vouched):
		f.Add("reason", "verify.error.reason")
	}
	return f.Err()
}

// recordIn keeps a check that has come to its end and tells of it in the case's history.
func (s *Service) recordIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *ticket.Ticket, m Method, in Input) (Check, error) {
	c := Check{
		Ticket: t.ID, Person: in.Person, Method: m.Code, Strength: m.Strength, Result: in.Result, Reason: in.Reason, Agent: directory.PersonID(by.Person), At: tx.Now(),
	}
	told := ticket.CallerCheck{Person: int64(in.Person), Method: m.Code, Name: m.Sv}
	if by.Person != 0 {
		agent, err := directory.Load(ctx, tx, c.Agent)
		if err != nil {
			return c, err
		}
		if !agent.Protected {
			told.Agent = agent.Name()
		}
	}
	if c.Result == Passed {
		minutes, err := setting.Get[int](ctx, tx, t.Org, setting.VerifyMinutes, tx.Now())
		if err != nil {
			return c, err
		}
		c.Until = tx.Now().Add(time.Duration(minutes) * time.Minute)
		told.Until = &c.Until
	}
	if c.Result != Aborted {
		if err := endCodes(ctx, tx, t.ID, in.Person); err != nil {
			return c, err
		}
	}
	var err error
	c.ID, err = tx.Insert(ctx, insertCheck, int64(t.Org), int64(t.ID), int64(c.Person), c.Method, c.Strength, string(c.Result), c.Reason, sqldb.ID(c.Agent),
		sqldb.Time(c.At), sqldb.Time(c.Until))
	if err != nil {
		return c, err
	}
	_, err = s.d.Ticket.StepIn(ctx, tx, by, t.ID, ticket.EventCallerChecked, func(_ context.Context, _ *sqldb.Tx, _ *ticket.Ticket, p *ticket.Payload) error {
		p.Check, p.How, p.Comment, p.Internal = &told, string(c.Result), c.Reason, true
		return nil
	})
	return c, err
}
