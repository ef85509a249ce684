package contact

import (
	"net/http"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// improveView is the form that makes an improvement, ready to show.
type improveView struct {
	Crumbs  []ui.Crumb
	Errors  []ui.FieldError
	Form    ui.FormView
	Lines   []ui.FieldView
	Benefit ui.FieldView
	Back    string
}

// opinion is the case in the address, when it says what somebody thinks of the service.
func (p *pages) opinion(c *web.Ctx) (ticket.Ticket, error) {
	id, err := ref(c)
	if err != nil {
		return ticket.Ticket{}, err
	}
	x, err := p.Ticket.Load(c.Context(), c.Actor(), id)
	if err == nil && (x.Kind != ticket.Feedback && x.Kind != ticket.Complaint || !ticket.SeesInternal(c.Actor(), &x)) {
		err = errs.Missing()
	}
	return x, err
}

func (p *pages) improvePage(c *web.Ctx) error {
	x, err := p.opinion(c)
	if err != nil {
		return err
	}
	title := x.Title
	if x.Sealed {
		title = "" // Nothing of a protected person goes into a case that others read.
	}
	return p.showImprove(c, http.StatusOK, &x, web.NewForm("title", title))
}

func (p *pages) showImprove(c *web.Ctx, status int, x *ticket.Ticket, f *web.Form) error {
	t := c.T
	v := improveView{
		Crumbs: crumbs(t, x, t.T("contact.improve.title")), Errors: f.Errors(t), Back: paths.DeskTicket(x.ID),
		Form:    ui.FormView{Action: paths.DeskTicketDo(x.ID, "improve"), Label: t.T("contact.improve.title"), Key: c.FormKey("improve", x.ID)},
		Lines:   []ui.FieldView{{Name: "title", Label: t.T("contact.improve.name"), Value: f.Words("title"), Error: f.Error(t, "title")}},
		Benefit: ui.FieldView{Name: "benefit", Label: t.T("contact.improve.benefit"), Description: t.T("contact.improve.benefit_help"), Value: f.Words("benefit"), Rows: 3, Required: true, Error: f.Error(t, "benefit")},
	}
	return p.Shell.Render(c, status, shell.View{Title: t.T("contact.improve.title"), Area: ui.Desk, Here: paths.Desk()}, improvePage(t, v))
}

func (p *pages) improve(c *web.Ctx) error {
	x, err := p.opinion(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	made, err := p.Ticket.Improve(c.Context(), c.Actor(), x.ID, ticket.ImproveInput{Title: f.Words("title"), Benefit: f.Words("benefit")})
	switch {
	case f.Failed(err):
		return p.showImprove(c, http.StatusUnprocessableEntity, &x, f)
	case err != nil:
		return err
	}
	c.Flash("contact.improve.made", "ref", made.ID.String())
	return c.Redirect(paths.DeskTicket(made.ID))
}
