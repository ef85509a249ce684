package outage

import (
	"cmp"
	"context"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// Scopes of the most outages: as settings have them.
const (
	PerFunction = "function"
	InTotal     = "total"
)

// Line is a function's figures in a period.
type Line struct {
	Service   service.ID
	Sv, En    string
	All       time.Duration // Down, planned windows too.
	Unplanned time.Duration // Down, planned windows left out.
	Outages   int           // Unplanned ones that began in the period.
	Tertials  [3]float64    // Availability of each third of the year, planned windows left out; of a year only.
}

// Name is the function's name in a language.
func (l *Line) Name(lang string) string { return inLang(lang, l.Sv, l.En) }

// Report is the figures of an organisation in a period.
type Report struct {
	Org     directory.OrgID
	Period  Period
	Target  float64 // In per cent: what counted when the period was over.
	Most    int     // Outages a year.
	Scope   string  // Of Most: per function, or in total.
	Lines   []Line
	Outages int // Unplanned ones that began in the period, of all functions.
	Year    int // The same in the whole year: what Most is about.
	// Begun counts a function's in the whole year.
	Begun map[service.ID]int
}

// Available returns a function's availability with planned windows counted as downtime, and without.
func (r *Report) Available(l *Line) (all, unplanned float64) {
	length := r.Period.Length()
	return Available(l.All, length), Available(l.Unplanned, length)
}

// Room is how much more a function may be down before the target is missed; negative when it is.
func (r *Report) Room(l *Line) time.Duration {
	allowed := time.Duration(float64(r.Period.Length()) * (100 - r.Target) / 100)
	return allowed - l.All
}

// Over reports whether there were more outages in the year than promised: of the function, or in total.
func (r *Report) Over(l *Line) bool {
	if r.Scope == PerFunction && l != nil {
		return r.Begun[l.Service] > r.Most
	}
	return r.Scope == InTotal && r.Year > r.Most
}

// Figures reckons a period. It asks for verb outage.read.
func (s *Service) Figures(ctx context.Context, by authz.Actor, org directory.OrgID, p Period) (Report, error) {
	if err := may(ctx, s.DB, by, MayRead, org); err != nil {
		return Report{}, err
	}
	return s.figures(ctx, s.DB, org, p)
}

func (s *Service) figures(ctx context.Context, q sqldb.Querier, org directory.OrgID, p Period) (Report, error) {
	r, err := s.levels(ctx, q, org, p)
	if err != nil {
		return r, err
	}
	offered, err := s.Service.Offered(ctx, org)
	if err != nil {
		return r, err
	}
	from, to := Period{Year: p.Year}.Bounds()
	year, err := down(ctx, q, org, from, to)
	if err != nil {
		return r, err
	}
	r.reckon(offered, year, q.Now())
	return r, nil
}

// readLevels reads what counted when the period was over.
func readLevels(ctx context.Context, q sqldb.Querier, r *Report) (err error) {
	at := r.Period.level()
	if r.Target, err = setting.Get[float64](ctx, q, r.Org, setting.AvailabilityTarget, at); err != nil {
		return err
	}
	if r.Most, err = setting.Get[int](ctx, q, r.Org, setting.MaxOutages, at); err != nil {
		return err
	}
	r.Scope, err = setting.Get[string](ctx, q, r.Org, setting.OutageScope, at)
	return err
}

// reckon fills the report from the outages of the whole year.
func (r *Report) reckon(offered []service.Item, year []Down, now time.Time) {
	for _, i := range offered {
		r.Lines = append(r.Lines, Line{Service: i.ID, Sv: i.Sv, En: i.En})
	}
	from, to := r.Period.Bounds()
	first, last := Period{Year: r.Period.Year}.Bounds()
	for i := range year {
		d := &year[i]
		if d.To.IsZero() && now.Before(last) {
			d.To = now // Nobody is down in the future.
		}
		if !slices.ContainsFunc(r.Lines, func(l Line) bool { return l.Service == d.Service }) {
			r.Lines = append(r.Lines, Line{Service: d.Service, Sv: d.Sv, En: d.En})
		}
		if !d.Planned && !d.From.Before(first) {
			r.Year++
			r.Begun[d.Service]++
		}
	}
	for i := range r.Lines {
		l := &r.Lines[i]
		mine := func(d *Down) bool { return d.Service == l.Service }
		l.All = covered(year, from, to, nil, mine)
		l.Unplanned = covered(year, from, to, nil, func(d *Down) bool { return mine(d) && unplanned(d) })
		for j := range year {
			if d := &year[j]; mine(d) && unplanned(d) && !d.From.Before(from) && d.From.Before(to) {
				l.Outages++
				r.Outages++
			}
		}
		for t, third := range Tertials(r.Period.Year) {
			a, b := third.Bounds()
			l.Tertials[t] = Available(covered(year, a, b, nil, func(d *Down) bool { return mine(d) && unplanned(d) }), third.Length())
		}
	}
	slices.SortStableFunc(r.Lines, func(a, b Line) int { return cmp.Compare(b.All, a.All) })
}
