package report

import (
	"context"
	"math"
	"slices"
	"strconv"
	"time"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// facts are what is read of a ticket. Times are microseconds of Swedish clocks; 0 is never.
type facts struct {
	created, resolved, closed int64
	events                    int64
	reopened, handOvers       int64
	first                     bool
	within                    *bool
	number                    int64
	text                      string
}

// sum is what is gathered for a row.
type sum struct {
	Measures
	toResolve, toClose []int64 // Seconds.
}

// sums are the rows by key. Days remember which bucket they fall into.
type sums struct {
	byKey map[string]*sum
	total sum
	days  map[int64]string
	clock *wall
}

const (
	// mostCostly is how many may count from the rows or make many rows at a time, liveFor how long counting may take.
	mostCostly = 2
	liveFor    = 20 * time.Second
	// fillPatience is how long who asks for figures helps to fill the ledger: enough for all of a small desk.
	fillPatience = 250 * time.Millisecond
)

// fromRows counts from the rows of the tickets. It costs some microseconds for each of them, so few may do it at a time,
// and not for long. Errors: errs.Limited.
func (s *Service) fromRows(ctx context.Context, scope authz.Scope, p *Params, d dimension) (counts, error) {
	whole := ctx
	ctx, cancel := context.WithTimeout(ctx, liveFor)
	defer cancel()
	c, err := s.counted(ctx, scope, p, d)
	if err != nil && ctx.Err() != nil && whole.Err() == nil {
		return counts{}, errs.E(errs.Limited, "report.error.too_much").Because(err)
	}
	return c, err
}

func (s *Service) counted(ctx context.Context, scope authz.Scope, p *Params, d dimension) (counts, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return counts{}, err
	}
	defer leave()
	sums, err := s.sum(ctx, scope, p, d)
	if err != nil {
		return counts{}, err
	}
	if p.GroupBy == ByState {
		if err := s.countEvents(ctx, scope, p, sums); err != nil {
			return counts{}, err
		}
	}
	var c counts
	c.rows, c.totals = sums.rows(d)
	if !p.OpenAt.IsZero() {
		c.openAt, err = s.openAt(ctx, scope, p)
	}
	return c, err
}

