package service

import (
	"context"
	"time"

	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

const columns = `s.id, s.org_id, s.code, s.name_sv, s.name_en, s.class, s.central, s.forwarded, s.active, s.version`

var (
	selectAll = sqldb.Q("service.all", `
		select `+columns+` from service s where s.org_id = $1 order by s.active desc, s.sort_key, s.id`)
	selectOffered = sqldb.Q("service.offered", `
		select `+columns+` from service s where s.org_id = $1 and s.active order by s.sort_key, s.id`)
	selectOne  = sqldb.Q("service.one", `select `+columns+` from service s where s.id = $1`)
	insertItem = sqldb.Q("service.insert", `
		insert into service (org_id, code, name_sv, name_en, sort_key, class, central, forwarded, active, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1) returning id`)
	updateItem = sqldb.Q("service.update", `
		update service set code = $1, name_sv = $2, name_en = $3, sort_key = $4, class = $5, central = $6, forwarded = $7,
			active = $8, version = version + 1 where id = $9 and version = $10`)
	// Given twice at one instant, the later word counts.
	insertClass = sqldb.Q("service.class", `
		insert into service_class (service_id, class, valid_from) values ($1, $2, $3)
		on conflict (service_id, valid_from) do update set class = excluded.class`)
	selectCodes = sqldb.Q("service.codes", `select code from service where org_id = $1`)
)

func scan(r sqldb.Row) (Item, error) {
	var i Item
	err := r.Scan(&i.ID, &i.Org, &i.Code, &i.Sv, &i.En, &i.Class, &i.Central, &i.Forwarded, &i.Active, &i.Version)
	return i, err
}

func insert(ctx context.Context, tx *sqldb.Tx, i *Item) error {
	id, err := tx.Insert(ctx, insertItem, int64(i.Org), i.Code, i.Sv, i.En, textindex.SortKey(i.Sv), string(i.Class), i.Central, i.Forwarded, i.Active)
	if err != nil {
		return err
	}
	i.ID, i.Version = ID(id), 1
	return setClass(ctx, tx, i, always())
}

func setClass(ctx context.Context, tx *sqldb.Tx, i *Item, from time.Time) error {
	_, err := tx.Exec(ctx, insertClass, int64(i.ID), string(i.Class), sqldb.Time(from))
	return err
}
