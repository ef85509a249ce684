package notice

import (
	"context"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/sqldb"
)

const columns = `n.id, n.org_id, n.desk_id, n.kind, n.state, n.title_sv, n.title_en, n.text_sv, n.text_en, n.phone_sv, n.phone_en, n.channels,
	n.ticket_id, n.outage_id, n.starts_at, n.ends_at, n.created_by, n.created_at, n.updated_at, n.published_by, n.published_at, n.ended_at, n.version`

var (
	insertNotice = sqldb.Q("notice.insert", `
		insert into notice (org_id, desk_id, kind, state, title_sv, title_en, text_sv, text_en, phone_sv, phone_en, channels, ticket_id,
			outage_id, starts_at, ends_at, created_by, created_at, updated_at, published_by, published_at, ended_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22) returning id`)
	updateNotice = sqldb.Q("notice.update", `
		update notice set org_id = $1, desk_id = $2, kind = $3, state = $4, title_sv = $5, title_en = $6, text_sv = $7, text_en = $8,
			phone_sv = $9, phone_en = $10, channels = $11, ticket_id = $12, outage_id = $13, starts_at = $14, ends_at = $15, created_by = $16,
			created_at = $17, updated_at = $18, published_by = $19, published_at = $20, ended_at = $21, version = $22
		where id = $23`)
	deleteUnits = sqldb.Q("notice.units_delete", `delete from notice_unit where notice_id = $1`)
	insertUnit  = sqldb.Q("notice.unit_insert", `insert into notice_unit (notice_id, unit_id) values ($1, $2)`)
	selectUnits = sqldb.Q("notice.units", `select unit_id from notice_unit where notice_id = $1 order by unit_id`)
)

func scan(r sqldb.Row) (Notice, error) {
	var n Notice
	var channels string
	err := r.Scan(&n.ID, &n.Org, sqldb.ScanID(&n.Desk), &n.Kind, &n.State, &n.TitleSv, &n.TitleEn, &n.TextSv, &n.TextEn, &n.PhoneSv, &n.PhoneEn, &channels,
		sqldb.ScanID(&n.Ticket), sqldb.ScanID(&n.Outage), sqldb.ScanTime(&n.StartsAt), sqldb.ScanTime(&n.EndsAt), sqldb.ScanID(&n.CreatedBy),
		sqldb.ScanTime(&n.CreatedAt), sqldb.ScanTime(&n.UpdatedAt), sqldb.ScanID(&n.PublishedBy), sqldb.ScanTime(&n.PublishedAt),
		sqldb.ScanTime(&n.EndedAt), &n.Version)
	n.Channels = parted(channels)
	return n, err
}

func (n *Notice) values() []any {
	return []any{
		int64(n.Org), sqldb.ID(n.Desk), string(n.Kind), string(n.State), n.TitleSv, n.TitleEn, n.TextSv, n.TextEn, n.PhoneSv, n.PhoneEn, joined(n.Channels),
		sqldb.ID(n.Ticket), sqldb.ID(n.Outage), sqldb.Time(n.StartsAt), sqldb.Time(n.EndsAt), sqldb.ID(n.CreatedBy), sqldb.Time(n.CreatedAt),
		sqldb.Time(n.UpdatedAt), sqldb.ID(n.PublishedBy), sqldb.Time(n.PublishedAt), sqldb.Time(n.EndedAt), n.Version,
	}
}

// store writes a notice as the next version of itself.
func store(ctx context.Context, tx *sqldb.Tx, n *Notice) error {
	n.Version, n.UpdatedAt = n.Version+1, tx.Now()
	if n.ID == 0 {
		id, err := tx.Insert(ctx, insertNotice, n.values()...)
		if err != nil {
			return err
		}
		n.ID = ID(id)
	} else if _, err := tx.Exec(ctx, updateNotice, append(n.values(), int64(n.ID))...); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, deleteUnits, int64(n.ID)); err != nil {
		return err
	}
	slices.Sort(n.Units)
	for _, u := range slices.Compact(n.Units) {
		if _, err := tx.Exec(ctx, insertUnit, int64(n.ID), int64(u)); err != nil {
			return err
		}
	}
	return nil
}

func unitsOf(ctx context.Context, q sqldb.Querier, id ID) ([]directory.UnitID, error) {
	return sqldb.All(ctx, q, selectUnits, sqldb.Value[directory.UnitID], int64(id))
}
