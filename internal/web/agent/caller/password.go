package caller

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/verify"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// password asks whether whom the case is for is to get a password that counts once.
func (p *pages) password(c *web.Ctx) error {
	x, err := p.one(c)
	if err != nil {
		return err
	}
	return p.askPassword(c, http.StatusOK, &x, nil)
}

func (p *pages) askPassword(c *web.Ctx, status int, x *ticket.Ticket, f *web.Form) error {
	t := c.T
	who, err := p.who(c, x.Requester)
	if err != nil {
		return err
	}
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
	switch {
	case x.Requester == 0:
		parts = append(parts, ui.Alert(ui.AlertView{ID: "nobody", Color: ui.Warning, Text: t.T("verify.error.nobody")}))
	case locked:
		parts = append(parts, ui.Alert(ui.AlertView{ID: "locked", Color: ui.Warning, Title: t.T("verify.password.locked"), Text: t.T("verify.error.locked")}),
			ui.ButtonLink(paths.DeskTicketDo(x.ID, "caller")+"?next=password", ui.ButtonView{Text: t.T("verify.part.open"), Icon: "person"}))
	default:
		parts = append(parts, sheet.Say(t.T("verify.password.lead", "name", who.Name())),
			sheet.Of(c, nil, area, paths.DeskTicketDo(x.ID, "password"), t.T("verify.password.give")).Back(paths.DeskTicket(x.ID)).Show(t))
	}
	if p.Elsewhere != nil && x.Requester != 0 && !locked {
		more, err := p.Elsewhere(c, x)
		if err != nil {
			return err
		}
		if more != nil {
			parts = append(parts, more)
		}
	}
	return p.answer(c, status, x, t.T("verify.password.title", "ref", x.ID.String()), parts...)
}

// give shows the password in this one answer, which no browser keeps.
func (p *pages) give(c *web.Ctx) error {
	x, err := p.one(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	words, err := p.Verify.GivePassword(c.Context(), c.Actor(), x.ID)
	if status, yes := sheet.Again(f, err); yes {
		return p.askPassword(c, status, &x, f)
	}
	if errs.Is(err, errs.Forbidden) && p.Verify.CanCheck(c.Actor(), &x) {
		var more errs.Fields
		more.Add("", "verify.error.more")
		f.Failed(more.Err())
		return p.askPassword(c, http.StatusForbidden, &x, f)
	}
	if err != nil {
		return err
	}
	return p.answer(c, http.StatusCreated, &x, c.T.T("verify.password.made"),
		ui.Alert(ui.AlertView{ID: "once", Color: ui.Warning, Text: c.T.T("verify.password.once")}),
		ui.TextField(c.T, ui.FieldView{Name: "secret", Label: c.T.T("verify.password.words"), Value: words, ReadOnly: true, Autocomplete: "off", Width: "m"}),
		sheet.Row(ui.ButtonLink(paths.DeskTicket(x.ID), ui.ButtonView{Text: c.T.T("verify.password.back"), Variant: ui.Secondary})))
}
