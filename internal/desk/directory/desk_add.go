package directory

import (
	"context"
	"strings"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// AddDesk opens a desk in an organisation. It asks for verb org.write there.
func (s *Service) AddDesk(ctx context.Context, by authz.Actor, org OrgID, key, name string) (Desk, error) {
	if !mayInOrg(by, OrgWrite, org) {
		return Desk{}, errs.Denied(string(OrgWrite))
	}
	d := Desk{Org: org, Key: strings.ToLower(clean.Line(key, 0)), Name: clean.Line(name, 0), Active: true}
	var bad errs.Fields
	if !keyForm.MatchString(d.Key) {
		bad.Add("key", "field.key")
	}
	required(&bad, "name", d.Name)
	if err := bad.Err(); err != nil {
		return Desk{}, err
	}
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		id, err := tx.Insert(ctx, insertDesk, int64(org), d.Key, d.Name)
		if sqldb.Violates(err, "desk_org_id_key_key") {
			return fieldTaken("key")
		}
		d.ID = DeskID(id)
		return err
	})
	return d, err
}

// ChangeDesk renames a desk, or closes it for new tickets.
func (s *Service) ChangeDesk(ctx context.Context, by authz.Actor, id DeskID, name string, active bool) error {
	name = clean.Line(name, 0)
	var bad errs.Fields
	if required(&bad, "name", name); len(bad) > 0 {
		return bad.Err()
	}
	d, err := s.Desk(ctx, by, id)
	if err != nil {
		return err
	}
	if !mayInOrg(by, OrgWrite, d.Org) {
		return errs.Denied(string(OrgWrite))
	}
	return s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, updateDesk, int64(id), name, active)
		return err
	})
}

var (
	insertDesk = sqldb.Q("directory.desk.insert", `insert into desk (org_id, key, name) values ($1, $2, $3) returning id`)
	updateDesk = sqldb.Q("directory.desk.update", `update desk set name = $2, active = $3 where id = $1`)
)
