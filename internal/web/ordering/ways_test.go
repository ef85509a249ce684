package ordering_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/order"
	"lotsen/internal/testkit/req"
)

func TestA_package_over_several_suppliers_is_ordered_as_one(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "CA-05", "CA-06", "CA-07")
		// Only the central ordering organisation makes packages.
		w.As(t, "per").Get("/admin/packages").MustBe(403)
		f := w.As(t, "cilla").Get("/admin/packages/new").MustBe(200).Form("Spara paketet").Fill("Namn på svenska", "Nyanställd").Fill("Adress", "nyanstalld").Choose("Läge", "Visas")
		f.Submit("Spara paketet").MustBe(422).MustSee("behöver minst en beställning")
		id := w.pack(t)
		w.As(t, "cilla").Get("/admin/packages").MustBe(200).MustSee("Nyanställd", "3 beställningar")
		per := w.As(t, "per")
		per.Get("/catalogue").MustBe(200).MustSee("Nyanställd")
		page := per.Get("/packages/nyanstalld").MustBe(200).MustSee("Bärbar dator", "Headset", "Nätuttag")
		if page.Form("Lägg i varukorgen").Value("Användare") != "Per Holm" {
			t.Error("the user is not filled in")
		}
		page.Form("Lägg i varukorgen").Submit("Lägg i varukorgen").MustBe(200).MustSee("Nyanställd", "Paket")
		per.Get("/cart/checkout").MustBe(200).Form("Beställ").Submit("Beställ").MustBe(200).MustSee("Nyanställd")
		o := must(order.OrderIn(t.Context(), w.App.DB, w.newest(t)))(t)
		lines := w.lines(t, o.ID)
		if o.TitleSv != "Nyanställd" || len(lines) != 3 || lines[0].Package != id || lines[0].Supplier == 0 || lines[1].Supplier != 0 || lines[0].Answers["keys"] != "Svenskt" {
			t.Fatalf("%s: %+v", o.TitleSv, lines)
		}
		w.decide(t, "gun", o.ID, true)
		w.drain(t)
		if n := len(w.executors(t, o.ID)); n != 2 {
			t.Errorf("%d executors have a task", n)
		}
		if now := must(order.OrderIn(t.Context(), w.App.DB, o.ID))(t); now.State != order.Ordered {
			t.Errorf("all of it is %s", now.State)
		}
	})
}

// pack is the package "Nyanställd" of Cilla's.
func (w *world) pack(t *testing.T) order.PackageID {
	t.Helper()
	return must(w.App.Order.SavePackage(t.Context(), w.Actor(t, "cilla"), order.PackageInput{
		Org: w.Org.ID, Key: "nyanstalld", NameSv: "Nyanställd", State: catalogue.Published,
		Parts: []order.PartInput{{Item: w.laptop.ID, Quantity: 1, Defaults: map[string]string{"keys": "Svenskt"}}, {Item: w.headset.ID, Quantity: 1}, {Item: w.network.ID, Quantity: 1}},
	}))(t)
}

// executors are who carries out an order: suppliers and groups with a task.
func (w *world) executors(t *testing.T, id order.ID) map[[2]int64]bool {
	t.Helper()
	out := map[[2]int64]bool{}
	var ids []order.LineID
	for _, l := range w.lines(t, id) {
		ids = append(ids, l.ID)
	}
	for _, x := range must(w.App.Delivery.OfLines(t.Context(), system, id, ids))(t) {
		out[[2]int64{int64(x.Supplier), int64(x.Group) * min(1, max(0, 1-int64(x.Supplier)))}] = true
	}
	return out
}

