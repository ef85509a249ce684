package receive_test

import (
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/delivery"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

// mails are the subjects of what has been mailed to a person, oldest first.
func (w *world) mails(t *testing.T, person string) []string {
	t.Helper()
	w.drain(t)
	all := must(w.App.Notify.Latest(t.Context(), 0, 100))(t)
	var out []string
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Person == w.Person(t, person) {
			out = append(out, all[i].Subject+"\n"+all[i].Text)
		}
	}
	return out
}

func TestA_new_day_is_told_to_orderer_and_receiver(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := build(t, site.Mailing(t, env))
		o := w.order(t, w.headset)
		x := w.tasks(t, o)["Headset"]
		page := w.As(t, "pia").Get("/assignments/" + x.Ticket.String() + "/deliveries")
		plan := func(day, reason string) {
			page.Form("Spara").Choose("Vad har hänt?", "Ny planerad dag").Fill("Ny dag", day).Fill("Skäl eller hälsning", reason).Submit("Spara")
		}
		page.Form("Spara").Choose("Vad har hänt?", "Ny planerad dag").Fill("Ny dag", "2026-03-20").Submit("Spara").MustBe(422).MustSee("Skriv varför dagen ändras.")
		plan("2026-03-20", "Fabriken är försenad")
		if got := w.tasks(t, o)["Headset"]; got.Planned != "2026-03-20" || got.Promised == got.Planned {
			t.Fatalf("planned %s, promised %s", got.Planned, got.Promised)
		}
		for _, name := range []string{"per", "rita"} {
			if got := strings.Join(w.mails(t, name), "\n"); !strings.Contains(got, "2026-03-20") || !strings.Contains(got, "Fabriken är försenad") || !strings.Contains(got, o.ID.String()) {
				t.Errorf("%s is told: %s", name, got)
			}
		}
		if got := strings.Join(w.mails(t, "tom"), ""); got != "" {
			t.Errorf("Tom is told: %s", got)
		}
		w.As(t, "per").Get("/tickets/"+x.Ticket.String()).MustBe(200).MustSee("2026-03-20", o.ID.String())
		w.As(t, "per").Get("/orders/"+o.ID.String()).MustBe(200).MustSee("2026-03-20", "Fabriken är försenad", "var "+x.Promised)
		req.Proves(t, "CO-16", "PO-15")
	})
}

func TestSilence_is_asked_about_and_charges_nothing_unless_it_is_decided(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := build(t, site.Mailing(t, env))
		o := w.order(t, w.workstation)
		x := w.tasks(t, o)["Datorarbetsplats"]
		w.deliver(t, x.Ticket)
		for range 20 {
			w.Advance(t, 24*time.Hour)
			must(0, w.App.Delivery.Sweep(t.Context()))(t)
		}
		must(0, w.App.Delivery.Sweep(t.Context()))(t)
		told := strings.Join(w.mails(t, "rita"), "\n")
		if strings.Count(told, "Har leveransen av") != 1 || !strings.Contains(told, "Ingen har svarat") {
			t.Errorf("the receiver is told: %s", told)
		}
		if !strings.Contains(strings.Join(w.mails(t, "per"), "\n"), "Ingen har svarat") {
			t.Error("the orderer is not told")
		}
		if got := w.charges(t, o); len(got) != 0 || w.state(t, o) != order.Delivered {
			t.Errorf("silence costs %+v", got)
		}
		if !w.Ticket(t, x.Ticket).AwaitsDesk {
			t.Error("the desk is not asked to look")
		}
		must(0, w.App.Setting.Set(t.Context(), system, w.Org.ID, setting.DeliverySilence, "accept", time.Time{}))(t)
		second := w.order(t, w.workstation)
		w.deliver(t, w.tasks(t, second)["Datorarbetsplats"].Ticket)
		for range 20 {
			w.Advance(t, 24*time.Hour)
			must(0, w.App.Delivery.Sweep(t.Context()))(t)
		}
		if got := w.charges(t, second); len(got) != 2 || w.state(t, second) != order.Accepted {
			t.Errorf("decided silence costs %+v, the order is %s", got, w.state(t, second))
		}
	})
}

