package delivery

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"lotsen/internal/desk/order"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

const taskColumns = `k.id, k.org_id, k.desk_id, k.order_id, k.line_id, k.ticket_id, k.item_id, k.item_sv, k.item_en, k.supplier_id, k.group_id,
	k.orderer_id, k.person_id, k.receiver_id, k.unit_id, k.site_id, k.reference_id, k.cost_centre_id, k.service_id, k.object_id,
	k.quantity, k.prices, k.renew_months, k.device, k.model_id, k.model, k.state, k.released_at, k.lead_days, k.promised_on, k.planned_on,
	k.started_at, k.delivered_at, k.delivered_by, k.took_days, k.reminded, k.escalated_at, k.faults, k.accepted_at, k.version`

func (t *Task) targets() []any {
	return []any{
		&t.ID, &t.Org, &t.Desk, &t.Order, &t.Line, &t.Ticket, &t.Item, &t.Sv, &t.En, sqldb.ScanID(&t.Supplier), sqldb.ScanID(&t.Group),
		sqldb.ScanID(&t.Orderer), sqldb.ScanID(&t.Person), sqldb.ScanID(&t.Receiver), sqldb.ScanID(&t.Unit), sqldb.ScanID(&t.Site),
		sqldb.ScanID(&t.Reference), sqldb.ScanID(&t.Centre), sqldb.ScanID(&t.Service), sqldb.ScanID(&t.Object),
		&t.Quantity,
		pricesOf{&t.prices},
		&t.renew, &t.device, sqldb.ScanID(&t.model), &t.named, &t.State, sqldb.ScanTime(&t.Released), &t.LeadDays, &t.Promised, &t.Planned,
		sqldb.ScanTime(&t.Started), sqldb.ScanTime(&t.Delivered), sqldb.ScanID(&t.Deliverer),
		number{&t.Took},
		&t.Reminded, sqldb.ScanTime(&t.Escalated), &t.Faults,
		sqldb.ScanTime(&t.Accepted), &t.Version,
	}
}

// number reads a whole number that may be null, which is 0.
type number struct{ n *int }

// Scan implements sql.Scanner.
func (x number) Scan(v any) error {
	n, _ := v.(int64) // Null is 0.
	*x.n = int(n)
	return nil
}

// pricesOf reads prices that are kept as JSON.
type pricesOf struct{ list *[]Price }

// Scan implements sql.Scanner.
func (x pricesOf) Scan(v any) error {
	var raw []byte
	switch v := v.(type) {
	case string:
		raw = []byte(v)
	case []byte:
		raw = v
	default:
		return fmt.Errorf("prices are %T", v)
	}
	return json.Unmarshal(raw, x.list)
}

func scanTask(r sqldb.Row) (Task, error) {
	var t Task
	return t, r.Scan(t.targets()...)
}

// MaxAtOnce is how many tasks one deed may be about.
const MaxAtOnce = 2000

// load reads and locks the tasks with these numbers that lie in a scope. One that does not is like one that is not
// there. Errors: errs.NotFound, errs.Invalid for none or too many.
func load(ctx context.Context, tx *sqldb.Tx, scope authz.Scope, ids []ID) ([]Task, error) {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) == 0 || len(ids) > MaxAtOnce {
		var f errs.Fields
		f.Add("tasks", "delivery.error.tasks", "max", MaxAtOnce)
		return nil, f.Err()
	}
	var w sqldb.Where
	w.And("k.id {{in ?}}", sqldb.List[ID](ids))
	condition, args := scope.SQL()
	w.And(condition, args...)
	list, err := sqldb.All(ctx, tx, sqldb.Q("delivery.load", "select "+taskColumns+" from delivery_task k where "+w.SQL()+" order by k.id {{for_update}}"), scanTask, w.Args()...)
	if err == nil && len(list) != len(ids) {
		err = errs.Missing()
	}
	return list, err
}

var selectOfTicket = sqldb.Q("delivery.of_ticket", `select `+taskColumns+` from delivery_task k where k.ticket_id = $1 order by k.id`)

// ofTicket reads the tasks of a case for what follows from it.
func ofTicket(ctx context.Context, q sqldb.Querier, id ticket.ID) ([]Task, error) {
	return sqldb.All(ctx, q, selectOfTicket, scanTask, int64(id))
}

var insertSteps = sqldb.Q("delivery.steps", `
	insert into delivery_step (org_id, task_id, what, day, was, text, ticket_id, by_id, for_id, at)
	select k.org_id, k.id, cast($2 as text), cast($3 as text), case when $3 <> '' then k.planned_on else '' end, cast($4 as text), cast($5 as bigint), cast($6 as bigint),
		cast($7 as bigint), cast($8 as bigint) from delivery_task k where k.id {{in $1}}`)

// step is what is noted of several tasks at once.
type step struct {
	what, day, text string
	ticket          ticket.ID
	forWhom         int64
}

// The steps besides those that are named like the state that they lead to.
const (
	stepPlanned   = "planned"
	stepLate      = "late"
	stepReminded  = "reminded"
	stepEscalated = "escalated"
)

// note writes a step of each task. It reads the planned day, so it comes before a new one is written.
func note(ctx context.Context, tx *sqldb.Tx, by authz.Actor, list []Task, s step) error {
	_, err := tx.Exec(ctx, insertSteps, idsOf(list), s.what, s.day, s.text, sqldb.ID(s.ticket), sqldb.ID(by.Person), sqldb.ID(s.forWhom), sqldb.Time(tx.Now()))
	return err
}

func idsOf(list []Task) sqldb.List[ID] {
	out := make(sqldb.List[ID], len(list))
	for i := range list {
		out[i] = list[i].ID
	}
	return out
}

func linesOf(list []Task) []order.LineID {
	out := make([]order.LineID, len(list))
	for i := range list {
		out[i] = list[i].Line
	}
	return out
}

// byOrder puts tasks together by their order, in the order in which they come.
func byOrder(list []Task) [][]Task { return gather(list, func(t *Task) order.ID { return t.Order }) }

func byTicket(list []Task) [][]Task { return gather(list, func(t *Task) ticket.ID { return t.Ticket }) }

func gather[K comparable](list []Task, key func(*Task) K) [][]Task {
	var out [][]Task
	at := map[K]int{}
	for _, t := range list {
		k := key(&t)
		i, there := at[k]
		if !there {
			i = len(out)
			at[k], out = i, append(out, nil)
		}
		out[i] = append(out[i], t)
	}
	return out
}

// people lists the persons that any of the picks names, each once.
func people(list []Task, picks ...who) []directory.PersonID {
	var out []directory.PersonID
	for i := range list {
		for _, pick := range picks {
			if p := pick(&list[i]); p != 0 {
				out = append(out, p)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
