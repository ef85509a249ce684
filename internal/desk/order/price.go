package order

import (
	"slices"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/model"
)

// pricesOf are an offer's prices with those of the chosen model in the place of its own of the same kind.
func pricesOf(offered []catalogue.Price, chosen *model.Model) []catalogue.Price {
	out := []catalogue.Price{}
	for _, p := range offered {
		if chosen != nil && slices.ContainsFunc(chosen.Prices, func(m model.Price) bool { return m.Kind == p.Kind }) {
			continue
		}
		out = append(out, catalogue.Price{Kind: p.Kind, Ore: p.Ore, Per: p.Per})
	}
	if chosen != nil {
		for _, p := range chosen.Prices {
			out = append(out, catalogue.Price{Kind: p.Kind, Ore: p.Ore, Per: p.Per})
		}
	}
	return out
}

// Totals are what prices come to: at once, and a month. What is paid by the hour or the week is known afterwards.
func Totals(prices []catalogue.Price, quantity int) (once, month int64) {
	for _, p := range prices {
		switch p.Per {
		case catalogue.Once:
			once += p.Ore
		case catalogue.PerMonth:
			month += p.Ore
		case catalogue.PerYear:
			month += (p.Ore + 6) / 12
		}
	}
	return once * int64(quantity), month * int64(quantity)
}

// weight is what a line costs in its first year: what a rule about amounts compares.
func (l *Line) weight() int64 { return l.OnceOre + 12*l.MonthOre }
