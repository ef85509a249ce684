package order

import (
	"context"
	"encoding/json"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/kit/sqldb"
)

// lineRow is a line on its way into the table: five hundred go in by one statement.
type lineRow struct {
	Pos       int    `json:"pos"`
	Item      int64  `json:"item"`
	Version   int64  `json:"version"`
	Kind      string `json:"kind"`
	Sv        string `json:"sv"`
	En        string `json:"en"`
	Package   int64  `json:"package"`
	PackageSv string `json:"package_sv"`
	PackageEn string `json:"package_en"`
	Person    int64  `json:"person"`
	Receiver  int64  `json:"receiver"`
	Reference int64  `json:"reference"`
	Centre    int64  `json:"centre"`
	Site      int64  `json:"site"`
	Unit      int64  `json:"unit"`
	Service   int64  `json:"service"`
	Object    int64  `json:"object"`
	Supplier  int64  `json:"supplier"`
	Group     int64  `json:"group"`
	Model     int64  `json:"model"`
	ModelName string `json:"model_name"`
	Renew     int    `json:"renew"`
	CaseKind  string `json:"case_kind"`
	Quantity  int    `json:"quantity"`
	Answers   string `json:"answers"`
	Prices    string `json:"prices"`
	Once      int64  `json:"once"`
	Month     int64  `json:"month"`
	Lead      int    `json:"lead"`
	State     string `json:"state"`
	Hash      string `json:"hash"`
	Ticket    int64  `json:"ticket"`
}

var insertRows = sqldb.Q("order.lines_insert", `
	insert into order_line (order_id, org_id, ordered_at, pos, item_id, item_version, kind, name_sv, name_en, package_id, package_sv, package_en, person_id, receiver_id,
		reference_id, cost_centre_id, site_id, unit_id, service_id, object_id, supplier_id, group_id, model_id, model, renew_months, case_kind, quantity, answers, prices,
		once_ore, month_ore, lead_days, state, hash, ticket_id)
	select cast($2 as bigint), cast($3 as bigint), cast($4 as bigint), cast(r.value ->> 'pos' as bigint), cast(r.value ->> 'item' as bigint), cast(r.value ->> 'version' as bigint), r.value ->> 'kind', r.value ->> 'sv', r.value ->> 'en',
		nullif(cast(r.value ->> 'package' as bigint), 0), r.value ->> 'package_sv', r.value ->> 'package_en', cast(r.value ->> 'person' as bigint), nullif(cast(r.value ->> 'receiver' as bigint), 0), nullif(cast(r.value ->> 'reference' as bigint), 0), nullif(cast(r.value ->> 'centre' as bigint), 0),
		nullif(cast(r.value ->> 'site' as bigint), 0), nullif(cast(r.value ->> 'unit' as bigint), 0), nullif(cast(r.value ->> 'service' as bigint), 0), nullif(cast(r.value ->> 'object' as bigint), 0), nullif(cast(r.value ->> 'supplier' as bigint), 0), nullif(cast(r.value ->> 'group' as bigint), 0), nullif(cast(r.value ->> 'model' as bigint), 0), r.value ->> 'model_name',
		cast(r.value ->> 'renew' as bigint), r.value ->> 'case_kind', cast(r.value ->> 'quantity' as bigint), r.value ->> 'answers', r.value ->> 'prices', cast(r.value ->> 'once' as bigint), cast(r.value ->> 'month' as bigint), cast(r.value ->> 'lead' as bigint),
		r.value ->> 'state', r.value ->> 'hash', nullif(cast(r.value ->> 'ticket' as bigint), 0)
	from {{rows $1}} where true returning id, pos`)

// insertLines writes lines and gives them their numbers. Those who say nothing of a state wait to be asked about.
func insertLines(ctx context.Context, tx *sqldb.Tx, o *Order, lines []Line) error {
	rows := make([]lineRow, len(lines))
	at := make(map[int]int, len(lines))
	for i := range lines {
		l := &lines[i]
		l.Order, l.Org, l.OrderedAt = o.ID, o.Org, o.OrderedAt
		if l.Pos == 0 {
			l.Pos = i + 1
		}
		if l.State == "" {
			l.State = Approval
		}
		at[l.Pos] = i
		l.Hash = l.hash()
		var err error
		if rows[i], err = rowOf(l); err != nil {
			return err
		}
	}
	raw, err := sqldb.Rows(rows)
	if err != nil {
		return err
	}
	type put struct {
		id  LineID
		pos int
	}
	ids, err := sqldb.All(ctx, tx, insertRows, func(r sqldb.Row) (put, error) {
		var p put
		return p, r.Scan(&p.id, &p.pos)
	}, raw, int64(o.ID), int64(o.Org), sqldb.Time(o.OrderedAt))
	for _, p := range ids {
		lines[at[p.pos]].ID = p.id
	}
	return err
}

func rowOf(l *Line) (lineRow, error) {
	answers, err := json.Marshal(nonNil(l.Answers))
	if err != nil {
		return lineRow{}, err
	}
	prices, err := json.Marshal(append([]catalogue.Price{}, l.Prices...))
	return lineRow{
		Pos: l.Pos, Item: int64(l.Item), Version: l.ItemVersion, Kind: string(l.Kind), Sv: l.Sv, En: l.En, Package: int64(l.Package), PackageSv: l.PackageSv, PackageEn: l.PackageEn,
		Person: int64(l.Person), Receiver: int64(l.Receiver), Reference: int64(l.Reference), Centre: int64(l.CostCentre), Site: int64(l.Site), Unit: int64(l.Unit),
		Service: int64(l.Service), Object: int64(l.Object), Supplier: int64(l.Supplier), Group: int64(l.Group), Model: int64(l.Model), ModelName: l.ModelName, Renew: l.Renew,
		CaseKind: string(l.CaseKind), Quantity: l.Quantity, Answers: string(answers), Prices: string(prices), Once: l.OnceOre, Month: l.MonthOre, Lead: l.LeadDays,
		State: string(l.State), Hash: l.Hash, Ticket: int64(l.Ticket),
	}, err
}
