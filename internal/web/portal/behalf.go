package portal

import (
	"cmp"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// behalf tells who reported a case for whom. The reporter's name stands at what they wrote, masked where it must be;
// whoever reported asks for the other's. A case of somebody who speaks for themselves costs no question.
func (p *pages) behalf(c *web.Ctx, t *ticket.Ticket, messages []ticket.Message) ([]ui.Definition, error) {
	if !t.Via.ForAnother() || t.Reporter == 0 || t.Requester == 0 {
		return nil, nil
	}
	me := c.Identity().Person
	who, by := "", ""
	for i := range messages {
		if messages[i].Author == t.Reporter {
			by = messages[i].AuthorName
		}
	}
	if me.ID == t.Requester {
		who = c.T.T("proxy.you", "name", me.Name())
	} else {
		names, err := p.Directory.Names(c.Context(), c.Actor(), t.Requester)
		if err != nil {
			return nil, err
		}
		who = names[t.Requester]
	}
	if me.ID == t.Reporter {
		by = c.T.T("proxy.you", "name", me.Name())
	}
	hidden := c.T.T("proxy.somebody")
	return []ui.Definition{
		{Term: c.T.T("proxy.facts.for"), Text: cmp.Or(who, hidden)},
		{Term: c.T.T("proxy.facts.by"), Text: cmp.Or(by, hidden) + ", " + c.T.T("proxy.via."+string(t.Via))},
	}, nil
}
