package statement

import (
	"context"
	"errors"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// mostAuthorities bounds a list: an installation serves some municipalities, each with some boards.
const mostAuthorities = 500

const selectStatement = `
	select a.id, a.org_id, a.name, o.name, coalesce(s.conformance, ''), coalesce(s.method, ''), coalesce(s.assessed_on, ''),
		coalesce(s.excluded_sv, ''), coalesce(s.excluded_en, ''), coalesce(s.burden_sv, ''), coalesce(s.burden_en, ''),
		s.updated_at, coalesce(s.version, 0)
	from authority a join organisation o on o.id = a.org_id left join a11y_statement s on s.authority_id = a.id
	where a.active`

var (
	selectAll = sqldb.Q("statement.all", selectStatement+` and ($1 = 0 or a.org_id = $1) order by o.name, a.name limit $2`)
	selectOne = sqldb.Q("statement.one", selectStatement+` and a.id = $1`)

	selectFaults = sqldb.Q("statement.faults", `
		select f.id, f.situation, f.text_sv, f.text_en, f.reason_sv, f.reason_en, f.fixed_by
		from a11y_fault f where f.authority_id = $1 order by f.id limit 200`)
)

func scan(r sqldb.Row) (Statement, error) {
	var s Statement
	return s, r.Scan(&s.Authority, &s.Org, &s.Name, &s.OrgName, &s.Conformance, &s.Method, &s.Assessed, &s.Excluded.Sv, &s.Excluded.En,
		&s.Burden.Sv, &s.Burden.En, sqldb.ScanTime(&s.Updated), &s.Version)
}

func scanFault(r sqldb.Row) (Fault, error) {
	var f Fault
	return f, r.Scan(&f.ID, &f.Situation, &f.Text.Sv, &f.Text.En, &f.Reason.Sv, &f.Reason.En, &f.FixedBy)
}

// All lists the statements of an organisation's authorities, of all organisations where org is 0, without their faults. What
// an authority states is public: no right is asked for.
func (s *Service) All(ctx context.Context, org directory.OrgID) ([]Statement, error) {
	return sqldb.All(ctx, s.DB, selectAll, scan, int64(org), mostAuthorities)
}

// Of returns an authority's statement with its faults, the product's own first. Where nothing was stated yet the
// Conformance is empty. Errors: errs.NotFound.
func (s *Service) Of(ctx context.Context, id directory.AuthorityID) (Statement, error) {
	x, err := sqldb.One(ctx, s.DB, selectOne, scan, int64(id))
	if errors.Is(err, sqldb.ErrNone) {
		return x, errs.Missing()
	}
	if err != nil {
		return x, err
	}
	own, err := sqldb.All(ctx, s.DB, selectFaults, scanFault, int64(id))
	x.Faults = append(known(), own...)
	return x, err
}

// ToWrite is Of for whoever keeps the statement. Errors: errs.NotFound for what the actor may not write.
func (s *Service) ToWrite(ctx context.Context, by authz.Actor, id directory.AuthorityID) (Statement, error) {
	x, err := s.Of(ctx, id)
	if err == nil && !mayWrite(by, x.Org) {
		err = errs.Missing()
	}
	return x, err
}
