package report

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// Deps is what the capability needs.
type Deps struct{ DB *sqldb.DB }

// Service is the capability's use cases.
type Service struct {
	db       *sqldb.DB
	follower *follower
	// costly are the places of those whose report costs much.
	costly chan struct{}
}

// New returns the service.
func New(d Deps) *Service {
	return &Service{db: d.DB, follower: newFollower(d.DB), costly: make(chan struct{}, mostCostly)}
}

// Params say what is counted. Zero values do not limit.
type Params struct {
	From, To time.Time // Created from From on, and before To.
	Unit     directory.UnitID
	Desk     directory.DeskID
	GroupBy  Dimension // "": one row.
	OpenAt   time.Time // Zero: not asked.
}

// Measures are the figures of a row.
type Measures struct {
	Tickets       int64 `json:"tickets"`
	Events        int64 `json:"events"`     // By state: at which that state was noted; else: of the row's tickets.
	Reopened      int64 `json:"reopened"`   // Tickets that were reopened.
	Reopenings    int64 `json:"reopenings"` // How often.
	Reassigned    int64 `json:"reassigned"` // Tickets that went from one group to another.
	HandOvers     int64 `json:"hand_overs"` // How often.
	Resolved      int64 `json:"resolved"`
	Closed        int64 `json:"closed"`
	FirstContact  int64 `json:"first_contact"` // Solved while the user was there.
	WithinTarget  int64 `json:"within_target"`
	OutsideTarget int64 `json:"outside_target"`
	// Minutes are null where nothing has been resolved or closed.
	MedianToResolve *float64 `json:"median_minutes_to_resolve"`
	MeanToResolve   *float64 `json:"mean_minutes_to_resolve"`
	MedianToClose   *float64 `json:"median_minutes_to_close"`
	MeanToClose     *float64 `json:"mean_minutes_to_close"`
}

// Row is one line: a value of the dimension and its figures. Key is "" where the value is not known.
type Row struct {
	Key    string
	Sv, En string // The value's name, where it is data of the organisation.
	Text   string // The key of its text, where it is a word of the product.
	Measures
}

// Name is what the row is called in a language.
func (r Row) Name(p *i18n.Printer) string {
	switch {
	case r.Text != "":
		return p.T(r.Text)
	case p.Lang() == string(i18n.English) && r.En != "":
		return r.En
	case r.Sv != "":
		return r.Sv
	}
	return r.Key
}

// Table is a report.
type Table struct {
	Params Params
	Rows   []Row
	Totals Measures
	OpenAt int64 // Tickets that were open at Params.OpenAt.
}

// Tickets counts tickets within the actor's right to reports. Errors: errs.Forbidden without that right, errs.Invalid
// for a dimension that is none of ours.
func (s *Service) Tickets(ctx context.Context, by authz.Actor, p Params) (Table, error) {
	t := Table{Params: p}
	scope := counted(by)
	if scope.Empty() {
		return t, errs.Denied(string(MayRead))
	}
	d, ok := dimensions[p.GroupBy]
	if !ok {
		var f errs.Fields
		f.Add("group_by", "report.error.group_by")
		return t, f.Err()
	}
	if p.GroupBy == ByRequester && !namesPeople(by) {
		return t, errs.Denied(string(directory.PersonRead))
	}
	c, err := s.count(ctx, by, scope, &p, d)
	if err != nil {
		return t, err
	}
	t.Rows, t.Totals, t.OpenAt = c.rows, c.totals, c.openAt
	if len(t.Rows) > mostRows {
		return Table{}, errs.E(errs.Limited, "report.error.too_many_rows", "count", len(t.Rows), "most", mostRows)
	}
	if len(t.Rows) > manyRows {
		// Naming and writing that many takes a while; others shall not wait behind it.
		leave, err := s.enter(ctx)
		if err != nil {
			return Table{}, err
		}
		defer leave()
	}
	if err := s.name(ctx, by, d, t.Rows); err != nil {
		return t, err
	}
	d.order(t.Rows)
	return t, nil
}

const (
	// mostRows is how many rows a report may have, manyRows from how many on few may be made at a time.
	mostRows = 100_000
	manyRows = 5000
)

// count counts by the ledger, or from the rows themselves where that cannot be used yet.
func (s *Service) count(ctx context.Context, by authz.Actor, scope authz.Scope, p *Params, d dimension) (counts, error) {
	c, err := s.fromLedger(ctx, by, p, d)
	if err == nil || ctx.Err() != nil {
		return c, err
	}
	return s.fromRows(ctx, scope, p, d)
}
