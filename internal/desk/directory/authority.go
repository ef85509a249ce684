package directory

import (
	"context"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Authorities lists an organisation's boards by name; org 0 lists those of all organisations the actor has to do with.
func (s *Service) Authorities(ctx context.Context, by authz.Actor, org OrgID) ([]Authority, error) {
	var w sqldb.Where
	and(&w, placesOf(by), "a")
	w.And("a.active")
	if org != 0 {
		w.And("a.org_id = ?", int64(org))
	}
	return sqldb.All(ctx, s.db, sqldb.Q("directory.authorities", selectAuthority+w.SQL()+` order by a.org_id, a.name`), scanAuthority, w.Args()...)
}

// SaveAuthority makes a board (ID 0) or writes over one. It asks for verb org.write in the organisation.
func (s *Service) SaveAuthority(ctx context.Context, by authz.Actor, a Authority) (Authority, error) {
	if !mayInOrg(by, OrgWrite, a.Org) {
		return Authority{}, errs.Denied(string(OrgWrite))
	}
	a.Name, a.Number = clean.Line(a.Name, 0), clean.Line(a.Number, 40)
	var bad errs.Fields
	if required(&bad, "name", a.Name); len(bad) > 0 {
		return Authority{}, bad.Err()
	}
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		if a.ID == 0 {
			var id int64
			id, err = tx.Insert(ctx, insertAuthority, int64(a.Org), a.Name, a.Number)
			a.ID, a.Active = AuthorityID(id), true
		} else {
			err = saved(tx.Exec(ctx, updateAuthority, int64(a.ID), int64(a.Org), a.Name, a.Number, a.Active))
		}
		if sqldb.Violates(err, "authority_org_id_name_key") {
			return fieldTaken("name")
		}
		return err
	})
	return a, err
}

var (
	insertAuthority = sqldb.Q("directory.authority.insert", `insert into authority (org_id, name, number) values ($1, $2, $3) returning id`)
	updateAuthority = sqldb.Q("directory.authority.update", `update authority set name = $3, number = $4, active = $5 where id = $1 and org_id = $2`)
)
