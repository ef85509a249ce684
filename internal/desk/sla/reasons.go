package sla

import (
	"context"
	"regexp"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

var (
	selectReasons = sqldb.Q("sla.reasons", `
		select r.code, r.valid_from, r.name_sv, r.name_en, r.stops, r.active from pause_reason r where r.org_id = $1 order by r.valid_from, r.id`)
	insertReason = sqldb.Q("sla.reason_insert", `
		insert into pause_reason (org_id, code, valid_from, name_sv, name_en, stops, active, created_by, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`)
)

func scanReason(r sqldb.Row) (Reason, error) {
	v := Reason{Own: true}
	var stops string
	err := r.Scan(&v.Code, sqldb.ScanTime(&v.From), &v.Sv, &v.En, &stops, &v.Active)
	v.Stops = parseClocks(stops)
	return v, err
}

// Reasons returns why cases of an organisation may wait, in one statement: those no longer offered too. The caller has
// checked that the reader has to do with the organisation.
func (s *Service) Reasons(ctx context.Context, org directory.OrgID) ([]Reason, error) {
	versions, err := sqldb.All(ctx, s.db, selectReasons, scanReason, int64(org))
	out := reasonsAt(versions, s.db.Now())
	for i := range out {
		out[i].Org = org
	}
	return out, err
}

var codeForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// SetReason decides from now on what a pause reason is called and which clocks it stops. Cases that wait already keep
// what counted when they began to wait. Errors: errs.Invalid, errs.Forbidden.
func (s *Service) SetReason(ctx context.Context, by authz.Actor, r Reason) (Reason, error) {
	if !mayPromise(by, r.Org) {
		return r, errs.Denied(string(MayPromise))
	}
	var f errs.Fields
	r.Code, r.Sv, r.En = clean.Line(r.Code, 0), clean.Line(r.Sv, 0), clean.Line(r.En, 0)
	if !codeForm.MatchString(r.Code) {
		f.Add("code", "field.key")
	}
	if clean.Blank(r.Sv) {
		f.Add("sv", "error.required")
	}
	if clean.Length(r.Sv) > 120 {
		f.Add("sv", "error.too_long", "max", 120)
	}
	if clean.Length(r.En) > 120 {
		f.Add("en", "error.too_long", "max", 120)
	}
	if slices.ContainsFunc(r.Stops, func(c Clock) bool { return !c.Valid() }) {
		f.Add("stops", "error.choose")
	}
	if err := f.Err(); err != nil {
		return r, err
	}
	return r, s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		r.From, r.Own = tx.Now(), true
		_, err := tx.Exec(ctx, insertReason, int64(r.Org), r.Code, sqldb.Time(r.From), r.Sv, r.En, packClocks(r.Stops), r.Active,
			sqldb.ID(by.Person), sqldb.Time(r.From))
		if err != nil {
			return err
		}
		return s.tell(ctx, tx, by, r.Org, PromiseStream, int64(r.Org), EventPauseSet, r.Code, r)
	})
}
