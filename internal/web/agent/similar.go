package agent

import (
	"lotsen/internal/desk/common"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// tickedSimilar is the field of the similar cases that belong together with the one in the making.
const tickedSimilar = "together"

// enough is how many similar cases make it worth an agent's while to be asked after the call.
const enough = 2

// similarTo looks for open cases that may have the same cause as what a form takes down.
func (p *pages) similarTo(c *web.Ctx, desk directory.DeskID, f *web.Form, caller *directory.PersonHit) ([]common.Alike, error) {
	like := common.Like{Desk: desk, Title: f.Words("title"), Text: f.Words("text"), Category: ticket.CategoryID(f.Int("category")), Service: f.Int("service")}
	if caller != nil {
		like.Site = caller.Site
	}
	return p.Common.Similar(c.Context(), c.Actor(), like)
}

// similarChoice offers them to be put together with the case in the same breath; nil when there are none.
func similarChoice(c *web.Ctx, d callData) *ui.ChoiceView {
	if len(d.similar) == 0 {
		return nil
	}
	t := c.T
	v := &ui.ChoiceView{Name: tickedSimilar, Label: t.T("common.similar.title"), Description: t.T("common.similar.help")}
	for _, a := range d.similar {
		about := t.T("desk.state."+string(a.State)) + " · " + t.DateTime(a.At)
		if a.Place {
			about += " · " + t.T("common.similar.place")
		}
		if a.Group != 0 {
			about = t.T("common.similar.group", "count", a.Children) + " · " + about
		}
		v.Options = append(v.Options, ui.Option{Value: id(a.ID), Text: a.ID.String() + " " + a.Title, Description: about})
	}
	v.Options = ui.Pick(v.Options, d.form.All(tickedSimilar)...)
	return v
}

// afterCall puts the case together with those that were ticked. Where nobody has looked, and others like it have come in,
// the agent is shown them: now is when one sees that it is the same.
func (p *pages) afterCall(c *web.Ctx, f *web.Form, t ticket.Ticket) error {
	var ticked []ticket.ID
	for _, s := range f.All(tickedSimilar) {
		if id, ok := ticket.ParseID(s); ok {
			ticked = append(ticked, id)
		}
	}
	switch {
	case len(ticked) > 0:
		return p.putTogether(c, t, ticked)
	case t.Kind == ticket.Incident && t.State.Active() && !f.Has("looked"):
		found, err := p.Common.Similar(c.Context(), c.Actor(), common.Like{
			Desk: t.Desk, Title: t.Title, Category: t.Category, Site: t.Site, Service: int64(t.Service), Not: []ticket.ID{t.ID},
		})
		if err != nil {
			return err
		}
		if len(found) >= enough || len(found) > 0 && found[0].Group != 0 {
			return c.Redirect(paths.TogetherWith(t.ID))
		}
	}
	return c.Redirect(paths.With(paths.Desk(), "desk", f.Get("desk")))
}

// putTogether puts a case and others under the common ticket among them, or under a new one.
func (p *pages) putTogether(c *web.Ctx, t ticket.Ticket, others []ticket.ID) error {
	in := common.GatherInput{Children: []ticket.ID{t.ID}}
	rows, err := p.Ticket.Rows(c.Context(), c.Actor(), others)
	if err != nil {
		return err
	}
	for i := range rows {
		o, err := p.Common.Of(c.Context(), c.Actor(), &rows[i].Ticket)
		if err != nil {
			return err
		}
		switch {
		case o.Sum() > 0 && in.Parent == 0:
			in.Parent = rows[i].ID
		case o.Above != 0 && in.Parent == 0:
			in.Parent = o.Above
		default:
			in.Children = append(in.Children, rows[i].ID)
		}
	}
	if in.Parent == 0 {
		desk, err := p.Directory.Desk(c.Context(), c.Actor(), t.Desk)
		if err != nil {
			return err
		}
		in.New = ticket.ReportInput{Desk: t.Desk, SenderName: desk.Name, Title: t.Title, Text: c.T.T("common.parent.text"), Category: t.Category, Impact: 2, Assignee: directory.PersonID(c.Actor().Person)}
	}
	got, err := p.Common.Gather(c.Context(), c.Actor(), in)
	if errs.Is(err, errs.Invalid) {
		// The case itself is registered; what it could not be put under is shown where one can choose again.
		return c.Redirect(paths.TogetherWith(t.ID))
	}
	if err != nil {
		return err
	}
	c.Flash("common.gather.done", "count", len(got.Done), "ref", got.Parent.ID.String())
	return c.Redirect(paths.Group(got.Parent.ID))
}
