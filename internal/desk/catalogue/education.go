package catalogue

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

var (
	selectEducation = sqldb.Q("catalogue.education", `select unit_id from education_unit where org_id = $1 order by unit_id limit 500`)
	deleteEducation = sqldb.Q("catalogue.education.clear", `delete from education_unit where org_id = $1`)
	insertEducation = sqldb.Q("catalogue.education.insert", `
		insert into education_unit (unit_id, org_id) select u.id, u.org_id from unit u where u.org_id = $1 and u.id {{in $2}}`)
)

// Education lists the units that somebody has said are education, with everything below. Errors: errs.Forbidden.
func (s *Service) Education(ctx context.Context, by authz.Actor, org directory.OrgID) ([]directory.UnitID, error) {
	if !mayWrite(by, org) {
		return nil, errs.Denied(string(MayWrite))
	}
	return sqldb.All(ctx, s.db, selectEducation, sqldb.Value[directory.UnitID], int64(org))
}

// SetEducation says which units are education: those of other organisations are left out. Errors: errs.Forbidden.
func (s *Service) SetEducation(ctx context.Context, by authz.Actor, org directory.OrgID, units []directory.UnitID) error {
	if !mayWrite(by, org) {
		return errs.Denied(string(MayWrite))
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, deleteEducation, int64(org)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, insertEducation, int64(org), unique(sqldb.List[directory.UnitID](units)))
		return err
	})
}
