package demo

import (
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
)

// handOver gives a case to the group that knows, with a note of what has been tried.
func (c *customer) handOver(p *plan, id ticket.ID, is *issue, user, agent authz.Actor, at, end time.Time) error {
	experts := c.experts[is.category]
	if len(experts) == 0 {
		done := at.Add(time.Hour)
		c.then(p, done, end, func() error { return c.solve(p, id, is, user, agent, done, end) })
		return nil
	}
	expert := pick(c.rng, experts)
	if _, err := c.app.Ticket.Write(c.ctx, agent, id, ticket.Words{Text: "Omstart och kabel provade utan resultat. Skickar vidare."}); err != nil {
		return err
	}
	if _, err := c.app.Ticket.Assign(c.ctx, agent, id, ticket.AssignInput{Group: c.groups[is.category].ID}); err != nil {
		return err
	}
	taken := at.Add(time.Duration(15+c.rng.IntN(240)) * time.Minute)
	c.then(p, taken, end, func() error {
		_, err := c.app.Ticket.Take(c.ctx, expert, id)
		return err
	})
	done := taken.Add(time.Duration(30+c.rng.IntN(2*24*60)) * time.Minute)
	c.then(p, done, end, func() error {
		e := ticket.TimeEntry{Minutes: 15 * (1 + c.rng.IntN(8)), Charged: c.rng.IntN(4) == 0, Note: "Felsökning på plats"}
		if _, err := c.app.Ticket.LogTime(c.ctx, expert, id, e); err != nil {
			return err
		}
		return c.solve(p, id, is, user, expert, done, end)
	})
	return nil
}

// solve tells the user how it was solved.
func (c *customer) solve(p *plan, id ticket.ID, is *issue, user, agent authz.Actor, at, end time.Time) error {
	_, err := c.app.Ticket.Resolve(c.ctx, agent, id, ticket.ResolveInput{Solution: pick(c.rng, is.solved)})
	if err != nil {
		return err
	}
	read := at.Add(time.Duration(1+c.rng.IntN(30)) * time.Minute)
	c.then(p, read, end, func() error {
		_, err := c.app.Ticket.MarkTold(c.ctx, authz.System("mail"), id, "mail")
		return err
	})
	c.finish(p, id, user, read, end)
	if c.rng.IntN(22) == 0 {
		again := read.Add(time.Duration(1+c.rng.IntN(40)) * time.Hour)
		c.then(p, again, end, func() error {
			if _, err := c.app.Ticket.Reject(c.ctx, user, id, ticket.Words{Text: "Tyvärr, det fungerar fortfarande inte."}); err != nil {
				return err
			}
			done := again.Add(time.Duration(1+c.rng.IntN(20)) * time.Hour)
			c.then(p, done, end, func() error { return c.solve(p, id, is, user, agent, done, end) })
			return nil
		})
	}
	return nil
}

// finish lets the user accept, or the 72 hours pass.
func (c *customer) finish(p *plan, id ticket.ID, user authz.Actor, at, end time.Time) {
	if c.rng.IntN(3) == 0 {
		c.then(p, at.Add(time.Duration(1+c.rng.IntN(60))*time.Hour), end, func() error {
			_, err := c.app.Ticket.Accept(c.ctx, user, id)
			return err
		})
	}
	c.then(p, at.Add(73*time.Hour), end, func() error { return c.app.Ticket.Sweep(c.ctx) })
}

// arrival draws a moment at which people report: weekdays far more than weekends, mornings most, hardly anything in
// July, a rush when school begins.
func (c *customer) arrival(from, to time.Time) time.Time {
	days := int(to.Sub(from).Hours() / 24)
	for {
		day := from.AddDate(0, 0, c.rng.IntN(days+1)).In(clock.Stockholm())
		weight := 100
		switch day.Weekday() {
		case time.Saturday, time.Sunday:
			weight = 8
		case time.Monday:
			weight = 130
		}
		switch day.Month() {
		case time.July:
			weight /= 8
		case time.June, time.December:
			weight = weight * 7 / 10
		case time.August:
			weight = weight * 16 / 10
		}
		if c.rng.IntN(210) >= weight {
			continue
		}
		hour := c.openFrom + c.rng.IntN(c.openTo-c.openFrom)
		if c.rng.IntN(2) == 0 {
			hour = 7 + c.rng.IntN(4)
		}
		return time.Date(day.Year(), day.Month(), day.Day(), hour, c.rng.IntN(60), c.rng.IntN(60), 0, clock.Stockholm()).UTC()
	}
}
