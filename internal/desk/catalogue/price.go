package catalogue

import (
	"slices"
	"time"
)

// What a price is for, and how often it is paid.
const (
	Purchase     = "purchase"
	Rent         = "rent"
	Fee          = "fee"
	Installation = "installation"
	Hour         = "hour"

	Once     = "once"
	PerMonth = "month"
	PerYear  = "year"
	PerWeek  = "week"
	PerHour  = "hour"
)

// PriceKinds and Pers list them.
func PriceKinds() []string { return []string{Purchase, Rent, Fee, Installation, Hour} }

// Pers lists how often something is paid.
func Pers() []string { return []string{Once, PerMonth, PerYear, PerWeek, PerHour} }

// Price is what something costs from a day on, in öre. It holds until the next one of its kind begins.
type Price struct {
	Kind string    `json:"kind"`
	Ore  int64     `json:"ore"`
	Per  string    `json:"per"`
	From time.Time `json:"from,omitzero"` // Zero: from the beginning.
}

// PricesAt are the prices in force at an instant, in the order of their kinds.
func (c *Config) PricesAt(at time.Time) []Price {
	var out []Price
	for _, p := range c.Prices {
		if p.From.After(at) {
			continue
		}
		same := slices.IndexFunc(out, func(o Price) bool { return o.Kind == p.Kind && o.Per == p.Per })
		switch {
		case same < 0:
			out = append(out, p)
		case !p.From.Before(out[same].From):
			out[same] = p
		}
	}
	slices.SortStableFunc(out, func(a, b Price) int {
		return slices.Index(PriceKinds(), a.Kind) - slices.Index(PriceKinds(), b.Kind)
	})
	return out
}

// Coming are the prices that begin after an instant, the nearest first.
func (c *Config) Coming(at time.Time) []Price {
	var out []Price
	for _, p := range c.Prices {
		if p.From.After(at) {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b Price) int { return a.From.Compare(b.From) })
	return out
}

// Costs reports whether anything is ever to be paid: then whoever orders it binds somebody's money.
func (c *Config) Costs() bool {
	return c.Model != "" || slices.ContainsFunc(c.Prices, func(p Price) bool { return p.Ore > 0 })
}
