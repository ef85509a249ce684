package order

import (
	"context"
	"slices"
	"strings"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/catalogue/rule"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/kit/sqldb"
)

// now is how an offer or a package stands: what it is called, and which version is offered.
type now struct {
	key, sv, en string
	version     int64
	offered     bool
}

var (
	itemsNow = sqldb.Q("order.items_now", `select i.id, i.key, i.name_sv, i.name_en, i.published, case when i.state = 'published' then 1 else 0 end
		from catalogue_item i where i.id {{in $1}}`)
	packagesNow = sqldb.Q("order.packages_now", `select p.id, p.key, p.name_sv, p.name_en, p.version, case when p.state = 'published' then 1 else 0 end
		from order_package p where p.id {{in $1}}`)
)

func scanNow[T ~int64](into map[T]now) func(sqldb.Row) error {
	return func(r sqldb.Row) error {
		var id T
		var n now
		var offered int
		err := r.Scan(&id, &n.key, &n.sv, &n.en, &n.version, &offered)
		n.offered = offered == 1
		into[id] = n
		return err
	}
}

// named adds to batches what they are called now, whether what is offered has changed since, and who takes delivery.
func (s *Service) named(ctx context.Context, who authority, list []Batch) error {
	items, packages := map[catalogue.ID]now{}, map[PackageID]now{}
	var itemIDs []catalogue.ID
	var packIDs []PackageID
	var people []directory.PersonID
	for i := range list {
		itemIDs, packIDs = append(itemIDs, list[i].Item), append(packIDs, list[i].Package)
		if list[i].Receiver != 0 {
			people = append(people, list[i].Receiver)
		}
	}
	if len(list) == 0 {
		return nil
	}
	if err := sqldb.Each(ctx, s.d.DB, itemsNow, scanNow(items), sqldb.List[catalogue.ID](itemIDs)); err != nil {
		return err
	}
	if err := sqldb.Each(ctx, s.d.DB, packagesNow, scanNow(packages), sqldb.List[PackageID](packIDs)); err != nil {
		return err
	}
	names, err := directory.NamesIn(ctx, s.d.DB, who.by, people...)
	for i := range list {
		b := &list[i]
		n, seen := items[b.Item], b.ItemVersion
		if b.Package != 0 {
			n, seen = packages[b.Package], b.PackageVersion
		}
		b.Key, b.Sv, b.En = n.key, n.sv, n.en
		b.Gone, b.Changed = !n.offered, n.offered && n.version != seen
		b.ReceiverName = strings.TrimSpace(names[b.Receiver])
	}
	if err != nil {
		return err
	}
	return s.suggest(ctx, list)
}

var networkModels = sqldb.Q("order.network_models", `select m.id, case when m.network then 1 else 0 end from device_model m where m.id {{in $1}}`)

// suggest adds to batches with a device what is recommended beside it and is not in the cart.
func (s *Service) suggest(ctx context.Context, list []Batch) error {
	var refs []catalogue.Ref
	var models []model.ID
	for i := range list {
		if list[i].Model != 0 && list[i].Item != 0 {
			refs, models = append(refs, catalogue.Ref{Item: list[i].Item, Version: list[i].ItemVersion}), append(models, list[i].Model)
		}
	}
	if len(refs) == 0 {
		return nil
	}
	items, err := catalogue.ItemsAt(ctx, s.d.DB, refs)
	if err != nil {
		return err
	}
	network := map[model.ID]bool{}
	err = sqldb.Each(ctx, s.d.DB, networkModels, func(r sqldb.Row) error {
		var id model.ID
		var yes int
		err := r.Scan(&id, &yes)
		network[id] = yes == 1
		return err
	}, sqldb.List[model.ID](models))
	for i := range list {
		b := &list[i]
		item := items[catalogue.Ref{Item: b.Item, Version: b.ItemVersion}]
		for _, key := range rule.Of(item.Rule, rule.Facts{Values: b.Answers, Quantity: b.Quantity, Network: network[b.Model]}).Suggest {
			if !slices.ContainsFunc(list, func(o Batch) bool { return o.Key == key }) {
				b.Suggest = append(b.Suggest, key)
			}
		}
	}
	return err
}
