package agent

import (
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// Part is what another capability shows on a ticket's page. It asks the database at most once, and not at all when the
// ticket itself tells that there is nothing to show: the page is to cost the same whatever is built around it.
type Part func(c *web.Ctx, x *ticket.Ticket) (PartView, error)

// LinkedPart is a Part of cases that hang together: what the ticket is linked to tells whether there is anything to ask.
type LinkedPart func(c *web.Ctx, x *ticket.Ticket, links []ticket.Link) (PartView, error)

// Tale is a part that the case's history tells by itself: the page has read that, and nothing more is asked.
type Tale func(c *web.Ctx, x *ticket.Ticket, history []ticket.Entry) PartView

// PartView is a part, ready to show. All of it may be empty.
type PartView struct {
	Notices []ui.AlertView    // Above the conversation: what one must know first.
	Tags    []ui.TagView      // Beside the title.
	Often   []ui.LinkView     // Pages of the part's own that do what is often done with a case.
	Acts    []ui.LinkView     // The same for what is done now and then: behind one button.
	Who     []templ.Component // Beside the conversation, under the caller: panels that tell.
	Work    []templ.Component // Beside the conversation, under the work: panels with forms.
}

// readParts asks all parts, in the order in which they were given, and then what the history tells.
func (p *pages) readParts(c *web.Ctx, x *ticket.Ticket, links []ticket.Link, history []ticket.Entry) (PartView, error) {
	var all PartView
	parts := p.Parts
	for _, part := range p.Linked {
		parts = append(slices.Clip(parts), func(c *web.Ctx, x *ticket.Ticket) (PartView, error) { return part(c, x, links) })
	}
	for _, part := range parts {
		v, err := part(c, x)
		if err != nil {
			return PartView{}, err
		}
		all.add(v)
	}
	for _, tale := range p.Tales {
		all.add(tale(c, x, history))
	}
	return all, nil
}

// add puts another part behind those before.
func (all *PartView) add(v PartView) {
	all.Notices, all.Tags = append(all.Notices, v.Notices...), append(all.Tags, v.Tags...)
	all.Often, all.Acts = append(all.Often, v.Often...), append(all.Acts, v.Acts...)
	all.Who, all.Work = append(all.Who, v.Who...), append(all.Work, v.Work...)
}
