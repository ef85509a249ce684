package catalogue

import (
	"strconv"
	"strings"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/kit/clock"
	"lotsen/internal/web"
	"lotsen/internal/web/money"
)

// write fills the editor's form with what an offer says.
func (e *editing) write(i *catalogue.Item) *web.Form {
	f := web.NewForm(
		"key", i.Key, "owner", number(i.Owner), "kind", string(i.Kind), "category", i.Category, "name_sv", i.NameSv, "name_en", i.NameEn,
		"about_sv", i.AboutSv, "about_en", i.AboutEn, "terms_sv", i.TermsSv, "terms_en", i.TermsEn, "keywords", i.Keywords,
		"service", number(i.Service), "supplier", number(i.Supplier), "group", number(i.Group), "level", plain(i.Level), "lead_days", plain(i.LeadDays),
		"renew_months", plain(i.RenewMonths), "most", plain(i.Most), "connector", i.Connector, "rule", i.Rule,
	)
	if !i.Review.IsZero() {
		f.Set("review", i.Review.In(clock.Stockholm()).Format("2006-01-02"))
	}
	if i.NeedsReference {
		f.Set("needs_reference", "1")
	}
	f.Set("model", i.Model)
	for route, group := range i.Routes {
		f.Set("route."+route, number(group))
	}
	f.Set("prices", strconv.Itoa(len(i.Prices)))
	for n, x := range i.Prices {
		at := row("price", n)
		f.Set(at+"kind", x.Kind)
		f.Set(at+"ore", money.Plain(x.Ore))
		f.Set(at+"per", x.Per)
		if !x.From.IsZero() {
			f.Set(at+"from", x.From.In(clock.Stockholm()).Format("2006-01-02"))
		}
	}
	f.Set("steps", strconv.Itoa(len(i.Steps)))
	for n, x := range i.Steps {
		at := row("step", n)
		f.Set(at+"by", string(x.By))
		f.Set(at+"seq", strconv.Itoa(x.Seq))
		if x.Over > 0 {
			f.Set(at+"over", money.Plain(x.Over))
		}
	}
	f.Set("fields", strconv.Itoa(len(i.Fields)))
	for n := range i.Fields {
		writeField(f, row("field", n), &i.Fields[n])
	}
	e.writeVisible(f, i.Visible)
	return f
}

func writeField(f *web.Form, at string, x *catalogue.Field) {
	for name, value := range map[string]string{
		"key": x.Key, "sv": x.Sv, "en": x.En, "help_sv": x.HelpSv, "help_en": x.HelpEn, "type": string(x.Type), "fill": x.Fill,
		"min": plain(x.Min), "max": plain(x.Max),
	} {
		f.Set(at+name, value)
	}
	if x.Required {
		f.Set(at+"required", "1")
	}
	lines := make([]string, 0, len(x.Choices))
	for _, a := range x.Choices {
		line := a.Sv
		if a.En != "" {
			line += " | " + a.En
		}
		lines = append(lines, line)
	}
	f.Set(at+"choices", strings.Join(lines, "\n"))
}

func (e *editing) writeVisible(f *web.Form, v catalogue.Visibility) {
	f.Set("sites", e.siteNames(v.Sites))
	f.Set("not_sites", e.siteNames(v.NotSites))
	f.Set("units", e.unitNames(v.Units))
	for _, k := range v.Categories {
		f.Set("categories."+string(k), "1")
	}
	for _, k := range v.Roles {
		f.Set("roles."+k, "1")
	}
	if v.Education {
		f.Set("education", "1")
	}
	if v.ByGrant {
		f.Set("by_grant", "1")
	}
}

// row is the beginning of the names of a row's fields.
func row(sort string, n int) string { return sort + "." + strconv.Itoa(n) + "." }

// number and plain are numbers as a form carries them; "" for none.
func number[T ~int64](id T) string { return plain(id) }

func plain[T ~int64 | ~int](n T) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(int64(n), 10)
}
