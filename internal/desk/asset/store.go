package asset

import (
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
)

// selectAssets is the columns of a device. The holder's name stands there for those who may know it; whoever sees the
// device of somebody else's protected holder has the right already.
func selectAssets(w *sqldb.Where, by authz.Actor) string {
	condition, args := directory.NamesSeen(by).For("p").SQL()
	seen := w.Numbered(condition, args...)
	return `select d.id, d.org_id, d.tag, d.serial, d.name, d.kind, d.model, d.model_id, d.level_id, coalesce(l.number, 0), coalesce(l.name_sv, ''), coalesce(l.name_en, ''),
		d.person_id, coalesce(p.given_name || ' ' || p.family_name, ''), p.login, d.unit_id, coalesce(u.name, ''), d.site_id, coalesce(x.name, ''),
		d.source, d.source_id, d.delivered_on, d.life_months, d.renew_on, d.state, d.ended_on, d.ended_why, d.version
		from device d left join support_level l on l.id = d.level_id left join person p on p.id = d.person_id and (` + seen + `)
		left join unit u on u.id = d.unit_id left join site x on x.id = d.site_id where `
}

func scan(r sqldb.Row) (Asset, error) {
	var a Asset
	err := r.Scan(&a.ID, &a.Org, &a.Tag, &a.Serial, &a.Name, &a.Kind, &a.Model, sqldb.ScanID(&a.ModelID), sqldb.ScanID(&a.Level), &a.LevelNo, &a.LevelSv, &a.LevelEn,
		sqldb.ScanID(&a.Person), &a.PersonName, sqldb.ScanText(&a.Login), sqldb.ScanID(&a.Unit), &a.UnitName, sqldb.ScanID(&a.Site), &a.SiteName,
		&a.Source, sqldb.ScanID(&a.SourceID), &a.Delivered, &a.Life, &a.Renew, &a.State, &a.EndedOn, &a.EndedWhy, &a.Version)
	return a, err
}

// and adds a scope to a statement's conditions, for table device as d.
func and(w *sqldb.Where, s authz.Scope) {
	condition, args := s.For("d").SQL()
	w.And(condition, args...)
}

var (
	insertAsset = sqldb.Q("asset.insert", `
		insert into device (org_id, tag, tag_key, serial, serial_key, name, kind, model, model_id, level_id, person_id, unit_id, site_id, source, source_id,
			delivered_on, life_months, renew_on, state, active, created_at, updated_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, true, $20, $20, 1) returning id`)
	updateAsset = sqldb.Q("asset.update", `
		update device set tag = $2, tag_key = $3, serial = $4, serial_key = $5, name = $6, kind = $7, model = $8, model_id = $9, level_id = $10, person_id = $11,
			unit_id = $12, site_id = $13, source = $14, delivered_on = $15, life_months = $16, renew_on = $17, state = $18, active = $19, ended_on = $20, ended_why = $21,
			updated_at = $22, version = version + 1
		where id = $1 and version = $23`)
	levelOf = sqldb.Q("asset.level_of", `select count(*) from support_level where id = $1 and org_id = $2 and active`)
	siteOf  = sqldb.Q("asset.site_of", `select count(*) from site where id = $1 and org_id = $2`)
	unitOf  = sqldb.Q("asset.unit_of", `select count(*) from unit where id = $1 and org_id = $2`)
)
