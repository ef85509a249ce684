package delivery

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"lotsen/internal/desk/order"

	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// executor is who carries out some lines of an order, in one case. What concerns somebody with protected identity has a
// case of its own.
type executor struct {
	supplier ticket.SupplierID
	group    directory.GroupID
	kind     ticket.Kind
	hidden   directory.PersonID
}

func executorOf(l *line) executor {
	x := executor{supplier: l.Supplier, kind: l.CaseKind}
	if x.kind == "" {
		x.kind = ticket.Order
	}
	if x.supplier == 0 {
		x.group = l.Group
	}
	if l.protected {
		x.hidden = l.Person
	}
	return x
}

// CarryOut is what the job does after an order was released, at once: for whoever needs the tasks now. The job then finds
// nothing left to do.
func (s *Service) CarryOut(ctx context.Context, _ authz.Actor, id order.ID) error {
	return s.fulfil(ctx, fulfilArgs{id})
}

// fulfil makes tasks of the lines of an order that may be carried out, and a case for each executor. Run again it does
// what is left, which is nothing.
func (s *Service) fulfil(ctx context.Context, args fulfilArgs) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		lines, err := ready(ctx, tx, args.Order)
		if err != nil || len(lines) == 0 {
			return err
		}
		hours, err := s.hours(ctx, tx, lines[0].Org, tx.Now())
		if err != nil {
			return err
		}
		var found []executor
		parts := map[executor][]line{}
		for _, l := range lines {
			x := executorOf(&l)
			if parts[x] == nil {
				found = append(found, x)
			}
			parts[x] = append(parts[x], l)
		}
		for _, x := range found {
			if err := s.open(ctx, tx, hours, x, parts[x]); err != nil {
				return fmt.Errorf("fulfil %s: %w", args.Order, err)
			}
		}
		return nil
	})
}

// row is a task as it is stored, many in one statement.
type row struct {
	Line      order.LineID      `json:"line"`
	Item      int64             `json:"item"`
	Sv        string            `json:"sv"`
	En        string            `json:"en"`
	Supplier  ticket.SupplierID `json:"supplier"`
	Group     directory.GroupID `json:"group"`
	Orderer   int64             `json:"orderer"`
	Person    int64             `json:"person"`
	Receiver  int64             `json:"receiver"`
	Unit      int64             `json:"unit"`
	Site      int64             `json:"site"`
	Reference int64             `json:"reference"`
	Centre    int64             `json:"centre"`
	Service   int64             `json:"service"`
	Object    int64             `json:"object"`
	Quantity  int               `json:"quantity"`
	Prices    string            `json:"prices"`
	Renew     int               `json:"renew"`
	Device    string            `json:"device"`
	Model     int64             `json:"model"`
	Named     string            `json:"named"`
	Lead      int               `json:"lead"`
	Day       string            `json:"day"`
	Late      int64             `json:"late"`
}

var insertTasks = sqldb.Q("delivery.insert", `
	insert into delivery_task (org_id, desk_id, order_id, ticket_id, state, released_at, line_id, item_id, item_sv, item_en, supplier_id, group_id, orderer_id,
		person_id, receiver_id, unit_id, site_id, reference_id, cost_centre_id, service_id, object_id, quantity, prices, renew_months, device, model_id, model,
		lead_days, promised_on, planned_on, late_at)
	select cast($2 as bigint), cast($3 as bigint), cast($4 as bigint), cast($5 as bigint), 'todo', cast($6 as bigint), cast(r.value ->> 'line' as bigint), cast(r.value ->> 'item' as bigint),
		r.value ->> 'sv', r.value ->> 'en', nullif(cast(r.value ->> 'supplier' as bigint), 0), nullif(cast(r.value ->> 'group' as bigint), 0), nullif(cast(r.value ->> 'orderer' as bigint), 0), nullif(cast(r.value ->> 'person' as bigint), 0), nullif(cast(r.value ->> 'receiver' as bigint), 0), nullif(cast(r.value ->> 'unit' as bigint), 0), nullif(cast(r.value ->> 'site' as bigint), 0),
		nullif(cast(r.value ->> 'reference' as bigint), 0), nullif(cast(r.value ->> 'centre' as bigint), 0), nullif(cast(r.value ->> 'service' as bigint), 0), nullif(cast(r.value ->> 'object' as bigint), 0), cast(r.value ->> 'quantity' as bigint), r.value ->> 'prices', cast(r.value ->> 'renew' as bigint),
		r.value ->> 'device', nullif(cast(r.value ->> 'model' as bigint), 0), r.value ->> 'named', cast(r.value ->> 'lead' as bigint), r.value ->> 'day', r.value ->> 'day', nullif(cast(r.value ->> 'late' as bigint), 0)
	from {{rows $1}}`)

// open makes one executor's tasks and their case.
func (s *Service) open(ctx context.Context, tx *sqldb.Tx, hours *worktime.Calendar, x executor, lines []line) error {
	t, err := s.newCase(ctx, tx, x, lines)
	if err != nil {
		return err
	}
	rows := make([]row, len(lines))
	for i := range lines {
		if rows[i], err = rowOf(hours, tx, &lines[i]); err != nil {
			return err
		}
	}
	raw, err := sqldb.Rows(rows)
	if err != nil {
		return err
	}
	first := &lines[0]
	if _, err := tx.Exec(ctx, insertTasks, raw, int64(t.Org), int64(t.Desk), int64(first.Order), int64(t.ID), sqldb.Time(tx.Now())); err != nil {
		return err
	}
	tasks, err := ofTicket(ctx, tx, t.ID)
	if err != nil {
		return err
	}
	for _, group := range gather(tasks, func(t *Task) string { return t.Planned }) {
		if err := s.d.Order.PlanIn(ctx, tx, system(), group[0].Planned, "", linesOf(group)...); err != nil {
			return err
		}
	}
	if x.supplier == 0 || x.hidden != 0 {
		return nil
	}
	p := s.d.Texts.Printer(i18n.Swedish)
	return s.handOver(ctx, tx, t, x.supplier, p.T("delivery.case.task", "order", first.Order.String())+"\n\n"+contents(p, lines))
}