// enter takes one of the places for what costs much, and returns how to leave it.
func (s *Service) enter(ctx context.Context) (leave func(), err error) {
	select {
	case s.costly <- struct{}{}:
		return func() { <-s.costly }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// sum reads every ticket of the report once.
func (s *Service) sum(ctx context.Context, scope authz.Scope, p *Params, d dimension) (*sums, error) {
	var w sqldb.Where
	where(&w, scope, p)
	column := d.column
	if d.moment != nil {
		column = `''`
	}
	text := `select t.created_at, coalesce(t.resolved_at, 0), coalesce(t.closed_at, 0), t.version, t.reopened, t.hand_overs, t.first_contact,
		t.within_target, ` + column + ` from ticket t where ` + w.SQL()
	all := &sums{byKey: map[string]*sum{}, days: map[int64]string{}, clock: newWall()}
	var f facts
	key := any(&f.text)
	if d.number {
		key = &f.number
	}
	err := sqldb.Each(ctx, s.db, sqldb.Q("report.tickets", text), func(r sqldb.Row) error {
		if err := r.Scan(&f.created, &f.resolved, &f.closed, &f.events, &f.reopened, &f.handOvers, &f.first, &f.within, key); err != nil {
			return err
		}
		f.created, f.resolved, f.closed = all.clock.local(f.created), all.clock.local(f.resolved), all.clock.local(f.closed)
		all.add(all.key(d, &f), &f)
		return nil
	}, w.Args()...)
	return all, err
}

// where is the scope, then the filter.
func where(w *sqldb.Where, scope authz.Scope, p *Params) {
	within(w, scope, p)
	if !p.From.IsZero() {
		w.And("t.created_at >= ?", sqldb.Time(p.From))
	}
	if !p.To.IsZero() {
		w.And("t.created_at < ?", sqldb.Time(p.To))
	}
}

// within is where without the period.
func within(w *sqldb.Where, scope authz.Scope, p *Params) {
	condition, args := scope.SQL()
	w.And(condition, args...)
	if p.Unit != 0 {
		w.And(`t.unit_id in (select u.id from unit top join unit u on u.org_id = top.org_id and u.path >= top.path and u.path < top.path || '~'
			where top.id = ?)`, int64(p.Unit))
	}
	if p.Desk != 0 {
		w.And("t.desk_id = ?", int64(p.Desk))
	}
}

func (a *sums) key(d dimension, f *facts) string {
	switch {
	case d.moment != nil:
		at := d.moment(f)
		if at == 0 {
			return ""
		}
		n := floorDiv(at, dayMicros)
		key, ok := a.days[n]
		if !ok {
			key = d.bucket(n)
			a.days[n] = key
		}
		return key
	case d.number && f.number == 0:
		return ""
	case d.number:
		return strconv.FormatInt(f.number, 10)
	}
	return f.text
}

func (a *sums) row(key string) *sum {
	row := a.byKey[key]
	if row == nil {
		row = &sum{}
		a.byKey[key] = row
	}
	return row
}

func (a *sums) add(key string, f *facts) {
	a.row(key).add(f)
	a.total.add(f)
}

func (m *sum) add(f *facts) {
	m.Tickets++
	m.Events += f.events
	m.Reopenings += f.reopened
	m.HandOvers += f.handOvers
	if f.reopened > 0 {
		m.Reopened++
	}
	if f.handOvers > 0 {
		m.Reassigned++
	}
	if f.first {
		m.FirstContact++
	}
	if f.within != nil && *f.within {
		m.WithinTarget++
	} else if f.within != nil {
		m.OutsideTarget++
	}
	if f.resolved != 0 {
		m.Resolved++
		m.toResolve = append(m.toResolve, (f.resolved-f.created)/1_000_000)
	}
	if f.closed != 0 {
		m.Closed++
		m.toClose = append(m.toClose, (f.closed-f.created)/1_000_000)
	}
}

// rows finishes the figures.
func (a *sums) rows(d dimension) ([]Row, Measures) {
	out := make([]Row, 0, len(a.byKey))
	for key, m := range a.byKey {
		r := Row{Key: key, Measures: m.finish()}
		if d.text != "" && key != "" {
			r.Text = d.text + key
		}
		out = append(out, r)
	}
	return out, a.total.finish()
}

func (m *sum) finish() Measures {
	m.MedianToResolve, m.MeanToResolve = middle(m.toResolve)
	m.MedianToClose, m.MeanToClose = middle(m.toClose)
	return m.Measures
}

// middle returns median and mean in minutes, to two decimals.
func middle(seconds []int64) (median, mean *float64) {
	n := len(seconds)
	if n == 0 {
		return nil, nil
	}
	slices.Sort(seconds)
	var total int64
	for _, s := range seconds {
		total += s
	}
	a := minutes(float64(seconds[(n-1)/2]+seconds[n/2]) / 2)
	b := minutes(float64(total) / float64(n))
	return &a, &b
}

func minutes(seconds float64) float64 { return math.Round(seconds/60*100) / 100 }

// countEvents gives each state the number of events at which it was noted. A state in which no ticket is any more gets
// a row too.
func (s *Service) countEvents(ctx context.Context, scope authz.Scope, p *Params, all *sums) error {
	var w sqldb.Where
	where(&w, scope, p)
	for _, row := range all.byKey {
		row.Events = 0
	}
	text := `select e.label, count(*) from ticket t join event e on e.kind = 'ticket' and e.stream_id = t.id where ` + w.SQL() + ` group by e.label`
	return sqldb.Each(ctx, s.db, sqldb.Q("report.events", text), func(r sqldb.Row) error {
		var label string
		var n int64
		if err := r.Scan(&label, &n); err != nil {
			return err
		}
		all.row(label).Events = n
		return nil
	}, w.Args()...)
}

// openAt counts the tickets that were created before an instant and not closed before it, whatever the period.
func (s *Service) openAt(ctx context.Context, scope authz.Scope, p *Params) (int64, error) {
	var w sqldb.Where
	within(&w, scope, p)
	w.And("t.created_at < ?", sqldb.Time(p.OpenAt))
	w.And("(t.closed_at is null or t.closed_at >= ?)", sqldb.Time(p.OpenAt))
	return sqldb.One(ctx, s.db, sqldb.Q("report.open_at", `select count(*) from ticket t where `+w.SQL()), sqldb.Value[int64], w.Args()...)
}
