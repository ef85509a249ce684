package delegate

import (
	"strings"
	"time"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

func (p *pages) delegate(c *web.Ctx) error {
	return p.post(c, "delegate", "delegation.done.delegated", func(id ticket.ID, f *web.Form) error {
		report, err := hours(f.Get("report"))
		if err != nil {
			return err
		}
		_, err = p.Delegation.Delegate(c.Context(), c.Actor(), id, delegation.Input{
			To: supplier.ID(f.Int("to")), Task: f.Words("task"), External: f.Get("external"), Report: report, Reason: f.Get("reason"),
			Version: f.Int("version"), Release: f.Has("release"),
		})
		return err
	})
}

// hours reads a report-back time; "" leaves it to the agreement.
func hours(s string) (time.Duration, error) {
	if s == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(strings.ReplaceAll(strings.TrimSpace(s), ",", ".") + "h")
	if err != nil || d <= 0 {
		var f errs.Fields
		f.Add("report", "delegation.error.report")
		return 0, f.Err()
	}
	return d.Round(time.Minute), nil
}

func (p *pages) say(c *web.Ctx) error {
	return p.post(c, "say", "delegation.done.said", func(id ticket.ID, f *web.Form) error {
		_, err := p.Delegation.Say(c.Context(), c.Actor(), id, ticket.Words{Text: f.Words("text")})
		return err
	})
}

func (p *pages) recall(c *web.Ctx) error {
	return p.post(c, "recall", "delegation.done.recalled", func(id ticket.ID, f *web.Form) error {
		_, err := p.Delegation.Recall(c.Context(), c.Actor(), id, f.Words("why"))
		return err
	})
}

func (p *pages) chased(c *web.Ctx) error {
	return p.post(c, "chased", "delegation.done.chased", func(id ticket.ID, f *web.Form) error {
		_, err := p.Delegation.Chased(c.Context(), c.Actor(), id, delegation.ChaseInput{Contact: f.Words("contact"), ToUser: f.Words("to_user")})
		return err
	})
}

func (p *pages) remote(c *web.Ctx) error {
	return p.post(c, "remote", "delegation.done.remote", func(id ticket.ID, f *web.Form) error {
		return p.Delegation.CannotRemote(c.Context(), c.Actor(), id, delegation.RemoteInput{Way: f.Get("way"), Text: f.Words("tried"), To: supplier.ID(f.Int("to"))})
	})
}

func (p *pages) cost(c *web.Ctx) error {
	return p.post(c, "cost", "delegation.done.cost", func(id ticket.ID, f *web.Form) error {
		return p.Delegation.Cost(c.Context(), c.Actor(), id, f.Int("amount"), f.Words("cost_text"))
	})
}

func (p *pages) askVisit(c *web.Ctx) error {
	return p.post(c, "ask-visit", "delegation.done.ask_visit", func(id ticket.ID, f *web.Form) error {
		return p.Delegation.AskVisit(c.Context(), c.Actor(), id, f.Words("visit_why"))
	})
}

func (p *pages) visit(c *web.Ctx) error {
	return p.post(c, "visit", "delegation.done.visit", func(id ticket.ID, f *web.Form) error {
		return p.Delegation.BookVisit(c.Context(), c.Actor(), id, f.Get("visit_on"), f.Words("visit_text"))
	})
}

func (p *pages) decide(c *web.Ctx) error {
	return p.post(c, "decide", "delegation.done.decided", func(id ticket.ID, f *web.Form) error {
		return p.Delegation.Decide(c.Context(), c.Actor(), id, delegation.What(f.Get("what")), delegation.Decision{
			Errand: f.Int("errand"), Granted: delegation.Granted(f.Get("granted")), Answer: f.Words("answer"), SaidBy: f.Get("said_by"),
		})
	})
}

// line passes a case on inside the desk, to a line further back.
func (p *pages) line(c *web.Ctx) error {
	return p.post(c, "line", "delegation.done.line", func(id ticket.ID, f *web.Form) error {
		group := directory.GroupID(f.Int("group"))
		if group == 0 {
			var wrong errs.Fields
			wrong.Add("group", "error.choose")
			return wrong.Err()
		}
		_, err := p.Ticket.Assign(c.Context(), c.Actor(), id, ticket.AssignInput{Group: group, Version: f.Int("version")})
		return err
	})
}
