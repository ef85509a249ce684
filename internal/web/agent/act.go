package agent

import (
	"strings"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/web"
)

// do is what the small forms of a ticket's page have in common: one use case, a word of thanks, back to the page.
func (p *pages) do(c *web.Ctx, flash string, use func(n ticket.ID, f *web.Form) (ticket.Ticket, error)) error {
	n, err := ref(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	if _, err := use(n, f); err != nil {
		return p.again(c, n, f, err, nil)
	}
	c.Flash(flash, "ref", n.String())
	return back(c, f, n)
}

// take makes a ticket one's own.
func (p *pages) take(c *web.Ctx) error {
	return p.do(c, "desk.act.taken", func(n ticket.ID, _ *web.Form) (ticket.Ticket, error) {
		return p.Ticket.Take(c.Context(), c.Actor(), n)
	})
}

// hold lets a ticket wait until a day, when it wakes at eight in the morning.
func (p *pages) hold(c *web.Ctx) error {
	return p.do(c, "desk.act.held", func(n ticket.ID, f *web.Form) (ticket.Ticket, error) {
		in := ticket.HoldInput{Reason: f.Get("reason"), Code: f.Get("code")}
		if step, own := strings.CutPrefix(in.Code, ownStep); own {
			in.Code, in.Substate = "", step
		}
		if s := f.Get("until"); s != "" {
			day, err := time.ParseInLocation(time.DateOnly, s, clock.Stockholm())
			if err != nil {
				return ticket.Ticket{}, wrongField("until", "error.date")
			}
			in.Until = day.Add(8 * time.Hour)
		}
		return p.Ticket.Hold(c.Context(), c.Actor(), n, in)
	})
}

func (p *pages) resume(c *web.Ctx) error {
	return p.do(c, "desk.act.resumed", func(n ticket.ID, _ *web.Form) (ticket.Ticket, error) {
		return p.Ticket.Resume(c.Context(), c.Actor(), n)
	})
}

func (p *pages) tell(c *web.Ctx) error {
	return p.do(c, "desk.act.told", func(n ticket.ID, _ *web.Form) (ticket.Ticket, error) {
		return p.Ticket.Tell(c.Context(), c.Actor(), n)
	})
}

func (p *pages) close(c *web.Ctx) error {
	return p.do(c, "desk.act.closed", func(n ticket.ID, _ *web.Form) (ticket.Ticket, error) {
		return p.Ticket.Close(c.Context(), c.Actor(), n)
	})
}

func (p *pages) reopen(c *web.Ctx) error {
	return p.do(c, "desk.act.reopened", func(n ticket.ID, f *web.Form) (ticket.Ticket, error) {
		return p.Ticket.Reopen(c.Context(), c.Actor(), n, f.Words("comment"))
	})
}

func (p *pages) followUp(c *web.Ctx) error {
	return p.do(c, "desk.act.followed_up", func(n ticket.ID, f *web.Form) (ticket.Ticket, error) {
		return p.Ticket.FollowUp(c.Context(), c.Actor(), n, f.Words("comment"))
	})
}

// logTime notes time spent. People write 45, 1:30 or 1,5 h.
func (p *pages) logTime(c *web.Ctx) error {
	return p.do(c, "desk.act.time_logged", func(n ticket.ID, f *web.Form) (ticket.Ticket, error) {
		return p.Ticket.LogTime(c.Context(), c.Actor(), n, ticket.TimeEntry{
			Minutes: minutes(f.Get("minutes")), Charged: f.Has("charged"), Note: f.Get("time_note"), WorkedOn: f.Get("worked_on"),
		})
	})
}

// minutes reads a duration; 0 for what is none, which the use case refuses.
func minutes(s string) int {
	s = strings.ToLower(strings.TrimSpace(s))
	if h, m, ok := strings.Cut(s, ":"); ok {
		return whole(h)*60 + whole(m)
	}
	for _, unit := range []string{"min", "m"} {
		s = strings.TrimSpace(strings.TrimSuffix(s, unit))
	}
	if hours, ok := strings.CutSuffix(s, "h"); ok {
		whole, part, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(hours), ",", "."), ".")
		return hourParts(whole, part)
	}
	return whole(s)
}

// hourParts is "1" and "5" of "1,5 h" in minutes.
func hourParts(hours, tenths string) int {
	m := whole(hours) * 60
	if tenths != "" {
		m += whole(tenths[:1]) * 6
	}
	return m
}

func whole(s string) int {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' || n > 100_000 {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}
