package reset

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/connector"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/verify"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the page is made of.
type Deps struct {
	Shell     *shell.Shell
	Ticket    *ticket.Service
	Verify    *verify.Service
	Connector *connector.Service
}

type pages struct{ Deps }

// Mount registers the page.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(access.PasswordHelp)
	rs.Handle("GET /desk/tickets/{ref}/reset", may, p.ask)
	rs.Handle("POST /desk/tickets/{ref}/reset", may, p.reset)
}

// Elsewhere is the way to the page, where the organisation's directory can be spoken to.
func Elsewhere(s *connector.Service) func(c *web.Ctx, x *ticket.Ticket) (templ.Component, error) {
	return func(c *web.Ctx, x *ticket.Ticket) (templ.Component, error) {
		yes, err := s.Resets(c.Context(), c.Actor(), x.Org)
		if err != nil || !yes {
			return nil, err
		}
		return sheet.Panel(ui.PanelView{ID: "elsewhere", Title: c.T.T("connector.desk.title")}, sheet.Say(c.T.T("connector.desk.lead")),
			ui.ButtonLink(paths.DeskTicketDo(x.ID, "reset"), ui.ButtonView{Text: c.T.T("connector.desk.open"), Variant: ui.Secondary})), nil
	}
}

// one is the case in the address, as somebody who checks callers reads it.
func (p *pages) one(c *web.Ctx) (ticket.Ticket, error) {
	id, ok := ticket.ParseID(c.Param("ref"))
	if !ok {
		return ticket.Ticket{}, errs.Missing()
	}
	x, err := p.Ticket.Load(c.Context(), c.Actor(), id)
	if err == nil && (!ticket.SeesInternal(c.Actor(), &x) || x.Requester == 0) {
		err = errs.Missing()
	}
	return x, err
}

func (p *pages) answer(c *web.Ctx, status int, x *ticket.Ticket, title string, parts ...templ.Component) error {
	return sheet.Page(c, p.Shell, status, sheet.Head{
		Area: ui.Desk, Here: paths.Desk(), Title: title,
		Above: []ui.Crumb{{Href: paths.Desk(), Text: c.T.T("desk.queue.back")}, {Href: paths.DeskTicket(x.ID), Text: x.ID.String() + " " + x.Title}},
	}, parts...)
}

func (p *pages) ask(c *web.Ctx) error {
	x, err := p.one(c)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, &x, nil)
}

func (p *pages) show(c *web.Ctx, status int, x *ticket.Ticket, f *web.Form) error {
	t := c.T
	locks, err := p.Verify.Locks(c.Context(), x)
	if err != nil {
		return err
	}
	var parts []templ.Component
	if f != nil {
		parts = append(parts, ui.ErrorSummary(t, f.Errors(t)))
	}
	locked := false
	for _, l := range locks {
		locked = locked || l.Action == verify.Password && !l.Open
	}
	if locked {
		parts = append(parts, ui.Alert(ui.AlertView{ID: "locked", Color: ui.Warning, Title: t.T("verify.password.locked"), Text: t.T("verify.error.locked")}),
			ui.ButtonLink(paths.DeskTicketDo(x.ID, "caller")+"?next=reset", ui.ButtonView{Text: t.T("verify.part.open"), Icon: "person"}))
	} else {
		parts = append(parts, sheet.Say(t.T("connector.desk.ask")),
			sheet.Of(c, nil, "", paths.DeskTicketDo(x.ID, "reset"), t.T("connector.desk.give")).Back(paths.DeskTicket(x.ID)).Show(t))
	}
	return p.answer(c, status, x, t.T("connector.desk.page", "ref", x.ID.String()), parts...)
}

// reset shows the password in this one answer, which no browser keeps.
func (p *pages) reset(c *web.Ctx) error {
	x, err := p.one(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	words, _, err := p.Connector.ResetFor(c.Context(), c.Actor(), x.ID)
	if status, yes := sheet.Again(f, err); yes {
		return p.show(c, status, &x, f)
	}
	if errs.Is(err, errs.Forbidden) && p.Verify.CanCheck(c.Actor(), &x) {
		var more errs.Fields
		more.Add("", "verify.error.more")
		f.Failed(more.Err())
		return p.show(c, http.StatusForbidden, &x, f)
	}
	if err != nil {
		return err
	}
	return p.answer(c, http.StatusCreated, &x, c.T.T("connector.desk.made"),
		ui.Alert(ui.AlertView{ID: "once", Color: ui.Warning, Text: c.T.T("connector.desk.once")}),
		ui.TextField(c.T, ui.FieldView{Name: "secret", Label: c.T.T("verify.password.words"), Value: words, ReadOnly: true, Autocomplete: "off", Width: "m"}),
		sheet.Row(ui.ButtonLink(paths.DeskTicket(x.ID), ui.ButtonView{Text: c.T.T("verify.password.back"), Variant: ui.Secondary})))
}
