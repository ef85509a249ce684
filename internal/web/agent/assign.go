package agent

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// assign hands a ticket to a group or a person.
func (p *pages) assign(c *web.Ctx) error {
	return p.edit(c, "desk.act.assigned", func(n ticket.ID, f *web.Form) error {
		in := ticket.AssignInput{Group: directory.GroupID(f.Int("group")), Assignee: directory.PersonID(f.Int("assignee")), Version: f.Int("version")}
		_, err := p.Ticket.Assign(c.Context(), c.Actor(), n, in)
		return err
	})
}

// classify says what a ticket is about and how urgent it is; its priority follows.
func (p *pages) classify(c *web.Ctx) error {
	return p.edit(c, "desk.act.classified", func(n ticket.ID, f *web.Form) error {
		category, impact, urgency := ticket.CategoryID(f.Int("category")), int(f.Int("impact")), int(f.Int("urgency"))
		in := ticket.ChangeInput{Version: f.Int("version"), Category: &category, Impact: &impact, Urgency: &urgency}
		if f.Has("service") {
			service := ticket.ServiceID(f.Int("service"))
			in.Service = &service
		}
		if f.Has("step") {
			step := f.Get("step")
			in.Substate = &step
		}
		_, err := p.Ticket.Change(c.Context(), c.Actor(), n, in)
		return err
	})
}

// edit is do for forms whose fields somebody else may have changed meanwhile: then both values are shown, and the
// person chooses.
func (p *pages) edit(c *web.Ctx, flash string, use func(n ticket.ID, f *web.Form) error) error {
	n, err := ref(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	if err := use(n, f); err != nil {
		if errs.Is(err, errs.Conflict) && len(errs.FieldsOf(err)) > 0 {
			return p.showConflict(c, n, f, err)
		}
		return p.again(c, n, f, err, nil)
	}
	c.Flash(flash, "ref", n.String())
	return back(c, f, n)
}
