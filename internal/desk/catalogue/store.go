package catalogue

import (
	"context"
	"encoding/json"
	"fmt"

	"lotsen/internal/kit/sqldb"
)

const (
	columns = `i.id, i.org_id, i.key, i.state, i.published, i.version, i.owner_id, i.review_at, case when i.draft is null then 0 else 1 end,
		i.shipped, i.updated_at, i.updated_by`
	// What is offered: the published version's words.
	selectOffered = `select ` + columns + `, cv.version, cv.config
		from catalogue_item i join catalogue_version cv on cv.item_id = i.id and cv.version = i.published where `
	// What is kept: the draft's words before the published version's.
	selectKept = `select ` + columns + `, i.published, coalesce(i.draft, cv.config)
		from catalogue_item i left join catalogue_version cv on cv.item_id = i.id and cv.version = i.published where `
)

var (
	selectAt = sqldb.Q("catalogue.at", `select `+columns+`, cv.version, cv.config
		from catalogue_item i join catalogue_version cv on cv.item_id = i.id and cv.version = $2 where i.id = $1`)
	selectLock = sqldb.Q("catalogue.lock", selectKept+`i.id = $1`)
	insertItem = sqldb.Q("catalogue.insert", `
		insert into catalogue_item (org_id, key, state, kind, category, pos, name_sv, name_en, sort_key, words, owner_id, review_at, published, draft,
			shipped, created_by, created_at, updated_by, updated_at, version)
		values ($1, $2, 'draft', $3, $4, $5, $6, $7, $8, '', $9, $10, 0, $11, $12, $13, $14, $13, $14, 1) returning id`)
	updateDraft = sqldb.Q("catalogue.draft", `
		update catalogue_item set key = $1, owner_id = $2, review_at = $3, reminded_at = case when review_at = $3 then reminded_at else null end,
			draft = $4, updated_by = $5, updated_at = $6, version = version + 1 where id = $7 and version = $8`)
	// A draft that nobody has published is listed by what it is called now.
	renameDraft = sqldb.Q("catalogue.draft_name", `
		update catalogue_item set kind = $1, category = $2, pos = $3, name_sv = $4, name_en = $5, sort_key = $6 where id = $7 and published = 0`)
	insertVersion = sqldb.Q("catalogue.version.insert", `
		insert into catalogue_version (item_id, version, config, note, published_by, published_at) values ($1, $2, $3, $4, $5, $6)`)
	updatePublished = sqldb.Q("catalogue.publish", `
		update catalogue_item set state = 'published', published = $1, draft = null, kind = $2, category = $3, pos = $4, name_sv = $5, name_en = $6,
			sort_key = $7, words = $8, service_id = $9, supplier_id = $10, by_site = $11, by_category = $12, by_unit = $13, by_role = $14,
			by_grant = $15, by_education = $16, updated_by = $17, updated_at = $18, retired_at = null, version = version + 1
		where id = $19 and version = $20`)
	updateState = sqldb.Q("catalogue.state", `
		update catalogue_item set state = $1, retired_at = $2, updated_by = $3, updated_at = $4, version = version + 1 where id = $5 and version = $6`)
	deleteVisible = sqldb.Q("catalogue.visible.clear", `delete from catalogue_visible where item_id = $1`)
	insertVisible = sqldb.Q("catalogue.visible.insert", `
		insert into catalogue_visible (item_id, aspect, ref, word) values ($1, $2, $3, $4) on conflict do nothing`)
)

func scan(r sqldb.Row) (Item, error) {
	var (
		i         Item
		published int64
		drafted   int64
		config    string
	)
	err := r.Scan(&i.ID, &i.Org, &i.Key, &i.State, &published, &i.Lock, sqldb.ScanID(&i.Owner), sqldb.ScanTime(&i.Review), &drafted,
		&i.Shipped, sqldb.ScanTime(&i.UpdatedAt), sqldb.ScanID(&i.UpdatedBy), &i.Version, &config)
	if err != nil {
		return i, err
	}
	i.Drafted = drafted != 0
	if err := json.Unmarshal([]byte(config), &i.Config); err != nil {
		return i, fmt.Errorf("offer %d: %w", i.ID, err)
	}
	return i, nil
}

func encode(c *Config) (string, error) {
	raw, err := json.Marshal(c)
	return string(raw), err
}

// show rewrites whom the published version is shown to.
func show(ctx context.Context, tx *sqldb.Tx, id ID, v Visibility) error {
	if _, err := tx.Exec(ctx, deleteVisible, int64(id)); err != nil {
		return err
	}
	for _, row := range v.rows() {
		if _, err := tx.Exec(ctx, insertVisible, int64(id), row.aspect, row.ref, row.word); err != nil {
			return err
		}
	}
	return nil
}
