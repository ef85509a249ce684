package delivery

import (
	"context"
	"strings"

	"lotsen/internal/desk/order"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

var (
	updateAccepted = sqldb.Q("delivery.accept", `
		update delivery_task set state = 'accepted', accepted_at = $2, answer_due = null, version = version + 1 where id {{in $1}}`)
	updateFault = sqldb.Q("delivery.fault", `
		update delivery_task set state = 'fault', faults = faults + 1, answer_due = null, planned_on = $2, late_at = $3, version = version + 1 where id {{in $1}}`)
)

// Accept says that some deliveries came as they should; what they cost is charged from now on. Errors: errs.NotFound for
// what the actor does not receive, errs.Conflict for what has not been delivered.
func (s *Service) Accept(ctx context.Context, by authz.Actor, ids []ID) error {
	return s.write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		list, err := received(ctx, tx, by, ids)
		if err != nil {
			return err
		}
		return s.acceptIn(ctx, tx, by, list)
	})
}

// received is the tasks that wait for the actor's word.
func received(ctx context.Context, tx *sqldb.Tx, by authz.Actor, ids []ID) ([]Task, error) {
	list, err := load(ctx, tx, receives(by), ids)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].State != Delivered {
			return nil, errs.E(errs.Conflict, "delivery.error.not_delivered")
		}
		if int64(list[i].Deliverer) == by.Person && by.Person != 0 && int64(list[i].Receiver) != by.Person {
			return nil, errs.E(errs.Conflict, "delivery.error.own")
		}
	}
	return list, nil
}

func (s *Service) acceptIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, list []Task) error {
	for _, part := range gather(list, func(t *Task) int64 { return inPlaceOf(by, t) }) {
		if err := note(ctx, tx, by, part, step{what: string(Accepted), forWhom: inPlaceOf(by, &part[0])}); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, updateAccepted, idsOf(list), sqldb.Time(tx.Now())); err != nil {
		return err
	}
	for _, part := range byOrder(list) {
		if err := s.d.Order.AcceptIn(ctx, tx, by, linesOf(part)...); err != nil {
			return err
		}
		if err := s.charge(ctx, tx, by, part); err != nil {
			return err
		}
	}
	for i := range list {
		if err := s.devices(ctx, tx, by, &list[i]); err != nil {
			return err
		}
	}
	for _, part := range byTicket(list) {
		if err := s.hourly(ctx, tx, by, part[0].Ticket); err != nil {
			return err
		}
		if err := s.settle(ctx, tx, by, part[0].Ticket); err != nil {
			return err
		}
	}
	s.poke(tx, list)
	return nil
}

// inPlaceOf is the person in whose place a substitute takes delivery; 0 for whoever does so by an own right.
func inPlaceOf(by authz.Actor, t *Task) int64 {
	if by.IsSystem() || int64(t.Receiver) == by.Person {
		return 0
	}
	g, _ := by.For(order.MayReceive, authz.Matter{
		Org: int64(t.Org), Desk: int64(t.Desk), Units: []int64{int64(t.Unit)}, Site: int64(t.Site), CostCentre: t.Centre, Reference: t.Reference, Service: t.Service, Object: t.Object,
	})
	return g.For
}

// devices takes up in the inventory what a task delivered. What is renewed by itself has its day there.
func (s *Service) devices(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *Task) error {
	if s.d.Asset == nil || t.device == "" {
		return nil
	}
	const most = 100 // Of one line; a thing that is bought by the hundred is no device.
	for range min(t.Quantity, most) {
		_, err := s.d.Asset.CreateIn(ctx, tx, by, asset.Draft{
			Org: t.Org, Name: t.Sv, Kind: asset.Kind(t.device), Model: t.named, ModelID: asset.ModelID(t.model), Person: t.Person, Unit: t.Unit, Site: t.Site,
			Source: asset.Ordered, SourceID: int64(t.Line), Delivered: dayOf(t.Delivered), Life: t.renew,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// FaultInput is what a receiver says is wrong.
type FaultInput struct {
	Tasks       []ID
	Text        string
	Attachments []ticket.AttachmentID
}

// Report says that some deliveries did not come as they should. A case is made of it, linked to the one of the order; the
// lines stay open and are delivered once more. Errors: errs.Invalid without words, errs.NotFound, errs.Conflict.
func (s *Service) Report(ctx context.Context, by authz.Actor, in FaultInput) ([]ticket.ID, error) {
	in.Text = clean.Keep(in.Text)
	var f errs.Fields
	if clean.Blank(in.Text) {
		f.Add("text", "delivery.error.fault")
	} else if !clean.Fits(in.Text, maxText) {
		f.Add("text", "error.too_long", "max", maxText)
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	var cases []ticket.ID
	err := s.write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		cases = nil
		list, err := received(ctx, tx, by, in.Tasks)
		if err != nil {
			return err
		}
		for _, part := range byTicket(list) {
			id, err := s.faultIn(ctx, tx, by, part, in)
			if err != nil {
				return err
			}
			cases, in.Attachments = append(cases, id), nil
		}
		s.poke(tx, list)
		return nil
	})
	return cases, err
}

func (s *Service) faultIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, list []Task, in FaultInput) (ticket.ID, error) {
	first := &list[0]
	of, err := ticket.LoadIn(ctx, tx, system(), first.Ticket)
	if err != nil {
		return 0, err
	}
	p := s.d.Texts.Printer(i18n.Swedish)
	report := ticket.ReportInput{
		Desk: first.Desk, Kind: ticket.Incident, Requester: first.Receiver, Author: first.Receiver, Category: of.Category, Service: of.Service, Group: first.Group,
		Title: p.T("delivery.fault.title", "order", first.Order.String(), "what", names(p, list)), Text: in.Text, Attachments: in.Attachments,
		References: map[string]string{p.T("delivery.column.order"): first.Order.String()},
	}
	if report.Requester == 0 || !by.IsSystem() && int64(first.Receiver) != by.Person {
		report.Requester, report.Author = personOf(by), personOf(by)
	}
	if of.Sealed {
		report.Requester = of.Requester // What concerns somebody with protected identity stays sealed.
	}
	fault, err := s.d.Ticket.ReportIn(ctx, tx, system(), report)
	if err != nil {
		return 0, err
	}
	if err := s.d.Ticket.In(tx).Link(ctx, system(), fault.ID, of.ID, ticket.LinkFault); err != nil {
		return 0, err
	}
	if err := note(ctx, tx, by, list, step{what: string(Fault), text: in.Text, ticket: fault.ID, forWhom: inPlaceOf(by, first)}); err != nil {
		return 0, err
	}
	hours, err := s.hours(ctx, tx, first.Org, tx.Now())
	if err != nil {
		return 0, err
	}
	for _, alike := range gather(list, func(t *Task) int { return t.LeadDays }) {
		day := addDays(hours, tx.Now(), alike[0].LeadDays)
		if _, err := tx.Exec(ctx, updateFault, idsOf(alike), day, sqldb.Time(endOf(day))); err != nil {
			return 0, err
		}
		if err := s.d.Order.FaultIn(ctx, tx, by, in.Text, linesOf(alike)...); err != nil {
			return 0, err
		}
		if err := s.d.Order.PlanIn(ctx, tx, system(), day, "", linesOf(alike)...); err != nil {
			return 0, err
		}
	}
	if err := s.told(ctx, tx, list, "fault", people(list, orderer), "ref", fault.ID.String()); err != nil {
		return 0, err
	}
	return fault.ID, s.again(ctx, tx, by, &of, list, strings.TrimSpace(in.Text))
}
