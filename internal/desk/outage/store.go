package outage

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

const selectOutage = `select o.id, o.org_id, o.service_id, s.name_sv, s.name_en, o.starts_at, o.ends_at, o.planned, o.cause, o.void_reason, o.version
	from outage o join service s on s.id = o.service_id where `

var (
	insertOutage = sqldb.Q("outage.insert", `
		insert into outage (org_id, service_id, starts_at, ends_at, planned, cause, created_by, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`)
	updateOutage = sqldb.Q("outage.update", `
		update outage set service_id = $3, starts_at = $4, ends_at = $5, planned = $6, cause = $7, void_reason = $8, version = version + 1
		where id = $1 and version = $2`)
	dropUnits  = sqldb.Q("outage.units_drop", `delete from outage_unit where outage_id = $1`)
	insertUnit = sqldb.Q("outage.unit", `
		insert into outage_unit (outage_id, unit_id) select $1, u.id from unit u where u.id = $2 and u.org_id = $3`)
	unitsOf = sqldb.Q("outage.units_of", `
		select ou.outage_id, u.id, u.name from outage_unit ou join unit u on u.id = ou.unit_id where ou.outage_id {{in $1}} order by ou.outage_id, u.path`)

	// Every outage that touches a time: one that lasts has no end.
	selectDown = sqldb.Q("outage.down", `
		select o.id, o.service_id, s.name_sv, s.name_en, o.starts_at, o.ends_at, o.planned from outage o join service s on s.id = o.service_id
		where o.org_id = $1 and o.void_reason = '' and o.starts_at < $3 and (o.ends_at is null or o.ends_at > $2) order by o.starts_at, o.id`)
	countBegun = sqldb.Q("outage.begun", `
		select count(*) from outage where org_id = $1 and ($2 = 0 or service_id = $2) and not planned and void_reason = '' and starts_at >= $3 and starts_at < $4`)
	insertAlert = sqldb.Q("outage.alert", `
		insert into outage_alert (org_id, service_id, year, at) values ($1, $2, $3, $4) on conflict (org_id, service_id, year) do nothing`)
	setAlertTicket = sqldb.Q("outage.alert_ticket", `update outage_alert set ticket_id = $4 where org_id = $1 and service_id = $2 and year = $3`)
	firstDesk      = sqldb.Q("outage.desk", `select id from desk where org_id = $1 and active order by id limit 1`)
	orgLang        = sqldb.Q("outage.org_lang", `select lang from organisation where id = $1`)
)

func scanOutage(r sqldb.Row) (Outage, error) {
	var o Outage
	err := r.Scan(&o.ID, &o.Org, &o.Service, &o.Sv, &o.En, sqldb.ScanTime(&o.From), sqldb.ScanTime(&o.To), &o.Planned, &o.Cause, &o.Void, &o.Version)
	return o, err
}

// read returns outages within a scope, newest first, with their units.
func read(ctx context.Context, q sqldb.Querier, in authz.Scope, limit int, condition string, args ...any) ([]Outage, error) {
	var w sqldb.Where
	text, scoped := in.For("o").SQL()
	w.And(text, scoped...)
	w.And(condition, args...)
	text = selectOutage + w.SQL() + w.Numbered(` order by o.starts_at desc, o.id desc limit ?`, limit)
	list, err := sqldb.All(ctx, q, sqldb.Q("outage.read", text), scanOutage, w.Args()...)
	if err != nil || len(list) == 0 {
		return list, err
	}
	var ids sqldb.List[ID]
	at := map[ID]*Outage{}
	for i := range list {
		ids = append(ids, list[i].ID)
		at[list[i].ID] = &list[i]
	}
	return list, sqldb.Each(ctx, q, unitsOf, func(r sqldb.Row) error {
		var id ID
		var unit directory.UnitID
		var name string
		err := r.Scan(&id, &unit, &name)
		if o := at[id]; o != nil {
			o.Units, o.UnitNames = append(o.Units, unit), append(o.UnitNames, name)
		}
		return err
	}, ids)
}

func setUnits(ctx context.Context, tx *sqldb.Tx, org directory.OrgID, id ID, units []directory.UnitID) error {
	if _, err := tx.Exec(ctx, dropUnits, int64(id)); err != nil {
		return err
	}
	for _, u := range units {
		n, err := tx.Exec(ctx, insertUnit, int64(id), int64(u), int64(org))
		if err != nil {
			return err
		}
		if n == 0 {
			return wrong("units", "error.choose")
		}
	}
	return nil
}

// down reads the outages that touch a time, as the arithmetic takes them.
func down(ctx context.Context, q sqldb.Querier, org directory.OrgID, from, to time.Time) ([]Down, error) {
	return sqldb.All(ctx, q, selectDown, func(r sqldb.Row) (Down, error) {
		var d Down
		err := r.Scan(&d.ID, &d.Service, &d.Sv, &d.En, sqldb.ScanTime(&d.From), sqldb.ScanTime(&d.To), &d.Planned)
		return d, err
	}, int64(org), sqldb.Time(from), sqldb.Time(to))
}
