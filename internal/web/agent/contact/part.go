package contact

import (
	"github.com/a-h/templ"

	"lotsen/internal/desk/notify"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/agent"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// partView is what stands on the case's own page.
type partView struct {
	Tasks  []taskView
	Status *statusView
	Facts  []ui.Definition
	More   string
}

// Part shows on a case's page what its user is owed. The case itself tells, and so it asks for nothing: what was sent,
// and what is to be said, is one click away.
func Part() agent.Part {
	return func(c *web.Ctx, x *ticket.Ticket) (agent.PartView, error) {
		var out agent.PartView
		if !ticket.SeesInternal(c.Actor(), x) {
			return out, nil
		}
		v := partView{More: address(x.ID), Facts: factsOf(c, x, notify.Log{})}
		if !x.OwedAt.IsZero() {
			first := notify.Log{Tasks: []notify.Task{{Kind: notify.TaskKind(x.OwedWhat), Due: x.OwedAt}}}
			v.Tasks, v.Status = tasksOf(c, x, first, ""), statusOf(c, x, first, "", nil)
			out.Tags = append(out.Tags, ui.TagView{Text: c.T.T("contact.owed", "at", clockTime(c, x.OwedAt)), Color: ui.Warning, Icon: "clock"})
			out.Notices = append(out.Notices, ui.AlertView{ID: "notice-owed", Color: ui.Warning, Content: owed(c.T, v, clockTime(c, x.OwedAt))})
		}
		out.Who = []templ.Component{shortPanel(c.T, v)}
		if x.State.Active() && c.Actor().May(ticket.MayReply) {
			out.Acts = append(out.Acts, ui.LinkView{Href: paths.DeskTicketDo(x.ID, "help"), Text: c.T.T("contact.help.open")})
		}
		if (x.Kind == ticket.Feedback || x.Kind == ticket.Complaint) && c.Actor().May(ticket.MayWork) {
			out.Acts = append(out.Acts, ui.LinkView{Href: paths.DeskTicketDo(x.ID, "improve"), Text: c.T.T("contact.improve.open")})
		}
		return out, nil
	}
}

func ticketHref(x *ticket.Ticket) string { return paths.DeskTicket(x.ID) }
