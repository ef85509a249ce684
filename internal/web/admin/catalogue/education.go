package catalogue

import (
	"net/http"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
)

// education says which units are education, for offers that are for them alone.
func (p *pages) education(c *web.Ctx) error {
	org, _, err := p.org(c, nil)
	if err != nil {
		return err
	}
	units, err := p.Catalogue.Education(c.Context(), c.Actor(), org)
	if err != nil {
		return err
	}
	e := &editing{p: p, c: c, org: org}
	if err := e.name(catalogue.Visibility{Units: units}); err != nil {
		return err
	}
	return e.showEducation(http.StatusOK, web.NewForm("units", e.unitNames(units)))
}

func (e *editing) showEducation(status int, f *web.Form) error {
	c := e.c
	form := sheet.Of(c, f, "catalogue.education.", paths.AdminCatalogue("education"), c.T.T("catalogue.education.save"),
		sheet.Field{Name: "units", Kind: sheet.Long}).Hidden("org", sheet.Text(e.org)).Back(in(e.org, paths.AdminCatalogue()))
	return e.p.show(c, status, sheet.Head{Title: c.T.T("catalogue.education.title"), Lead: c.T.T("catalogue.education.lead"), Above: above(c, e.org)}, form.Show(c.T))
}

func (p *pages) setEducation(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	org, _, err := p.org(c, f)
	if err != nil {
		return err
	}
	e := &editing{p: p, c: c, org: org}
	r := reading{f: f}
	var units []directory.UnitID
	if units = e.units(&r, "units"); len(r.wrong) > 0 {
		f.Failed(r.wrong.Err())
		return e.showEducation(http.StatusUnprocessableEntity, f)
	}
	if err := p.Catalogue.SetEducation(c.Context(), c.Actor(), org, units); err != nil {
		return err
	}
	c.Flash("catalogue.education.saved")
	return c.Redirect(in(org, paths.AdminCatalogue("education")))
}
