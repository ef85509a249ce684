package guardian

import "lotsen/internal/kit/sqldb"

const columns = `r.id, r.org_id, r.guardian_id, r.child_id, r.kind, r.source, r.external_id, r.valid_from, r.valid_to, r.blocked, r.reason, r.ended_at, r.version`

var (
	insertRelation = sqldb.Q("guardian.insert", `
		insert into guardian_relation (org_id, guardian_id, child_id, kind, source, external_id, valid_from, valid_to, reason, created_by, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id`)
	updateRelation = sqldb.Q("guardian.update", `
		update guardian_relation set valid_to = $3, blocked = $4, reason = $5, ended_by = $6, ended_at = $7, version = version + 1
		where id = $1 and version = $2`)
	sameRelation = sqldb.Q("guardian.same", `
		select `+columns+` from guardian_relation r where r.guardian_id = $1 and r.child_id = $2 and r.kind = $3 and r.ended_at is null`)
	livingOf = sqldb.Q("guardian.living_of", `
		select `+columns+` from guardian_relation r where r.org_id = $1 and r.source = $2 and r.ended_at is null order by r.id`)
	grownUp = sqldb.Q("guardian.grown_up", `
		select `+columns+` from guardian_relation r join person c on c.id = r.child_id
		where r.ended_at is null and (r.valid_to <= $1 or c.born <> '' and c.born <= $2) order by r.id limit $3`)
	bornIn  = sqldb.Q("guardian.born_in", `select id, born from person where org_id = $1 and born <> ''`)
	bornOf  = sqldb.Q("guardian.born_of", `select born from person where id = $1`)
	setBorn = sqldb.Q("guardian.born", `update person set born = $2 where id = $1 and born <> $2`)
)

func (r *Relation) targets() []any {
	return []any{
		&r.ID, &r.Org, &r.Guardian, &r.Child, &r.Kind, &r.Source, &r.ExternalID, sqldb.ScanTime(&r.From), sqldb.ScanTime(&r.To), &r.Blocked, &r.Reason,
		sqldb.ScanTime(&r.EndedAt), &r.Version,
	}
}

func scan(row sqldb.Row) (Relation, error) {
	var r Relation
	return r, row.Scan(r.targets()...)
}
