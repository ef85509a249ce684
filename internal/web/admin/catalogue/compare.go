package catalogue

import (
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/web/money"
	portalcatalogue "lotsen/internal/web/portal/catalogue"
	"lotsen/internal/web/ui"
)

// said is one thing that an offer says, as people read it.
type said struct{ what, words string }

// lines is everything that an offer says, in an order that is always the same.
func (e *editing) lines(i *catalogue.Item) []said {
	t, lang := e.c.T, e.c.T.Lang()
	var out []said
	add := func(name, words string) { out = append(out, said{t.T(area + name), words}) }
	add("name_sv", i.NameSv)
	add("name_en", i.NameEn)
	add("kind", t.T("catalogue.kind."+orElse(string(i.Kind), string(catalogue.Order))))
	add("category", portalcatalogue.Category(t, i.Category))
	add("about_sv", i.AboutSv)
	add("about_en", i.AboutEn)
	add("terms_sv", i.TermsSv)
	add("terms_en", i.TermsEn)
	add("keywords", i.Keywords)
	add("service", catalogue.Of(e.names.Services, i.Service, lang))
	add("supplier", catalogue.Of(e.names.Suppliers, i.Supplier, lang))
	add("group", catalogue.Of(e.names.Groups, i.Group, lang))
	add("level", catalogue.Of(e.names.Levels, i.Level, lang))
	add("lead_days", plain(i.LeadDays))
	add("renew_months", plain(i.RenewMonths))
	add("most", plain(i.Most))
	add("needs_reference", t.T("catalogue.bool."+fmt.Sprint(i.NeedsReference)))
	add("model", i.Model)
	if i.Connector != "" {
		add("connector", t.T("catalogue.connector."+i.Connector))
	}
	if i.Rule != "" {
		add("rule", t.T("catalogue.special."+i.Rule))
	}
	var prices []string
	for _, p := range i.Prices {
		line := money.Price(t, p.Kind, p.Ore, p.Per)
		if !p.From.IsZero() {
			line = t.T("catalogue.coming", "day", t.Date(p.From), "price", line)
		}
		prices = append(prices, line)
	}
	out = append(out, said{t.T("catalogue.group.prices"), strings.Join(prices, "\n")}, said{t.T("catalogue.group.steps"), strings.Join(portalcatalogue.Rule(t, i.Steps), "\n")})
	var fields []string
	for n := range i.Fields {
		f := &i.Fields[n]
		fields = append(fields, f.Label(lang)+" ("+t.T("catalogue.type."+string(f.Type))+")")
	}
	out = append(out, said{t.T("catalogue.group.fields"), strings.Join(fields, "\n")})
	return append(out, e.shown(i.Visible)...)
}

// shown is whom an offer is shown to, with names.
func (e *editing) shown(v catalogue.Visibility) []said {
	t := e.c.T
	var people []string
	for _, k := range v.Categories {
		people = append(people, t.T("admin.person_category."+string(k)))
	}
	return []said{
		{t.T("catalogue.fact.shown"), portalcatalogue.Shown(t, v)},
		{t.T(area + "sites"), e.siteNames(v.Sites)},
		{t.T(area + "not_sites"), e.siteNames(v.NotSites)},
		{t.T(area + "units"), e.unitNames(v.Units)},
		{t.T(area + "categories"), strings.Join(people, "\n")},
		{t.T(area + "roles"), strings.Join(v.Roles, "\n")},
	}
}

// compare is where two offers differ, side by side.
func (e *editing) compare(a, b *catalogue.Item, headA, headB string) (templ.Component, error) {
	v := a.Visible
	v.Sites, v.NotSites, v.Units = append(slices.Clone(v.Sites), b.Visible.Sites...), append(slices.Clone(v.NotSites), b.Visible.NotSites...), append(slices.Clone(v.Units), b.Visible.Units...)
	if err := e.name(v); err != nil {
		return nil, err
	}
	other := map[string]string{}
	for _, x := range e.lines(b) {
		other[x.what] = x.words
	}
	t := ui.TableView{ID: "compare", Caption: e.c.T.T("catalogue.admin.compare"), CaptionHidden: true, Columns: []ui.Column{
		{Text: e.c.T.T("catalogue.admin.what")}, {Text: headA}, {Text: headB},
	}}
	seen := map[string]bool{}
	line := func(what, one, two string) {
		seen[what] = true
		if one != two {
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: what}, {Content: lined(orDash(one))}, {Content: lined(orDash(two))}}})
		}
	}
	for _, x := range e.lines(a) {
		line(x.what, x.words, other[x.what])
	}
	for _, x := range e.lines(b) {
		if !seen[x.what] {
			line(x.what, "", x.words)
		}
	}
	if len(t.Rows) == 0 {
		return ui.EmptyState(ui.EmptyView{Title: e.c.T.T("catalogue.admin.same")}), nil
	}
	return ui.Table(t), nil
}

func orDash(s string) string { return orElse(s, "–") }
