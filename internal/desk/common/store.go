package common

import (
	"context"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

const standingColumns = `c.ticket_id, c.org_id, c.desk_id, c.children, c.residents, c.level, c.base_impact, c.base_urgency, c.base_priority, c.declined, c.updated_at`

var (
	selectStanding = sqldb.Q("common.standing", `select `+standingColumns+` from common_ticket c where c.ticket_id = $1`)
	upsertStanding = sqldb.Q("common.standing_put", `
		insert into common_ticket (ticket_id, org_id, desk_id, children, residents, level, base_impact, base_urgency, base_priority, declined, updated_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		on conflict (ticket_id) do update set org_id = excluded.org_id, desk_id = excluded.desk_id, children = excluded.children,
			residents = excluded.residents, level = excluded.level, base_impact = excluded.base_impact, base_urgency = excluded.base_urgency, base_priority = excluded.base_priority,
			declined = excluded.declined, updated_at = excluded.updated_at`)
	// Withdrawn and merged cases tell of nothing any more; sealed ones would be told of by the number.
	countChildren = sqldb.Q("common.count", `
		select count(*), coalesce(sum(t.residents), 0) from ticket_link l join ticket t on t.id = l.from_id
		where l.to_id = $1 and l.kind = 'child' and t.state not in ('withdrawn', 'merged') and not t.sealed`)
	selectStoreys = sqldb.Q("common.storeys", `
		select (select count(*) from ticket_link where from_id = $1 and kind = 'child'), (select count(*) from ticket_link where from_id = $2 and kind = 'child'),
			(select count(*) from ticket_link where to_id = $1 and kind = 'child')`)
	selectParents = sqldb.Q("common.parents", `select to_id from ticket_link where from_id = $1 and kind = 'child' order by to_id`)
	// Whoever puts the same cases somewhere else meanwhile waits, and then sees that they are taken.
	lockCases      = sqldb.Q("common.lock", `select id from ticket where id {{in $1}} order by id {{for_update}}`)
	selectKinships = sqldb.Q("common.kinships", `
		select from_id, to_id from ticket_link where kind = 'child' and (from_id {{in $1}} or to_id {{in $1}})`)
)

func scanStanding(r sqldb.Row) (Standing, error) {
	var c Standing
	err := r.Scan(&c.Ticket, &c.Org, &c.Desk, &c.Children, &c.Residents, &c.Level, &c.BaseImpact, &c.BaseUrgency, &c.BasePriority, &c.Declined, sqldb.ScanTime(&c.UpdatedAt))
	return c, err
}

func standing(ctx context.Context, q sqldb.Querier, id ticket.ID) (Standing, bool, error) {
	return sqldb.Maybe(ctx, q, selectStanding, scanStanding, int64(id))
}

func put(ctx context.Context, tx *sqldb.Tx, c *Standing) error {
	c.UpdatedAt = tx.Now()
	_, err := tx.Exec(ctx, upsertStanding, int64(c.Ticket), int64(c.Org), int64(c.Desk), c.Children, c.Residents, c.Level, c.BaseImpact, c.BaseUrgency,
		c.BasePriority, c.Declined, sqldb.Time(c.UpdatedAt))
	return err
}

type sum struct{ children, residents int }

func count(ctx context.Context, q sqldb.Querier, id ticket.ID) (sum, error) {
	return sqldb.One(ctx, q, countChildren, func(r sqldb.Row) (sum, error) {
		var n sum
		return n, r.Scan(&n.children, &n.residents)
	}, int64(id))
}

func parents(ctx context.Context, q sqldb.Querier, id ticket.ID) ([]ticket.ID, error) {
	return sqldb.All(ctx, q, selectParents, sqldb.Value[ticket.ID], int64(id))
}
