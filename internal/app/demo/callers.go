package demo

import (
	"errors"
	"time"

	"lotsen/internal/desk/announce"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/verify"
)

// callers are three people who rang as the day ends: one who was checked, one who could not be, and one who asked to be
// called back. And the telephone that is answered at night.
func (c *customer) callers(p *plan, end time.Time) {
	agent, people := c.agents[0], c.users[:len(c.users)/2]
	ring := func(i int, before time.Duration, title, text string, checks ...verify.Input) {
		p.add(end.Add(-before), func() error {
			t, err := c.app.Ticket.Report(c.ctx, agent, ticket.ReportInput{
				Title: title, Text: text, Channel: ticket.Phone, Requester: directory.PersonID(people[i].Person), Category: c.categories["Inloggning och lösenord"],
			})
			for _, in := range checks {
				if err == nil {
					_, err = c.app.Verify.Record(c.ctx, agent, t.ID, in)
				}
			}
			return err
		})
	}
	ring(1, 25*time.Minute, "Har glömt lösenordet efter semestern", "Ringer från kontoret och kommer inte in.",
		verify.Input{Method: verify.CallBack, Result: verify.Passed})
	ring(2, 50*time.Minute, "Vill ha ett nytt lösenord till kontot", "Ringer från ett hemligt nummer.",
		verify.Input{Method: verify.Question, Result: verify.Failed, Reason: "Visste inte vilken enhet kontot hör till."})
	p.add(end.Add(-35*time.Minute), func() error {
		_, err := c.app.Announce.AskCall(c.ctx, people[3], announce.Wish{Desk: c.desk.ID, Number: "070-174 06 05", About: "Skrivaren drar snett, lättast att visa när jag står vid den"})
		return err
	})
	p.add(end.AddDate(0, 0, -20), func() error {
		return errors.Join(
			c.app.Setting.Set(c.ctx, by, c.org.ID, setting.OnCallNumber, "08-465 004 40", time.Time{}),
			c.app.Setting.Set(c.ctx, by, c.org.ID, setting.OnCallPrice, 1150, time.Time{}),
		)
	})
}
