package suppliers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/webtest"
)

// open fills in the form of a new matter at a supplier's card, and sends it.
func open(v *webtest.Visitor, x supplier.Supplier, button string, fields ...string) *webtest.Page {
	form := v.Get(card(x)).Click(button).Form("Spara")
	for i := 0; i+1 < len(fields); i += 2 {
		form.Fill(fields[i], fields[i+1])
	}
	return form.Submit("Spara")
}

func TestDeficiencies_are_corrected_together_with_the_supplier(t *testing.T) {
	t.Parallel()
	req.Proves(t, "SU-22")
	each(t, func(t *testing.T, w *world) {
		open(w.eva, w.net, "Anteckna en brist").MustBe(http.StatusUnprocessableEntity).MustSee("Det här behöver fyllas i.")
		open(w.eva, w.net, "Anteckna en brist", "Rubrik", "Tappar nätet i aulan", "Ska vara rättad", "2026-03-10").MustBe(200).MustSee("Öppen", "Snart")
		w.eva.Get(card(w.net)).MustSee("Brist", "Tappar nätet i aulan", "Öppen")
		page := w.tomas.Get("/desk/suppliers").MustSee("Tappar nätet i aulan").Click("Tappar nätet i aulan")
		page.Form("Lämna besked").Submit("Lämna besked").MustBe(http.StatusUnprocessableEntity)
		page.Form("Lämna besked").Choose("Läge", "Rättad").Fill("Kommentar till ändringen", "Ny accesspunkt är på plats.").Submit("Lämna besked").MustBe(200).MustSee("Rättad")
		if strings.Contains(page.Text(), "Godkänd") {
			t.Error("a supplier is offered to accept its own correction")
		}
		page = w.eva.Get("/desk/follow/deficiency").Click("Tappar nätet i aulan").MustSee("Ny accesspunkt är på plats.", "Tomas Test: Rättad")
		page.Form("Spara").Choose("Läge", "Godkänd").Submit("Spara").MustBe(200)
		w.eva.Get("/desk/follow/deficiency").MustNotSee("Tappar nätet").Click("Alla").MustSee("Tappar nätet i aulan", "Godkänd")
	})
}

func TestKnowledge_demands_have_a_day_and_a_state(t *testing.T) {
	t.Parallel()
	req.Proves(t, "SU-18")
	each(t, func(t *testing.T, w *world) {
		open(w.eva, w.net, "Ställ ett krav på kunskap", "Vad vi behöver", "Felsökningsguide för accesspunkter").MustBe(http.StatusUnprocessableEntity)
		open(w.eva, w.net, "Ställ ett krav på kunskap", "Vad vi behöver", "Felsökningsguide för accesspunkter", "Klart senast", "2026-03-20").MustBe(200)
		w.tomas.Get("/desk/follow/demand").MustSee("Felsökningsguide", "2026-03-20", "Begärt").Click("Felsökningsguide för accesspunkter").
			Form("Lämna besked").Choose("Läge", "Utlovat").Submit("Lämna besked").MustBe(200)
		w.Clock.Advance(30 * 24 * time.Hour)
		rows := w.As(t, "eva").Get("/desk/follow/demand").MustSee("Försenad").Rows("Krav på kunskap")
		if len(rows) != 2 || !strings.Contains(strings.Join(rows[1], " "), "Utlovat") {
			t.Errorf("the demands are %q", rows)
		}
		page := w.As(t, "eva").Get("/desk/follow/demand").Click("Felsökningsguide för accesspunkter").Form("Spara").Choose("Läge", "Uppfyllt").Submit("Spara")
		page.MustBe(200).MustSee("Uppfyllt").MustNotSee("Försenad")
	})
}

