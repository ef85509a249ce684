package level

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// maxLine bounds a name, in runes.
const maxLine = 200

// Input is what is said about a level.
type Input struct {
	Sv        string   `json:"sv"`
	En        string   `json:"en,omitempty"`
	IT        []TaskID `json:"it,omitempty"`
	Operation []TaskID `json:"operation,omitempty"`
}

// Change writes over a level and who does what on it. Errors: errs.Invalid, errs.NotFound, errs.Forbidden, errs.Conflict.
func (s *Service) Change(ctx context.Context, by authz.Actor, org directory.OrgID, id ID, version int64, in Input) error {
	if err := mayWrite(by, org); err != nil {
		return err
	}
	var f errs.Fields
	if in.Sv, in.En = clean.Line(in.Sv, maxLine), clean.Line(in.En, maxLine); clean.Blank(in.Sv) {
		f.Add("sv", "error.required")
	}
	shares := map[TaskID]Side{}
	for _, t := range in.IT {
		shares[t] = IT
	}
	for _, t := range in.Operation {
		if shares[t] == IT {
			f.Add("operation", "level.error.both")
			break
		}
		shares[t] = Operation
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		m, err := matrix(ctx, tx, org)
		if err != nil {
			return err
		}
		known := map[TaskID]bool{}
		for _, t := range m.Tasks {
			known[t.ID] = true
		}
		for t := range shares {
			if !known[t] {
				return errs.Missing()
			}
		}
		n, err := tx.Exec(ctx, updateLevel, int64(id), int64(org), version, in.Sv, in.En)
		if err != nil {
			return err
		}
		if n == 0 {
			for _, l := range m.Levels {
				if l.ID == id {
					return errs.E(errs.Conflict, "error.changed_meanwhile")
				}
			}
			return errs.Missing()
		}
		if _, err := tx.Exec(ctx, deleteShares, int64(id)); err != nil {
			return err
		}
		for t, side := range shares {
			if _, err := tx.Exec(ctx, insertShare, int64(id), int64(t), string(side)); err != nil {
				return err
			}
		}
		return s.tell(ctx, tx, by, org, EventChanged, in)
	})
}

// Route is which group takes what falls to a side: at a site, or anywhere (0).
type Route struct {
	Side  Side              `json:"side"`
	Site  directory.SiteID  `json:"site,omitempty"`
	Group directory.GroupID `json:"group"`
}

// Routes returns an organisation's routes. Errors: errs.Forbidden.
func (s *Service) Routes(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Route, error) {
	if err := mayWrite(by, org); err != nil {
		return nil, err
	}
	return sqldb.All(ctx, s.d.DB, selectRoutes, func(r sqldb.Row) (Route, error) {
		var x Route
		return x, r.Scan(&x.Side, sqldb.ScanID(&x.Site), &x.Group)
	}, int64(org))
}

// SetRoute names the group that takes what falls to a side; group 0 takes the route away.
// Errors: errs.Invalid, errs.Forbidden.
func (s *Service) SetRoute(ctx context.Context, by authz.Actor, org directory.OrgID, r Route) error {
	if err := mayWrite(by, org); err != nil {
		return err
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var f errs.Fields
		if r.Side != IT && r.Side != Operation {
			f.Add("side", "error.choose")
		}
		for _, c := range []struct {
			field string
			id    int64
			stmt  sqldb.Stmt
		}{{"group", int64(r.Group), groupOf}, {"site", int64(r.Site), siteOf}} {
			if c.id == 0 {
				continue
			}
			n, err := sqldb.One(ctx, tx, c.stmt, sqldb.Value[int64], c.id, int64(org))
			if err != nil {
				return err
			}
			if n == 0 {
				f.Add(c.field, "error.choose")
			}
		}
		if err := f.Err(); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, deleteRoute, int64(org), string(r.Side), int64(r.Site)); err != nil {
			return err
		}
		if r.Group != 0 {
			if _, err := tx.Insert(ctx, insertRoute, int64(org), string(r.Side), sqldb.ID(r.Site), int64(r.Group)); err != nil {
				return err
			}
		}
		return s.tell(ctx, tx, by, org, EventChanged, r)
	})
}

var (
	updateLevel  = sqldb.Q("level.update", `update support_level set name_sv = $4, name_en = $5, version = version + 1 where id = $1 and org_id = $2 and version = $3`)
	deleteShares = sqldb.Q("level.delete_shares", `delete from support_share where level_id = $1`)
	selectRoutes = sqldb.Q("level.routes", `select side, site_id, group_id from support_route where org_id = $1 order by side, site_id limit 500`)
	deleteRoute  = sqldb.Q("level.delete_route", `delete from support_route where org_id = $1 and side = $2 and coalesce(site_id, 0) = $3`)
	insertRoute  = sqldb.Q("level.insert_route", `insert into support_route (org_id, side, site_id, group_id) values ($1, $2, $3, $4) returning id`)
	groupOf      = sqldb.Q("level.group_of", `select count(*) from desk_group where id = $1 and org_id = $2 and active`)
	siteOf       = sqldb.Q("level.site_of", `select count(*) from site where id = $1 and org_id = $2`)
)
