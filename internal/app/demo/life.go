package demo

import (
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
)

// customer is one of the two, with everybody who takes part in its tickets.
type customer struct {
	*world
	share      float64
	org        directory.Organisation
	desk       directory.Desk
	first      directory.Group
	groups     map[string]directory.Group // By the name of the category that they solve.
	categories map[string]ticket.CategoryID
	services   map[string]ticket.ServiceID // By the name of the category.
	users      []authz.Actor
	star       authz.Actor              // The first of the users whom the login page offers.
	agents     []authz.Actor            // First line.
	experts    map[string][]authz.Actor // By the name of the category.
	openFrom   int                      // The hour at which the desk opens, for the rhythm.
	openTo     int
	supplier   supplier.ID // Whom some cases are handed to; 0 for none.
}

// schedule plans the arrival of n tickets between two instants; the rest of each life is planned as it goes.
func (c *customer) schedule(p *plan, from, to time.Time, n int) {
	for range n {
		at := c.arrival(from, to)
		if at.After(to) {
			continue
		}
		p.add(at, func() error { return c.arrive(p, at, to) })
	}
	c.lately(p, to, n/50)
	c.ofOurOwn(p, to)
}

// channels by how often people use them.
var channels = []ticket.Channel{
	ticket.Portal, ticket.Portal, ticket.Portal, ticket.Portal, ticket.Phone, ticket.Phone, ticket.Phone, ticket.Mail, ticket.Mail, ticket.Chat,
}

// arrive lets one case come in and plans what follows.
func (c *customer) arrive(p *plan, at, end time.Time) error {
	is := pick(c.rng, issues)
	which := c.rng.IntN(len(is.titles))
	if is.paired {
		is.solved = is.solved[which : which+1]
	}
	user := pick(c.rng, c.users)
	in := ticket.ReportInput{
		Desk: c.desk.ID, Kind: is.kind, Channel: pick(c.rng, channels), Requester: directory.PersonID(user.Person),
		Title: is.titles[which], Text: is.texts[which], Impact: is.impact, Urgency: is.urgency, Service: c.serviceOf(&is),
	}
	if is.kind == ticket.Feedback {
		in.Channel = ticket.Portal
	}
	reporter := user
	agent := pick(c.rng, c.agents)
	if in.Channel == ticket.Phone {
		reporter, in.Category = agent, c.categories[is.category]
		if !is.second && c.rng.IntN(10) < 6 {
			in.Solution = pick(c.rng, is.solved)
		}
	}
	if in.Channel == ticket.Mail || in.Channel == ticket.Chat {
		reporter = authz.System("demo")
	}
	t, err := c.app.Ticket.Report(c.ctx, reporter, in)
	if err != nil {
		return err
	}
	if in.Solution != "" {
		c.finish(p, t.ID, user, at, end)
		return nil
	}
	// Most get a first look within the hour; the newest ones wait, so that the queue of the demo has something new.
	look := at.Add(time.Duration(3+c.rng.IntN(90)) * time.Minute)
	if end.Sub(at) < 5*time.Hour && c.rng.IntN(3) > 0 {
		return nil
	}
	if end.Sub(at) < 40*24*time.Hour && c.rng.IntN(5) == 0 {
		c.then(p, look, end, func() error { return c.linger(t.ID, &is, agent, look) })
		return nil
	}
	c.then(p, look, end, func() error { return c.look(p, t.ID, &is, user, agent, look, end) })
	return nil
}

// then plans a step, unless it lies beyond the world's end.
func (c *customer) then(p *plan, at, end time.Time, do func() error) {
	if at.Before(end) {
		p.add(at, func() error {
			err := do()
			if errs.Is(err, errs.Conflict) {
				// The case went another way meanwhile: closed, merged. People meet that too.
				return nil
			}
			return err
		})
	}
}

// look is the first line's first look at a case: category, somebody responsible, perhaps a question.
func (c *customer) look(p *plan, id ticket.ID, is *issue, user, agent authz.Actor, at, end time.Time) error {
	category := c.categories[is.category]
	if _, err := c.app.Ticket.Change(c.ctx, agent, id, ticket.ChangeInput{Category: &category}); err != nil {
		return err
	}
	if _, err := c.app.Ticket.Take(c.ctx, agent, id); err != nil {
		return err
	}
	if len(is.asks) > 0 && c.rng.IntN(2) == 0 {
		return c.ask(p, id, is, user, agent, at, end)
	}
	if is.second {
		return c.handOver(p, id, is, user, agent, at, end)
	}
	done := at.Add(time.Duration(10+c.rng.IntN(300)) * time.Minute)
	if c.rng.IntN(5) == 0 {
		done = done.Add(time.Duration(c.rng.IntN(6*24)) * time.Hour)
	}
	c.then(p, done, end, func() error { return c.solve(p, id, is, user, agent, done, end) })
	return nil
}

// ask puts a question to the user, who answers after a while; some cases wait on hold meanwhile.
func (c *customer) ask(p *plan, id ticket.ID, is *issue, user, agent authz.Actor, at, end time.Time) error {
	if _, err := c.app.Ticket.Answer(c.ctx, agent, id, ticket.Words{Text: pick(c.rng, is.asks)}); err != nil {
		return err
	}
	if c.rng.IntN(3) == 0 {
		until := at.AddDate(0, 0, 2+c.rng.IntN(5))
		in := ticket.HoldInput{Reason: "Väntar på svar från användaren", Until: until, Substate: "awaiting_user"}
		if _, err := c.app.Ticket.Hold(c.ctx, agent, id, in); err != nil {
			return err
		}
	}
	answered := at.Add(time.Duration(20+c.rng.IntN(1200)) * time.Minute)
	c.then(p, answered, end, func() error {
		if _, err := c.app.Ticket.Ask(c.ctx, user, id, ticket.Words{Text: pick(c.rng, is.answers)}); err != nil {
			return err
		}
		if is.second {
			return c.handOver(p, id, is, user, agent, answered, end)
		}
		done := answered.Add(time.Duration(10+c.rng.IntN(400)) * time.Minute)
		c.then(p, done, end, func() error { return c.solve(p, id, is, user, agent, done, end) })
		return nil
	})
	return nil
}
