package receive_test

import (
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/site"
)

func TestFive_hundred_lines_for_one_executor_are_one_case_delivered_and_received_at_once(t *testing.T) {
	t.Parallel()
	w := build(t, site.New(t))
	in := order.AddInput{Item: w.headset.ID, People: []directory.PersonID{w.Person(t, "anna")}, Receiver: w.Person(t, "rita"), Reference: w.reference.ID}
	o := must(w.App.Order.PlaceNow(t.Context(), w.Actor(t, "per"), 0, []order.AddInput{in}, ticket.Portal))(t)
	type row struct {
		Pos int `json:"pos"`
	}
	var rows []row
	for i := range 499 {
		rows = append(rows, row{i + 2})
	}
	w.Exec(t, `
		insert into order_line (order_id, org_id, pos, item_id, item_version, kind, name_sv, person_id, receiver_id, reference_id, cost_centre_id, site_id, unit_id,
			supplier_id, group_id, quantity, answers, prices, lead_days, state, ordered_at)
		select l.order_id, l.org_id, cast(r.value ->> 'pos' as bigint), l.item_id, l.item_version, l.kind, l.name_sv, l.person_id, l.receiver_id, l.reference_id, l.cost_centre_id,
			l.site_id, l.unit_id, l.supplier_id, l.group_id, l.quantity, l.answers, l.prices, l.lead_days, l.state, l.ordered_at
		from order_line l cross join {{rows $1}} where l.order_id = $2`, must(sqldb.Rows(rows))(t), int64(o.ID))
	w.drain(t)
	x := w.tasks(t, o)["Headset"]
	w.As(t, "pia").Get("/assignments/" + x.Ticket.String()).MustBe(200).MustSee("500 × Headset")
	w.As(t, "pia").Get("/assignments/" + x.Ticket.String() + "/deliveries").MustBe(200).Form("Spara").Check("Alla som är kvar (500)").Submit("Spara").MustBe(200)
	w.As(t, "rita").Get("/receive").MustBe(200).Form("Godkänn leveransen").Submit("Godkänn leveransen").MustBe(200)
	if got := w.charges(t, o); len(got) != 500 || w.state(t, o) != order.Accepted {
		t.Errorf("%d charges, the order is %s", len(got), w.state(t, o))
	}
	if got := w.Ticket(t, x.Ticket).State; got != ticket.StateClosed {
		t.Errorf("the case is %s", got)
	}
}
