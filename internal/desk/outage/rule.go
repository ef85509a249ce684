package outage

import (
	"context"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// RuleID numbers a rule of service credits.
type RuleID int64

// What a rule is about.
const (
	MetricAvailability = "availability" // Percentage points below the target.
	MetricOutages      = "outages"      // Outages above the most in a year.
)

// What counts as downtime.
const (
	CountAll       = "all"       // Planned windows too.
	CountUnplanned = "unplanned" // Planned windows left out.
)

// How often it is reckoned.
const (
	PerYear    = "year"
	PerTertial = "tertial"
)

// Rule is what a missed level costs: Share per cent of the fee for every begun Step below it, Most per cent at most.
type Rule struct {
	ID      RuleID
	Org     directory.OrgID
	Name    string
	Metric  string
	Counted string
	Period  string
	Step    float64 // Percentage points, or outages.
	Share   float64 // Per cent of the fee for each step.
	Most    float64 // Per cent of the fee.
	Fee     int64   // In öre, for a period.
	From    string  // The day from which it counts: periods that end later.
	Active  bool
	Version int64
}

// thousandths keeps decimals out of the database.
const thousandths = 1000

func (r *Rule) check() error {
	var f errs.Fields
	r.Name = clean.Line(r.Name, 100)
	if r.Name == "" {
		f.Add("name", "error.required")
	}
	choose := func(name, value string, of ...string) {
		if !slices.Contains(of, value) {
			f.Add(name, "error.choose")
		}
	}
	choose("metric", r.Metric, MetricAvailability, MetricOutages)
	choose("counted", r.Counted, CountAll, CountUnplanned)
	choose("period", r.Period, PerYear, PerTertial)
	if r.Metric == MetricOutages && r.Period == PerTertial {
		f.Add("period", "outage.error.year_only")
	}
	within := func(name string, v, least, most float64) {
		if !(v >= least && v <= most) {
			f.Add(name, "outage.error.number", "min", least, "max", most)
		}
	}
	within("step", r.Step, 1.0/thousandths, 100)
	within("share", r.Share, 1.0/thousandths, 100)
	within("most", r.Most, 1.0/thousandths, 100)
	within("fee", float64(r.Fee), 1, 1e13)
	if _, err := time.Parse(time.DateOnly, r.From); err != nil {
		f.Add("valid_from", "error.date")
	}
	return f.Err()
}

// SaveRule adds a rule (ID 0) or changes one. It asks for verb outage.credit.
func (s *Service) SaveRule(ctx context.Context, by authz.Actor, r Rule) (Rule, error) {
	err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := may(ctx, tx, by, MayCredit, r.Org); err != nil {
			return err
		}
		if err := r.check(); err != nil {
			return err
		}
		args := []any{int64(r.Org), r.Name, r.Metric, r.Counted, r.Period, milli(r.Step), milli(r.Share), milli(r.Most), r.Fee, r.From}
		if r.ID == 0 {
			id, err := tx.Insert(ctx, insertRule, args...)
			r.ID, r.Active, r.Version = RuleID(id), true, 1
			if err != nil {
				return err
			}
		} else {
			n, err := tx.Exec(ctx, updateRule, append(args, r.Active, int64(r.ID), r.Version)...)
			if err == nil && n == 0 {
				err = errs.E(errs.Conflict, "outage.error.conflict")
			}
			if err != nil {
				return err
			}
			r.Version++
		}
		return s.tell(ctx, tx, by, r.Org, CreditStream, int64(r.ID), r.Version, RuleSet, r)
	})
	return r, err
}

// Rules lists an organisation's rules. It asks for verb outage.read.
func (s *Service) Rules(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Rule, error) {
	if err := may(ctx, s.DB, by, MayRead, org); err != nil {
		return nil, err
	}
	return sqldb.All(ctx, s.DB, selectRules, scanRule, int64(org))
}

func milli(v float64) int64 { return int64(v*thousandths + 0.5) }

func scanRule(r sqldb.Row) (Rule, error) {
	var v Rule
	var step, share, most int64
	err := r.Scan(&v.ID, &v.Org, &v.Name, &v.Metric, &v.Counted, &v.Period, &step, &share, &most, &v.Fee, &v.From, &v.Active, &v.Version)
	v.Step, v.Share, v.Most = float64(step)/thousandths, float64(share)/thousandths, float64(most)/thousandths
	return v, err
}

var (
	insertRule = sqldb.Q("outage.rule_insert", `
		insert into credit_rule (org_id, name, metric, counted, period, step, share, most, fee, valid_from)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`)
	updateRule = sqldb.Q("outage.rule_update", `
		update credit_rule set name = $2, metric = $3, counted = $4, period = $5, step = $6, share = $7, most = $8, fee = $9, valid_from = $10,
			active = $11, version = version + 1 where org_id = $1 and id = $12 and version = $13`)
	selectRules = sqldb.Q("outage.rules", `
		select id, org_id, name, metric, counted, period, step, share, most, fee, valid_from, active, version from credit_rule
		where org_id = $1 order by id limit 200`)
)
