package demo

import (
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
)

// lately adds cases of the last day and a half, whatever the weekday, so that the queues have something to show.
func (c *customer) lately(p *plan, end time.Time, n int) {
	for range n {
		at := end.Add(-time.Duration(5+c.rng.IntN(36*60)) * time.Minute)
		p.add(at, func() error { return c.arrive(p, at, end) })
	}
}

// linger leaves a case with work to do: taken and waiting for somebody, handed to a group, or on hold until next week.
func (c *customer) linger(id ticket.ID, is *issue, agent authz.Actor, at time.Time) error {
	category := c.categories[is.category]
	if _, err := c.app.Ticket.Change(c.ctx, agent, id, ticket.ChangeInput{Category: &category}); err != nil {
		return err
	}
	if is.category == deliveredBy && c.supplier != 0 {
		return c.passOn(id, agent)
	}
	if g, ok := c.groups[is.category]; ok && len(c.experts[is.category]) == 0 {
		_, err := c.app.Ticket.Assign(c.ctx, agent, id, ticket.AssignInput{Group: g.ID})
		return err
	}
	switch c.rng.IntN(3) {
	case 0:
		if _, err := c.app.Ticket.Take(c.ctx, agent, id); err != nil {
			return err
		}
		_, err := c.app.Ticket.Answer(c.ctx, agent, id, ticket.Words{Text: "Vi undersöker det här och hör av oss så snart vi vet mer."})
		return err
	case 1:
		if experts := c.experts[is.category]; len(experts) > 0 {
			_, err := c.app.Ticket.Assign(c.ctx, agent, id, ticket.AssignInput{Group: c.groups[is.category].ID, Assignee: directory.PersonID(pick(c.rng, experts).Person)})
			return err
		}
		_, err := c.app.Ticket.Take(c.ctx, agent, id)
		return err
	}
	if _, err := c.app.Ticket.Take(c.ctx, agent, id); err != nil || is.kind != ticket.Incident {
		return err
	}
	in := ticket.HoldInput{Reason: "Väntar på leverans från leverantören", Until: at.AddDate(0, 0, 45+c.rng.IntN(20)), Substate: "awaiting_supplier"}
	_, err := c.app.Ticket.Hold(c.ctx, agent, id, in)
	return err
}

// ofOurOwn gives the first of the offered users cases in every state that a user meets: just sent, asked about, solved
// and waiting for a yes.
func (c *customer) ofOurOwn(p *plan, end time.Time) {
	user, agent := c.star, c.agents[0]
	report := func(before time.Duration, title, text, category string, then func(id ticket.ID) error) {
		at := end.Add(-before)
		p.add(at, func() error {
			t, err := c.app.Ticket.Report(c.ctx, user, ticket.ReportInput{Desk: c.desk.ID, Title: title, Text: text, Category: c.categories[category]})
			if err != nil || then == nil {
				return err
			}
			c.then(p, at.Add(40*time.Minute), end, func() error { return then(t.ID) })
			return nil
		})
	}
	report(50*time.Minute, "Projektorn i sal 12 visar ingen bild", "Den startar och fläkten går, men duken är svart. Jag har provat en annan kabel.", "Dator", nil)
	report(7*time.Hour, "Kommer inte åt mappen för elevhälsan", "Sedan i torsdags står det att jag saknar behörighet.", "Behörighet", func(id ticket.ID) error {
		if _, err := c.app.Ticket.Take(c.ctx, agent, id); err != nil {
			return err
		}
		_, err := c.app.Ticket.Answer(c.ctx, agent, id, ticket.Words{Text: "Hej! Vilken av mapparna gäller det, den gemensamma eller den för årskurs 7?"})
		return err
	})
	report(22*time.Hour, "Skrivaren i personalrummet skriver bara halva sidan", "Det gäller alla dokument, från flera datorer.", "Skrivare", func(id ticket.ID) error {
		_, err := c.app.Ticket.Resolve(c.ctx, agent, id, ticket.ResolveInput{Solution: "Pappersformatet stod på A5 i skrivarens meny. Vi har ställt tillbaka det till A4."})
		return err
	})
}