func TestThe_desk_orders_by_the_rights_of_the_customer(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "CH-31")
		eva := w.As(t, "eva")
		at := "/desk/order/" + text(w.Person(t, "per")) + "/offers"
		page := eva.Get("/desk/order?person="+text(w.Person(t, "per"))).MustBe(200).MustSee("Beställ åt Per Holm", "Bärbar dator")
		page.MustNotSee("Får inte beställas av kunden")
		f := eva.Get(at + "/laptop").MustBe(200).Form("Lägg i varukorgen")
		if f.Value("Användare") != "Per Holm" {
			t.Error("the customer is not filled in")
		}
		f.Fill("Tangentbord", "Svenskt").Submit("Lägg i varukorgen").MustBe(200)
		check := eva.Get("/desk/order/" + text(w.Person(t, "per")) + "/checkout").MustBe(200).MustSee("7001010").MustNotSee("7002010")
		check.Form("Beställ").Submit("Beställ").MustBe(200).MustSee("Registrerad av", "Eva Lind", "Per Holm")
		o := must(order.OrderIn(t.Context(), w.App.DB, w.newest(t)))(t)
		l := w.lines(t, o.ID)[0]
		if o.Orderer != w.Person(t, "per") || o.Register != w.Person(t, "eva") || l.Reference != w.refA.ID || l.MonthOre != 320_00 || l.State != order.Approval {
			t.Errorf("%+v, %+v", o, l)
		}
		// The same approver as ever; and the customer finds the order among their own.
		w.decide(t, "gun", o.ID, true)
		w.As(t, "per").Get("/orders").MustBe(200).MustSee(o.ID.String(), "Bärbar dator")
		// A customer who may not order does not get it by telephone either.
		rita := "/desk/order/" + text(w.Person(t, "rita")) + "/offers"
		eva.Get(rita).MustBe(200).MustSee("Får inte beställas av kunden")
		eva.Get(rita + "/headset").MustBe(200).MustSee("har inte den behörighet som krävs")
		// Nobody but the desk orders so.
		w.As(t, "per").Get(at).MustBe(403)
	})
}

func TestAn_order_is_changed_and_cancelled_until_its_delivery_begins(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "CA-14", "CA-18", "PO-15")
		per := w.As(t, "per")
		o := w.place(t, order.AddInput{Item: w.laptop.ID, Answers: map[string]string{"user": "Per", "site": text(w.site(t)), "keys": "Svenskt"}}, order.AddInput{Item: w.headset.ID, Quantity: 2})
		lines := w.lines(t, o.ID)
		page := per.Get(path(o.ID) + "/lines/" + text(lines[1].ID)).MustBe(200)
		page.Form("Spara ändringen").Fill("Antal", "0").Submit("Spara ändringen").MustBe(422).MustSee("Skriv ett antal från 1 till 20")
		page.Form("Spara ändringen").Fill("Antal", "5").Submit("Spara ändringen").MustBe(200).MustSee("500 kr")
		per.Get(path(o.ID)).MustBe(200).MustSee("Ändrat (1 rad)", "2 → 5")
		w.decide(t, "gun", o.ID, true)
		w.drain(t)
		// Both the orderer and the approver follow it, with the day that is planned and a day that changes.
		for _, who := range []string{"per", "gun"} {
			w.As(t, who).Get(path(o.ID)).MustBe(200).MustSee("Planerad leveransdag", "Klart att leverera")
		}
		day := w.lines(t, o.ID)[0].Planned
		if day == "" {
			t.Fatal("no day is planned")
		}
		per.Get("/orders").MustBe(200).MustSee(day)
		cancel := per.Get(path(o.ID)).MustBe(200).Form("Avbeställ det som inte börjat levereras")
		cancel.Submit("Avbeställ det som inte börjat levereras").MustBe(200).MustSee("Avbeställd", "Inget debiteras")
		w.drain(t)
		for _, l := range w.lines(t, o.ID) {
			if l.State != order.Cancelled {
				t.Errorf("%s is %s", l.Sv, l.State)
			}
		}
		w.As(t, "bo").Get(path(o.ID)).MustBe(404)
		w.As(t, "gun").Post(path(o.ID)+"/cancel", nil).MustBe(403)
	})
}

