package catalogue

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/sqldb"
)

var (
	selectDue = sqldb.Q("catalogue.due", `
		select i.id, i.org_id, i.owner_id, i.key, i.name_sv, i.name_en, i.review_at,
			(select min(d.id) from desk d where d.org_id = i.org_id and d.active) from catalogue_item i
		where i.review_at is not null and i.reminded_at is null and i.state = 'published' and i.owner_id is not null and i.review_at <= $1
		order by i.review_at, i.id limit 100`)
	markReminded = sqldb.Q("catalogue.reminded", `update catalogue_item set reminded_at = $1 where id = $2 and reminded_at is null`)
)

// Sweep tells owners, once, that offers of theirs are to be looked at again.
func (s *Service) Sweep(ctx context.Context) error {
	due, err := sqldb.All(ctx, s.db, selectDue, scanDue, sqldb.Time(s.db.Now()))
	if err != nil {
		return err
	}
	for _, d := range due {
		err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			n, err := tx.Exec(ctx, markReminded, sqldb.Time(tx.Now()), int64(d.Item))
			if err != nil || n == 0 || s.remind == nil {
				return err
			}
			return s.remind(ctx, tx, d)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func scanDue(r sqldb.Row) (Due, error) {
	var d Due
	var owner directory.PersonID
	err := r.Scan(&d.Item, &d.Org, sqldb.ScanID(&owner), &d.Key, &d.Sv, &d.En, sqldb.ScanTime(&d.At), sqldb.ScanID(&d.Desk))
	d.Owner = owner
	return d, err
}