func TestUnclear_responsibility_is_the_desks_until_it_is_decided(t *testing.T) {
	t.Parallel()
	req.Proves(t, "SU-16")
	each(t, func(t *testing.T, w *world) {
		x := w.Report(t, "anna", "Kassan når inte servern", "Ingen vet vems felet är.")
		form := w.eva.Get("/desk/tickets/" + x.ID.String()).Click("Märk ansvaret som oklart").Form("Spara")
		if got := form.Value("Ärende"); got != x.ID.String() {
			t.Errorf("the case is %q", got)
		}
		form.Fill("Rubrik", "Nät eller dator?").Check("Nätdrift AB").Submit("Spara").MustBe(http.StatusUnprocessableEntity)
		page := form.Check("Datorhuset AB").Choose("Ansvarig hos oss", "Eva Lind").Submit("Spara").MustBe(200).MustSee("Öppen", x.ID.String())
		page.Form("Spara").Choose("Läge", "Avgjort").Submit("Spara").MustBe(http.StatusUnprocessableEntity).MustSee("Det här behöver fyllas i.").
			Form("Spara").Fill("Beslut", "Nätdrift AB ansvarar för vägen till servern.").Submit("Spara").MustBe(200).MustSee("Avgjort")
		for _, v := range []*webtest.Visitor{w.tomas, w.rut} {
			v.Get(page.Path).MustSee("Datorhuset AB, Nätdrift AB", "Nätdrift AB ansvarar för vägen till servern.", "Eva Lind")
		}
		w.As(t, "siv").Get(page.Path).MustBe(http.StatusNotFound)
		w.eva.Get("/desk/follow/unclear?all=1").MustSee("Nät eller dator?", "Avgjort")
	})
}

func TestWork_is_ordered_of_companies_outside(t *testing.T) {
	t.Parallel()
	req.Proves(t, "SU-23")
	each(t, func(t *testing.T, w *world) {
		fiber := w.add(t, supplier.Other, "Fiberbolaget")
		open(w.eva, fiber, "Beställ ett arbete", "Rubrik", "Dra ny kabel").MustBe(http.StatusUnprocessableEntity)
		page := open(w.eva, fiber, "Beställ ett arbete", "Rubrik", "Dra ny kabel", "Utförs", "2026-03-12", "Följs upp", "2026-03-15", "Belopp i kronor", "12 500,50").MustBe(200).MustSee("Beställd")
		w.eva.Get("/desk/follow/work_order").MustSee("Dra ny kabel", "Fiberbolaget", "2026-03-15", "12 500,50 kr")
		w.Clock.Advance(20 * 24 * time.Hour)
		eva := w.As(t, "eva")
		eva.Get("/desk/follow/work_order").MustSee("Försenad")
		eva.Get(page.Path).Form("Spara").Choose("Läge", "Uppföljd").Fill("Kommentar till ändringen", "Kabeln mättes och är bra.").Submit("Spara").MustBe(200).MustSee("Kabeln mättes och är bra.")
		eva.Get("/desk/follow/work_order").MustNotSee("Dra ny kabel")
	})
}

func TestCall_off_agreements_warn_ahead_of_their_end(t *testing.T) {
	t.Parallel()
	req.Proves(t, "SU-25")
	each(t, func(t *testing.T, w *world) {
		for name, to := range map[string]string{"Skrivare och kopiatorer": "2026-05-15", "Elevdatorer": "2027-06-30"} {
			open(w.eva, w.toy, "Lägg till avropsavtal", "Rubrik", name, "Omfattar", name, "Gäller till", to, "Avtalsnummer", "96-12").MustBe(200)
		}
		rows := w.eva.Get("/desk/follow/calloff").Rows("Avropsavtal")
		if len(rows) != 3 || !strings.Contains(strings.Join(rows[1], " "), "2026-05-15 Snart") || strings.Contains(strings.Join(rows[2], " "), "Snart") || !strings.Contains(strings.Join(rows[2], " "), "2027-06-30") {
			t.Errorf("the agreements are %q", rows)
		}
	})
}

func TestEach_service_has_its_support_tools_and_who_has_access(t *testing.T) {
	t.Parallel()
	req.Proves(t, "SU-19")
	each(t, func(t *testing.T, w *world) {
		w.service(t, "Trådlöst nätverk")
		page := w.eva.Get("/desk/follow/tool").Click("Lägg till stödverktyg")
		page.Form("Spara").Fill("Verktyg", "Nätövervakning").Submit("Spara").MustBe(http.StatusUnprocessableEntity)
		page.Form("Spara").Fill("Verktyg", "Nätövervakning").Choose("Tjänst", "Trådlöst nätverk").Choose("Leverantör", "Nätdrift AB").Fill("Adress", "https://natkoll.example").
			Fill("Har tillgång", "Första linjen, Nätdrift AB").Submit("Spara").MustBe(200)
		rows := w.eva.Get("/desk/follow/tool").Rows("Stödverktyg")
		if len(rows) != 2 || !strings.Contains(strings.Join(rows[1], "|"), "Nätövervakning|Nätdrift AB|Trådlöst nätverk|Första linjen, Nätdrift AB") {
			t.Errorf("the tools are %q", rows)
		}
		w.tomas.Get("/desk/follow/tool").MustSee("Nätövervakning")
		w.rut.Get("/desk/follow/tool").MustNotSee("Nätövervakning")
	})
}

