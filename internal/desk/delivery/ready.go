package delivery

import (
	"context"
	"slices"
	"strings"

	"lotsen/internal/desk/order"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/kit/sqldb"
)

var (
	selectDone   = sqldb.Q("delivery.lines", `select line_id from delivery_task where order_id = $1`)
	selectHidden = sqldb.Q("delivery.hidden", `select id from person where id {{in $1}} and protected`)
	selectModels = sqldb.Q("delivery.models", `select id, kind from device_model where id {{in $1}}`)
)

// ready is the lines of an order that may be carried out and have no task yet.
func ready(ctx context.Context, q sqldb.Querier, id order.ID) ([]line, error) {
	o, err := order.OrderIn(ctx, q, id)
	if err != nil {
		return nil, err
	}
	all, err := order.LinesIn(ctx, q, id)
	if err != nil {
		return nil, err
	}
	done, err := sqldb.All(ctx, q, selectDone, sqldb.Value[order.LineID], int64(id))
	if err != nil {
		return nil, err
	}
	var left []line
	for _, l := range all {
		if l.State == order.Ordered && !slices.Contains(done, l.ID) {
			left = append(left, line{Line: l, desk: o.Desk, orderer: o.Orderer, register: o.Register})
		}
	}
	if len(left) == 0 {
		return nil, nil
	}
	return left, around(ctx, q, left)
}

// around adds what other tables know of the lines.
func around(ctx context.Context, q sqldb.Querier, lines []line) error {
	var persons sqldb.List[directory.PersonID]
	var models sqldb.List[model.ID]
	var refs []catalogue.Ref
	for i := range lines {
		l := &lines[i]
		persons, models = append(persons, l.Person), append(models, l.Model)
		if r := (catalogue.Ref{Item: l.Item, Version: l.ItemVersion}); !slices.Contains(refs, r) {
			refs = append(refs, r)
		}
	}
	hidden, err := sqldb.All(ctx, q, selectHidden, sqldb.Value[directory.PersonID], persons)
	if err != nil {
		return err
	}
	kinds := map[model.ID]model.Kind{}
	if err := sqldb.Each(ctx, q, selectModels, func(r sqldb.Row) error {
		var id model.ID
		var kind model.Kind
		err := r.Scan(&id, &kind)
		kinds[id] = kind
		return err
	}, models); err != nil {
		return err
	}
	items, err := catalogue.ItemsAt(ctx, q, refs)
	if err != nil {
		return err
	}
	for i := range lines {
		l := &lines[i]
		l.protected = slices.Contains(hidden, l.Person)
		item := items[catalogue.Ref{Item: l.Item, Version: l.ItemVersion}]
		l.told, l.device = told(&item.Config, l.Answers), deviceOf(kinds[l.Model], l)
		for _, p := range l.Prices {
			l.prices = append(l.prices, Price{Kind: p.Kind, Ore: p.Ore, Per: p.Per})
		}
	}
	return nil
}

// deviceOf is what a line is in the inventory. What one buys beside a device is not kept there.
func deviceOf(k model.Kind, l *line) string {
	switch {
	case k == model.Accessory, k == "" && l.Renew == 0:
		return ""
	case k == "":
		return "computer"
	}
	return k.Device()
}

// told is the answers that say what is wanted. Who the person is and how to reach them is not among them: the executor's
// view shows that, as far as it may.
func told(c *catalogue.Config, answers map[string]string) []string {
	var out []string
	for _, f := range c.Fields {
		a := answers[f.Key]
		if a == "" || f.Type.Refers() || strings.HasPrefix(f.Fill, "person.") {
			continue
		}
		out = append(out, f.Sv+": "+a)
	}
	return out
}
