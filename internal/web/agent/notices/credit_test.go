package notices_test

import (
	"testing"
	"time"

	"lotsen/internal/desk/service"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

func TestAn_instruction_brings_its_relief_into_the_reckoning_of_service_credits(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-16")
		if _, err := s.App.Service.Save(t.Context(), authz.System("test"), service.Item{Org: s.Org.ID, Code: "nat", Sv: "Nätverk", En: "Network", Active: true}); err != nil {
			t.Fatal(err)
		}
		ada := visitor(t, s, "ada")
		ada.Get("/desk/credits").Click("Ny regel").Form("Spara").Fill("Servicekreditens namn", "Tillgänglighet nät").Fill("Avgift för perioden, kronor", "100 000").Fill("Gäller från", "2026-01-01").Submit("Spara").MustBe(200)
		ada.Get("/desk/outages/new").Form("Registrera avbrott").Choose("Funktion", "Nätverk").Fill("Orsak", "Trasig strömmatning").
			Fill("Från dag", "2026-02-01").Fill("Från klockan", "00:00").Fill("Till dag", "2026-02-02").Fill("Till klockan", "06:00").Submit("Registrera avbrott").MustBe(200)
		ada.Get("/desk/credits").MustSee("Tillgänglighet nät", "2 000 kr")
		form := ada.Get("/desk/notice-holds").Form("Spara instruktionen").Fill("Vem som har gett instruktionen", "Berit Ek").Fill("Instruktionen", "Håll tyst om nätet.").Fill("Från", "2026-02-01T00:00").Fill("Till", "2026-02-01T12:00")
		form.Submit("").MustBe(422).MustSee("Utan det kan instruktionen inte sparas.")
		ada.Get("/desk/credits").MustNotSee("Håll tyst", "Räknas inte.")
		form.Fill("Servicekrediter som lättnaden gäller", "Tillgänglighet nät").Fill("Lättnad eller undantag", "Räknas inte.").Submit("").MustBe(200)
		ada.Get("/desk/credits").MustSee("Räknas inte.", "2026-02-01 12:00", "utan undantagen tid")
		s.Clock.Advance(time.Minute)
	})
}
