package ordering_test

import (
	"net/url"
	"strconv"
	"testing"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/testkit/req"
)

func TestA_cart_keeps_three_things_between_sessions_and_orders_them_at_one_moment(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "CA-03", "CA-04", "CA-08", "CA-17", "RO-08")
		per := w.As(t, "per")
		into(t, per, "headset", nil).MustBe(200).MustSee("Headset ligger i varukorgen")
		into(t, per, "uttag", nil).MustBe(200)
		f := per.Get("/catalogue/laptop").MustBe(200).Form("Lägg i varukorgen")
		for label, want := range map[string]string{"Användare": "Per Holm"} {
			if got := f.Value(label); got != want {
				t.Errorf("%s is filled in with %q", label, got)
			}
		}
		f.Fill("Tangentbord", "Svenskt").Submit("Lägg i varukorgen").MustBe(200)
		cart := w.As(t, "per").Get("/cart").MustBe(200).MustSee("3 rader", "Headset", "Nätuttag", "Bärbar dator", "320 kr")
		page := cart.Click("Till beställning").MustBe(200).MustSee("7001010").MustNotSee("7002010")
		done := page.Form("Beställ").Submit("Beställ").MustBe(200).MustSee("Tack! Beställningen har nummer B-1")
		lines := w.lines(t, w.newest(t))
		if len(lines) != 3 || state(lines) != "ordered ordered approval" {
			t.Fatalf("ordered %s", state(lines))
		}
		for _, l := range lines {
			if !l.OrderedAt.Equal(lines[0].OrderedAt) || l.Reference != w.refA.ID || l.CostCentre != w.refA.CostCentre || l.Site == 0 {
				t.Errorf("%s: ordered %v on reference %d, cost centre %d, site %d", l.Sv, l.OrderedAt, l.Reference, l.CostCentre, l.Site)
			}
		}
		done.MustSee("Väntar på godkännande", "Beställt (3 rader)")
		w.As(t, "per").Get("/cart").MustBe(200).MustSee("Varukorgen är tom")
	})
}

func TestA_second_sending_of_a_check_out_orders_nothing_more(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		per := w.As(t, "per")
		into(t, per, "headset", nil).MustBe(200)
		f := per.Get("/cart/checkout").MustBe(200).Form("Beställ")
		f.Submit("Beställ").MustBe(200)
		first := w.newest(t)
		f.Submit("Beställ")
		per.Post("/cart/checkout", url.Values{"seen": {"x"}}).MustBe(200).MustSee("Varukorgen är tom")
		if w.newest(t) != first {
			t.Error("it was ordered twice")
		}
	})
}

func TestWhat_has_changed_needs_a_yes(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		per := w.As(t, "per")
		into(t, per, "headset", nil).MustBe(200)
		open := per.Get("/cart/checkout").MustBe(200).Form("Beställ")
		w.raise(t)
		page := open.Submit("Beställ").MustBe(409).MustSee("Något ändrades medan sidan var öppen", "150 kr (var 100 kr)")
		page = page.Form("Beställ").Submit("Beställ").MustBe(422).MustSee("Läs ändringarna och kryssa i rutan")
		page.Form("Beställ").Check("Jag godtar ändringarna").Submit("Beställ").MustBe(200).MustSee("Tack!")
		if l := w.lines(t, w.newest(t))[0]; l.OnceOre != 150_00 || l.ItemVersion != 2 {
			t.Errorf("ordered version %d for %d", l.ItemVersion, l.OnceOre)
		}
	})
}

// raise lets the headset cost half as much again.
func (w *world) raise(t *testing.T) {
	t.Helper()
	c := w.headset.Config
	c.Prices = []catalogue.Price{{Kind: catalogue.Purchase, Ore: 150_00, Per: catalogue.Once}}
	now := must(w.App.Catalogue.Get(t.Context(), w.Actor(t, "per"), "headset"))(t)
	must(w.App.Catalogue.Save(t.Context(), system, catalogue.SaveInput{ID: now.ID, Lock: now.Lock, Org: w.Org.ID, Key: "headset", Config: c, Publish: true}))(t)
}

