package delivery

import (
	"context"
	"fmt"
	"time"

	"lotsen/internal/desk/order"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// Charge is what somebody pays for.
type Charge struct {
	ID        int64        `json:"id"`
	Line      order.LineID `json:"line"`
	Task      ID           `json:"task"`
	Source    string       `json:"source"`
	Kind      string       `json:"kind"`
	Ore       int64        `json:"ore"` // In all; for what recurs, for each period.
	Per       string       `json:"per"`
	Quantity  int          `json:"quantity"`
	Minutes   int          `json:"minutes,omitempty"`
	Reference int64        `json:"reference,omitempty"`
	Centre    int64        `json:"cost_centre,omitempty"`
	From      time.Time    `json:"from"`
	Item      int64        `json:"-"`
	Sv, En    string       `json:"-"`
}

// chargesOf is what a task costs from a day on: all of its prices but those for hours, which cost when they are worked.
func chargesOf(t *Task, from time.Time) []Charge {
	var out []Charge
	for i, p := range t.prices {
		if p.Ore <= 0 || p.Kind == "hour" || p.Per == "hour" {
			continue
		}
		per := p.Per
		if per == "" {
			per = "once"
		}
		out = append(out, Charge{
			Line: t.Line, Task: t.ID, Source: fmt.Sprintf("price:%d", i), Kind: p.Kind, Ore: p.Ore * int64(t.Quantity), Per: per, Quantity: t.Quantity,
			Reference: t.Reference, Centre: t.Centre, From: from, Item: t.Item, Sv: t.Sv, En: t.En,
		})
	}
	return out
}

// hourPrice is what an hour of work on a task costs.
func hourPrice(t *Task) (int64, bool) {
	for _, p := range t.prices {
		if (p.Kind == "hour" || p.Per == "hour") && p.Ore > 0 {
			return p.Ore, true
		}
	}
	return 0, false
}

// worked is the price of so many minutes, to the nearest öre.
func worked(ore int64, minutes int) int64 { return (ore*int64(minutes) + 30) / 60 }

// charge starts what accepted tasks of one order cost.
func (s *Service) charge(ctx context.Context, tx *sqldb.Tx, by authz.Actor, list []Task) error {
	var all []Charge
	for i := range list {
		all = append(all, chargesOf(&list[i], tx.Now())...)
	}
	return s.begin(ctx, tx, by, &list[0], all)
}

var (
	insertCharges = sqldb.Q("charge.insert", `
		insert into charge (org_id, order_id, line_id, task_id, item_id, item_sv, item_en, source, kind, ore, per, quantity, minutes, reference_id, cost_centre_id, from_at, created_at)
		select cast($2 as bigint), cast($3 as bigint), cast(r.value ->> 'line' as bigint), cast(r.value ->> 'task' as bigint), k.item_id, k.item_sv, k.item_en, r.value ->> 'source',
			r.value ->> 'kind', cast(r.value ->> 'ore' as bigint), r.value ->> 'per', cast(r.value ->> 'quantity' as bigint), coalesce(cast(r.value ->> 'minutes' as bigint), 0),
			k.reference_id, k.cost_centre_id, cast($4 as bigint), cast($4 as bigint)
		from {{rows $1}} join delivery_task k on k.id = cast(r.value ->> 'task' as bigint) where 1 = 1
		on conflict (line_id, source) do nothing`)
	selectCharges = sqldb.Q("charge.of_order", `
		select id, line_id, task_id, item_id, item_sv, item_en, source, kind, ore, per, quantity, minutes, reference_id, cost_centre_id, from_at
		from charge where order_id = $1 and id > $2 order by id`)
	lastCharge = sqldb.Q("charge.last", `select coalesce(max(id), 0) from charge where order_id = $1`)
)

func scanCharge(r sqldb.Row) (Charge, error) {
	var c Charge
	return c, r.Scan(&c.ID, &c.Line, &c.Task, &c.Item, &c.Sv, &c.En, &c.Source, &c.Kind, &c.Ore, &c.Per, &c.Quantity, &c.Minutes, sqldb.ScanID(&c.Reference),
		sqldb.ScanID(&c.Centre), sqldb.ScanTime(&c.From))
}

// begin writes charges of one order, and tells of those that are new.
func (s *Service) begin(ctx context.Context, tx *sqldb.Tx, by authz.Actor, t *Task, list []Charge) error {
	if len(list) == 0 {
		return nil
	}
	last, err := sqldb.One(ctx, tx, lastCharge, sqldb.Value[int64], int64(t.Order))
	if err != nil {
		return err
	}
	raw, err := sqldb.Rows(list)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, insertCharges, raw, int64(t.Org), int64(t.Order), sqldb.Time(tx.Now())); err != nil {
		return err
	}
	fresh, err := sqldb.All(ctx, tx, selectCharges, scanCharge, int64(t.Order), last)
	if err != nil || len(fresh) == 0 {
		return err
	}
	_, err = s.d.Events.Append(ctx, tx, by, event.Draft{
		Org: int64(t.Org), Kind: "charge", Stream: fresh[0].ID, Pos: 1, Type: EventCharge, Payload: Began{Order: t.Order, Charges: fresh},
	})
	return err
}

// Began is what charge.started tells.
type Began struct {
	Order   order.ID `json:"order"`
	Charges []Charge `json:"charges"`
}

var selectWorked = sqldb.Q("charge.worked", `
	select te.id, te.minutes from time_entry te where te.ticket_id = $1 and te.charged
		and not exists (select 1 from charge c join delivery_task k on k.id = c.task_id where k.ticket_id = te.ticket_id and c.source = 'time:' || cast(te.id as text))
	order by te.id`)

// hourly charges the time that was logged as charged on a case, on the first of its accepted tasks that costs by the hour.
// Before the delivery is accepted it waits.
func (s *Service) hourly(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id ticket.ID) error {
	tasks, err := ofTicket(ctx, tx, id)
	if err != nil {
		return err
	}
	for i := range tasks {
		t := &tasks[i]
		ore, ok := hourPrice(t)
		if !ok || t.State != Accepted {
			continue
		}
		var all []Charge
		err := sqldb.Each(ctx, tx, selectWorked, func(r sqldb.Row) error {
			var entry int64
			var minutes int
			if err := r.Scan(&entry, &minutes); err != nil {
				return err
			}
			all = append(all, Charge{Line: t.Line, Task: t.ID, Source: fmt.Sprintf("time:%d", entry), Kind: "hour", Ore: worked(ore, minutes), Per: "once", Quantity: 1, Minutes: minutes})
			return nil
		}, int64(id))
		if err != nil {
			return err
		}
		return s.begin(ctx, tx, by, t, all)
	}
	return nil
}

// Charges returns what an order costs since its deliveries were accepted, for whoever may see the order: the caller has
// checked that.
func Charges(ctx context.Context, q sqldb.Querier, of order.ID) ([]Charge, error) {
	return sqldb.All(ctx, q, selectCharges, scanCharge, int64(of), 0)
}