func TestA_product_supplier_sees_its_deliveries_and_what_it_will_invoice(t *testing.T) {
	t.Parallel()
	req.Proves(t, "SU-10")
	each(t, func(t *testing.T, w *world) {
		page := w.rut.Get("/desk/suppliers").Click("Leveranser och fakturering").MustSee("Prislistor och fakturor finns inte i Lotsen än.").Click("Anteckna en leverans")
		page.Form("Spara").Fill("Vad som levereras", "30 elevdatorer").Choose("Leverantör", "Datorhuset AB").Fill("Leveransdag", "2026-03-20").Fill("Fakturareferens", "F-4410").
			Fill("Belopp i kronor", "150000").Fill("Faktureras för", "2026-03").Submit("Spara").MustBe(200).MustSee("Aviserad")
		at := card(w.toy, "deliveries")
		page = w.eva.Get(at).MustSee("150 000 kr").Click("30 elevdatorer")
		page.Form("Spara").Choose("Läge", "Godkänd").Submit("Spara").MustBe(200)
		rows := w.rut.Get(at).MustSee("30 elevdatorer", "Godkänd").Rows("Underlag för fakturering")
		if len(rows) != 2 || strings.Join(rows[1], "|") != "2026-03|F-4410|1|150 000 kr|" {
			t.Errorf("the basis is %q", rows)
		}
		w.tomas.Get(at).MustBe(http.StatusNotFound)
	})
}

func TestA_product_supplier_takes_its_cases_away_in_one_call(t *testing.T) {
	t.Parallel()
	req.Proves(t, "SU-12")
	each(t, func(t *testing.T, w *world) {
		for _, title := range []string{"Skärmen är svart", "Tangentbordet saknar å"} {
			w.hand(t, w.toy, title)
		}
		other := w.hand(t, w.net, "Nätet är nere")
		for name, v := range map[string]*webtest.Visitor{"the supplier": w.rut, "the desk": w.eva} {
			file := v.Get(card(w.toy, "tickets.csv")).MustBe(200).MustSee("Skärmen är svart", "Tangentbordet saknar å").MustNotSee("Nätet är nere", other)
			if lines := strings.Count(string(file.Body), "\r\n"); lines != 3 || !strings.HasPrefix(file.Header.Get("Content-Type"), "text/csv") {
				t.Errorf("%s takes %d lines of %s", name, lines, file.Header.Get("Content-Type"))
			}
		}
		w.eva.Get(card(w.toy)).MustSee("Delegerade nu 2")
		w.eva.Get(card(w.toy, "card.csv")).MustSee("Datorhuset AB", "Delegerade nu;2", "2026-03;Lämnade;2")
	})
}

// hand is a case of Anna's that Eva has delegated; it returns its number.
func (w *world) hand(t *testing.T, to supplier.Supplier, title string) string {
	t.Helper()
	x := w.Report(t, "anna", title, "Det fungerar inte.")
	w.Answer(t, x.ID, "Vi tittar på det.")
	if _, err := w.App.Delegation.Delegate(t.Context(), w.Actor(t, "eva"), x.ID, delegation.Input{To: to.ID, Task: "Felsök på plats."}); err != nil {
		t.Fatal(err)
	}
	return x.ID.String()
}

func TestA_building_fault_is_delegated_to_the_property_owner(t *testing.T) {
	t.Parallel()
	req.Proves(t, "SU-24")
	each(t, func(t *testing.T, w *world) {
		linden := w.add(t, supplier.Property, "Lindens vaktmästeri")
		x := w.Report(t, "anna", "Uttaget gnistrar", "I aulan.")
		w.Answer(t, x.ID, "Vi kontaktar fastighetsägaren.")
		page := w.eva.Get("/desk/tickets/" + x.ID.String() + "/delegate")
		form := page.Form("Lämna över ärendet").Choose("Vem ska få ärendet?", "Lindens vaktmästeri").Fill("Vad ska de göra?", "Byt uttaget.")
		form.Submit("Lämna över").MustBe(200).MustSee("Lindens vaktmästeri")
		if got := w.Ticket(t, x.ID).Supplier; got != linden.ID {
			t.Errorf("the case is with %d", got)
		}
		w.eva.Get(card(linden)).MustSee("Fastighetsägare", "Delegerade nu 1")
	})
}

