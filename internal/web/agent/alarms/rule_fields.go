package alarms

import (
	"strconv"

	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// ruleFields are the questions of a rule's form, with what can be chosen at its desk.
func (p *pages) ruleFields(c *web.Ctx, r *alarm.Rule) ([]sheet.Field, error) {
	sources, err := p.Alarm.Sources(c.Context(), c.Actor(), alarm.MayConfigure)
	if err != nil {
		return nil, err
	}
	desks, err := p.Directory.Desks(c.Context(), c.Actor())
	if err != nil {
		return nil, err
	}
	at := r.Config.Do.Desk
	if at == 0 {
		at = r.Desk
	}
	categories, err := p.Ticket.Categories(c.Context(), at)
	if err != nil {
		return nil, err
	}
	groups, err := p.Directory.Groups(c.Context(), c.Actor(), at)
	if err != nil {
		return nil, err
	}
	var from, to, category, group, service []ui.Option
	for i := range sources {
		if sources[i].Desk == r.Desk {
			from = append(from, ui.Option{Value: sheet.Text(sources[i].ID), Text: sources[i].Name})
		}
	}
	var org directory.OrgID
	for _, d := range desks {
		if d.ID == r.Desk {
			org = d.Org
		}
	}
	for _, d := range desks {
		if d.Org == org && d.ID != r.Desk {
			to = append(to, ui.Option{Value: sheet.Text(d.ID), Text: d.Name})
		}
	}
	for _, x := range categories {
		if x.Active {
			category = append(category, ui.Option{Value: sheet.Text(x.ID), Text: x.Name(c.T.Lang())})
		}
	}
	for _, g := range groups {
		group = append(group, ui.Option{Value: sheet.Text(g.ID), Text: g.Name})
	}
	services, err := p.Service.Offered(c.Context(), org)
	if err != nil {
		return nil, err
	}
	for _, x := range services {
		service = append(service, ui.Option{Value: sheet.Text(x.ID), Text: x.Name(c.T.Lang())})
	}
	named := func(prefix string, values ...string) []ui.Option {
		var out []ui.Option
		for _, v := range values {
			out = append(out, ui.Option{Value: v, Text: c.T.T(prefix + v)})
		}
		return out
	}
	var kinds []string
	for _, k := range ticket.Kinds() {
		kinds = append(kinds, string(k))
	}
	var levels, grades []ui.Option
	for n := 1; n <= 5; n++ {
		levels = append(levels, ui.Option{Value: strconv.Itoa(n), Text: severity(c, n)})
	}
	for n := 1; n <= 3; n++ {
		grades = append(grades, ui.Option{Value: strconv.Itoa(n), Text: strconv.Itoa(n)})
	}
	return []sheet.Field{
		{Name: "name", Required: true, Width: "m"},
		{Name: "source", Kind: sheet.Choice, Empty: c.T.T("alarm.every_source"), Options: from, Width: "m"},
		{Name: "when", Kind: sheet.Long},
		{Name: "worst", Kind: sheet.Choice, Required: true, Options: levels, Width: "m"},
		{Name: "mildest", Kind: sheet.Choice, Required: true, Options: levels, Width: "m"},
		{Name: "ignore", Kind: sheet.Yes},
		{Name: "delay", Width: "s"},
		{Name: "title"},
		{Name: "kind", Kind: sheet.Choice, Required: true, Options: named("desk.kind.", kinds...), Width: "m"},
		{Name: "to_desk", Kind: sheet.Choice, Empty: c.T.T("alarm.own_desk"), Options: to, Width: "m"},
		{Name: "category", Kind: sheet.Choice, Empty: c.T.T("alarm.no_category"), Options: category, Width: "m"},
		{Name: "service", Kind: sheet.Choice, Empty: c.T.T("alarm.no_service"), Options: service, Width: "m"},
		{Name: "group", Kind: sheet.Choice, Empty: c.T.T("alarm.no_group"), Options: group, Width: "m"},
		{Name: "impact", Kind: sheet.Choice, Empty: c.T.T("alarm.by_severity"), Options: grades, Width: "m"},
		{Name: "urgency", Kind: sheet.Choice, Empty: c.T.T("alarm.by_severity"), Options: grades, Width: "m"},
		{Name: "recover", Kind: sheet.Choice, Required: true, Options: named("alarm.recover.", alarm.RecoverSolve, alarm.RecoverNote), Width: "m"},
		{Name: "reopen", Width: "s"},
		{Name: "together", Kind: sheet.Choice, Empty: c.T.T("alarm.together.single"), Options: named("alarm.together.", alarm.InList, alarm.Below), Width: "m"},
		{Name: "by", Width: "m", List: []string{alarm.ByGroup, alarm.ByService, alarm.ByHost, "label:site"}},
		{Name: "within", Width: "s"},
		{Name: "windows", Kind: sheet.Choice, Required: true, Options: named("alarm.windows.", alarm.QuietBooked, alarm.QuietOpen, alarm.QuietNever), Width: "m"},
	}, nil
}
