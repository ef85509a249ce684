package self

import (
	"net/http"
	"slices"
	"strings"

	"lotsen/internal/desk/connector"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// askPhone asks what phone or tablet somebody takes into use.
func (p *pages) askPhone(c *web.Ctx) error {
	return p.showPhone(c, http.StatusOK, web.NewForm("number", c.Identity().Person.Mobile))
}

func (p *pages) showPhone(c *web.Ctx, status int, f *web.Form) error {
	t := c.T
	h := sheet.Head{Title: t.T("connector.card.register"), Lead: t.T("connector.phone.lead")}
	offers, err := p.Connector.Offers(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	if _, ok := offers[connector.Register]; !ok {
		h.Lead = ""
		return p.show(c, status, h, none(c))
	}
	var platforms []ui.Option
	for _, name := range connector.Platforms() {
		platforms = append(platforms, ui.Option{Value: name, Text: t.T("connector.platform." + name)})
	}
	form := sheet.Of(c, f, area, paths.Self("phone"), t.T("connector.phone.save"),
		sheet.Field{Name: "platform", Kind: sheet.Choice, Required: true, Empty: t.T("connector.choose"), Options: platforms, Width: "m"},
		sheet.Field{Name: "model", Required: true, Width: "m"},
		sheet.Field{Name: "serial", Required: true, Width: "m"},
		sheet.Field{Name: "number", Type: "tel", Width: "m"},
	).Back(paths.Self())
	return p.show(c, status, h, form.Show(t))
}

// phone registers it, and leads on to how it is set up.
func (p *pages) phone(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	in := connector.RegisterInput{Platform: f.Get("platform"), Model: f.Words("model"), Serial: f.Get("serial"), Number: f.Get("number")}
	j, _, err := p.Connector.Enrol(c.Context(), c.Actor(), in)
	if status, yes := again(f, err); yes {
		return p.showPhone(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("connector.started.register", "ref", j.Ticket.String())
	return c.Redirect(paths.With(paths.Self("guides", in.Platform), "job", sheet.Text(j.ID)))
}

// guide shows how a phone or a tablet is set up, step by step.
func (p *pages) guide(c *web.Ctx) error {
	platform := c.Param("platform")
	if !slices.Contains(connector.Platforms(), platform) {
		return errs.Missing()
	}
	t := c.T
	guides, err := p.Connector.Guides(c.Context(), directory.OrgID(c.Actor().Org))
	if err != nil {
		return err
	}
	h := sheet.Head{Title: t.T("connector.guide.title", "platform", t.T("connector.platform."+platform)), Lead: t.T("connector.guide.lead")}
	actions := ui.ButtonLink(paths.Self(), ui.ButtonView{Text: t.T("connector.guide.done"), Variant: ui.Secondary})
	if id := sheet.Asked[connector.JobID](c, "job"); id != 0 {
		actions = ui.ButtonLink(paths.Self("jobs", sheet.Text(id)), ui.ButtonView{Text: t.T("connector.guide.job"), Variant: ui.Secondary})
	}
	return p.show(c, http.StatusOK, h, ui.Steps(lines(guides[platform].Text(t.Lang()))), actions)
}

// lines are the steps of a guide: one a line, without numbers of their own.
func lines(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
