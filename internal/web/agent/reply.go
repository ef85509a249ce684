package agent

import (
	"net/http"
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/formfiles"
)

// The ways in which the composer sends what was written.
const (
	toUser   = "reply"
	toDesk   = "note"
	solve    = "solution"
	solvedBy = "told" // Solved, and the user has heard it already.
)

// reply sends what the composer holds: words to the user, a note to the desk, or the solution.
func (p *pages) reply(c *web.Ctx) error {
	n, err := ref(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	kept, err := formfiles.Keep(c, p.Ticket, f, "desk.files.gone")
	if err != nil {
		return err
	}
	if len(f.Wrong()) > 0 {
		return p.showTicket(c, n, http.StatusUnprocessableEntity, f, kept)
	}
	if err := p.send(c, n, f, formfiles.IDs(kept)); err != nil {
		return p.again(c, n, f, err, kept)
	}
	return back(c, f, n)
}

func (p *pages) send(c *web.Ctx, n ticket.ID, f *web.Form, files []ticket.AttachmentID) error {
	ctx, by, text := c.Context(), c.Actor(), f.Words("text")
	var err error
	switch to := f.Get("to"); to {
	case toUser:
		_, err = p.Ticket.Answer(ctx, by, n, ticket.Words{Text: text, Attachments: files})
		c.Flash("desk.reply.sent")
	case toDesk:
		_, err = p.Ticket.Write(ctx, by, n, ticket.Words{Text: text, Attachments: files})
		c.Flash("desk.reply.noted")
	case solve, solvedBy:
		_, err = p.Ticket.Resolve(ctx, by, n, ticket.ResolveInput{Solution: text, Told: to == solvedBy, Attachments: files})
		c.Flash("desk.reply.solved", "ref", n.String())
	default:
		err = wrongField("to", "error.choose")
	}
	return err
}

// draft puts a template's text below what was typed and shows the page again. Nothing is sent.
func (p *pages) draft(c *web.Ctx) error {
	n, err := ref(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	kept, err := formfiles.Keep(c, p.Ticket, f, "desk.files.gone")
	if err != nil {
		return err
	}
	var text string
	if !f.Has("insert") { // Words of another page's, not of a template.
		if text, err = p.template(c, n, ticket.TemplateID(f.Int("template"))); err != nil && !f.Failed(err) {
			return err
		}
	}
	if text != "" {
		f.Set("text", strings.TrimLeft(strings.TrimRight(f.Words("text"), "\n")+"\n\n"+text, "\n"))
	}
	status := http.StatusOK
	if len(f.Wrong()) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return p.showTicket(c, n, status, f, kept)
}

// template is a template of the ticket's desk with its fields filled in.
func (p *pages) template(c *web.Ctx, n ticket.ID, chosen ticket.TemplateID) (string, error) {
	row, err := p.Ticket.Show(c.Context(), c.Actor(), n)
	if err != nil {
		return "", err
	}
	list, err := p.Ticket.Templates(c.Context(), c.Actor(), row.Org, row.Desk)
	if err != nil {
		return "", err
	}
	for _, x := range list {
		if x.ID == chosen && x.Active {
			name, _, _ := strings.Cut(who(c.T, &row), " ")
			return x.Fill(map[string]string{"name": name, "number": n.String(), "title": row.Title, "agent": c.Actor().Name}), nil
		}
	}
	var wrong errs.Fields
	wrong.Add("template", "error.choose")
	return "", wrong.Err()
}