func TestA_suppliers_report_is_read_by_those_who_may(t *testing.T) {
	t.Parallel()
	req.Proves(t, "SU-15")
	each(t, func(t *testing.T, w *world) {
		upload := func(title, readers string) {
			w.tomas.Get(card(w.net)).Click("Lämna in en rapport").Form("Lämna in en rapport").Fill("Rapportens namn", title).Fill("Månad", "2026-02").Choose("Får läsas av", readers).
				Attach("Fil", "rapport.txt", []byte("Allt gick bra.")).Submit("Lämna in en rapport").MustBe(200).MustSee(title)
		}
		w.tomas.Get(card(w.net, "reports")).Form("Lämna in en rapport").Submit("Lämna in en rapport").MustBe(http.StatusUnprocessableEntity)
		upload("Internt", "Servicedesken")
		upload("För chefer", "Servicedesken och chefer som läser rapporter")
		upload("För alla", "Servicedesken, chefer och andra leverantörer")
		manager := w.person(t, "Maria", "auditor", "organisation", int64(w.Org.ID))
		for who, c := range map[string]struct {
			v    *webtest.Visitor
			sees string
		}{
			"the desk": {w.eva, "Internt För chefer För alla"}, "the supplier": {w.tomas, "Internt För chefer För alla"}, "a manager": {manager, "För chefer För alla"},
			"another supplier": {w.rut, "För alla"}, "an employee": {w.As(t, "anna"), ""}, "a stranger": {w.As(t, "siv"), ""},
		} {
			page := c.v.Get("/desk/supplier-reports").MustBe(200)
			for i, title := range []string{"Internt", "För chefer", "För alla"} {
				may := strings.Contains(c.sees, title)
				if strings.Contains(page.Text(), title) != may {
					t.Errorf("%s sees %q: %v", who, title, !may)
				}
				status := c.v.Get(fmt.Sprintf("/desk/supplier-reports/%d", i+1)).Status
				if may != (status == http.StatusOK) || !may && status != http.StatusNotFound {
					t.Errorf("%s gets %q with %d", who, title, status)
				}
			}
		}
	})
}

func TestA_month_of_service_levels_is_consolidated_and_what_was_missed_is_followed_up(t *testing.T) {
	t.Parallel()
	req.Proves(t, "SU-20", "SU-21")
	each(t, func(t *testing.T, w *world) {
		w.lea.Get(card(w.net, "edit")).Form("Spara").Choose("Ansvarig hos oss", "Eva Lind").Submit("Spara").MustBe(200)
		hand := func(v *webtest.Visitor, x supplier.Supplier, csv string) *webtest.Page {
			return v.Get(card(x)).Click("Lämna in en månad").Form("Lämna in en månad").Attach("Fil", "feb.csv", []byte(csv)).Submit("Lämna in en månad")
		}
		hand(w.tomas, w.net, "servicenivå;mål;utfall\nUpptid;99,5\n").MustBe(http.StatusUnprocessableEntity).MustSee("Rad 2 saknar")
		hand(w.tomas, w.net, "servicenivå;enhet;mål;utfall;kommentar\nUpptid;%;99,5;99,1;Fiberbrott\nSvarstid;min;<30;22;\n").MustBe(200).MustSee("Sparade servicenivåer: 2. Föreslagna åtgärder: 1.", "Missat")
		hand(w.rut, w.toy, "level,target,outcome\nLeveranstid,10,12\n").MustBe(200)
		rows := w.eva.Get("/desk/suppliers").Click("Servicenivåer från leverantörer").Rows("Servicenivåer från leverantörer")
		if len(rows) != 4 || strings.Join(rows[1], "|") != "Datorhuset AB|Leveranstid|10|12|Nått|" || strings.Join(rows[3], "|") != "Nätdrift AB|Upptid|99,5 %|99,1 %|Missat|Fiberbrott" {
			t.Errorf("the month is %q", rows)
		}
		page := w.eva.Get("/desk/follow/action").MustSee("Upptid", "Eva Lind", "2026-04-02", "Föreslagen", "2026-02")
		page.Click("Upptid: 99,1 % / 99,5 %").Form("Spara").Choose("Läge", "Överenskommen").Submit("Spara").MustBe(200).MustSee("Överenskommen")
		hand(w.tomas, w.net, "servicenivå;enhet;mål;utfall\nUpptid;%;99,5;99,2\n").MustSee("Sparade servicenivåer: 1. Föreslagna åtgärder: 0.")
		w.rut.Get("/desk/supplier-levels?month=2026-02").MustNotSee("Upptid")
		w.rut.Get("/desk/follow/action").MustNotSee("Upptid")
	})
}
