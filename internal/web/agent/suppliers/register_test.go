package suppliers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"lotsen/internal/desk/service"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/req"
	"lotsen/internal/web/paths"
)

func card(x supplier.Supplier, parts ...string) string {
	return paths.Supplier(paths.Word(fmt.Sprint(int64(x.ID))), parts...)
}

func TestThe_register_is_filtered_by_kind(t *testing.T) {
	t.Parallel()
	req.Proves(t, "SU-01")
	each(t, func(t *testing.T, w *world) {
		page := w.lea.Get("/desk").Click("Leverantörer").Click("Lägg till leverantör")
		page.Form("Spara").Submit("Spara").MustBe(http.StatusUnprocessableEntity).MustSee("Det här behöver fyllas i.")
		page.Form("Spara").Fill("Namn", "Lindens vaktmästeri").Choose("Sort", "Fastighetsägare").Fill("Telefon", "08-555 20 20").Fill("E-post", "fel").Submit("Spara").
			MustBe(http.StatusUnprocessableEntity).MustSee("Skriv en e-postadress").Form("Spara").Fill("E-post", "fel@linden.example").Submit("Spara").
			MustBe(200).MustSee("Lindens vaktmästeri är sparad.", "08-555 20 20", "Fastighetsägare")
		for sort, name := range map[supplier.Sort]string{supplier.Central: "Ekonomisystemet", supplier.Gateway: "GSIT-leverantören", supplier.Function: "Kontaktcenter", supplier.LocalIT: "Lokal it, Tallskolan"} {
			w.add(t, sort, name)
		}
		w.lea.Get("/desk/suppliers/new").Form("Spara").Fill("Namn", "Anna, vaktmästare").Choose("Sort", "Person").Submit("Spara").MustBe(http.StatusUnprocessableEntity).
			MustSee("Vi hittar ingen med det användarnamnet").Form("Spara").Fill("Användarnamn", "anna").Submit("Spara").MustBe(200).MustSee("Anna Åkesson")
		all := w.eva.Get("/desk/suppliers").MustSee("Nätdrift AB", "Datorhuset AB", "Ekonomisystemet", "Lindens vaktmästeri")
		for kind, name := range map[string]string{
			"Övrig leverantör": "Nätdrift AB", "Central leverantör": "Ekonomisystemet", "GSIT 2.0-leverantören": "GSIT-leverantören", "Produktleverantör": "Datorhuset AB",
			"Fastighetsägare": "Lindens vaktmästeri", "Funktion i organisationen": "Kontaktcenter", "Person": "Anna, vaktmästare", "Lokalt it-stöd": "Lokal it, Tallskolan",
		} {
			rows := all.Click(kind).Rows("Leverantörer")
			if len(rows) != 2 || rows[1][0] != name {
				t.Errorf("%s lists %q", kind, rows)
			}
		}
		edit := w.lea.Get(card(w.net)).Click("Ändra uppgifter")
		edit.Form("Spara").Fill("Namn", "Nätdrift Norden AB").Submit("Spara").MustBe(200)
		edit.Form("Spara").Fill("Namn", "Annat").Submit("Spara").MustBe(http.StatusConflict).MustSee("Någon annan har ändrat samma sak.")
		w.eva.Get("/desk/suppliers/new").MustBe(http.StatusForbidden)
	})
}

func TestEach_service_has_a_delegation_contact_that_is_verified(t *testing.T) {
	t.Parallel()
	req.Proves(t, "SU-02")
	each(t, func(t *testing.T, w *world) {
		id := w.service(t, "Trådlöst nätverk")
		page := w.eva.Get("/desk/suppliers").Click("Kontaktlista för delegering").MustSee("1 uppgift behöver kontrolleras", "Ingen")
		if err := w.App.Supplier.SaveContact(t.Context(), system, w.net.ID, supplier.Contact{Name: "Jouren", Phone: "08-1 23 45"}); err != nil {
			t.Fatal(err)
		}
		page = page.Click("Trådlöst nätverk")
		page.Form("Spara").Submit("Spara").MustBe(http.StatusUnprocessableEntity)
		page = page.Form("Spara").Choose("Ärenden lämnas till", "Nätdrift AB, Jouren").Submit("Spara").MustBe(200).MustSee("kontrollerad i dag", "Nätdrift AB", "Jouren", "08-1 23 45", "Aktuell", "2026-03-02")
		page.MustNotSee("Behöver kontrolleras")
		w.Clock.Advance(200 * 24 * time.Hour)
		eva := w.As(t, "eva")
		page = eva.Get("/desk/contacts").MustSee("Behöver kontrolleras", "1 uppgift behöver kontrolleras")
		page.Form("Kontrollerad nu: Trådlöst nätverk").Submit("Kontrollerad nu: Trådlöst nätverk").MustBe(200).MustSee("Aktuell", "2026-09-18").MustNotSee("Behöver kontrolleras")
		eva.Post(fmt.Sprintf("/desk/contacts/%d", id), url.Values{"contact": {fmt.Sprintf("%d:1", w.toy.ID)}}).MustBe(http.StatusUnprocessableEntity).MustSee("Välj en kontakt hos just den leverantören.")
	})
}

