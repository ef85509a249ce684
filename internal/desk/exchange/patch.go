package exchange

import (
	"context"
	"slices"
	"strings"
	"time"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// patching is a change that another system makes to a case.
type patching struct {
	*Service
	by      authz.Actor
	partner *Partner
	ticket  ticket.Ticket
	req     *tmf.Request
	files   []ticket.Attachment
	aside   []string
}

// Patch changes a case for another system: as its customer, as whoever has it in hand, or as a system of our own desk.
// All of it is done, or nothing. Errors: errs.NotFound, errs.Invalid, errs.Forbidden, errs.Conflict for a status that
// the case cannot take from that side.
func (s *Service) Patch(ctx context.Context, by authz.Actor, id ticket.ID, r tmf.Request) error {
	partner, err := partnerOf(ctx, s.d.DB, by.Person)
	if err != nil {
		return err
	}
	p := &patching{Service: s, by: by, partner: &partner, req: &r}
	if p.files, p.aside, err = s.keep(ctx, &partner, r.Files); err != nil {
		return err
	}
	if delegation.Receives(by) {
		_, err := s.d.Delegation.View(ctx, by, id)
		if err == nil {
			return p.asSupplier(ctx, id)
		}
		if !errs.Is(err, errs.NotFound) {
			return err
		}
	}
	if p.ticket, err = s.d.Ticket.Load(ctx, by, id); err != nil {
		return err
	}
	switch sideOf(by, &p.ticket) {
	case customer:
		return p.asCustomer(ctx)
	case worker:
		return p.asWorker(ctx)
	}
	return errs.Denied(string(ticket.MayWork))
}

// words are all that the request says, as one text: notes that are new, what files did not pass.
func (p *patching) words(ctx context.Context, q sqldb.Querier) (text string, origins []string, err error) {
	var parts []string
	for i := range p.req.Notes {
		n := &p.req.Notes[i]
		origin := clean.Line(n.ID, 200)
		there, err := p.known(ctx, q, p.partner, p.ticket.ID, origin)
		if err != nil {
			return "", nil, err
		}
		if !there {
			parts, origins = append(parts, n.Text), append(origins, origin)
		}
	}
	return strings.Join(parts, "\n\n"), origins, nil
}

// asCustomer speaks as whose case it is.
func (p *patching) asCustomer(ctx context.Context) error {
	if err := p.refuse(map[string]*string{"severity": p.req.Severity, "priority": p.req.Priority, "ticketType": p.req.TicketType}); err != nil {
		return err
	}
	return p.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := p.numbers(ctx, tx); err != nil {
			return err
		}
		first := p.files
		for i := range p.req.Notes {
			m, err := p.sayAsCustomer(ctx, tx, p.by, p.partner, p.ticket.ID, &p.req.Notes[i])
			if err != nil {
				return err
			}
			if m != 0 && len(first) > 0 {
				if _, err := ticket.AttachIn(ctx, tx, &p.ticket, m, slices.Clone(first)); err != nil {
					return err
				}
				first = nil
			}
		}
		if len(first) > 0 && len(p.req.Notes) == 0 {
			n := tmf.Note{Text: p.fileNames()}
			m, err := p.sayAsCustomer(ctx, tx, p.by, p.partner, p.ticket.ID, &n)
			if err != nil {
				return err
			}
			if _, err := ticket.AttachIn(ctx, tx, &p.ticket, m, slices.Clone(first)); err != nil {
				return err
			}
		}
		return p.customerStatus(ctx, tx)
	})
}

// customerStatus is what a customer may say of how the case stands: it is no longer needed, it is well, it is not.
func (p *patching) customerStatus(ctx context.Context, tx *sqldb.Tx) error {
	if p.req.Status == nil {
		return nil
	}
	now, err := ticket.LoadIn(ctx, tx, p.by, p.ticket.ID)
	if err != nil {
		return err
	}
	want, reason := *p.req.Status, p.reason()
	svc := p.d.Ticket.In(tx)
	switch {
	case p.partner.status(now.State, now.HoldCode) == want || now.State.Ended() && (want == tmf.Closed || want == tmf.Cancelled):
		return nil
	case want == tmf.Cancelled && now.State.Active():
		_, err = svc.Withdraw(ctx, p.by, now.ID, reason)
	case (want == tmf.Closed || want == tmf.Cancelled) && now.State == ticket.StateResolved:
		_, err = svc.Accept(ctx, p.by, now.ID)
	case want == tmf.Closed && now.State.Active():
		_, err = svc.Withdraw(ctx, p.by, now.ID, reason)
	case want == tmf.InProgress && now.State == ticket.StateResolved:
		_, err = svc.Reject(ctx, p.by, now.ID, ticket.Words{Text: reason, Channel: ticket.API})
	case want == tmf.InProgress && now.State.Ended():
		_, err = svc.Reopen(ctx, p.by, now.ID, reason)
	default:
		return errs.E(errs.Conflict, "tmf.error.transition", "from", string(p.partner.status(now.State, now.HoldCode)), "to", string(want))
	}
	return err
}

