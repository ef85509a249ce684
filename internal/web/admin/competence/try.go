package competence

import (
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/duty"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// try asks the rules who would get a case, and tells why.
func (p *pages) try(c *web.Ctx, d directory.Desk, o options) ([]templ.Component, error) {
	f := web.NewForm("service", c.Query("service"), "category", c.Query("category"), "lang", c.Query("lang"), "channel", c.Query("channel"))
	anything := c.T.T("duty.anything")
	form := sheet.Of(c, f, area, paths.AdminCompetence(), c.T.T("duty.try_do"),
		sheet.Field{Name: "category", Kind: sheet.Choice, Empty: anything, Options: categories(c)},
		sheet.Field{Name: "service", Kind: sheet.Choice, Empty: anything, Options: o.services},
		sheet.Field{Name: "lang", Kind: sheet.Choice, Empty: anything, Options: langs(c)},
		sheet.Field{Name: "channel", Kind: sheet.Choice, Empty: anything, Options: channels(c)},
	).Hidden("desk", sheet.Text(d.ID)).Hidden("try", "1").Narrow()
	parts := []templ.Component{form.Show(c.T)}
	if c.Query("try") == "" {
		return parts, nil
	}
	a, found, err := p.Duty.Try(c.Context(), c.Actor(), d, duty.For{
		Service: ticket.ServiceID(f.Int("service")), Category: directory.Category(f.Get("category")), Lang: f.Get("lang"), Channel: ticket.Channel(f.Get("channel")),
	})
	if err != nil {
		return nil, err
	}
	return append([]templ.Component{ui.Alert(answer(c, a, found, o))}, parts...), nil
}

func answer(c *web.Ctx, a duty.Answer, found bool, o options) ui.AlertView {
	if !found {
		return ui.AlertView{Color: ui.Info, Title: c.T.T("duty.try.none"), Text: c.T.T("duty.try.none_why")}
	}
	by := make([]string, 0, len(a.By))
	for _, sort := range a.By {
		by = append(by, c.T.T("duty.by."+sort))
	}
	v := ui.AlertView{Color: ui.Success, Title: c.T.T("duty.try.goes", "group", o.groupName[a.Group]), Text: c.T.T("duty.try.why", "by", strings.Join(by, ", "))}
	if a.Alone {
		v.Text += " " + c.T.T("duty.try.alone")
	}
	for _, g := range a.Passed {
		v.Text += " " + c.T.T("duty.try.passed", "group", o.groupName[g])
	}
	return v
}

func categories(c *web.Ctx) []ui.Option {
	var out []ui.Option
	for _, k := range directory.Categories() {
		out = append(out, ui.Option{Value: string(k), Text: c.T.T("admin.person_category." + string(k))})
	}
	return out
}

func channels(c *web.Ctx) []ui.Option {
	var out []ui.Option
	for _, x := range ticket.Channels() {
		out = append(out, ui.Option{Value: string(x), Text: c.T.T("desk.channel." + string(x))})
	}
	return out
}

func langs(c *web.Ctx) []ui.Option {
	var out []ui.Option
	for _, l := range i18n.Langs() {
		out = append(out, ui.Option{Value: string(l), Text: c.T.T("shell.lang." + string(l))})
	}
	return out
}
