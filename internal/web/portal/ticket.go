package portal

import (
	"net/http"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// ticketView is the page of one ticket.
type ticketView struct {
	ticket.Ticket
	tag      ui.TagView
	next     string
	announce string
	entries  []ui.EntryView
	facts    []ui.Definition
	parts    PartView
	form     *web.Form // What was sent, when the page comes back.
	kept     []ticket.Attachment
	talk     *talkForm // Nil: there is nothing to say here any more.
	accept   string    // Form key of "accept"; "" where there is nothing to accept.
	withdraw string    // Likewise.
	anew     string    // Where a new case about the same begins; "" while this one can be talked in.
	merged   string    // The ticket that this one goes on in, when it is the reader's too.
	desk     string    // The same ticket at the desk, for those who work there.
}

// load finds the ticket that the address names, as far as the reader may see it.
func (p *pages) load(c *web.Ctx) (ticket.Ticket, error) {
	id, ok := ticket.ParseID(c.Param("ref"))
	if !ok {
		return ticket.Ticket{}, errs.Missing()
	}
	return p.Ticket.Load(c.Context(), c.Actor(), id)
}

func (p *pages) ticket(c *web.Ctx) error {
	mark, err := p.Mark(c.Context())
	if err != nil {
		return err
	}
	t, err := p.load(c)
	if err != nil {
		return err
	}
	// Whoever reads the solution has been told, and the time until the case closes by itself begins.
	if err := p.Ticket.Seen(c.Context(), c.Actor(), &t); err != nil {
		return err
	}
	return p.renderTicket(c, http.StatusOK, mark, ticketView{Ticket: t})
}

func (p *pages) renderTicket(c *web.Ctx, status int, mark int64, v ticketView) error {
	ctx, by, t := c.Context(), c.Actor(), &v.Ticket
	messages, err := p.Ticket.Messages(ctx, by, t)
	if err != nil {
		return err
	}
	history, err := p.Ticket.History(ctx, by, t)
	if err != nil {
		return err
	}
	config, err := p.Ticket.KindOf(ctx, t)
	if err != nil {
		return err
	}
	var until time.Time
	if t.State.Ended() {
		if until, err = p.Ticket.ReopenUntil(ctx, t); err != nil {
			return err
		}
	}
	v.tag, v.next = statusTag(c.T, t), nextStep(c.T, t, until, c.Now())
	v.entries = talk(c.T, by.Person, messages, history)
	v.announce = c.T.T("portal.ticket.announce", "state", v.tag.Text, "count", len(v.entries))
	if v.parts, err = p.readParts(c, t); err != nil {
		return err
	}
	on, err := p.behalf(c, t, messages)
	if err != nil {
		return err
	}
	v.facts = append(append(on, facts(c.T, t, config, history)...), v.parts.Facts...)
	if t.Concerns(by.Person) {
		v.offer(c, until)
		if v.merged, err = p.mergedInto(c, t); err != nil {
			return err
		}
	} else if by.May(ticket.MayWork) {
		v.desk = paths.DeskTicket(t.ID)
	}
	view := shell.View{Title: t.ID.String() + " " + t.Title, Topics: []string{"ticket:" + t.ID.String()[2:]}, Mark: mark}
	return p.Shell.Render(c, status, view, ticketPage(c.T, v))
}

// facts are what is known about the case beside the conversation.
func facts(p *i18n.Printer, t *ticket.Ticket, config ticket.KindConfig, history []ticket.Entry) []ui.Definition {
	out := []ui.Definition{
		{Term: p.T("portal.facts.ref"), Text: t.ID.String()},
		{Term: p.T("portal.facts.kind"), Text: p.T("portal.kind." + string(t.Kind))},
		{Term: p.T("portal.facts.created"), Content: ui.Time(t.CreatedAt, p.DateTime(t.CreatedAt))},
		{Term: p.T("portal.facts.updated"), Content: ui.Time(t.UpdatedAt, p.DateTime(t.UpdatedAt))},
		{Term: p.T("portal.facts.channel"), Text: p.T("portal.channel." + string(t.Channel))},
	}
	if !t.DetectedAt.IsZero() && t.CreatedAt.Sub(t.DetectedAt) > time.Minute {
		out = append(out, ui.Definition{Term: p.T("portal.facts.detected"), Content: ui.Time(t.DetectedAt, p.DateTime(t.DetectedAt))})
	}
	values := map[string]string{}
	for _, e := range history {
		for key, value := range e.Fields {
			values[key] = value
		}
	}
	for _, s := range config.Fields {
		if value := values[s.Key]; s.Portal && value != "" {
			out = append(out, ui.Definition{Term: fieldLabel(p, s), Text: value})
		}
	}
	return out
}

// mergedInto is the address of the ticket in which this one goes on, if it is the reader's as well.
func (p *pages) mergedInto(c *web.Ctx, t *ticket.Ticket) (string, error) {
	if t.State != ticket.StateMerged || t.MergedInto == 0 {
		return "", nil
	}
	other, err := p.Ticket.Load(c.Context(), c.Actor(), t.MergedInto)
	if errs.Is(err, errs.NotFound) || err == nil && !other.Concerns(c.Actor().Person) {
		return "", nil
	}
	return paths.Ticket(t.MergedInto), err
}