// asSupplier speaks as whoever has the case in hand.
func (p *patching) asSupplier(ctx context.Context, id ticket.ID) error {
	p.ticket.ID = id
	err := p.refuse(map[string]*string{
		"severity": p.req.Severity, "priority": p.req.Priority, "ticketType": p.req.TicketType, "name": p.req.Name, "description": p.req.Description,
	})
	if err != nil {
		return err
	}
	return p.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		text, origins, err := p.words(ctx, tx)
		if err != nil {
			return err
		}
		w := Word{Text: text, Files: slices.Clone(p.files), Origins: origins, Aside: p.aside}
		if p.req.Status != nil {
			w.Deed, w.Their = p.partner.Config.In[*p.req.Status], *p.req.Status
			if text == "" && p.req.Reason != nil {
				w.Text = *p.req.Reason
			}
		}
		if len(p.req.Numbers) > 0 {
			w.Number = clean.Line(p.req.Numbers[0].ID, 100)
		}
		return p.say(ctx, tx, p.by, p.partner, id, w)
	})
}

// asWorker is a system of our own desk: it does what its account may do.
func (p *patching) asWorker(ctx context.Context) error {
	change := ticket.ChangeInput{Title: p.req.Name}
	if p.req.Severity != nil {
		if n := p.partner.Config.impact(*p.req.Severity); n != 0 {
			change.Impact = &n
		}
	}
	if p.req.Priority != nil {
		if n := p.partner.Config.urgency(*p.req.Priority); n != 0 {
			change.Urgency = &n
		}
	}
	return p.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		svc := p.d.Ticket.In(tx)
		if err := p.numbers(ctx, tx); err != nil {
			return err
		}
		if change.Title != nil || change.Impact != nil || change.Urgency != nil {
			if _, err := svc.Change(ctx, p.by, p.ticket.ID, change); err != nil {
				return err
			}
		}
		if err := p.answer(ctx, tx, svc); err != nil || p.req.Status == nil {
			return err
		}
		return p.workerStatus(ctx, svc, tx.Now())
	})
}

// answer tells the user what the request says.
func (p *patching) answer(ctx context.Context, tx *sqldb.Tx, svc *ticket.Service) error {
	text, _, err := p.words(ctx, tx)
	if text == "" && len(p.files)+len(p.aside) > 0 {
		text = p.fileNames()
	}
	if err != nil || text == "" {
		return err
	}
	if _, err := svc.Answer(ctx, p.by, p.ticket.ID, ticket.Words{Text: text, Channel: ticket.API}); err != nil {
		return err
	}
	m, err := sqldb.One(ctx, tx, selectNewest, sqldb.Value[ticket.MessageID], int64(p.ticket.ID))
	if err != nil || len(p.files) == 0 {
		return err
	}
	_, err = ticket.AttachIn(ctx, tx, &p.ticket, m, slices.Clone(p.files))
	return err
}

// holdFor is how long a case waits that another system put on hold without a date.
const holdFor = 7 * 24 * time.Hour

func (p *patching) workerStatus(ctx context.Context, svc *ticket.Service, now time.Time) error {
	var err error
	switch id, reason := p.ticket.ID, p.reason(); *p.req.Status {
	case p.partner.status(p.ticket.State, p.ticket.HoldCode):
	case tmf.InProgress, tmf.Acknowledged:
		switch {
		case p.ticket.State == ticket.StateOnHold:
			_, err = svc.Resume(ctx, p.by, id)
		case p.ticket.State.Active():
			_, err = svc.Begin(ctx, p.by, id, "")
		default:
			_, err = svc.Reopen(ctx, p.by, id, reason)
		}
	case tmf.Pending, tmf.Held:
		code := ""
		if *p.req.Status == tmf.Pending {
			code = holdForUser
		}
		_, err = svc.Hold(ctx, p.by, id, ticket.HoldInput{Reason: reason, Code: code, Until: now.Add(holdFor)})
	case tmf.Resolved:
		_, err = svc.Resolve(ctx, p.by, id, ticket.ResolveInput{Solution: reason})
	case tmf.Closed:
		_, err = svc.Close(ctx, p.by, id)
	default:
		err = errs.E(errs.Conflict, "tmf.error.transition", "from", string(p.partner.status(p.ticket.State, p.ticket.HoldCode)), "to", string(*p.req.Status))
	}
	return err
}

func (p *patching) reason() string {
	if p.req.Reason != nil {
		return *p.req.Reason
	}
	if n := len(p.req.Notes); n > 0 {
		return p.req.Notes[n-1].Text
	}
	return ""
}

// refuse names attributes that are not this side's to change.
func (p *patching) refuse(values map[string]*string) error {
	var f errs.Fields
	for name, v := range values {
		if v != nil {
			f.Add(name, "tmf.error.not_yours")
		}
	}
	slices.SortFunc(f, func(a, b errs.Field) int { return strings.Compare(a.Name, b.Name) })
	return f.Err()
}

// numbers keeps the case's number at the caller's system.
func (p *patching) numbers(ctx context.Context, tx *sqldb.Tx) error {
	for _, n := range p.req.Numbers {
		if err := ticket.AddReferenceIn(ctx, tx, p.ticket.ID, p.partner.source(p.by), n.ID); err != nil {
			return err
		}
	}
	return nil
}

func (p *patching) fileNames() string { return names(p.files, p.aside) }
