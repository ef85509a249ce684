package delegation

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/once"
	"lotsen/internal/kit/sqldb"
)

// Input is a hand-over. What the user has said goes along by itself, as far as the receiver's view shows it.
type Input struct {
	To       supplier.ID
	Task     string        // What the receiver is asked to do; the receiver reads it, the user does not.
	External string        // The receiver's own number, when it is known already.
	Report   time.Duration // The agreed report-back time; 0: the agreement's.
	Reason   string        // Asked for from the third hand-over on.
	Owner    directory.PersonID
	Version  int64 // The case that the agent saw; 0 skips the check.
	// Release lets a case about a person with protected identity leave the desk, by somebody with that permission.
	Release     bool
	Attachments []ticket.AttachmentID
}

// hopsWithoutReason is how often a case changes hands before somebody must say why.
const hopsWithoutReason = 2

// Limits of what people write, in runes.
const (
	maxTask     = 20_000
	maxReason   = 500
	maxExternal = 100
	maxReport   = 90 * 24 * time.Hour
)

// Delegate hands a case over. The desk keeps it, with a named owner. A case for a central supplier, or about a central
// service, goes to the gateway. Errors: errs.Invalid with every wrong field, errs.Conflict, errs.Forbidden, errs.NotFound.
func (s *Service) Delegate(ctx context.Context, by authz.Actor, id ticket.ID, in Input) (Delegation, error) {
	var d Delegation
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		if d, err = s.DelegateIn(ctx, tx, by, id, in); err != nil {
			return err
		}
		return once.Settle(ctx, tx, d.Ticket.String())
	})
	return d, err
}

// DelegateIn is Delegate inside a transaction that is already open.
func (s *Service) DelegateIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ticket.ID, in Input) (Delegation, error) {
	t, err := ticket.LoadIn(ctx, tx, by, id)
	if err != nil {
		return Delegation{}, err
	}
	if err := s.mayDelegate(by, &t); err != nil {
		return Delegation{}, err
	}
	d, err := s.prepare(ctx, tx, by, &t, &in)
	if err != nil {
		return Delegation{}, err
	}
	if err := s.endIn(ctx, tx, &t, Recalled); err != nil {
		return Delegation{}, err
	}
	if err := d.insert(ctx, tx, tx.Now().Sub(t.CreatedAt)); err != nil {
		return Delegation{}, err
	}
	_, err = s.d.Ticket.StepIn(ctx, tx, by, id, ticket.EventDelegated, func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, p *ticket.Payload) error {
		if err := t.Put(ticket.StateOpen, ticket.SubDelegated); err != nil {
			return err
		}
		owner(t, by, in.Owner)
		if t.Assignee == 0 {
			var f errs.Fields
			f.Add("owner", "delegation.error.owner")
			return f.Err()
		}
		t.Supplier, t.AwaitsDesk = d.Supplier, false
		t.HandOvers++
		p.Handover, p.Comment = d.handover(), d.Reason
		return s.exchange(ctx, tx, by, t, p, &d, fromDesk, ticket.Words{Text: d.Task, Attachments: in.Attachments})
	})
	if err != nil {
		return Delegation{}, err
	}
	if err := s.announce(ctx, tx, &d); err != nil {
		return Delegation{}, err
	}
	return d, s.reference(ctx, tx, &d)
}

// owner names who at the desk answers for the case meanwhile.
func owner(t *ticket.Ticket, by authz.Actor, asked directory.PersonID) {
	switch {
	case asked != 0:
		t.Assignee = asked
	case t.Assignee == 0:
		t.Assignee = directory.PersonID(by.Person)
	}
}

