package statement

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

var (
	insertFault = sqldb.Q("statement.fault.insert", `
		insert into a11y_fault (authority_id, org_id, situation, text_sv, text_en, reason_sv, reason_en, fixed_by) values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`)
	deleteFault = sqldb.Q("statement.fault.delete", `delete from a11y_fault where id = $1 and authority_id = $2`)
)

func (x *Fault) check() error {
	var f errs.Fields
	if !slices.Contains(Situations(), x.Situation) {
		f.Add("situation", "error.choose")
	}
	for name, s := range map[string]*string{"text_sv": &x.Text.Sv, "text_en": &x.Text.En, "reason_sv": &x.Reason.Sv, "reason_en": &x.Reason.En} {
		if *s = clean.Text(*s, 0); !clean.Fits(*s, most) {
			f.Add(name, "error.too_long", "max", most)
		}
	}
	if clean.Blank(x.Text.Sv) {
		f.Add("text_sv", "error.required")
	}
	if x.FixedBy != "" {
		if _, err := time.Parse(time.DateOnly, x.FixedBy); err != nil {
			f.Add("fixed_by", "error.date")
		}
	}
	return f.Err()
}

// AddFault adds a shortcoming to an authority's statement. Errors: errs.Invalid, errs.Forbidden, errs.NotFound.
func (s *Service) AddFault(ctx context.Context, by authz.Actor, id directory.AuthorityID, x Fault) error {
	return s.write(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx, now *Statement) (Told, error) {
		if err := x.check(); err != nil {
			return Told{}, err
		}
		_, err := tx.Insert(ctx, insertFault, int64(id), int64(now.Org), string(x.Situation), x.Text.Sv, x.Text.En, x.Reason.Sv, x.Reason.En, x.FixedBy)
		return Told{Added: x.Text.Sv}, err
	})
}

// RemoveFault takes out a shortcoming that was mended. The product's own stay. Errors: errs.Forbidden, errs.NotFound.
func (s *Service) RemoveFault(ctx context.Context, by authz.Actor, id directory.AuthorityID, fault FaultID) error {
	return s.write(ctx, by, id, func(ctx context.Context, tx *sqldb.Tx, _ *Statement) (Told, error) {
		n, err := tx.Exec(ctx, deleteFault, int64(fault), int64(id))
		if err == nil && n == 0 {
			err = errs.Missing()
		}
		return Told{Removed: fault}, err
	})
}