// service is something that the desk supports.
func (w *world) service(t *testing.T, name string) ticket.ServiceID {
	t.Helper()
	x, err := w.App.Service.Save(t.Context(), system, service.Item{Org: w.Org.ID, Sv: name, Code: "wifi", Active: true})
	if err != nil {
		t.Fatal(err)
	}
	return ticket.ServiceID(x.ID)
}

func TestThe_card_shows_what_was_agreed_with_a_supplier(t *testing.T) {
	t.Parallel()
	req.Proves(t, "SU-09")
	each(t, func(t *testing.T, w *world) {
		page := w.lea.Get(card(w.net)).MustSee("Ej avtalad, 8 timmar gäller").Click("Ändra avtalet")
		page.Form("Spara").Choose("Ärenden lämnas genom", "E-post").Fill("Återrapporteringstid", "snart").Submit("Spara").MustBe(http.StatusUnprocessableEntity).
			MustSee("Det här behöver fyllas i.", "Skriv återrapporteringstiden i minuter")
		page.Form("Spara").Choose("Ärenden lämnas genom", "E-post").Fill("Adress", "support@natdrift.example").Fill("Återrapporteringstid", "240").Fill("Tider", "vardagar 07–17").
			Fill("Forum", "Driftmöte varje måndag").Check("Vem användaren är").Submit("Spara").MustBe(200).
			MustSee("4 timmar", "vardagar 07–17", "Driftmöte varje måndag", "support@natdrift.example", "Vem användaren är")
		w.lea.Get(card(w.net)).Click("Lägg till kontakt").Form("Spara").Fill("Namn", "Karin Ström").Submit("Spara").MustBe(http.StatusUnprocessableEntity).
			Form("Spara").Fill("Telefon", "070-1").Submit("Spara").MustBe(200).MustSee("Karin Ström").Click("Ändra Karin Ström").Form("Spara").Fill("Roll", "Kundansvarig").Submit("Spara").MustSee("Kundansvarig, 070-1")
		terms, err := supplier.AgreementOf(t.Context(), w.App.DB, w.net.ID)
		if err != nil || terms.Report != 4*time.Hour {
			t.Errorf("a delegation counts with %v, %v", terms.Report, err)
		}
	})
}

func TestWho_works_for_a_supplier_is_let_in_on_its_card(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		page := w.As(t, "ada").Get(card(w.net)).MustSee("Tomas Test").MustNotSee("Rut Test")
		page.Form("Släpp in någon").Fill("Användarnamn", "ingen").Submit("Släpp in någon").MustBe(http.StatusUnprocessableEntity)
		page.Form("Släpp in någon").Fill("Användarnamn", "anna").Submit("Släpp in någon").MustBe(200).MustSee("Anna Åkesson")
		w.As(t, "anna").Get("/desk/suppliers").MustBe(200).MustSee("Nätdrift AB").MustNotSee("Datorhuset AB")
		if w.eva.Get(card(w.net)).HasForm("Släpp in någon") {
			t.Error("an agent lets people in")
		}
	})
}

func TestA_suppliers_technician_never_reads_another_suppliers_card(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		w.tomas.Get("/desk/suppliers").MustBe(200).MustSee("Nätdrift AB").MustNotSee("Datorhuset AB")
		w.tomas.Get("/desk/suppliers?kind=product").MustBe(200).MustNotSee("Datorhuset AB")
		m, err := w.App.Supplier.Open(t.Context(), system, w.Org.ID, supplier.Deficiency, supplier.MatterInput{Supplier: w.toy.ID, Title: "Trasiga skärmar"})
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{card(w.toy), card(w.toy, "card.csv"), card(w.toy, "tickets.csv"), card(w.toy, "deliveries"), card(w.toy, "contacts", "new"), fmt.Sprintf("/desk/follow/deficiency/%d", m.ID)} {
			w.tomas.Get(path).MustBe(http.StatusNotFound).MustNotSee("Datorhuset", "Trasiga")
			w.As(t, "siv").Get(path).MustBe(http.StatusNotFound).MustNotSee("Datorhuset", "Trasiga")
		}
		w.tomas.Get("/desk/follow/deficiency").MustBe(200).MustNotSee("Trasiga")
		w.tomas.Get("/desk/contacts").MustNotSee("Datorhuset")
		for path, values := range map[string]url.Values{
			card(w.toy, "contacts"): {"name": {"X"}, "phone": {"1"}}, fmt.Sprintf("/desk/follow/deficiency/%d/answer", m.ID): {"state": {"working"}},
			fmt.Sprintf("/desk/follow/deficiency/%d", m.ID): {"title": {"X"}, "supplier": {fmt.Sprint(w.toy.ID)}},
		} {
			w.tomas.Post(path, values).MustBe(http.StatusNotFound)
		}
		w.tomas.Post("/desk/follow/delivery", url.Values{"title": {"X"}, "supplier": {fmt.Sprint(w.toy.ID)}, "due": {"2026-03-01"}, "reference": {"1"}, "state": {"announced"}}).MustBe(http.StatusNotFound)
		w.As(t, "anna").Get("/desk/suppliers").MustBe(http.StatusForbidden)
	})
}
