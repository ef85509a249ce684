package lines_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/line"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

func TestA_number_and_its_facts(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-09")
		ada := s.As(t, "ada")
		f := ada.Get("/admin/lines").MustBe(200).MustSee("Inga ingångar ännu.").Click("Ny ingång").Form("Spara").
			Fill("Nyckel", "elever").Fill("Namn", "Elever").Fill("Telefonnummer", "12").Choose("Vad samtalet kostar", "Gratis för den som ringer").
			Check("Kan ringas från utlandet").Choose("Användarkategori", "Elev")
		f = f.Submit("Spara").MustBe(http.StatusUnprocessableEntity).MustSee("Skriv ett helt telefonnummer").Form("Spara")
		f.Fill("Telefonnummer", "020-555 100").Submit("Spara").MustBe(200).MustSee("Sparat.", "020-55 51 00", "+46 20 55 51 00", "Gratis för den som ringer", "Ja", "Elev")
		first, second := ada.Get("/admin/lines/1"), ada.Get("/admin/lines/1")
		first.Form("Spara").Fill("Svar inom, sekunder", "90").Submit("Spara").MustBe(200).MustSee("90")
		second.Form("Spara").Fill("Namn", "Elevlinjen").Submit("Spara").MustBe(http.StatusConflict).MustSee("Någon annan har ändrat")
		ada.Get("/admin/lines/new").Form("Spara").Fill("Nyckel", "en till").Fill("Namn", "En till").Fill("Telefonnummer", "+46 20 555100").
			Submit("Spara").MustBe(http.StatusUnprocessableEntity).MustSee("En annan ingång har redan det numret.")
		s.As(t, "eva").Get("/admin/lines").MustBe(http.StatusForbidden)
	})
}

func TestA_telephone_system_gets_a_secret_that_is_shown_once(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		ada := s.As(t, "ada")
		page := ada.Get("/admin/phones").MustBe(200).Click("Ny växel").Form("Spara").Fill("Namn", "Växeln").Submit("Spara").MustBe(200).MustSee("whsec_", "/hook/calls/")
		ada.Get("/admin/phones/1").MustBe(200).MustSee("/hook/calls/", "Aldrig").MustNotSee("whsec_")
		old := secretIn(page.Text())
		page = ada.Get("/admin/phones/1").Form("Byt hemlighet").Submit("Byt hemlighet").MustBe(200).MustSee("whsec_")
		if fresh := secretIn(page.Text()); fresh == old || old == "" {
			t.Errorf("the secret is the same: %q", fresh)
		}
		ada.Get("/admin/phones/new").Form("Spara").Fill("Namn", "Asterisk").Choose("Hur växeln berättar", "Asterisk (AMI)").Submit("Spara").MustBe(http.StatusUnprocessableEntity)
		ada.Get("/admin/phones/short").Form("Spara").Fill("Kortnummer och personer", "4711 eva\n4712 nobody").Submit("Spara").MustBe(http.StatusUnprocessableEntity).MustSee("Rad 2")
		ada.Get("/admin/phones/short").Form("Spara").Fill("Kortnummer och personer", "4711 eva").Submit("Spara").MustBe(200)
		ada.Get("/admin/phones/short").MustSee("4711 eva")
		s.As(t, "eva").Get("/admin/phones").MustBe(http.StatusForbidden)
	})
}

func secretIn(text string) string {
	for _, w := range strings.Fields(text) {
		if strings.HasPrefix(w, "whsec_") {
			return w
		}
	}
	return ""
}

func TestStatistics_of_an_exchange_are_read_in_once(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "RP-13", "RP-14", "IN-05")
		if _, err := s.App.Line.Save(t.Context(), authz.System("test"), line.Line{
			Org: s.Org.ID, Desk: s.Desk.ID, Channel: "phone", Key: "elever", NameSv: "Elever", Number: "020-555 100", Audience: "pupil", Target: time.Minute, Active: true,
		}); err != nil {
			t.Fatal(err)
		}
		ada := s.As(t, "ada")
		const head = "line;start;minutes;category;offered;answered;abandoned;wait_seconds;within_target\n"
		wrong := head + "elever;2026-02-02 08:00;30;;10;8;1;400;7\nelever;2026-02-02 08:00;30;;10;8;1;400;7\ningen;2026-02-02 08:30;30;;1;1;0;4;\nelever;igår;30;;1;1;0;4;\nelever;2026-02-02 09:00;30;;1;2;0;4;\n"
		ada.Get("/admin/lines/import").Form("Visa vad som skulle hända").Attach("Fil (CSV)", "a.csv", []byte(wrong)).Submit("Visa vad som skulle hända").
			MustBe(200).MustSee("Rad 3: samma intervall står två gånger", "Rad 4: ingången ingen finns inte", "Rad 5: tiden igår", "Rad 6: besvarade och avbrutna är fler än inkomna")
		right := []byte(head + "elever;2026-02-02 08:00;30;;10;8;1;400;7\n020-555100;2026-02-02T08:30:00+01:00;30;pupil;5;5;0;50;5\n")
		page := ada.Get("/admin/lines/import").Form("Visa vad som skulle hända").Attach("Fil (CSV)", "a.csv", right).Submit("Visa vad som skulle hända").MustBe(200)
		ada.Get("/desk/reports/contacts?from=2026-02-02&to=2026-02-02").MustBe(200).MustSee("Inga kontakter under tiden.")
		page.Form("Läs in 2 intervall").Attach("Fil (CSV)", "b.csv", right[:len(right)-2]).Submit("Läs in 2 intervall").MustBe(http.StatusConflict).MustSee("Filen är inte den som visades.")
		page.Form("Läs in 2 intervall").Attach("Fil (CSV)", "a.csv", right).Submit("Läs in 2 intervall").MustBe(200).MustSee("2 intervall är inlästa.")
		ada.Get("/admin/lines/import").Form("Visa vad som skulle hända").Attach("Fil (CSV)", "a.csv", right).Submit("Visa vad som skulle hända").MustBe(200).MustSee("Filen ändrar ingenting.")
		rows := ada.Get("/desk/reports/contacts?from=2026-02-02&to=2026-02-02").MustBe(200).Rows("Volymer och svarstider")
		if got := strings.Join(rows[1], "|"); got != "Elever|Telefon|Elev|Öppettid|15|13|1|1|0|0 min 35 s|92 %|–" {
			t.Errorf("figures: %s", got)
		}
	})
}
