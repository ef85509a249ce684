package models

import (
	"net/http"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	portal "lotsen/internal/web/portal/models"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

func (p *pages) lives(c *web.Ctx) error { return p.showLives(c, http.StatusOK, nil) }

// showLives lists the lives that were agreed with parts of the organisation, with a form for another.
func (p *pages) showLives(c *web.Ctx, status int, f *web.Form) error {
	o, tabs, err := p.org(c, f, model.MayWrite)
	if err != nil {
		return err
	}
	list, err := p.Model.Lives(c.Context(), c.Actor(), o.ID)
	if err != nil {
		return err
	}
	units, err := p.tops(c, o.ID, nil, nil)
	if err != nil {
		return err
	}
	if f == nil {
		f = web.NewForm("life_kind", string(model.Student))
	}
	var kinds []ui.Option
	for _, k := range model.Kinds() {
		if model.Demanded(k) == 0 {
			kinds = append(kinds, ui.Option{Value: string(k), Text: c.T.T("model.kind." + string(k))})
		}
	}
	t := ui.TableView{ID: "lives", Caption: c.T.T("model.lives"), CaptionHidden: true, Columns: []ui.Column{
		{Text: c.T.T(area + "life_unit")}, {Text: c.T.T(area + "life_kind")}, {Text: c.T.T(area + "life"), Number: true},
	}}
	for _, l := range list {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: l.Name}, {Text: c.T.T("model.kind." + string(l.Kind))}, {Text: portal.Months(c.T, l.Months)}}})
	}
	body := ui.Table(t)
	if len(list) == 0 {
		body = sheet.Note(c.T.T("model.no_lives"))
	}
	form := sheet.Of(c, f, area, paths.AdminModels("lives"), c.T.T("model.save"),
		sheet.Field{Name: "life_unit", Kind: sheet.Choice, Required: true, Empty: c.T.T("model.choose"), Options: units},
		sheet.Field{Name: "life_kind", Kind: sheet.Choice, Required: true, Options: kinds},
		sheet.Field{Name: "months", Required: true, Width: "s"},
	).Hidden("org", sheet.Text(o.ID))
	return p.show(c, status, sheet.Head{Title: c.T.T("model.lives"), Lead: c.T.T("model.lives_lead"), Above: p.above(c, o.ID), Tabs: tabs}, body,
		sheet.Panel(ui.PanelView{ID: "agree", Title: c.T.T("model.agree_life")}, form.Show(c.T)))
}

func (p *pages) agreeLife(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	o, _, err := p.org(c, f, model.MayWrite)
	if err != nil {
		return err
	}
	err = p.Model.AgreeLife(c.Context(), c.Actor(), model.Life{
		Org: o.ID, Unit: directory.UnitID(f.Int("life_unit")), Kind: model.Kind(f.Get("life_kind")), Months: int(f.Int("months")),
	})
	if status, again := sheet.Again(f, err); again {
		return p.showLives(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("model.saved")
	return c.Redirect(in(o.ID, paths.AdminModels("lives")))
}
