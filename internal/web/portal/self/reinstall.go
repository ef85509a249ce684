package self

import (
	"net/http"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/connector"
	"lotsen/internal/desk/directory"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// askReinstall offers the reader's own computers.
func (p *pages) askReinstall(c *web.Ctx) error {
	return p.showReinstall(c, http.StatusOK, web.NewForm("device", c.Query("device")))
}

func (p *pages) showReinstall(c *web.Ctx, status int, f *web.Form) error {
	t := c.T
	h := sheet.Head{Title: t.T("connector.card.reinstall"), Lead: t.T("connector.reinstall.lead")}
	offers, err := p.Connector.Offers(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	if _, ok := offers[connector.Reinstall]; !ok {
		h.Lead = ""
		return p.show(c, status, h, none(c))
	}
	all, err := p.Asset.Of(c.Context(), c.Actor(), directory.PersonID(c.Actor().Person))
	if err != nil {
		return err
	}
	var options []ui.Option
	for i := range all {
		if a := &all[i]; a.Kind == asset.Computer {
			text := a.Title()
			if a.Tag != text {
				text += " (" + a.Tag + ")"
			}
			options = append(options, ui.Option{Value: sheet.Text(a.ID), Text: text})
		}
	}
	if len(options) == 0 {
		return p.show(c, status, h, ui.EmptyState(ui.EmptyView{
			Icon: "device", Title: t.T("connector.reinstall.none"), Text: t.T("connector.reinstall.none_text"),
			Content: ui.ButtonLink(paths.Report(), ui.ButtonView{Text: t.T("connector.reinstall.report"), Variant: ui.Secondary}),
		}))
	}
	if f.Get("device") == "" && len(options) == 1 {
		f.Set("device", options[0].Value)
	}
	form := sheet.Of(c, f, area, paths.Self("reinstall"), t.T("connector.reinstall.save"),
		sheet.Field{Name: "device", Kind: sheet.Choice, Required: true, Empty: t.T("connector.choose"), Options: options, Width: "m"},
		sheet.Field{Name: "known", Kind: sheet.Yes},
	).Back(paths.Self())
	return p.show(c, status, h, ui.Alert(ui.AlertView{ID: "warning", Color: ui.Warning, Title: t.T("connector.reinstall.warning"), Text: t.T("connector.reinstall.warning_text")}), form.Show(t))
}

func (p *pages) reinstall(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	j, err := p.Connector.Reinstall(c.Context(), c.Actor(), asset.ID(f.Int("device")), f.Has("known"))
	if status, yes := again(f, err); yes {
		return p.showReinstall(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("connector.started.reinstall", "ref", j.Ticket.String())
	return c.Redirect(paths.Self("jobs", sheet.Text(j.ID)))
}