func rowOf(hours *worktime.Calendar, tx *sqldb.Tx, l *line) (row, error) {
	prices, err := json.Marshal(append([]Price{}, l.prices...))
	if err != nil {
		return row{}, err
	}
	day := addDays(hours, tx.Now(), l.LeadDays)
	return row{
		Line: l.ID, Item: int64(l.Item), Sv: l.Sv, En: l.En, Supplier: l.Supplier, Group: l.Group, Orderer: int64(l.orderer), Person: int64(l.Person), Receiver: int64(l.Receiver),
		Unit: int64(l.Unit), Site: int64(l.Site), Reference: int64(l.Reference), Centre: int64(l.CostCentre), Service: int64(l.Service), Object: int64(l.Object), Quantity: max(l.Quantity, 1),
		Prices: string(prices), Renew: l.Renew, Device: l.device, Model: int64(l.Model), Named: l.ModelName, Lead: l.LeadDays, Day: day, Late: endOf(day).UnixMicro(),
	}, nil
}

// newCase opens the case in which an executor works. It names what was ordered and nobody: for whom each thing is, the
// tasks tell those who may know.
func (s *Service) newCase(ctx context.Context, tx *sqldb.Tx, x executor, lines []line) (*ticket.Ticket, error) {
	first := &lines[0]
	category, err := s.category(ctx, tx, first.Org, first.desk)
	if err != nil {
		return nil, err
	}
	owner, err := s.owner(ctx, tx, x, first)
	if err != nil {
		return nil, err
	}
	p := s.d.Texts.Printer(i18n.Swedish)
	in := ticket.ReportInput{
		Desk: first.desk, Kind: x.kind, Channel: ticket.Portal, Requester: first.orderer, Category: category, Group: x.group,
		Title: p.T("delivery.case.title", "order", first.Order.String(), "what", titleOf(lines)), Text: contents(p, lines),
		References: map[string]string{p.T("delivery.column.order"): first.Order.String()}, Source: ticket.Source{Silent: true},
	}
	if x.hidden != 0 {
		in.Requester = x.hidden
	}
	if x.supplier != 0 {
		in.Assignee = owner
	}
	if same(lines) {
		in.Service = first.Service
	}
	if benefit := first.Answers[benefitField]; x.kind == ticket.Improvement && benefit != "" {
		in.Fields = map[string]string{benefitField: benefit}
	}
	t, err := s.d.Ticket.ReportIn(ctx, tx, system(), in)
	if errs.Is(err, errs.Invalid) && x.kind != ticket.Order {
		// The organisation asks more of that kind of case than the offer does: nobody waits for that.
		in.Kind, in.Fields = ticket.Order, nil
		t, err = s.d.Ticket.ReportIn(ctx, tx, system(), in)
	}
	return &t, err
}

// benefitField is what a case of improvement is asked, and the question of an offer that answers it.
const benefitField = "benefit"

// same reports whether all lines are about one service.
func same(lines []line) bool {
	for i := range lines {
		if lines[i].Service != lines[0].Service {
			return false
		}
	}
	return true
}

// listed is how many lines a case names; five hundred alike are told in one.
const listed = 30

// titleOf names the first thing and how many more there are.
func titleOf(lines []line) string {
	kinds := tally(lines)
	if len(kinds) > 1 {
		return fmt.Sprintf("%s +%d", kinds[0].text, len(kinds)-1)
	}
	return kinds[0].text
}

type amount struct {
	text string
	n    int
}

// tally is the items with how many of each, in the order of the lines.
func tally(lines []line) []amount {
	var out []amount
	at := map[string]int{}
	for i := range lines {
		name := strings.TrimSpace(lines[i].Sv + " " + lines[i].ModelName)
		n, there := at[name]
		if !there {
			n = len(out)
			at[name], out = n, append(out, amount{text: name})
		}
		out[n].n += max(lines[i].Quantity, 1)
	}
	return out
}

func contents(p *i18n.Printer, lines []line) string {
	var b strings.Builder
	for i, k := range tally(lines) {
		if i == listed {
			b.WriteString("…\n")
			break
		}
		fmt.Fprintf(&b, "%d × %s\n", k.n, k.text)
	}
	for i := range lines {
		if i == listed {
			break
		}
		for _, told := range lines[i].told {
			fmt.Fprintf(&b, "\n%s: %s", lines[i].Sv, told)
		}
	}
	return strings.TrimSpace(b.String()) + "\n\n" + p.T("delivery.case.see")
}

// handOver gives the case to the supplier. Where that cannot be done, because nobody at the desk can own it or the
// supplier is gone, it stays at the desk, which sees it there.
func (s *Service) handOver(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket, to ticket.SupplierID, task string) error {
	if t.Assignee == 0 {
		return nil
	}
	p := s.d.Texts.Printer(i18n.Swedish)
	by := system()
	by.Name = p.T("delivery.title") // Whoever reads the case reads who passed it on.
	_, err := s.d.Delegation.DelegateIn(ctx, tx, by, t.ID, delegation.Input{To: to, Task: task, Reason: p.T("delivery.case.reason"), Owner: t.Assignee})
	if errs.Is(err, errs.Invalid) || errs.Is(err, errs.Conflict) {
		return nil
	}
	return err
}