func TestNothing_binds_until_the_orderer_has_said_yes_to_what_the_desk_specified(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		per := w.As(t, "per")
		f := per.Get("/cart/help?item=laptop").MustBe(200).Form("Lägg i varukorgen")
		f.Submit("Lägg i varukorgen").MustBe(422).MustSee("Beskriv vad du behöver")
		f.Fill("Vad behöver du?", "Något att rita på").Submit("Lägg i varukorgen").MustBe(200)
		per.Get("/cart/checkout").MustBe(200).Form("Beställ").Submit("Beställ").MustBe(200).MustSee("Specificeras")
		o := w.newest(t)
		l := w.lines(t, o)[0]
		if l.State != order.Specify || l.Ticket == 0 {
			t.Fatalf("%+v", l)
		}
		at := "/lines/" + text(l.ID)
		per.Get(path(o) + at).MustBe(200).MustSee("Inget är bindande än")
		form := w.As(t, "eva").Get("/desk"+path(o)+at).MustBe(200).Form("Skicka förslaget").Fill("Användare", "Per Holm").Fill("Tangentbord", "Svenskt").Choose("Plats", "Lindskolan")
		form.Submit("Skicka förslaget").MustBe(200)
		if l = w.lines(t, o)[0]; l.State != order.Specify {
			t.Fatalf("it is %s before the orderer has said anything", l.State)
		}
		per.Get(path(o) + at).MustBe(200).MustSee("320 kr").Form("Ja, beställ det här").Submit("Ja, beställ det här").MustBe(200)
		if l = w.lines(t, o)[0]; l.State != order.Approval || l.Reference != w.refA.ID {
			t.Errorf("it is %s on %d", l.State, l.Reference)
		}
	})
}

func TestOrders_by_the_interface(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "PO-04")
		h := w.App.Handler()
		tokens := map[string]string{}
		for _, person := range []string{"per", "rita", "bo"} {
			tokens[person] = must(w.App.Access.CreateToken(t.Context(), system, "script", w.Person(t, person)))(t)
		}
		call := func(person, method, at, body, key string) *httptest.ResponseRecorder {
			r := httptest.NewRequest(method, "https://lotsen.example/api/v1"+at, strings.NewReader(body))
			r.Header.Set("Authorization", "Bearer "+tokens[person])
			r.Header.Set("Content-Type", "application/json")
			if key != "" {
				r.Header.Set("Idempotency-Key", key)
			}
			rec := httptest.NewRecorder()
			h.ServeHTTP(rec, r)
			return rec
		}
		if rec := call("per", http.MethodGet, "/catalogue?q=headset", "", ""); rec.Code != 200 || !strings.Contains(rec.Body.String(), `"key":"headset"`) {
			t.Errorf("catalogue: %d %s", rec.Code, rec.Body)
		}
		for field, body := range map[string]string{
			"price": `{"lines":[{"offer":"headset","price":1}]}`, "orderer": `{"orderer":1,"lines":[{"offer":"headset"}]}`, "state": `{"lines":[{"offer":"headset","state":"accepted"}]}`,
			"approver": `{"approver":1,"lines":[{"offer":"headset"}]}`,
		} {
			if rec := call("per", http.MethodPost, "/orders", body, ""); rec.Code < 400 || rec.Code > 499 {
				t.Errorf("%s is taken: %d", field, rec.Code)
			}
		}
		body := `{"lines":[{"offer":"headset","quantity":2,"reference":"7001010","people":["anna","per"]}]}`
		first, again := call("per", http.MethodPost, "/orders", body, "k1"), call("per", http.MethodPost, "/orders", body, "k1")
		if first.Code != 201 || again.Code != 201 || first.Body.String() != again.Body.String() {
			t.Fatalf("%d %s, again %d", first.Code, first.Body, again.Code)
		}
		if n := must(w.App.Order.Count(t.Context(), w.Actor(t, "per")))(t); n != 0 || len(w.lines(t, w.newest(t))) != 2 {
			t.Errorf("%d in the cart, %d lines", n, len(w.lines(t, w.newest(t))))
		}
		if rec := call("rita", http.MethodPost, "/orders", `{"lines":[{"offer":"headset"}]}`, ""); rec.Code != 403 {
			t.Errorf("a base user orders: %d %s", rec.Code, rec.Body)
		}
		if rec := call("bo", http.MethodGet, "/orders/"+w.newest(t).String(), "", ""); rec.Code != 404 {
			t.Errorf("a stranger reads: %d", rec.Code)
		}
	})
}
