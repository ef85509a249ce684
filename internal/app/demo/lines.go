package demo

import (
	"strconv"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/ticket"
)

// entrance is a line of a customer.
type entrance struct {
	key, sv, en, number, cost string
	channel                   ticket.Channel
	audience                  directory.Category
	priority                  int
}

// entrances are the ways to wait for an answer: Storstad has a number for employees and a free one for pupils.
func (c *customer) entrances() []entrance {
	if c.org.Preset == "ekdal" {
		return []entrance{
			{"support", "It-support", "IT support", "0410-555 100", line.CostLocal, ticket.Phone, "", 0},
			{"chat", "Chatten", "The chat", "", "", ticket.Chat, "", 0},
		}
	}
	return []entrance{
		{"medarbetare", "Medarbetare", "Employees", "08-555 100 00", line.CostLocal, ticket.Phone, directory.Employee, 0},
		{"elever", "Elever", "Pupils", "020-555 100", line.CostTollfree, ticket.Phone, directory.Pupil, 0},
		{"leverantorer", "Leverantörer", "Suppliers", "08-555 100 99", line.CostLocal, ticket.Phone, directory.Supplier, 10},
		{"chat", "Chatten", "The chat", "", "", ticket.Chat, "", 0},
	}
}

// lines makes the ways in, a day of calls by them, and one call that rings as the day ends.
func (c *customer) lines(p *plan, end time.Time) error {
	src, _, err := c.app.Line.SaveSource(c.ctx, by, line.Source{Org: c.org.ID, Name: "Växeln", Kind: line.Webhook, Active: true}, "")
	if err != nil {
		return err
	}
	var phones []line.Line
	for _, e := range c.entrances() {
		l, err := c.app.Line.Save(c.ctx, by, line.Line{
			Org: c.org.ID, Desk: c.desk.ID, Channel: e.channel, Key: e.key, NameSv: e.sv, NameEn: e.en, Number: e.number, Cost: e.cost,
			Abroad: e.cost == line.CostLocal, Audience: e.audience, Priority: e.priority, Target: 2 * time.Minute, Active: true,
		})
		if err != nil {
			return err
		}
		if e.channel == ticket.Phone {
			phones = append(phones, l)
		}
	}
	day := end.Add(-8 * time.Hour)
	for n := range 60 {
		came := day.Add(time.Duration(c.rng.IntN(8*3600-900)) * time.Second)
		c.rang(p, src, phones[c.rng.IntN(min(2, len(phones)))], "demo-"+strconv.Itoa(n), came, time.Duration(5+c.rng.IntN(240))*time.Second, c.rng.IntN(10) > 0)
	}
	caller := "070-123 45 67"
	if who, err := directory.Load(c.ctx, c.app.DB, directory.PersonID(c.users[0].Person)); err == nil && who.Phone != "" {
		caller = who.Phone
	}
	agent, err := directory.Load(c.ctx, c.app.DB, directory.PersonID(c.agents[0].Person))
	if err != nil {
		return err
	}
	now := []line.CallEvent{
		{CallID: "demo-rings", From: caller, To: phones[0].Number, Users: []string{agent.Login, agent.Email}},
		{CallID: "demo-waits", From: "anonymous", To: phones[min(1, len(phones)-1)].Number},
	}
	for i, e := range now {
		e.Kind = line.CallNew
		p.add(end.Add(-time.Duration(40+150*i)*time.Second), func() error { return c.app.Line.Hear(c.ctx, src, e) })
	}
	return nil
}

// rang plays a call: answered by somebody of the desk, or given up.
func (c *customer) rang(p *plan, src line.Source, l line.Line, id string, came time.Time, wait time.Duration, answered bool) {
	tell := func(at time.Time, e line.CallEvent) {
		e.CallID, e.To, e.From = id, l.Number, "070-555 "+strconv.Itoa(10+len(id))+" 17"
		p.add(at, func() error { return c.app.Line.Hear(c.ctx, src, e) })
	}
	tell(came, line.CallEvent{Kind: line.CallNew})
	if !answered {
		tell(came.Add(wait), line.CallEvent{Kind: line.CallHangup, Cause: "cancel"})
		return
	}
	tell(came.Add(wait), line.CallEvent{Kind: line.CallAnswer})
	over := came.Add(wait + time.Duration(60+c.rng.IntN(500))*time.Second)
	tell(over, line.CallEvent{Kind: line.CallHangup, Cause: "normalClearing"})
	if c.rng.IntN(3) == 0 {
		tell(over.Add(5*time.Second), line.CallEvent{Kind: line.CallRating, Score: 3 + c.rng.IntN(3)})
	}
}
