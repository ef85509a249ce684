package receive_test

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/delivery"
	"lotsen/internal/desk/order"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/req"
)

type ctx = context.Context

func sqlNumber(n int64) string { return strconv.FormatInt(n, 10) }

func TestEach_part_of_an_order_goes_to_its_own_supplier_and_the_status_is_one(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		o := w.order(t, w.workstation, w.line, w.headset)
		tasks := w.tasks(t, o)
		if len(tasks) != 3 {
			t.Fatalf("%d tasks", len(tasks))
		}
		seen := map[ticket.ID]bool{}
		for _, x := range tasks {
			seen[x.Ticket] = true
			if x.Planned == "" || x.Planned != x.Promised {
				t.Errorf("%s is planned for %q, promised for %q", x.Sv, x.Planned, x.Promised)
			}
		}
		if len(seen) != 3 {
			t.Errorf("three executors have %d cases", len(seen))
		}
		of := tasks["Nätuttag"].Ticket
		w.As(t, "nora").Get("/assignments/"+of.String()).MustBe(200).MustSee("Nätuttag", o.ID.String()).MustNotSee("Headset", "Datorarbetsplats")
		w.As(t, "nora").Get("/assignments/" + tasks["Headset"].Ticket.String()).MustBe(404)
		w.As(t, "nora").Get("/assignments/" + tasks["Headset"].Ticket.String() + "/deliveries").MustBe(404)
		w.As(t, "eva").Get("/desk/tickets/"+tasks["Datorarbetsplats"].Ticket.String()).MustBe(200).MustSee("Datorarbetsplats", "Planera eller leverera")

		w.As(t, "nora").Get("/assignments/" + of.String() + "/deliveries").MustBe(200).MustSee("Anna Åkesson").Form("Spara").Submit("Spara").MustBe(200)
		if got := w.state(t, o); got != order.Started {
			t.Errorf("one part delivered: the order is %s", got)
		}
		w.deliver(t, tasks["Datorarbetsplats"].Ticket)
		w.As(t, "pia").Get("/assignments/" + tasks["Headset"].Ticket.String() + "/deliveries").Form("Spara").Submit("Spara").MustBe(200)
		if got := w.state(t, o); got != order.Delivered {
			t.Errorf("all delivered: the order is %s", got)
		}
		for _, x := range w.tasks(t, o) {
			if got := w.Ticket(t, x.Ticket); got.State != ticket.StateResolved {
				t.Errorf("%s: the case is %s", x.Sv, got.State)
			}
		}
		req.Proves(t, "CA-07")
	})
}

func TestThe_receiver_says_yes_and_only_then_it_costs(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		o := w.order(t, w.workstation)
		w.As(t, "rita").Get("/receive").MustBe(200).MustSee("Inget väntar på dig")
		w.deliver(t, w.tasks(t, o)["Datorarbetsplats"].Ticket)
		if got := w.charges(t, o); len(got) != 0 {
			t.Fatalf("charged before anybody said yes: %+v", got)
		}
		w.As(t, "tom").Get("/receive").MustBe(200).MustNotSee("Datorarbetsplats")
		w.As(t, "rita").Get("/receive").MustBe(200).MustSee("Datorarbetsplats", "Anna Åkesson", o.ID.String()).
			Form("Godkänn leveransen").Submit("Godkänn leveransen").MustBe(200).MustSee("Leveransen är godkänd", "Levererad och godkänd")
		if got := w.state(t, o); got != order.Accepted {
			t.Errorf("the order is %s", got)
		}
		task := w.tasks(t, o)["Datorarbetsplats"]
		if got := w.Ticket(t, task.Ticket); got.State != ticket.StateClosed {
			t.Errorf("the case is %s", got.State)
		}
		charges := w.charges(t, o)
		if len(charges) != 2 || charges[0].Kind != "rent" || charges[0].Per != "month" || charges[0].Ore != 32_000 || charges[1].Kind != "installation" || charges[1].Per != "once" ||
			charges[0].Reference != int64(w.reference.ID) || charges[1].Reference != int64(w.reference.ID) || !charges[1].From.Equal(task.Accepted) {
			t.Errorf("charges: %+v", charges)
		}
		list := must(w.App.Asset.Of(t.Context(), system, w.Person(t, "anna")))(t)
		if len(list) != 1 || list[0].Source != asset.Ordered || list[0].Renew != task.Delivered.AddDate(0, 48, 0).Format("2006-01-02") {
			t.Errorf("devices: %+v", list)
		}
		req.Proves(t, "CA-12", "CA-25")
	})
}

