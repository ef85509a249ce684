package outage

import (
	"context"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// ExemptionID numbers an exemption.
type ExemptionID int64

// Exemption is time that does not count for service credits, or a relief from part of them.
type Exemption struct {
	ID      ExemptionID
	Org     directory.OrgID
	Rule    RuleID     // 0: those that Credits names.
	Service service.ID // 0: every function.
	Credits string     // The names of the credits, as written; with no Rule.
	Reason  string
	Percent int // 100: the time does not count. Less: the credit is so much smaller.
	From    time.Time
	Until   time.Time // Zero: until further notice.
	// Source is where it comes from, such as "hold:12"; the same source again changes the exemption.
	Source string
}

// Full reports whether the time does not count at all.
func (e *Exemption) Full() bool { return e.Percent == 100 }

// covers reports whether the exemption is about a rule and a function (0: all functions together).
func (e *Exemption) covers(r *Rule, of service.ID) bool {
	if e.Service != 0 && e.Service != of {
		return false
	}
	if e.Rule != 0 {
		return e.Rule == r.ID
	}
	return strings.Contains(strings.ToLower(e.Credits), strings.ToLower(r.Name))
}

func (e *Exemption) check() error {
	var f errs.Fields
	e.Reason, e.Credits = clean.Text(e.Reason, maxCause), clean.Line(e.Credits, 500)
	if e.Reason == "" {
		f.Add("reason", "error.required")
	}
	if e.Rule == 0 && e.Credits == "" {
		f.Add("rule", "error.choose")
	}
	if e.Percent < 1 || e.Percent > 100 {
		f.Add("percent", "outage.error.number", "min", 1, "max", 100)
	}
	if e.From.IsZero() {
		f.Add("from_day", "error.required")
	}
	if !e.Until.IsZero() && e.Until.Before(e.From) {
		f.Add("to_day", "outage.error.order")
	}
	return f.Err()
}

// Grant gives an exemption. It asks for verb outage.credit.
func (s *Service) Grant(ctx context.Context, by authz.Actor, e Exemption) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := may(ctx, tx, by, MayCredit, e.Org); err != nil {
			return err
		}
		e.Source = ""
		return s.Exempt(ctx, tx, by, e)
	})
}

// Exempt records an exemption in the caller's transaction, without asking for a right: for a capability that has asked
// for its own, such as an instruction to keep quiet that gives relief in return. The same Source again changes the
// exemption: it may end earlier than it was to. Errors: errs.Invalid.
func (s *Service) Exempt(ctx context.Context, tx *sqldb.Tx, by authz.Actor, e Exemption) error {
	if e.Percent == 0 {
		e.Percent = 100
	}
	if err := e.check(); err != nil {
		return err
	}
	if n, err := sqldb.One(ctx, tx, countNamed, sqldb.Value[int64], int64(e.Rule), int64(e.Service), int64(e.Org)); err != nil {
		return err
	} else if n == 0 {
		return wrong("rule", "error.choose")
	}
	id, err := tx.Insert(ctx, saveExemption, int64(e.Org), sqldb.ID(e.Rule), sqldb.ID(e.Service), e.Credits, e.Reason, e.Percent, sqldb.Time(e.From),
		sqldb.Time(e.Until), sqldb.Text(e.Source), sqldb.ID(by.Person), sqldb.Time(tx.Now()))
	if err != nil {
		return err
	}
	e.ID = ExemptionID(id)
	pos, err := sqldb.One(ctx, tx, exemptPos, sqldb.Value[int64], id)
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, by, e.Org, ExemptStream, id, pos, Exempted, e)
}

func exemptions(ctx context.Context, q sqldb.Querier, org directory.OrgID, from, to time.Time) ([]Exemption, error) {
	return sqldb.All(ctx, q, selectExemptions, func(r sqldb.Row) (Exemption, error) {
		var e Exemption
		err := r.Scan(&e.ID, &e.Org, sqldb.ScanID(&e.Rule), sqldb.ScanID(&e.Service), &e.Credits, &e.Reason, &e.Percent, sqldb.ScanTime(&e.From),
			sqldb.ScanTime(&e.Until), sqldb.ScanText(&e.Source))
		return e, err
	}, int64(org), sqldb.Time(from), sqldb.Time(to))
}

var (
	saveExemption = sqldb.Q("outage.exempt", `
		insert into credit_exemption (org_id, rule_id, service_id, credits, reason, percent, from_at, until_at, source, created_by, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		on conflict (org_id, source) do update set rule_id = excluded.rule_id, service_id = excluded.service_id, credits = excluded.credits,
			reason = excluded.reason, percent = excluded.percent, from_at = excluded.from_at, until_at = excluded.until_at
		returning id`)
	countNamed = sqldb.Q("outage.exempt_named", `
		select count(*) from organisation o where o.id = $3
			and ($1 = 0 or exists (select 1 from credit_rule r where r.id = $1 and r.org_id = o.id))
			and ($2 = 0 or exists (select 1 from service s where s.id = $2 and s.org_id = o.id))`)
	exemptPos        = sqldb.Q("outage.exempt_pos", `select coalesce(max(pos), 0) + 1 from event where kind = 'exemption' and stream_id = $1`)
	selectExemptions = sqldb.Q("outage.exemptions", `
		select id, org_id, rule_id, service_id, credits, reason, percent, from_at, until_at, source from credit_exemption
		where org_id = $1 and from_at < $3 and (until_at is null or until_at > $2) order by from_at, id limit 500`)
)