// prepare checks the input against the case and makes the hand-over of it.
func (s *Service) prepare(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *ticket.Ticket, in *Input) (Delegation, error) {
	if t.State.Ended() || t.State == ticket.StateResolved {
		return Delegation{}, errs.E(errs.Conflict, "ticket.error.ended")
	}
	if in.Version != 0 && in.Version != t.Version && t.Supplier != 0 {
		return Delegation{}, errs.E(errs.Conflict, "delegation.error.meanwhile")
	}
	var f errs.Fields
	hops, from, err := hopsOf(ctx, tx, t.ID)
	if err != nil {
		return Delegation{}, err
	}
	in.Task, in.Reason, in.External = clean.Keep(in.Task), clean.Line(in.Reason, 0), clean.Line(in.External, maxExternal)
	if !clean.Fits(in.Task, maxTask) {
		f.Add("task", "error.too_long", "max", maxTask)
	}
	if !clean.Fits(in.Reason, maxReason) {
		f.Add("reason", "error.too_long", "max", maxReason)
	}
	if hops >= hopsWithoutReason && clean.Blank(in.Reason) {
		f.Add("reason", "delegation.error.reason", "count", hops+1)
	}
	if in.Report < 0 || in.Report > maxReport {
		f.Add("report", "delegation.error.report")
	}
	if t.Category == 0 {
		f.Add("category", "ticket.error.category_first")
	}
	if t.Sealed && !(in.Release && mayRelease(by, t)) {
		f.Add("release", "delegation.error.sealed")
	}
	terms, meant, err := route(ctx, tx, t, in.To, &f)
	if err != nil {
		return Delegation{}, err
	}
	if terms.Supplier != 0 && terms.Supplier == t.Supplier {
		f.Add("to", "delegation.error.same")
	}
	if err := f.Err(); err != nil {
		return Delegation{}, err
	}
	d := Delegation{
		Org: t.Org, Desk: t.Desk, Ticket: t.ID, Supplier: terms.Supplier, Meant: meant, Name: terms.Name, Way: terms.Way, Status: Sent,
		Hop: hops + 1, From: from, Task: in.Task, Reason: in.Reason, External: in.External, Report: in.Report,
		GivenBy: directory.PersonID(by.Person), GivenAt: tx.Now(),
	}
	if d.Report == 0 {
		d.Report = terms.Report
	}
	if d.Expected, err = expected(ctx, tx, t); err != nil {
		return d, err
	}
	d.Due, err = s.reportDue(ctx, tx, d.Org, d.GivenAt, d.Report)
	return d, err
}

// The sides of a hand-over.
const (
	fromDesk     = "desk"
	fromReceiver = "receiver"
	toUser       = "contact" // The receiver's words to the user.
)

// exchange adds words between the desk and the receiver of d; without any it adds nothing.
func (s *Service) exchange(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *ticket.Ticket, p *ticket.Payload, d *Delegation, side string, w ticket.Words) error {
	if clean.Blank(w.Text) && len(w.Attachments) == 0 {
		p.Internal = true
		return nil
	}
	if w.Channel == "" {
		w.Channel = ticket.Supplier
	}
	m, err := s.d.Ticket.SayIn(ctx, tx, by, t, p, ticket.Exchange, w)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, insertMessage, int64(d.ID), int64(m), side)
	return err
}

// reference makes the case findable by the receiver's own number.
func (s *Service) reference(ctx context.Context, tx *sqldb.Tx, d *Delegation) error {
	if d.External == "" {
		return nil
	}
	return ticket.AddReferenceIn(ctx, tx, d.Ticket, Source(d.Name), d.External)
}

func hopsOf(ctx context.Context, q sqldb.Querier, id ticket.ID) (int, supplier.ID, error) {
	type hops struct {
		n    int
		last int64
	}
	h, err := sqldb.One(ctx, q, selectHops, func(r sqldb.Row) (hops, error) {
		var h hops
		return h, r.Scan(&h.n, &h.last)
	}, int64(id))
	if err != nil || h.last == 0 {
		return h.n, 0, err
	}
	from, err := sqldb.One(ctx, q, selectSupplierOf, sqldb.Value[supplier.ID], h.last)
	return h.n, from, err
}
