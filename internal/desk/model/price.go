package model

import (
	"context"
	"slices"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// maxOre is more than anything in the range costs: ten million kronor.
const maxOre = 1_000_000_000

var (
	upsertPrice = sqldb.Q("model.price_upsert", `
		insert into model_price (model_id, org_id, kind, ore, per, valid_from) values ($1, $2, $3, $4, $5, $6)
		on conflict (model_id, kind, valid_from) do update set ore = excluded.ore, per = excluded.per`)
	selectKinds = sqldb.Q("model.price_kinds", `select distinct kind from model_price where model_id = $1`)
	touch       = sqldb.Q("model.touch", `update device_model set version = version + 1 where id = $1 and version = $2`)
)

// SetPrices says what a model costs from a day on, today or later; of a model that has no price yet also from a day that
// has been. A kind that is not named keeps its price. Errors: errs.Invalid, errs.NotFound, errs.Conflict.
func (s *Service) SetPrices(ctx context.Context, by authz.Actor, id ID, version int64, from string, prices []Price) error {
	var f errs.Fields
	checkDay(&f, "price_from", from)
	if from == "" {
		f.Add("price_from", "error.required")
	}
	for _, p := range prices {
		if !slices.Contains(PriceKinds(), p.Kind) || p.Per != Once && p.Per != Month && p.Per != Year {
			f.Add("per", "error.choose")
		}
		if p.Ore < 0 || p.Ore > maxOre {
			f.Add(p.Kind, "model.error.amount")
		}
	}
	if len(prices) == 0 {
		f.Add("purchase", "model.error.no_amount")
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		m, err := loadForWrite(ctx, tx, by, id)
		if err != nil {
			return err
		}
		kinds, err := sqldb.All(ctx, tx, selectKinds, sqldb.Value[string], int64(id))
		if err != nil {
			return err
		}
		n, err := tx.Exec(ctx, touch, int64(id), version)
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		for _, p := range prices {
			if from < day(tx.Now()) && slices.Contains(kinds, p.Kind) {
				f.Add("price_from", "model.error.past")
				return f.Err()
			}
			if _, err := tx.Exec(ctx, upsertPrice, int64(id), int64(m.Org), p.Kind, p.Ore, p.Per, from); err != nil {
				return err
			}
		}
		return s.tell(ctx, tx, by, m.Org, Stream, int64(id), EventPriced, m.Title(), map[string]any{"from": from, "prices": prices})
	})
}
