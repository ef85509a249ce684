package ticket

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// draft makes a ticket of an input: who it is for, where it belongs, when it began.
func (s *Service) draft(ctx context.Context, tx *sqldb.Tx, by authz.Actor, in *ReportInput) (Ticket, error) {
	t := Ticket{
		Kind: in.Kind, Channel: in.Channel, State: StateNew, Title: in.Title, Category: in.Category, Impact: in.Impact, Urgency: in.Urgency,
		Service: in.Service, Residents: in.Residents, ContactWay: in.Way, Group: in.Group, Assignee: in.Assignee, DetectedAt: in.DetectedAt, CreatedAt: tx.Now(), UpdatedAt: tx.Now(), AwaitsDesk: true,
	}
	if t.Kind == "" {
		t.Kind = Incident
	}
	if t.Channel == "" {
		t.Channel = Portal
	}
	if t.Impact == 0 {
		t.Impact = 3
	}
	if t.Urgency == 0 {
		t.Urgency = 3
	}
	if t.DetectedAt.IsZero() {
		t.DetectedAt = t.CreatedAt
	}
	if t.DetectedAt.After(t.CreatedAt) {
		var f errs.Fields
		f.Add("detected_at", "ticket.error.detected_later")
		return Ticket{}, f.Err()
	}
	if t.Assignee != 0 {
		t.AssignedAt = t.CreatedAt
	}
	if err := s.requester(ctx, tx, by, in, &t); err != nil {
		return Ticket{}, err
	}
	return t, s.place(ctx, tx, in, &t)
}

// requester fills in for whom the ticket is.
func (s *Service) requester(ctx context.Context, tx *sqldb.Tx, by authz.Actor, in *ReportInput, t *Ticket) error {
	requester := in.Requester
	if requester == 0 && in.SenderAddress == "" && in.SenderName == "" {
		requester = directory.PersonID(by.Person)
	}
	if requester == 0 {
		t.SenderName, t.SenderAddress = clean.Line(in.SenderName, 200), clean.Line(in.SenderAddress, 320)
		return nil
	}
	p, via, err := concerned(ctx, tx, by, requester, in.Desk)
	if err != nil {
		return err
	}
	if t.Via = via; via == "" {
		t.Via = capacity(by, &p, in)
	}
	t.Requester, t.Org, t.Unit, t.Site, t.Sealed = p.ID, p.Org, p.Unit, p.Site, p.Protected
	if by.Person != 0 && by.Person != int64(p.ID) {
		t.Reporter = directory.PersonID(by.Person)
		if via == "" && (in.Channel == Phone || in.Channel == Mail || in.Channel == Visit || mayAt(by, MayRegister, p.Org, in.Desk)) {
			// The agent only holds the pen: the caller reported.
			t.Reporter = 0
		}
	}
	return nil
}

// place fills in the desk; it must belong to the requester's organisation, or name the organisation itself.
func (s *Service) place(ctx context.Context, tx *sqldb.Tx, in *ReportInput, t *Ticket) error {
	desk, err := directory.DeskFor(ctx, tx, t.Org, in.Desk)
	if err != nil {
		return err
	}
	t.Org, t.Desk = desk.Org, desk.ID
	return nil
}

// applyDefaults fills in priority, and the group that the category names.
func (s *Service) applyDefaults(ctx context.Context, tx *sqldb.Tx, t *Ticket) error {
	var err error
	if t.Priority, err = priority(ctx, tx, t); err != nil {
		return err
	}
	if err := checkService(ctx, tx, t); err != nil {
		return err
	}
	return s.checkPlace(ctx, tx, t, t.Group == 0)
}