func TestTime_logged_on_the_order_becomes_an_hourly_charge(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		extra := w.publish(t, "mobilstod", "Extra stöd för mobilappar", func(c *catalogue.Config) {
			c.Group, c.Prices = w.Group.ID, []catalogue.Price{{Kind: catalogue.Hour, Ore: 90_000, Per: catalogue.PerHour}}
		})
		for _, item := range []catalogue.Item{w.move, extra} {
			o := w.order(t, item)
			x := w.tasks(t, o)[item.NameSv]
			eva := w.Actor(t, "eva")
			must(w.App.Ticket.LogTime(t.Context(), eva, x.Ticket, ticket.TimeEntry{Minutes: 90, Charged: true, Note: "Flyttade"}))(t)
			must(w.App.Ticket.LogTime(t.Context(), eva, x.Ticket, ticket.TimeEntry{Minutes: 30, Note: "Letade"}))(t)
			w.deliver(t, x.Ticket)
			if got := w.charges(t, o); len(got) != 0 {
				t.Fatalf("charged before delivery was accepted: %+v", got)
			}
			w.As(t, "rita").Get("/receive").Form("Godkänn leveransen").Submit("Godkänn leveransen").MustBe(200)
			got := w.charges(t, o)
			if len(got) != 1 || got[0].Kind != "hour" || got[0].Minutes != 90 || got[0].Ore != 135_000 || got[0].Reference != int64(w.reference.ID) {
				t.Errorf("%s: %+v", item.NameSv, got)
			}
		}
		req.Proves(t, "CA-29", "CA-40")
	})
}

func TestPhones_and_tablets_cost_as_they_were_offered(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		phone := w.publish(t, "telefon", "Mobiltelefon", func(c *catalogue.Config) {
			c.Group, c.Prices = w.Group.ID, []catalogue.Price{{Kind: catalogue.Purchase, Ore: 600_000, Per: catalogue.Once}, {Kind: catalogue.Fee, Ore: 15_000, Per: catalogue.PerMonth}}
		})
		tablet := w.publish(t, "platta", "Surfplatta", func(c *catalogue.Config) {
			c.Group, c.Prices = w.Group.ID, []catalogue.Price{{Kind: catalogue.Rent, Ore: 20_000, Per: catalogue.PerMonth}}
		})
		printer := w.publish(t, "skrivare", "Skrivare", func(c *catalogue.Config) {
			c.Group, c.Prices = w.Group.ID, []catalogue.Price{{Kind: catalogue.Rent, Ore: 50_000, Per: catalogue.PerMonth}}
		})
		point := w.publish(t, "accesspunkt", "Accesspunkt", func(c *catalogue.Config) {
			c.Group, c.Prices = w.Group.ID, []catalogue.Price{{Kind: catalogue.Installation, Ore: 250_000, Per: catalogue.Once}, {Kind: catalogue.Rent, Ore: 9_000, Per: catalogue.PerMonth}}
		})
		o := w.order(t, phone, tablet, printer, point)
		w.As(t, "eva").Get("/desk/tickets/" + w.tasks(t, o)["Mobiltelefon"].Ticket.String() + "/deliveries").Form("Spara").Check("Alla som är kvar (4)").Submit("Spara").MustBe(200)
		w.As(t, "rita").Get("/receive").Form("Godkänn leveransen").Submit("Godkänn leveransen").MustBe(200)
		found := map[string][]string{}
		for _, c := range w.charges(t, o) {
			found[c.Sv] = append(found[c.Sv], c.Kind+" "+c.Per)
			if c.Reference != int64(w.reference.ID) || c.Centre != int64(w.reference.CostCentre) {
				t.Errorf("%s is borne by %d, %d", c.Sv, c.Reference, c.Centre)
			}
		}
		for name, want := range map[string]string{"Mobiltelefon": "fee month,purchase once", "Surfplatta": "rent month", "Skrivare": "rent month", "Accesspunkt": "installation once,rent month"} {
			list := found[name]
			if len(list) == 2 && list[0] > list[1] {
				list[0], list[1] = list[1], list[0]
			}
			if strings.Join(list, ",") != want {
				t.Errorf("%s costs %v, want %s", name, list, want)
			}
		}
		req.Proves(t, "CA-30", "CA-31", "CA-33")
	})
}

