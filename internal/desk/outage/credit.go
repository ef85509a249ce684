package outage

import (
	"context"
	"math"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/kit/authz"
)

// Credit is what a missed level costs in a period.
type Credit struct {
	Rule     Rule
	Service  service.ID // 0: all functions together.
	Sv, En   string
	Period   Period
	Target   float64 // The availability promised, or the most outages.
	Value    float64 // What it was, everything counted.
	Counted  float64 // What it was, with exempted time left out.
	Before   int64   // In öre, without exemptions and reliefs.
	Amount   int64   // In öre, with them.
	Relieved []Exemption
}

// Name is the function's name in a language; "" for all together.
func (c *Credit) Name(lang string) string { return inLang(lang, c.Sv, c.En) }

// Credits is what an organisation's missed levels of a year cost, and the exemptions of that year.
type Credits struct {
	Year       int
	List       []Credit
	Exemptions []Exemption
	Rules      []Rule
}

// Credits reckons a year. It asks for verb outage.read.
func (s *Service) Credits(ctx context.Context, by authz.Actor, org directory.OrgID, year int) (Credits, error) {
	out := Credits{Year: year}
	var err error
	if out.Rules, err = s.Rules(ctx, by, org); err != nil {
		return out, err
	}
	from, to := Period{Year: year}.Bounds()
	if out.Exemptions, err = exemptions(ctx, s.DB, org, from, to); err != nil {
		return out, err
	}
	downs, err := down(ctx, s.DB, org, from, to)
	if err != nil {
		return out, err
	}
	for i := range downs {
		if now := s.DB.Now(); downs[i].To.IsZero() && now.Before(to) {
			downs[i].To = now
		}
	}
	past, err := promised(ctx, s.DB, org)
	if err != nil {
		return out, err
	}
	for i := range out.Rules {
		r := &out.Rules[i]
		if !r.Active {
			continue
		}
		for _, p := range r.periods(year) {
			if _, end := p.Bounds(); end.Format("2006-01-02") < r.From {
				continue
			}
			level, err := levels(&past, org, p)
			if err != nil {
				return out, err
			}
			out.List = append(out.List, r.credits(p, &level, downs, out.Exemptions)...)
		}
	}
	return out, nil
}

func (r *Rule) periods(year int) []Period {
	if r.Period == PerTertial {
		return Tertials(year)
	}
	return []Period{{Year: year}}
}

// credits reckons a rule in a period: for each function that was down, or for all outages together.
func (r *Rule) credits(p Period, level *Report, downs []Down, given []Exemption) []Credit {
	var out []Credit
	of := []service.ID{0}
	if r.Metric == MetricAvailability || level.Scope == PerFunction {
		of = nil
		for i := range downs {
			if !slices.Contains(of, downs[i].Service) {
				of = append(of, downs[i].Service)
			}
		}
	}
	for _, id := range of {
		c := Credit{Rule: *r, Service: id, Period: p}
		for i := range downs {
			if downs[i].Service == id {
				c.Sv, c.En = downs[i].Sv, downs[i].En
			}
		}
		c.reckon(level, downs, given)
		if c.Before > 0 {
			out = append(out, c)
		}
	}
	return out
}

// reckon counts twice: with everything, and without exempted time.
func (c *Credit) reckon(level *Report, downs []Down, given []Exemption) {
	from, to := c.Period.Bounds()
	var without []stretch
	relief := 0
	for _, e := range given {
		if e.Until.IsZero() {
			e.Until = to
		}
		if !e.covers(&c.Rule, c.Service) || !e.From.Before(to) || !e.Until.After(from) {
			continue
		}
		c.Relieved = append(c.Relieved, e)
		if e.Full() {
			without = append(without, stretch{e.From, e.Until})
			continue
		}
		relief = max(relief, e.Percent)
	}
	without = joined(without)
	fits := func(d *Down) bool {
		return (c.Service == 0 || d.Service == c.Service) && (c.Rule.Counted == CountAll && c.Rule.Metric == MetricAvailability || unplanned(d))
	}
	var missed func(v float64) float64
	if c.Rule.Metric == MetricAvailability {
		c.Target = level.Target
		c.Value = Available(covered(downs, from, to, nil, fits), c.Period.Length())
		c.Counted = Available(covered(downs, from, to, without, fits), c.Period.Length())
		missed = func(v float64) float64 { return c.Target - v }
	} else {
		c.Target = float64(level.Most)
		for i := range downs {
			d := &downs[i]
			if !fits(d) || d.From.Before(from) || !d.From.Before(to) {
				continue
			}
			c.Value++
			if !slices.ContainsFunc(without, func(s stretch) bool { return !d.From.Before(s.from) && d.From.Before(s.to) }) {
				c.Counted++
			}
		}
		missed = func(v float64) float64 { return v - c.Target }
	}
	c.Before = c.Rule.amount(missed(c.Value))
	c.Amount = c.Rule.amount(missed(c.Counted)) * int64(100-relief) / 100
}

// amount is what so much below the level costs. Every begun step counts; what is less than a millionth is the machine's.
func (r *Rule) amount(missed float64) int64 {
	if missed <= 1e-9 {
		return 0
	}
	steps := math.Ceil(missed/r.Step - 1e-6)
	share := math.Min(steps*r.Share, r.Most)
	return int64(math.Round(float64(r.Fee) * share / 100))
}
