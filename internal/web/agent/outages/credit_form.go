package outages

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/service"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

func creditCrumbs(c *web.Ctx, org directory.OrgID) []ui.Crumb {
	return []ui.Crumb{{Href: paths.With(paths.Credits(), "org", sheet.Text(org)), Text: c.T.T("outage.credits")}}
}

func (p *pages) newRule(c *web.Ctx) error {
	org, err := p.org(c)
	if err != nil {
		return err
	}
	f := web.NewForm("metric", outage.MetricAvailability, "counted", outage.CountUnplanned, "period", outage.PerTertial, "step", decimal(c, 0.1, -1),
		"share", "1", "most", "10", "valid_from", c.Now().Format(time.DateOnly), "active", "1")
	return p.askRule(c, http.StatusOK, org, f)
}

func (p *pages) rule(c *web.Ctx) error {
	id, err := sheet.Number[outage.RuleID](c, "id")
	if err != nil {
		return err
	}
	orgs, err := p.Outage.Orgs(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	for _, org := range orgs {
		rules, err := p.Outage.Rules(c.Context(), c.Actor(), org)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(rules, func(r outage.Rule) bool { return r.ID == id })
		if i < 0 {
			continue
		}
		r := rules[i]
		f := web.NewForm("id", sheet.Text(r.ID), "version", strconv.FormatInt(r.Version, 10), "name", r.Name, "metric", r.Metric, "counted", r.Counted, "period", r.Period,
			"step", decimal(c, r.Step, -1), "share", decimal(c, r.Share, -1), "most", decimal(c, r.Most, -1), "fee", decimal(c, float64(r.Fee)/100, -1), "valid_from", r.From)
		if r.Active {
			f.Set("active", "1")
		}
		return p.askRule(c, http.StatusOK, org, f)
	}
	return errs.Missing()
}

func (p *pages) askRule(c *web.Ctx, status int, org directory.OrgID, f *web.Form) error {
	choose := func(name, prefix string, values ...string) sheet.Field {
		field := sheet.Field{Name: name, Kind: sheet.Choice, Required: true, Width: "m"}
		for _, v := range values {
			field.Options = append(field.Options, ui.Option{Value: v, Text: c.T.T(prefix + v)})
		}
		return field
	}
	form := sheet.Of(c, f, area, paths.With(paths.Credits("rules"), "org", sheet.Text(org)), c.T.T("outage.save"),
		sheet.Field{Name: "name", Required: true, Width: "m"},
		choose("metric", "outage.metric.", outage.MetricAvailability, outage.MetricOutages),
		choose("counted", "outage.counted_as.", outage.CountUnplanned, outage.CountAll),
		choose("period", "outage.per.", outage.PerTertial, outage.PerYear),
		sheet.Field{Name: "step", Required: true, Width: "s"}, sheet.Field{Name: "share", Required: true, Width: "s"}, sheet.Field{Name: "most", Required: true, Width: "s"},
		sheet.Field{Name: "fee", Required: true, Width: "s"}, sheet.Field{Name: "valid_from", Kind: sheet.Day, Required: true}, sheet.Field{Name: "active", Kind: sheet.Yes},
	).Hidden("id", f.Get("id")).Versioned(f.Get("version")).Back(paths.With(paths.Credits(), "org", sheet.Text(org)))
	h := sheet.Head{Title: c.T.T("outage.new_rule"), Above: creditCrumbs(c, org)}
	if f.Get("id") != "" {
		h.Title = c.T.T("outage.change_rule")
	}
	return p.show(c, status, h, form.Show(c.T))
}

func (p *pages) saveRule(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, err := p.org(c)
	if err != nil {
		return err
	}
	var bad errs.Fields
	r := outage.Rule{
		ID: outage.RuleID(f.Int("id")), Org: org, Version: f.Int("version"), Name: f.Words("name"), Metric: f.Get("metric"), Counted: f.Get("counted"), Period: f.Get("period"),
		Step: typed(f, &bad, "step"), Share: typed(f, &bad, "share"), Most: typed(f, &bad, "most"), Fee: int64(typed(f, &bad, "fee")*100 + 0.5), From: f.Get("valid_from"), Active: f.Has("active"),
	}
	if err = bad.Err(); err == nil {
		_, err = p.Outage.SaveRule(c.Context(), c.Actor(), r)
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.askRule(c, status, org, f)
	}
	if err != nil {
		return err
	}
	c.Flash("outage.saved")
	return c.Redirect(paths.With(paths.Credits(), "org", sheet.Text(org)))
}

// typed reads a number as people write it, with a comma or a point.
func typed(f *web.Form, bad *errs.Fields, name string) float64 {
	s := strings.NewReplacer(" ", "", "\u00a0", "", ",", ".").Replace(f.Get(name))
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		bad.Add(name, "error.number")
	}
	return v
}

func (p *pages) newExemption(c *web.Ctx) error {
	org, err := p.org(c)
	if err != nil {
		return err
	}
	f := web.NewForm("percent", "100")
	setMoment(f, "from", c.Now())
	return p.askExemption(c, http.StatusOK, org, f)
}

func (p *pages) askExemption(c *web.Ctx, status int, org directory.OrgID, f *web.Form) error {
	rules, err := p.Outage.Rules(c.Context(), c.Actor(), org)
	if err != nil {
		return err
	}
	functions, err := p.services(c, org)
	if err != nil {
		return err
	}
	var names []ui.Option
	for _, r := range rules {
		names = append(names, ui.Option{Value: sheet.Text(r.ID), Text: r.Name})
	}
	form := sheet.Of(c, f, area, paths.With(paths.Credits("exemptions"), "org", sheet.Text(org)), c.T.T("outage.exempt"),
		sheet.Field{Name: "rule", Kind: sheet.Choice, Required: true, Empty: c.T.T("outage.choose"), Options: names, Width: "m"},
		sheet.Field{Name: "service", Kind: sheet.Choice, Empty: c.T.T("outage.every_function"), Options: functions, Width: "m", Label: c.T.T("outage.column.function")},
		sheet.Field{Name: "from_day", Kind: sheet.Day, Required: true}, sheet.Field{Name: "from_time", Width: "s"},
		sheet.Field{Name: "to_day", Kind: sheet.Day, Hint: c.T.T("outage.until_help")}, sheet.Field{Name: "to_time", Width: "s"},
		sheet.Field{Name: "percent", Required: true, Width: "s"}, sheet.Field{Name: "reason", Kind: sheet.Long, Required: true, Label: c.T.T("outage.column.reason"), Hint: c.T.T("outage.reason_help")},
	).Back(paths.With(paths.Credits(), "org", sheet.Text(org)))
	return p.show(c, status, sheet.Head{Title: c.T.T("outage.exempt"), Lead: c.T.T("outage.exempt_lead"), Above: creditCrumbs(c, org)}, form.Show(c.T))
}

func (p *pages) grant(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, err := p.org(c)
	if err != nil {
		return err
	}
	var bad errs.Fields
	e := outage.Exemption{
		Org: org, Rule: outage.RuleID(f.Int("rule")), Service: service.ID(f.Int("service")), Reason: f.Words("reason"), Percent: int(typed(f, &bad, "percent")),
		From: moment(f, &bad, "from"), Until: moment(f, &bad, "to"),
	}
	if err = bad.Err(); err == nil {
		err = p.Outage.Grant(c.Context(), c.Actor(), e)
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.askExemption(c, status, org, f)
	}
	if err != nil {
		return err
	}
	c.Flash("outage.exempted")
	return c.Redirect(at(paths.Credits(), org, outage.YearOf(e.From)))
}
