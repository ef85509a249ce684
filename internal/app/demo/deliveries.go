package demo

import (
	"fmt"
	"strings"
	"time"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/delivery"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/desk/order"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
)

// bought is something that was ordered some days ago, of an offer that nobody has to approve, and what came of it.
type bought struct {
	ago  int
	item string
	// What happens, so many days after the order: begun, planned anew (for that many days after the order), delivered,
	// a fault, delivered again, approved. 0: it does not.
	begun, planned, on, delivered, fault, again, approved int
	cancelled                                             bool
	reason, wrong                                         string
}

// purchases stand in every state when the world begins.
var purchases = []bought{
	{ago: 28, item: "skarm", begun: 1, delivered: 5, approved: 6},
	{ago: 25, item: "follow-me-print", delivered: 3, approved: 4},
	{ago: 23, item: "tillbehor", begun: 2, delivered: 12, approved: 14},
	{ago: 20, item: "flytt-av-datorutrustning", begun: 2, delivered: 4, approved: 4},
	{ago: 16, item: "skarm", begun: 2, delivered: 6, fault: 8, wrong: "Skärmen har en spricka nere till vänster.", again: 15},
	{ago: 13, item: "tillbehor", begun: 2},
	{ago: 9, item: "follow-me-print", delivered: 7},
	{ago: 6, item: "skarm", begun: 1, planned: 3, on: 16, reason: "Leverantören har slut på modellen. Nästa sändning kommer om en dryg vecka."},
	{ago: 5, item: "tillbehor", cancelled: true},
	{ago: 2, item: "flytt-av-datorutrustning"},
}

// deliveries lets the customer's orderer order, the desk deliver, and the orderer receive.
func (c *customer) deliveries(p *plan, end time.Time) {
	orderer := "Per"
	if c.org.Preset == "ekdal" {
		orderer = "Stina"
	}
	for i, b := range purchases {
		at := end.AddDate(0, 0, -b.ago).Add(time.Duration(-90+17*i) * time.Minute)
		p.add(at, func() error {
			if err := c.buy(p, orderer, b, at); err != nil {
				return fmt.Errorf("delivery of %s: %w", b.item, err)
			}
			return nil
		})
	}
}

// buy orders, and plans what comes after.
func (c *customer) buy(p *plan, orderer string, b bought, at time.Time) error {
	who, err := c.as(orderer)
	if err != nil {
		return err
	}
	item, err := c.app.Catalogue.Get(c.ctx, who, b.item)
	if err != nil {
		return err
	}
	in, err := c.wish(who, &item)
	if err != nil {
		return err
	}
	o, err := c.app.Order.PlaceNow(c.ctx, who, 0, []order.AddInput{in}, ticket.Portal)
	if err != nil {
		return err
	}
	if err := c.app.Delivery.CarryOut(c.ctx, by, o.ID); err != nil {
		return err
	}
	if b.cancelled {
		p.add(at.Add(20*time.Hour), func() error { return c.app.Order.Cancel(c.ctx, who, o.ID, "Vi hittade en i förrådet.") })
		return nil
	}
	c.follow(p, who, o, b, at)
	return nil
}

// follow plans what the desk and the receiver do.
func (c *customer) follow(p *plan, who authz.Actor, o order.Order, b bought, at time.Time) {
	agent, d := c.agents[0], c.app.Delivery
	then := func(days int, do func(ids []delivery.ID) error) {
		if days > 0 {
			p.add(at.AddDate(0, 0, days).Add(40*time.Minute), func() error {
				ids, err := c.tasksOf(o.ID)
				if err != nil {
					return err
				}
				return do(ids)
			})
		}
	}
	deliver := func(ids []delivery.ID) error { return d.Deliver(c.ctx, agent, ids, "") }
	then(b.begun, func(ids []delivery.ID) error { return d.Start(c.ctx, agent, ids) })
	then(b.planned, func(ids []delivery.ID) error {
		return d.Plan(c.ctx, agent, delivery.PlanInput{Tasks: ids, Day: at.AddDate(0, 0, b.on).In(clock.Stockholm()).Format(time.DateOnly), Reason: b.reason})
	})
	then(b.delivered, deliver)
	then(b.fault, func(ids []delivery.ID) error {
		_, err := d.Report(c.ctx, who, delivery.FaultInput{Tasks: ids, Text: b.wrong})
		return err
	})
	then(b.again, deliver)
	then(b.approved, func(ids []delivery.ID) error { return d.Accept(c.ctx, who, ids) })
}

func (c *customer) tasksOf(id order.ID) ([]delivery.ID, error) {
	lines, err := order.LinesIn(c.ctx, c.app.DB, id)
	if err != nil {
		return nil, err
	}
	var of []order.LineID
	for i := range lines {
		of = append(of, lines[i].ID)
	}
	list, err := c.app.Delivery.OfLines(c.ctx, by, id, of)
	var out []delivery.ID
	for i := range list {
		out = append(out, list[i].ID)
	}
	return out, err
}

// wish answers what an offer asks, for the orderer's own unit.
func (c *customer) wish(who authz.Actor, item *catalogue.Item) (order.AddInput, error) {
	in := order.AddInput{Item: item.ID, People: []directory.PersonID{directory.PersonID(who.Person)}, Answers: map[string]string{}}
	person, err := directory.Load(c.ctx, c.app.DB, directory.PersonID(who.Person))
	if err != nil {
		return in, err
	}
	reference, found, err := c.app.Directory.OwnReference(c.ctx, who)
	if err != nil {
		return in, err
	}
	if found {
		in.Reference = reference.ID
	}
	if item.Model != "" {
		var kinds []model.Kind
		for _, k := range strings.Fields(item.Model) {
			kinds = append(kinds, model.Kind(k))
		}
		list, err := model.Orderable(c.ctx, c.app.DB, model.Want{Org: c.org.ID, Unit: person.Unit, Kinds: kinds, At: c.app.DB.Now()})
		if err != nil {
			return in, err
		}
		if len(list) == 0 {
			return in, fmt.Errorf("no model of %q can be ordered", item.Model)
		}
		in.Model = list[0].ID
	}
	for _, f := range item.Fields {
		if f.Required {
			in.Answers[f.Key] = answer(&f, &person, c.app.DB.Now())
		}
	}
	return in, nil
}

// answer is what somebody who is content with little writes in a field.
func answer(f *catalogue.Field, person *directory.Person, now time.Time) string {
	day := func(days int) string { return now.AddDate(0, 0, days).In(clock.Stockholm()).Format(time.DateOnly) }
	switch f.Type {
	case catalogue.Number:
		return fmt.Sprint(max(f.Min, 1))
	case catalogue.Date:
		return day(14)
	case catalogue.Period:
		return day(14) + "/" + day(15)
	case catalogue.Choice:
		return f.Choices[0].Sv
	case catalogue.Bool:
		return "1"
	case catalogue.Person:
		return fmt.Sprint(int64(person.ID))
	case catalogue.Site:
		return fmt.Sprint(int64(person.Site))
	case catalogue.Unit:
		return fmt.Sprint(int64(person.Unit))
	}
	return "Expeditionen, rum 12"
}