func TestA_fault_makes_a_linked_case_and_the_order_stays_open(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		o := w.order(t, w.headset)
		first := w.tasks(t, o)["Headset"]
		w.As(t, "pia").Get("/assignments/" + first.Ticket.String() + "/deliveries").Form("Spara").Submit("Spara").MustBe(200)
		page := w.As(t, "rita").Get("/receive")
		page.Form("Anmäl fel").Submit("Anmäl fel").MustBe(422).MustSee("Skriv vad som är fel.")
		page.Form("Anmäl fel").Fill("Vad är fel?", "Det är sprucket").Attach("Bilder eller filer", "spricka.txt", []byte("En spricka på längden.")).
			Submit("Anmäl fel").MustBe(200).MustSee("Felet är anmält som")
		x := w.tasks(t, o)["Headset"]
		if x.State != delivery.Fault || w.state(t, o) != order.Fault || len(w.charges(t, o)) != 0 {
			t.Errorf("the task is %s, the order %s", x.State, w.state(t, o))
		}
		eva := w.Actor(t, "eva")
		of := w.Ticket(t, x.Ticket)
		links := must(w.App.Ticket.Links(t.Context(), eva, &of))(t)
		if of.State != ticket.StateOpen || len(links) != 1 || links[0].Kind != ticket.LinkFault {
			t.Fatalf("the order's case is %s with links %+v", of.State, links)
		}
		w.As(t, "eva").Get("/desk/tickets/"+links[0].Other.String()).MustBe(200).MustSee("Det är sprucket", o.ID.String(), "spricka.txt")
		w.As(t, "rita").Get("/tickets/" + links[0].Other.String()).MustBe(200).MustSee("Det är sprucket")

		// It comes again, and this time it is right.
		w.As(t, "pia").Get("/assignments/" + x.Ticket.String()).MustBe(200).MustSee("Det är sprucket")
		w.As(t, "pia").Get("/assignments/" + x.Ticket.String() + "/deliveries").Form("Spara").Submit("Spara").MustBe(200)
		w.As(t, "rita").Get("/receive").Form("Godkänn leveransen").Submit("Godkänn leveransen").MustBe(200)
		if got := w.charges(t, o); w.state(t, o) != order.Accepted || len(got) != 1 || got[0].Kind != "purchase" {
			t.Errorf("after the second delivery the order is %s and costs %+v", w.state(t, o), got)
		}
		req.Proves(t, "CA-13", "CA-34")
	})
}

func TestStrangers_and_the_supplier_say_nothing_of_a_delivery(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		o := w.order(t, w.headset)
		x := w.tasks(t, o)["Headset"]
		w.As(t, "pia").Get("/assignments/" + x.Ticket.String() + "/deliveries").Form("Spara").Submit("Spara").MustBe(200)
		for _, name := range []string{"tom", "pia", "nora", "bo", "siv", "anna"} {
			by := w.Actor(t, name)
			if err := w.App.Delivery.Accept(t.Context(), by, []delivery.ID{x.ID}); err == nil {
				t.Errorf("%s approved the delivery", name)
			}
			if list := must(w.App.Delivery.ToReceive(t.Context(), by))(t); len(list) != 0 {
				t.Errorf("%s is asked", name)
			}
		}
		w.As(t, "nora").Get("/assignments/" + x.Ticket.String() + "/deliveries").MustBe(404)
		if got := w.charges(t, o); len(got) != 0 {
			t.Errorf("charged: %+v", got)
		}
		w.As(t, "per").Get("/receive").MustBe(200).MustSee("Headset") // Per may take delivery on the reference.
		if strings.Contains(w.As(t, "bo").Get("/receive").Text(), "Headset") {
			t.Error("a pupil sees it")
		}
	})
}