func TestNobody_orders_beyond_their_right(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "RO-07", "CA-16")
		// The form offers the own reference alone; a forged number is refused.
		per := w.As(t, "per")
		forged := url.Values{"item": {text(w.headset.ID)}, "item_version": {"1"}, "person": {text(w.Person(t, "per"))}, "quantity": {"1"}, "reference": {text(w.refB.ID)}}
		per.Post("/cart/lines", forged).MustBe(422).MustSee("Du får inte beställa det här på den fakturareferensen")
		// A closed reference and one that never was.
		forged.Set("reference", "999999")
		per.Post("/cart/lines", forged).MustBe(422).MustSee("Fakturareferensen")
		// The IT contact orders and asks for access on the own cost centre, and on no other.
		ida := w.As(t, "ida")
		into(t, ida, "journal", nil).MustBe(200).MustSee("ligger i varukorgen")
		forged.Set("person", text(w.Person(t, "ida")))
		forged.Set("reference", text(w.refB.ID))
		ida.Post("/cart/lines", forged).MustBe(422)
		forged.Set("reference", text(w.refA.ID))
		ida.Post("/cart/lines", forged).MustBe(200)
		ida.Get("/cart/checkout").MustBe(200).MustNotSee("7002010").Form("Beställ").Submit("Beställ").MustBe(200).MustSee("Tack!")
		// A base user sees what there is to ask for, and can ask for none of it.
		bo := w.As(t, "rita")
		bo.Get("/catalogue/journal").MustBe(200).MustNotSee("Lägg i varukorgen")
		forged.Set("person", text(w.Person(t, "rita")))
		bo.Post("/cart/lines", forged).MustBe(403)
	})
}

func TestOne_thing_is_ordered_for_a_whole_unit_and_a_list_of_people(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		per := w.As(t, "per")
		into(t, per, "headset", nil).MustBe(200)
		page := per.Get("/cart").MustBe(200).Click("Beställ till fler").MustBe(200)
		wrong := page.Form("Lägg till").Fill("Användarnamn eller e-postadresser", "anna\nfinns.inte\n").Submit("Lägg till").MustBe(422)
		wrong.MustSee("2: finns.inte")
		wrong.Form("Lägg till").Fill("Användarnamn eller e-postadresser", "anna@storstad.example\nbo@storstad.example").Submit("Lägg till")
		cart := must(w.App.Order.Cart(t.Context(), w.Actor(t, "per"), 0))(t)
		if cart.Lines != 3 {
			t.Errorf("the cart has %d lines", cart.Lines)
		}
		if err := w.App.Order.Remove(t.Context(), w.Actor(t, "per"), 0, cart.Batches[0].ID, cart.Batches[0].People[0].Line); err != nil {
			t.Fatal(err)
		}
		found, _, err := w.App.Order.People(t.Context(), w.Actor(t, "per"), 0, "", w.unit.ID)
		if err != nil || len(found) != 7 {
			t.Errorf("%d people of the unit, %v", len(found), err)
		}
	})
}

func TestExtra_fields_of_a_form_change_nothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		per := w.As(t, "per")
		v := url.Values{
			"item": {text(w.laptop.ID)}, "item_version": {"1"}, "person": {text(w.Person(t, "per"))}, "reference": {text(w.refA.ID)}, "f.user": {"Per"}, "f.site": {text(w.site(t))},
			"f.keys": {"Svenskt"}, "price": {"1"}, "ore": {"1"}, "approver": {text(w.Person(t, "per"))}, "orderer": {text(w.Person(t, "bo"))}, "state": {"accepted"}, "role": {"admin"},
		}
		per.Post("/cart/lines", v).MustBe(200)
		done := url.Values{"seen": {""}, "price": {"1"}, "orderer": {text(w.Person(t, "bo"))}, "state": {"accepted"}, "approver": {text(w.Person(t, "per"))}}
		per.Post("/cart/checkout", done).MustBe(200).MustSee("Tack!")
		o := must(order.OrderIn(t.Context(), w.App.DB, w.newest(t)))(t)
		l := w.lines(t, o.ID)[0]
		if o.Orderer != w.Person(t, "per") || o.State != order.Approval || l.MonthOre != 320_00 {
			t.Errorf("%+v, %+v", o, l)
		}
	})
}

func (w *world) site(t *testing.T) directory.SiteID {
	t.Helper()
	return must(w.App.Directory.Person(t.Context(), system, w.Person(t, "per")))(t).Site
}

func text[T ~int64](id T) string { return strconv.FormatInt(int64(id), 10) }
