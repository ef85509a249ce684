package quarantine

import (
	"cmp"
	"net/http"

	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

type itemView struct {
	Title  string
	Facts  []ui.Definition
	Text   string // What the mail says; "" when it cannot be read.
	Errors []ui.FieldError
	Form   ui.FormView
	How    ui.ChoiceView
	Ticket ui.FieldView
	Open   bool
	Raw    string
}

func (p *pages) show(c *web.Ctx) error { return p.page(c, http.StatusOK, nil) }

func (p *pages) page(c *web.Ctx, status int, f *web.Form) error {
	id, err := number(c.Param("id"))
	if err != nil {
		return err
	}
	i, text, err := p.Inbox.Look(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	v := itemOf(c, i, text, f)
	return p.render(c, status, v.Title, itemPage(c.T, v))
}

func itemOf(c *web.Ctx, i inbox.Item, text string, f *web.Form) itemView {
	t := c.T
	v := itemView{
		Title: subject(t, i), Text: text, Open: i.Open(), Raw: paths.DeskMailRaw(ref(i.ID)), Errors: f.Errors(t),
		Form: ui.FormView{Action: paths.DeskMailItem(ref(i.ID)), Label: t.T("mailbox.release.title"), Key: c.FormKey()},
		How: ui.ChoiceView{
			Name: "how", Label: t.T("mailbox.release.how"), Required: true, Error: f.Error(t, "how"),
			Options: ui.Pick([]ui.Option{
				{Value: inbox.AsNew, Text: t.T("mailbox.release.new"), Description: t.T("mailbox.release.new_help")},
				{Value: inbox.OnCase, Text: t.T("mailbox.release.ticket"), Description: t.T("mailbox.release.ticket_help")},
				{Value: inbox.Keep, Text: t.T("mailbox.release.keep"), Description: t.T("mailbox.release.keep_help")},
			}, f.Get("how")),
		},
		Ticket: ui.FieldView{
			Name: "ticket", Label: t.T("mailbox.release.number"), Description: t.T("mailbox.release.number_help"), Value: f.Get("ticket"),
			Error: f.Error(t, "ticket"), Width: "s", Autocomplete: "off",
		},
		Facts: []ui.Definition{
			{Term: t.T("mailbox.sender"), Text: cmp.Or(i.Sender, t.T("mailbox.nobody"))},
			{Term: t.T("mailbox.mailbox"), Text: i.Mailbox},
			{Term: t.T("mailbox.came"), Text: t.DateTime(i.At)},
			{Term: t.T("mailbox.reason"), Text: reason(t, i)},
		},
	}
	if key, domain, _ := inbox.ProofText(i.Proof); key != "" {
		v.Facts = append(v.Facts, ui.Definition{Term: t.T("mailauth.term"), Text: t.T(key, "domain", domain)})
	}
	v.Facts = append(v.Facts, ui.Definition{Term: t.T("mailbox.size"), Text: size(t, i)})
	if i.Result == inbox.Waiting || i.Tries > 1 {
		v.Facts = append(v.Facts, ui.Definition{Term: t.T("mailbox.tries"), Text: t.Number(int64(i.Tries))})
	}
	if i.LeftBehind() {
		v.Text = t.T("mailbox.behind", "folder", i.Detail)
	} else if i.Detail != "" {
		v.Facts = append(v.Facts, ui.Definition{Term: t.T("mailbox.detail"), Text: i.Detail})
	}
	if i.Ticket != 0 {
		v.Facts = append(v.Facts, ui.Definition{Term: t.T("mailbox.ticket"), Text: i.Ticket.String(), Href: paths.DeskTicket(i.Ticket)})
	}
	return v
}

// size is how large the mail is, and what the limit is where it is above that.
func size(t *i18n.Printer, i inbox.Item) string {
	s := t.T("mailbox.size_of", "size", (i.Size+1<<10-1)>>10)
	if i.Reason == inbox.ReasonSize {
		s += ". " + t.T("mailbox.limit", "limit", int64(inbox.MaxMessage>>20))
	}
	return s
}

func (p *pages) release(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	id, err := number(c.Param("id"))
	if err != nil {
		return err
	}
	d := inbox.Decision{How: f.Get("how")}
	d.Ticket, _ = ticket.ParseID(f.Get("ticket")) // 0 is no ticket, and the use case says so.
	o, err := p.Inbox.Release(c.Context(), c.Actor(), id, d)
	switch {
	case errs.Is(err, errs.Conflict):
		c.FlashWarning("mailbox.error.handled")
		return c.Redirect(paths.DeskMail())
	case f.Failed(err):
		return p.page(c, http.StatusUnprocessableEntity, f)
	case err != nil:
		return err
	case o.Ticket == 0:
		c.Flash("mailbox.released.kept")
		return c.Redirect(paths.DeskMail())
	}
	c.Flash("mailbox.released.done", "ref", o.Ticket.String())
	return c.Redirect(paths.DeskTicket(o.Ticket))
}
