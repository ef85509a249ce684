package portal

import (
	"net/http"
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/formfiles"
	"lotsen/internal/web/paths"
)

// deed is something that a person does to an own case.
type deed struct {
	missing string // Text key of the error when nothing was said; "": words may be left out.
	done    string // Text key of what the next page says.
	run     func(c *web.Ctx, id ticket.ID, w ticket.Words, f *web.Form) (ticket.Ticket, error)
}

func (p *pages) reply(c *web.Ctx) error {
	return p.do(c, deed{"portal.ticket.reply_missing", "portal.ticket.replied", func(c *web.Ctx, id ticket.ID, w ticket.Words, _ *web.Form) (ticket.Ticket, error) {
		return p.Ticket.Ask(c.Context(), c.Actor(), id, w)
	}})
}

func (p *pages) accept(c *web.Ctx) error {
	return p.do(c, deed{"", "portal.ticket.accepted", func(c *web.Ctx, id ticket.ID, _ ticket.Words, _ *web.Form) (ticket.Ticket, error) {
		return p.Ticket.Accept(c.Context(), c.Actor(), id)
	}})
}

func (p *pages) reject(c *web.Ctx) error {
	return p.do(c, deed{"portal.ticket.reject_missing", "portal.ticket.rejected", func(c *web.Ctx, id ticket.ID, w ticket.Words, _ *web.Form) (ticket.Ticket, error) {
		return p.Ticket.Reject(c.Context(), c.Actor(), id, w)
	}})
}

func (p *pages) withdraw(c *web.Ctx) error {
	return p.do(c, deed{"", "portal.ticket.withdrawn", func(c *web.Ctx, id ticket.ID, _ ticket.Words, f *web.Form) (ticket.Ticket, error) {
		return p.Ticket.Withdraw(c.Context(), c.Actor(), id, f.Words("reason"))
	}})
}

func (p *pages) reopen(c *web.Ctx) error {
	return p.do(c, deed{"", "portal.ticket.reopened", func(c *web.Ctx, id ticket.ID, w ticket.Words, _ *web.Form) (ticket.Ticket, error) {
		if blank(w) {
			return p.Ticket.Reopen(c.Context(), c.Actor(), id, "")
		}
		return p.Ticket.Ask(c.Context(), c.Actor(), id, w)
	}})
}

// do carries a deed out and leads back to the ticket. When the case has moved on meanwhile the page shows how it stands
// now, with everything that was written.
func (p *pages) do(c *web.Ctx, d deed) error {
	t, err := p.load(c)
	if err != nil {
		return err
	}
	if !t.Concerns(c.Actor().Person) {
		return errs.Denied(string(ticket.MayReport))
	}
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	kept, err := formfiles.Keep(c, p.Ticket, f, "portal.files.gone")
	if err != nil {
		return err
	}
	w := ticket.Words{Text: f.Words("text"), Attachments: formfiles.IDs(kept), Channel: ticket.Portal}
	if d.missing != "" && blank(w) {
		f.Failed(fieldError("text", d.missing))
	}
	after := t
	if len(f.Wrong()) == 0 {
		after, err = d.run(c, t.ID, w, f)
	}
	if errs.Is(err, errs.Conflict) {
		return p.movedOn(c, t.ID, f, kept)
	}
	if len(f.Wrong()) > 0 || f.Failed(err) {
		return p.renderTicket(c, http.StatusUnprocessableEntity, 0, ticketView{Ticket: t, form: f, kept: kept})
	}
	if err != nil {
		return err
	}
	if after.ID != t.ID && t.State != ticket.StateMerged {
		c.Flash("portal.ticket.anew", "ref", after.ID.String())
		return c.Redirect(paths.Ticket(after.ID))
	}
	c.Flash(d.done)
	if after.Concerns(c.Actor().Person) {
		return c.Redirect(paths.Ticket(after.ID)) // Words in a merged case stand where the work is.
	}
	return c.Redirect(paths.Ticket(t.ID))
}

// movedOn answers a deed that no longer fits.
func (p *pages) movedOn(c *web.Ctx, id ticket.ID, f *web.Form, kept []ticket.Attachment) error {
	t, err := p.Ticket.Load(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	if f.Words("text") == "" && f.Words("reason") != "" {
		f.Set("text", f.Words("reason"))
	}
	if f.Words("text") == "" && len(kept) == 0 {
		c.FlashWarning("portal.ticket.changed")
		return c.Redirect(paths.Ticket(t.ID))
	}
	f.Failed(fieldError("", "portal.ticket.changed"))
	return p.renderTicket(c, http.StatusUnprocessableEntity, 0, ticketView{Ticket: t, form: f, kept: kept})
}

func blank(w ticket.Words) bool { return strings.TrimSpace(w.Text) == "" && len(w.Attachments) == 0 }
