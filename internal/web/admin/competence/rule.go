package competence

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/duty"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
	"lotsen/internal/web/unitpick"
)

func (p *pages) blank(c *web.Ctx) error {
	d, _, err := p.desk(c, nil)
	if err != nil {
		return err
	}
	known, err := p.Duty.Competence(c.Context(), c.Actor(), d)
	if err != nil {
		return err
	}
	return p.showRule(c, http.StatusOK, web.NewForm("group", c.Query("group")), d, &known, duty.Rule{})
}

// found is the rule in the address; the zero rule where the address has none.
func (p *pages) found(c *web.Ctx, d directory.Desk) (duty.Competence, duty.Rule, error) {
	known, err := p.Duty.Competence(c.Context(), c.Actor(), d)
	if err != nil || c.Param("id") == "" {
		return known, duty.Rule{}, err
	}
	id, err := sheet.Number[duty.RuleID](c, "id")
	if err != nil {
		return known, duty.Rule{}, err
	}
	at := slices.IndexFunc(known.Rules, func(r duty.Rule) bool { return r.ID == id })
	if at < 0 {
		return known, duty.Rule{}, errs.Missing()
	}
	return known, known.Rules[at], nil
}

func (p *pages) rule(c *web.Ctx) error {
	d, _, err := p.desk(c, nil)
	if err != nil {
		return err
	}
	known, r, err := p.found(c, d)
	if err != nil {
		return err
	}
	pairs := []string{"group", sheet.Text(r.Group)}
	for _, v := range r.Services {
		pairs = append(pairs, "services", sheet.Text(v))
	}
	for _, v := range r.Categories {
		pairs = append(pairs, "categories", string(v))
	}
	for _, v := range r.Units {
		pairs = append(pairs, "units", sheet.Text(v))
	}
	for _, v := range r.Langs {
		pairs = append(pairs, "langs", v)
	}
	for _, v := range r.Channels {
		pairs = append(pairs, "channels", string(v))
	}
	return p.showRule(c, http.StatusOK, web.NewForm(pairs...), d, &known, r)
}

// showRule is the form of a rule. Units that it names are boxes to untick, one more is picked beside them.
func (p *pages) showRule(c *web.Ctx, status int, f *web.Form, d directory.Desk, known *duty.Competence, r duty.Rule) error {
	o, err := p.options(c, d)
	if err != nil {
		return err
	}
	pick, err := p.pick(c, d, f)
	if err != nil {
		return err
	}
	fields := []sheet.Field{
		{Name: "group", Kind: sheet.Choice, Required: true, Empty: c.T.T("duty.choose"), Options: o.groups},
		{Name: "categories", Kind: sheet.Several, Options: categories(c)},
	}
	if len(o.services) > 0 {
		fields = append(fields, sheet.Field{Name: "services", Kind: sheet.Several, Options: o.services})
	}
	fields = append(fields, sheet.Field{Name: "langs", Kind: sheet.Several, Options: langs(c)}, sheet.Field{Name: "channels", Kind: sheet.Several, Options: channels(c)})
	var units []ui.Option
	for _, id := range r.Units {
		units = append(units, ui.Option{Value: sheet.Text(id), Text: known.Units[id]})
	}
	if len(units) > 0 {
		fields = append(fields, sheet.Field{Name: "units", Kind: sheet.Several, Options: units})
	}
	action, title := paths.AdminCompetence("rules"), c.T.T("duty.rule_add")
	if r.ID != 0 {
		action, title = paths.AdminCompetence("rules", sheet.Text(r.ID)), c.T.T("duty.rule")
	}
	finder := pick.Field(c.T, c.T.T(area+"unit"), c.T.T("duty.no_unit"))
	form := sheet.Of(c, f, area, action, c.T.T("duty.save"), fields...).Versioned(sheet.Text(r.Version)).
		Hidden("desk", sheet.Text(d.ID)).Add(ui.Finder(c.T, finder)).Back(in(d, paths.AdminCompetence()))
	parts := []templ.Component{form.Show(c.T)}
	if r.ID != 0 {
		parts = append(parts, sheet.Do(c, paths.AdminCompetence("rules", sheet.Text(r.ID), "drop"), c.T.T("duty.rule_drop"), "").Hidden("desk", sheet.Text(d.ID)).Show(c.T))
	}
	h := sheet.Head{Title: title, Lead: c.T.T("duty.rule_lead"), Above: []ui.Crumb{{Href: in(d, paths.AdminCompetence()), Text: c.T.T("duty.competence")}}}
	return p.show(c, status, h, parts...)
}

func (p *pages) pick(c *web.Ctx, d directory.Desk, f *web.Form) (unitpick.Pick, error) {
	return unitpick.Read(c.Context(), p.Directory, c.Actor(), d.Org, directory.UnitID(f.Int("unit")), f.Get("unit_name"), f.Has("unit_name"))
}

func (p *pages) save(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	d, _, err := p.desk(c, f)
	if err != nil {
		return err
	}
	known, r, err := p.found(c, d)
	if err != nil {
		return err
	}
	pick, err := p.pick(c, d, f)
	if err != nil {
		return err
	}
	want := duty.Rule{
		ID: r.ID, Version: f.Int("version"), Group: directory.GroupID(f.Int("group")), Services: numbers[ticket.ServiceID](f, "services"),
		Units: numbers[directory.UnitID](f, "units"), Langs: f.All("langs"),
	}
	for _, v := range f.All("categories") {
		want.Categories = append(want.Categories, directory.Category(v))
	}
	for _, v := range f.All("channels") {
		want.Channels = append(want.Channels, ticket.Channel(v))
	}
	if pick.Unit.ID != 0 && !slices.Contains(want.Units, pick.Unit.ID) {
		want.Units = append(want.Units, pick.Unit.ID)
	}
	if pick.Unclear() {
		return p.showRule(c, http.StatusUnprocessableEntity, f, d, &known, r)
	}
	_, err = p.Duty.SaveRule(c.Context(), c.Actor(), d, want)
	if status, again := sheet.Again(f, err); again {
		return p.showRule(c, status, f, d, &known, r)
	}
	if err != nil {
		return err
	}
	c.Flash("duty.saved")
	return c.Redirect(in(d, paths.AdminCompetence()))
}

func numbers[T ~int64](f *web.Form, name string) []T {
	var out []T
	for _, v := range f.All(name) {
		n, _ := strconv.ParseInt(v, 10, 64) // What is no number is found to be nothing that can be chosen.
		if !slices.Contains(out, T(n)) {
			out = append(out, T(n))
		}
	}
	return out
}

func (p *pages) drop(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	d, _, err := p.desk(c, f)
	if err != nil {
		return err
	}
	id, err := sheet.Number[duty.RuleID](c, "id")
	if err != nil {
		return err
	}
	if err := p.Duty.DropRule(c.Context(), c.Actor(), d, id); err != nil {
		return err
	}
	c.Flash("duty.dropped")
	return c.Redirect(in(d, paths.AdminCompetence()))
}
