package access

import "lotsen/internal/kit/sqldb"

const selectRight = `select g.id, g.org_id, g.person_id, r.key, g.reach, g.of_id, g.valid_from, g.valid_to, g.for_id, g.granted_by,
	g.granted_at, g.ended_at, g.ended_by, g.limits, g.waiting, g.confirmed_by, g.confirmed_at, g.substitution_id from role_grant g join role r on r.id = g.role_id where `

var (
	rightByID      = sqldb.Q("access.right", selectRight+`g.id = $1`)
	rightsOfPerson = sqldb.Q("access.rights", selectRight+`g.person_id = $1 order by g.id desc`)
	insertRight    = sqldb.Q("access.right.insert", `
		insert into role_grant (org_id, person_id, role_id, reach, of_id, valid_from, valid_to, for_id, granted_by, granted_at,
			limits, waiting, substitution_id, tells_begin, tells_end)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning id`)
	confirmRight = sqldb.Q("access.right.confirm", `
		update role_grant set waiting = false, confirmed_by = $2, confirmed_at = $3, valid_from = $4, tells_begin = $5
		where id = $1 and waiting and ended_at is null`)
	endRight  = sqldb.Q("access.right.end", `update role_grant set ended_at = $2, ended_by = $3 where id = $1 and ended_at is null`)
	sameRight = sqldb.Q("access.right.same", `
		select g.id from role_grant g where g.person_id = $1 and g.role_id = $2 and g.reach = $3 and g.of_id is not distinct from $4
			and g.limits = $6 and g.for_id is null and not g.waiting and g.ended_at is null and (g.valid_to is null or g.valid_to > $5) limit 1`)
	endRightsOf = sqldb.Q("access.right.end_all", `
		update role_grant set ended_at = $2, ended_by = $3 where (person_id = $1 or for_id = $1) and ended_at is null`)
	nextRightPos = sqldb.Q("access.right.pos", `select coalesce(max(pos), 0) + 1 from event where kind = 'right' and stream_id = $1`)

	endSessionsOf = sqldb.Q("access.session.end_all", `update session set ended_at = $2 where person_id = $1 and ended_at is null and id <> $3`)
	hashOf        = sqldb.Q("access.credential.of", `select hash from credential where person_id = $1`)

	roleOfKey = sqldb.Q("access.role", `select id, key, name_sv, name_en, builtin, version from role where key = $1`)

	orgOfOrg        = sqldb.Q("access.org.of_org", `select id from organisation where id = $1`)
	orgOfDesk       = sqldb.Q("access.org.of_desk", `select org_id from desk where id = $1`)
	orgOfGroup      = sqldb.Q("access.org.of_group", `select org_id from desk_group where id = $1`)
	orgOfSupplier   = sqldb.Q("access.org.of_supplier", `select org_id from supplier where id = $1`)
	orgOfSite       = sqldb.Q("access.org.of_site", `select org_id from site where id = $1`)
	orgOfUnit       = sqldb.Q("access.org.of_unit", `select org_id from unit where id = $1`)
	orgOfCost       = sqldb.Q("access.org.of_cost", `select org_id from cost_centre where id = $1`)
	orgOfReference  = sqldb.Q("access.org.of_reference", `select org_id from invoice_reference where id = $1`)
	orgOfService    = sqldb.Q("access.org.of_service", `select org_id from service where id = $1`)
	orgOfObject     = sqldb.Q("access.org.of_object", `select org_id from service_object where id = $1`)
	aroundReference = sqldb.Q("access.reference.around", `select cost_centre_id, org_id from invoice_reference where id = $1`)
	deskOfGroup     = sqldb.Q("access.desk.of_group", `select desk_id from desk_group where id = $1`)
	unitsAbove      = sqldb.Q("access.units.above", `
		select top.id from unit below join unit top on top.org_id = below.org_id and below.path like top.path || '%'
		where below.id = $1`)
)

func scanRight(r sqldb.Row) (Right, error) {
	var g Right
	var limits string
	err := r.Scan(&g.ID, &g.Org, &g.Person, &g.Role, &g.Reach, sqldb.ScanID(&g.Of), sqldb.ScanTime(&g.From), sqldb.ScanTime(&g.To),
		sqldb.ScanID(&g.For), sqldb.ScanID(&g.GrantedBy), sqldb.ScanTime(&g.GrantedAt), sqldb.ScanTime(&g.EndedAt), sqldb.ScanID(&g.EndedBy),
		&limits, &g.Waiting, sqldb.ScanID(&g.ConfirmedBy), sqldb.ScanTime(&g.ConfirmedAt), sqldb.ScanID(&g.Substitution))
	if err != nil {
		return g, err
	}
	g.Limits, err = parseLimits(limits)
	return g, err
}
