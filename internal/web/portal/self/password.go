package self

import (
	"errors"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/connector"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// cookie holds what a browser on the way to a new password knows.
const cookie = "lotsen_reset"

// askOwn explains how somebody who is logged in gets a new password.
func (p *pages) askOwn(c *web.Ctx) error { return p.showOwn(c, http.StatusOK, nil) }

func (p *pages) showOwn(c *web.Ctx, status int, f *web.Form) error {
	t := c.T
	offers, err := p.Connector.Offers(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	h := sheet.Head{Title: t.T("connector.card.password")}
	to, ok := offers[connector.Password]
	if !ok {
		return p.show(c, status, h, none(c))
	}
	parts := problem(c, f)
	parts = append(parts, sheet.Say(t.T("connector.password.lead", "mail", masked(c.Identity().Person.Email))))
	if rules := to.Policy(c.T.Lang()); rules != "" {
		parts = append(parts, sheet.Panel(ui.PanelView{ID: "rules", Title: t.T("connector.password.rules")}, sheet.Say(rules)))
	}
	parts = append(parts, sheet.Of(c, nil, area, paths.Self("password"), t.T("connector.password.send")).Back(paths.Self()).Show(t))
	return p.show(c, status, h, parts...)
}

// none says that an organisation does not offer something, and where to turn instead.
func none(c *web.Ctx) templ.Component {
	return ui.EmptyState(ui.EmptyView{
		Icon: "ask", Title: c.T.T("connector.none.title"), Text: c.T.T("connector.none.text"),
		Content: ui.ButtonLink(paths.Contact(), ui.ButtonView{Text: c.T.T("connector.none.contact"), Variant: ui.Secondary}),
	})
}

// problem is what was wrong with a form without fields.
func problem(c *web.Ctx, f *web.Form) []templ.Component {
	if f == nil || len(f.Errors(c.T)) == 0 {
		return nil
	}
	return []templ.Component{ui.ErrorSummary(c.T, f.Errors(c.T))}
}

// masked shows enough of an address for its owner to know it.
func masked(mail string) string {
	name, host, ok := strings.Cut(mail, "@")
	if !ok || name == "" {
		return "–"
	}
	return string([]rune(name)[:1]) + "…@" + host
}

func (p *pages) beginOwn(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	token, err := p.Connector.BeginOwn(c.Context(), c.Actor(), c.Address().String())
	if status, yes := again(f, err); yes {
		return p.showOwn(c, status, f)
	}
	if err != nil {
		return err
	}
	c.HandToken(cookie, token, connector.CodeLasts)
	return c.Redirect(paths.PasswordHelp("code"))
}

// again is sheet.Again for ways that are limited too: their page says for how long.
func again(f *web.Form, err error) (int, bool) {
	var e *errs.Error
	if errors.As(err, &e) && e.Kind == errs.Limited {
		var whole errs.Fields
		whole.Add("", e.Key, e.Args...)
		f.Failed(whole.Err())
		return http.StatusUnprocessableEntity, true
	}
	return sheet.Again(f, err)
}

// askHelp asks who somebody is who cannot log in.
func (p *pages) askHelp(c *web.Ctx) error { return p.showHelp(c, http.StatusOK, web.NewForm()) }

func (p *pages) showHelp(c *web.Ctx, status int, f *web.Form) error {
	t := c.T
	rules, err := p.Connector.Rules(c.Context(), t.Lang())
	if err != nil {
		return err
	}
	h := sheet.Head{Title: t.T("connector.help.title")}
	if len(rules) == 0 {
		return p.show(c, status, h, ui.EmptyState(ui.EmptyView{Icon: "ask", Title: t.T("connector.none.title"), Text: t.T("connector.help.none")}))
	}
	h.Lead = t.T("connector.help.lead")
	form := sheet.Of(c, f, area, paths.PasswordHelp(), t.T("connector.password.send"), sheet.Field{Name: "name", Label: t.T("connector.help.name"), Required: true, Width: "m"}).Back(paths.Login())
	return p.show(c, status, h, form.Show(t), sheet.Note(t.T("connector.help.desk")))
}

func (p *pages) beginHelp(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	token, err := p.Connector.Begin(c.Context(), c.Address().String(), f.Get("name"), i18n.ParseLang(c.T.Lang()))
	if status, yes := again(f, err); yes {
		return p.showHelp(c, status, f)
	}
	if err != nil {
		return err
	}
	c.HandToken(cookie, token, connector.CodeLasts)
	return c.Redirect(paths.PasswordHelp("code"))
}