func TestOrderer_and_approver_follow_an_order_to_its_end(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.grant(t, "tom", "approver", authz.Reference, int64(w.reference.ID))
		o := w.order(t, w.workstation)
		x := w.tasks(t, o)["Datorarbetsplats"]
		at := "/orders/" + o.ID.String()
		for _, name := range []string{"per", "tom"} {
			w.As(t, name).Get(at).MustBe(200).MustSee("Planerad leveransdag", x.Planned, "Första linjen", "Inte påbörjad")
		}
		w.Advance(t, 2*24*time.Hour)
		w.deliver(t, x.Ticket)
		w.As(t, "rita").Get("/receive").Form("Godkänn leveransen").Submit("Godkänn leveransen").MustBe(200)
		for _, name := range []string{"per", "tom"} {
			w.As(t, name).Get(at).MustBe(200).MustSee("Levererad och godkänd", "2 arbetsdagar", "Leveransen godkänd", "Rita Ros")
		}
		w.As(t, "bo").Get(at).MustBe(404)
		req.Proves(t, "CA-14")
	})
}

func TestWhat_is_cancelled_before_delivery_costs_nothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		o := w.order(t, w.workstation, w.headset)
		tasks := w.tasks(t, o)
		if err := w.App.Order.Cancel(t.Context(), w.Actor(t, "per"), o.ID, "Behövs inte", order.LineID(tasks["Headset"].Line), tasks["Datorarbetsplats"].Line); err != nil {
			t.Fatal(err)
		}
		for name, x := range w.tasks(t, o) {
			if x.State != delivery.Cancelled || w.Ticket(t, x.Ticket).State != ticket.StateWithdrawn {
				t.Errorf("%s is %s, its case %s", name, x.State, w.Ticket(t, x.Ticket).State)
			}
		}
		if got := w.charges(t, o); len(got) != 0 || w.state(t, o) != order.Cancelled {
			t.Errorf("costs %+v", got)
		}
		req.Proves(t, "CA-18")
	})
}

func TestA_service_of_the_central_supplier_is_ordered_and_followed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		gateway := w.supplier(t, supplier.Gateway, "GSIT-leverantören")
		central := w.supplier(t, supplier.Central, "Centrala e-posten")
		s := w.Join(t, "Greta Gsit", directory.Employee)
		_ = s
		w.grant(t, "greta", "supplier", authz.Supplier, int64(gateway.ID))
		item := w.publish(t, "funktionsbrevlada", "Funktionsbrevlåda", func(c *catalogue.Config) { c.Supplier, c.Group = central.ID, w.Group.ID })
		w.As(t, "per").Get("/catalogue/funktionsbrevlada").MustBe(200).MustSee("Funktionsbrevlåda")
		o := w.order(t, item)
		x := w.tasks(t, o)["Funktionsbrevlåda"]
		if got := w.Ticket(t, x.Ticket); got.Supplier != gateway.ID {
			t.Fatalf("the case is with %d", got.Supplier)
		}
		greta := w.As(t, "greta")
		greta.Get("/assignments/"+x.Ticket.String()).MustBe(200).MustSee("Funktionsbrevlåda").Form("Återrapportera till servicedesken").Choose("Status", "Arbete pågår").Submit("Skicka återrapport")
		if got := w.state(t, o); got != order.Started {
			t.Errorf("after the supplier's report the order is %s", got)
		}
		w.As(t, "per").Get("/orders/"+o.ID.String()).MustBe(200).MustSee("Funktionsbrevlåda", "Påbörjad")
		req.Proves(t, "PO-23")
	})
}

