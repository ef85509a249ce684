package catalogue

import (
	"slices"
	"strings"
	"time"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/money"
)

// Category is what a shelf is called: a text of ours, or the catalogue's own word.
func Category(p *i18n.Printer, category string) string {
	if slices.Contains(catalogue.Categories(), category) {
		return p.T("catalogue.category." + category)
	}
	return category
}

// Lead is what is promised of the time until delivery, and what it has been; "" where nothing is.
func Lead(p *i18n.Printer, item *catalogue.Item) string {
	var out []string
	if item.LeadDays > 0 {
		out = append(out, p.T("catalogue.lead", "count", item.LeadDays))
	}
	if item.Measured > 0 {
		out = append(out, p.T("catalogue.measured", "count", item.Measured))
	}
	return strings.Join(out, " ")
}

// Cost is what something costs at an instant, in a line: "350 kr per månad, installation 900 kr".
func Cost(p *i18n.Printer, item *catalogue.Config, at time.Time) string {
	prices := item.PricesAt(at)
	switch {
	case len(prices) == 1:
		return money.Per(p, prices[0].Ore, prices[0].Per)
	case len(prices) == 0 && item.Model != "":
		return p.T("catalogue.cost_model")
	case len(prices) == 0:
		return p.T("catalogue.cost_none")
	}
	var out []string
	for _, x := range prices {
		out = append(out, money.Price(p, x.Kind, x.Ore, x.Per))
	}
	return strings.Join(out, "; ")
}

// Rule is how an order is approved, step by step.
func Rule(p *i18n.Printer, steps []catalogue.Step) []string {
	if len(steps) == 0 {
		return []string{p.T("catalogue.rule.none")}
	}
	sorted := slices.Clone(steps)
	slices.SortStableFunc(sorted, func(a, b catalogue.Step) int { return a.Seq - b.Seq })
	var out []string
	for i, s := range sorted {
		line := p.T("catalogue.rule." + string(s.By))
		if s.Over > 0 {
			line = p.T("catalogue.rule.over", "rule", line, "amount", money.Ore(p, s.Over))
		}
		if i > 0 && s.Seq == sorted[i-1].Seq {
			line = p.T("catalogue.rule.beside", "rule", line)
		}
		out = append(out, line)
	}
	return out
}

// first is the beginning of a text, for a card.
func first(text string) string {
	line := clean.FirstLine(text)
	if end := strings.Index(line, ". "); end > 0 && end < 160 {
		return line[:end+1]
	}
	if clean.Length(line) > 160 {
		return clean.Cut(line, 159) + "…"
	}
	return line
}

// day is a date by Swedish watches.
func day(p *i18n.Printer, at time.Time) string { return p.Date(at) }

// Shown is whom an offer is shown to, in words that name no place: who reads it sees it already.
func Shown(p *i18n.Printer, v catalogue.Visibility) string {
	if v.Everybody() {
		return p.T("catalogue.shown.everybody")
	}
	var out []string
	for key, is := range map[string]bool{
		"sites": len(v.Sites)+len(v.NotSites) > 0, "units": len(v.Units) > 0, "categories": len(v.Categories) > 0, "roles": len(v.Roles) > 0,
		"education": v.Education, "grant": v.ByGrant,
	} {
		if is {
			out = append(out, p.T("catalogue.shown."+key))
		}
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}
