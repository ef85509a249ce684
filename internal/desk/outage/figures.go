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
	// List is the outages that touch the year, newest first, voided ones too.
	List []Outage
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
	past, err := promised(ctx, s.DB, org)
	if err != nil {
		return Report{}, err
	}
	r, err := levels(&past, org, p)
	if err != nil {
		return r, err
	}
	offered, err := s.Service.Offered(ctx, org)
	if err != nil {
		return r, err
	}
	from, to := Period{Year: p.Year}.Bounds()
	if r.List, err = read(ctx, s.DB, within(by, MayRead), mostListed, touches, int64(org), sqldb.Time(to), sqldb.Time(from)); err != nil {
		return r, err
	}
	var year []Down
	for i := range r.List {
		if o := &r.List[i]; o.Void == "" {
			year = append(year, Down{ID: o.ID, Service: o.Service, Sv: o.Sv, En: o.En, From: o.From, To: o.To, Planned: o.Planned})
		}
	}
	r.reckon(offered, year, s.DB.Now())
	return r, nil
}

// touches is the condition on outages that lie in a time at least in part: before its end, after its beginning.
const touches = "o.org_id = ? and o.starts_at < ? and (o.ends_at is null or o.ends_at > ?)"

// promised reads all that was ever promised.
func promised(ctx context.Context, q sqldb.Querier, org directory.OrgID) (setting.Past, error) {
	return setting.History(ctx, q, org, setting.AvailabilityTarget, setting.MaxOutages, setting.OutageScope)
}

// levels is an empty report with what counted when the period was over.
func levels(past *setting.Past, org directory.OrgID, p Period) (Report, error) {
	r := Report{Org: org, Period: p, Begun: map[service.ID]int{}}
	var err error
	if r.Target, err = setting.In[float64](past, setting.AvailabilityTarget, p.level()); err != nil {
		return r, err
	}
	if r.Most, err = setting.In[int](past, setting.MaxOutages, p.level()); err != nil {
		return r, err
	}
	r.Scope, err = setting.In[string](past, setting.OutageScope, p.level())
	return r, err
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
