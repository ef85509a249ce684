package partner

import (
	"net/http"

	"lotsen/internal/desk/exchange"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the page is made of.
type Deps struct {
	Shell    *shell.Shell
	Exchange *exchange.Service
}

type pages struct{ Deps }

// Mount registers the page. The link itself is the right: it was mailed to whoever has the case, and is good while they
// have it.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	open := web.Public("the link was mailed to whoever has the case in hand, and is signed")
	rs.Handle("GET /partner/{token}", open, p.show)
	rs.Handle("POST /partner/{token}", open, p.report)
}

type view struct {
	Title, Lead, Case string
	Errors            []ui.FieldError
	Form              ui.FormView
	Status            ui.ChoiceView
	Text              ui.FieldView
}

func (p *pages) show(c *web.Ctx) error { return p.page(c, http.StatusOK, web.NewForm()) }

func (p *pages) page(c *web.Ctx, status int, f *web.Form) error {
	a, err := p.Exchange.Ask(c.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	t := c.T
	var options []ui.Option
	for _, d := range []exchange.Deed{exchange.Accepted, exchange.Working, exchange.Waiting, exchange.Done, exchange.Refused} {
		options = append(options, ui.Option{Value: string(d), Text: t.T("exchange.deed." + string(d))})
	}
	v := view{
		Title: t.T("partner.title", "ref", a.Ref), Lead: t.T("partner.lead", "desk", a.Desk), Case: a.Title, Errors: f.Errors(t),
		Form:   ui.FormView{Action: paths.Partner(c.Param("token")), Label: t.T("partner.send"), Key: c.FormKey()},
		Status: ui.ChoiceView{Name: "status", Label: t.T("partner.status"), Required: true, Error: f.Error(t, "status"), Options: ui.Pick(options, f.Get("status"))},
		Text:   ui.FieldView{Name: "text", Label: t.T("partner.text"), Description: t.T("partner.text_help"), Value: f.Words("text"), Error: f.Error(t, "text"), Rows: 5},
	}
	return p.Shell.Render(c, status, shell.View{Title: v.Title, Area: ui.Portal}, askPage(t, v))
}

func (p *pages) report(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	a, err := p.Exchange.ReportByLink(c.Context(), c.Param("token"), exchange.Deed(f.Get("status")), f.Words("text"))
	if errs.Is(err, errs.Invalid) && f.Failed(err) {
		return p.page(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	title := c.T.T("partner.thanks", "ref", a.Ref)
	return p.Shell.Render(c, http.StatusOK, shell.View{Title: title, Area: ui.Portal}, thanksPage(c.T, title, c.T.T("partner.thanks_lead", "desk", a.Desk)))
}
