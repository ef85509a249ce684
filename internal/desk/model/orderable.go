package model

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Want says for whom and when a model is wanted.
type Want struct {
	Org directory.OrgID
	// Unit is where it will be used: it decides which agreements count, and which life was agreed.
	Unit  directory.UnitID
	Kinds []Kind // None: every kind.
	At    time.Time
}

// most bounds lists: no range is nearly as large.
const most = 500

const modelColumns = `m.id, m.org_id, m.kind, m.maker, m.name, m.about_sv, m.about_en,
	coalesce((select al.months from agreed_life al join unit lu on lu.id = al.unit_id join unit wu on wu.id = $2
		where al.org_id = m.org_id and al.kind = m.kind and substr(wu.path, 1, length(lu.path)) = lu.path order by length(lu.path) desc limit 1), m.life),
	m.warranty, m.network, m.in_range, m.version, m.agreement_id, coalesce(a.number, '')
	from device_model m left join framework_agreement a on a.id = m.agreement_id `

// entitled is true for an agreement a that is in force on day $3 and that unit $2 may call off from.
const entitled = `a.valid_from <= $3 and (a.valid_to = '' or a.valid_to >= $3) and (a.everybody or exists (
	select 1 from framework_party fp join unit pu on pu.id = fp.unit_id join unit wu on wu.id = $2
	where fp.agreement_id = a.id and substr(wu.path, 1, length(pu.path)) = pu.path))`

var (
	selectOrderable = sqldb.Q("model.orderable", `select `+modelColumns+`
		where m.org_id = $1 and m.in_range and m.kind {{in $4}} and `+entitled+` order by m.sort_key, m.id limit $5`)
	selectToOrder = sqldb.Q("model.to_order", `select `+modelColumns+`
		where m.org_id = $1 and m.in_range and m.id = $4 and `+entitled)
	selectPrices = sqldb.Q("model.prices", `
		select p.model_id, p.kind, p.per, p.ore from model_price p where p.model_id {{in $1}} and p.valid_from <= $2
			and not exists (select 1 from model_price n where n.model_id = p.model_id and n.kind = p.kind and n.valid_from <= $2 and n.valid_from > p.valid_from)
		order by p.model_id, p.kind desc, p.id`)
)

func scanModel(r sqldb.Row) (Model, error) {
	var m Model
	return m, r.Scan(&m.ID, &m.Org, &m.Kind, &m.Maker, &m.Name, &m.AboutSv, &m.AboutEn, &m.Life, &m.Warranty, &m.Network, &m.InRange, &m.Version,
		sqldb.ScanID(&m.Agreement), &m.AgreementNumber)
}

// Orderable returns the models that may be ordered for a unit: those in the range, under an agreement that is in force
// there. The best stand first.
func Orderable(ctx context.Context, q sqldb.Querier, w Want) ([]Model, error) {
	kinds := w.Kinds
	if len(kinds) == 0 {
		kinds = Kinds()
	}
	list, err := sqldb.All(ctx, q, selectOrderable, scanModel, int64(w.Org), int64(w.Unit), day(w.At), sqldb.List[Kind](kinds), most)
	if err != nil {
		return nil, err
	}
	return list, price(ctx, q, list, day(w.At))
}

// ToOrder returns a model that is about to be ordered. Errors: errs.Invalid on the field "model" when it may not be.
func ToOrder(ctx context.Context, q sqldb.Querier, w Want, id ID) (Model, error) {
	m, found, err := sqldb.Maybe(ctx, q, selectToOrder, scanModel, int64(w.Org), int64(w.Unit), day(w.At), int64(id))
	if err != nil {
		return m, err
	}
	ok := found && len(w.Kinds) == 0
	for _, k := range w.Kinds {
		ok = ok || found && k == m.Kind
	}
	if !ok {
		var f errs.Fields
		f.Add("model", "model.error.not_orderable")
		return Model{}, f.Err()
	}
	list := []Model{m}
	err = price(ctx, q, list, day(w.At))
	return list[0], err
}

// price fills in what models cost on a day, and puts the best first.
func price(ctx context.Context, q sqldb.Querier, list []Model, day string) error {
	if len(list) == 0 {
		return nil
	}
	ids, at := make([]ID, len(list)), map[ID]int{}
	for i := range list {
		ids[i], at[list[i].ID] = list[i].ID, i
	}
	err := sqldb.Each(ctx, q, selectPrices, func(r sqldb.Row) error {
		var id ID
		var p Price
		if err := r.Scan(&id, &p.Kind, &p.Per, &p.Ore); err != nil {
			return err
		}
		m := &list[at[id]]
		m.Prices = append(m.Prices, p)
		return nil
	}, sqldb.List[ID](ids), day)
	Best(list)
	return err
}
