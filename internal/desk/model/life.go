package model

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// LifeStream is the kind of a unit's stream of agreed lives in the event log.
const LifeStream = "agreed_life"

// EventLife is the event of a life that was agreed.
const EventLife = "life.agreed"

// Life is how long a kind of device is used in a part of an organisation, as agreed with it.
type Life struct {
	Org    directory.OrgID  `json:"-"`
	Unit   directory.UnitID `json:"unit"`
	Name   string           `json:"-"`
	Kind   Kind             `json:"kind"`
	Months int              `json:"months"` // 0 takes what was agreed away.
}

var (
	selectLives = sqldb.Q("model.lives", `
		select al.org_id, al.unit_id, u.name, al.kind, al.months from agreed_life al join unit u on u.id = al.unit_id where al.org_id = $1 order by u.sort_key, u.id, al.kind limit $2`)
	upsertLife = sqldb.Q("model.life_upsert", `
		insert into agreed_life (org_id, kind, unit_id, months) values ($1, $2, $3, $4)
		on conflict (unit_id, kind) do update set months = excluded.months, version = agreed_life.version + 1`)
	deleteLife = sqldb.Q("model.life_delete", `delete from agreed_life where org_id = $1 and kind = $2 and unit_id = $3`)
)

// Lives returns what has been agreed in an organisation. Errors: errs.Forbidden.
func (s *Service) Lives(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Life, error) {
	if !mayWrite(by, org) {
		return nil, errs.Denied(string(MayWrite))
	}
	return sqldb.All(ctx, s.d.DB, selectLives, func(r sqldb.Row) (Life, error) {
		var l Life
		return l, r.Scan(&l.Org, &l.Unit, &l.Name, &l.Kind, &l.Months)
	}, int64(org), most)
}

// AgreeLife keeps how long a kind of device is used in a unit and all below it. Only kinds without a demanded life of
// their own can be agreed on. Errors: errs.Invalid, errs.Forbidden.
func (s *Service) AgreeLife(ctx context.Context, by authz.Actor, l Life) error {
	if !mayWrite(by, l.Org) {
		return errs.Denied(string(MayWrite))
	}
	var f errs.Fields
	if !l.Kind.Valid() || Demanded(l.Kind) > 0 {
		f.Add("life_kind", "error.choose")
	}
	if l.Months < 0 || l.Months > maxMonths {
		f.Add("months", "model.error.months", "most", maxMonths)
	}
	if l.Unit == 0 {
		f.Add("life_unit", "error.choose")
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := sqldb.One(ctx, tx, countUnits, sqldb.Value[int], int64(l.Org), sqldb.List[directory.UnitID]{l.Unit})
		if err != nil {
			return err
		}
		if n == 0 {
			f.Add("life_unit", "error.choose")
			return f.Err()
		}
		if l.Months == 0 {
			_, err = tx.Exec(ctx, deleteLife, int64(l.Org), string(l.Kind), int64(l.Unit))
		} else {
			_, err = tx.Exec(ctx, upsertLife, int64(l.Org), string(l.Kind), int64(l.Unit), l.Months)
		}
		if err != nil {
			return err
		}
		return s.tell(ctx, tx, by, l.Org, LifeStream, int64(l.Unit), EventLife, string(l.Kind), l)
	})
}
