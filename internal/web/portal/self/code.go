package self

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/connector"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// askCode takes the code and the new password, and tells how it goes afterwards.
func (p *pages) askCode(c *web.Ctx) error { return p.showCode(c, http.StatusOK, web.NewForm()) }

func (p *pages) showCode(c *web.Ctx, status int, f *web.Form) error {
	t := c.T
	v, err := p.Connector.Reset(c.Context(), c.HeldToken(cookie))
	if err != nil {
		return err
	}
	if v.Own && !c.Actor().Anonymous() && v.Stage == connector.StageJob && status == http.StatusOK {
		return c.Redirect(paths.Self("jobs", sheet.Text(v.Job.ID)))
	}
	h := sheet.Head{Title: t.T("connector.code.title")}
	switch v.Stage {
	case connector.StageOver:
		if status == http.StatusOK {
			status = http.StatusGone
		}
		words := t.T("connector.error.over")
		if wrong := f.Errors(t); len(wrong) > 0 {
			words = wrong[0].Text
		}
		return p.show(c, status, h, ui.Alert(ui.AlertView{ID: "over", Color: ui.Warning, Text: words}), begin(c))
	case connector.StageJob:
		return p.show(c, status, sheet.Head{Title: t.T("connector.kind.password")}, p.standing(c, &v)...)
	case connector.StageCode:
		h.Lead = t.T("connector.code.lead", "minutes", int(connector.CodeLasts.Minutes()))
	}
	rules, err := p.Connector.Rules(c.Context(), t.Lang())
	if err != nil {
		return err
	}
	form, err := p.codeForm(c, f, v.Stage)
	if err != nil {
		return err
	}
	parts := []templ.Component{form}
	if v.Stage == connector.StageAgain {
		parts = append([]templ.Component{outcome(t, &v.Job)}, parts...)
	}
	var facts []ui.Definition
	for _, r := range rules {
		if r.Text != "" {
			facts = append(facts, ui.Definition{Term: r.Org, Text: r.Text})
		}
	}
	if len(facts) > 0 {
		parts = append(parts, sheet.Panel(ui.PanelView{ID: "rules", Title: t.T("connector.password.rules")}, ui.DefinitionList(facts)))
	}
	return p.show(c, status, h, parts...)
}

// codeForm is the form. What was typed as a password is never sent back.
func (p *pages) codeForm(c *web.Ctx, f *web.Form, stage connector.Stage) (templ.Component, error) {
	t := c.T
	field := func(name, kind, complete string) templ.Component {
		v := ui.FieldView{
			Name: name, Label: t.T(area + name), Error: f.Error(t, name), Required: true, Type: kind, Autocomplete: complete, Width: "m",
		}
		if key := area + name + "_help"; t.Has(key) {
			v.Description = t.T(key)
		}
		if name == "code" {
			v.Value, v.InputMode, v.Width = f.Get("code"), "numeric", "s"
		}
		return ui.TextField(t, v)
	}
	s := sheet.Of(c, f, area, paths.PasswordHelp("code"), t.T("connector.code.save"))
	if stage == connector.StageCode {
		s = s.Add(field("code", "text", "one-time-code"))
	}
	s = s.Add(field("password", "password", "new-password"), field("repeat", "password", "new-password"))
	return s.Back(paths.PasswordHelp()).Show(t), nil
}

// standing is how the job does, for somebody who has no login to see it with.
func (p *pages) standing(c *web.Ctx, v *connector.Reset) []templ.Component {
	parts := []templ.Component{outcome(c.T, &v.Job)}
	switch {
	case v.Job.State == connector.Done:
		parts = append(parts, ui.ButtonLink(paths.Login(), ui.ButtonView{Text: c.T.T("connector.code.login")}))
	case v.Job.State == connector.Failed:
		parts = append(parts, begin(c))
	default:
		parts = append(parts, ui.ButtonLink(paths.PasswordHelp("code"), ui.ButtonView{Text: c.T.T("connector.code.look"), Variant: ui.Secondary}))
	}
	return parts
}

// begin is the way back to the start.
func begin(c *web.Ctx) templ.Component {
	to := paths.PasswordHelp()
	if !c.Actor().Anonymous() {
		to = paths.Self("password")
	}
	return ui.ButtonLink(to, ui.ButtonView{Text: c.T.T("connector.code.anew"), Variant: ui.Secondary})
}

func (p *pages) finish(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	err = p.Connector.Finish(c.Context(), c.Actor(), c.HeldToken(cookie), connector.ResetInput{Code: f.Get("code"), Password: f.Raw("password"), Repeat: f.Raw("repeat")})
	if errs.Is(err, errs.Conflict) {
		sheet.Again(f, err) // What is wrong is told; that the way is over decides the status.
		return p.showCode(c, http.StatusGone, f)
	}
	if status, yes := again(f, err); yes {
		return p.showCode(c, status, f)
	}
	if err != nil {
		return err
	}
	return c.Redirect(paths.PasswordHelp("code"))
}