func TestDeliveries_are_counted_by_item_and_month(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		late := w.order(t, w.headset)
		timely := w.order(t, w.workstation)
		w.deliver(t, w.tasks(t, timely)["Datorarbetsplats"].Ticket)
		w.Advance(t, 10*24*time.Hour)
		must(0, w.App.Delivery.Sweep(t.Context()))(t)
		w.As(t, "eva").Get("/desk/deliveries?view=late").MustBe(200).MustSee("Headset", late.ID.String()).MustNotSee("Datorarbetsplats")
		w.As(t, "pia").Get("/assignments/" + w.tasks(t, late)["Headset"].Ticket.String() + "/deliveries").Form("Spara").Submit("Spara").MustBe(200)
		page := w.As(t, "ada").Get("/desk/deliveries/figures").MustBe(200)
		rows := map[string][]string{}
		for _, r := range page.Rows("Leveranser per sak och månad") {
			if len(r) > 6 {
				rows[r[1]] = r
			}
		}
		for name, want := range map[string]string{"Datorarbetsplats": "2026-03|Datorarbetsplats|1|1|0|100 %|0 arbetsdagar", "Headset": "2026-03|Headset|1|0|1|0 %|10 arbetsdagar"} {
			if got := strings.Join(rows[name][:min(7, len(rows[name]))], "|"); got != want {
				t.Errorf("%s: %s, want %s", name, got, want)
			}
		}
		file := w.As(t, "ada").Get("/desk/deliveries/figures/deliveries.csv").MustBe(200)
		if !strings.Contains(string(file.Body), "Headset") {
			t.Error("the file has no line of the headset")
		}
		log := must(w.App.Access.SecurityLog(t.Context(), system, audit.Filter{What: audit.Exported}))(t)
		if len(log) != 1 || log[0].Actor != int64(w.Person(t, "ada")) {
			t.Errorf("the security log: %+v", log)
		}
		w.As(t, "anna").Get("/desk/deliveries/figures").MustBe(403)
		req.Proves(t, "CA-15", "RP-29")
	})
}

func TestWhat_concerns_a_protected_person_is_there_for_nobody_else(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var in []order.AddInput
		for _, name := range []string{"anna", "rita"} {
			in = append(in, order.AddInput{Item: w.headset.ID, People: []directory.PersonID{w.Person(t, name)}, Receiver: w.Person(t, "rita"), Reference: w.reference.ID})
		}
		o := must(w.App.Order.PlaceNow(t.Context(), w.Actor(t, "per"), 0, in, ticket.Portal))(t)
		must(w.App.Directory.Protect(t.Context(), system, w.Person(t, "anna")))(t)
		w.drain(t)
		var hers, other delivery.Task
		lines := must(order.LinesIn(t.Context(), w.App.DB, o.ID))(t)
		all := must(w.App.Delivery.OfLines(t.Context(), system, o.ID, []order.LineID{lines[0].ID, lines[1].ID}))(t)
		for _, x := range all {
			if x.Person == w.Person(t, "anna") {
				hers = x
			} else {
				other = x
			}
		}
		if hers.Ticket == other.Ticket || hers.Ticket == 0 {
			t.Fatalf("one case for both: %s", hers.Ticket)
		}
		if got := w.Ticket(t, hers.Ticket); !got.Sealed || got.Supplier != 0 {
			t.Errorf("the case of the protected person is sealed %v, with %d", got.Sealed, got.Supplier)
		}
		for _, name := range []string{"eva", "pia", "per", "rita"} {
			by := w.Actor(t, name)
			list := must(w.App.Delivery.OfTicket(t.Context(), by, hers.Ticket))(t)
			seen := must(w.App.Delivery.OfLines(t.Context(), by, o.ID, []order.LineID{hers.Line}))(t)
			if len(list)+len(seen) != 0 && name != "rita" {
				t.Errorf("%s sees it", name)
			}
			if page := must(w.App.Delivery.List(t.Context(), by, delivery.Filter{}))(t); name == "eva" && len(page.Tasks) != 1 {
				t.Errorf("%s counts %d tasks", name, len(page.Tasks))
			}
		}
		w.As(t, "eva").Get("/desk/tickets/" + hers.Ticket.String() + "/deliveries").MustBe(404)
		if err := w.App.Delivery.Deliver(t.Context(), w.Actor(t, "eva"), []delivery.ID{hers.ID}, ""); err == nil {
			t.Error("delivered by somebody who may not know of it")
		}
		w.As(t, "pia").Get("/assignments/" + other.Ticket.String()).MustBe(200).MustNotSee("Anna")
	})
}
