package contact

import (
	"github.com/a-h/templ"

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
	Sent   []ui.Definition
	More   string
}

// shownSent is how many mails the case's own page shows; its page of words shows all.
const shownSent = 3

// Part shows on a case's page what its user is owed and what became of the words to them. One statement.
func Part(d Deps) agent.Part {
	return func(c *web.Ctx, x *ticket.Ticket) (agent.PartView, error) {
		var out agent.PartView
		if !ticket.SeesInternal(c.Actor(), x) {
			return out, nil
		}
		log, err := d.Notify.Log(c.Context(), c.Actor(), x)
		if err != nil {
			return out, err
		}
		v := partView{Tasks: tasksOf(c, x, log, ""), Status: statusOf(c, x, log, "", nil), Sent: append(factsOf(c, x, log), sentOf(c, log)...), More: address(x.ID)}
		v.Sent = v.Sent[:min(len(v.Sent), shownSent+2)]
		if !x.OwedAt.IsZero() {
			out.Tags = append(out.Tags, ui.TagView{Text: c.T.T("contact.owed", "at", clockTime(c, x.OwedAt)), Color: ui.Warning, Icon: "clock"})
			out.Notices = append(out.Notices, ui.AlertView{ID: "notice-owed", Color: ui.Warning, Content: owed(c.T, v, clockTime(c, x.OwedAt))})
			v.Tasks, v.Status = nil, nil // They stand in the notice.
		}
		out.Who = []templ.Component{sentPanel(c.T, v)}
		if (x.Kind == ticket.Feedback || x.Kind == ticket.Complaint) && c.Actor().May(ticket.MayWork) {
			out.Acts = append(out.Acts, ui.LinkView{Href: paths.DeskTicketDo(x.ID, "improve"), Text: c.T.T("contact.improve.open")})
		}
		return out, nil
	}
}

func ticketHref(x *ticket.Ticket) string { return paths.DeskTicket(x.ID) }
