package notices_test

import (
	"testing"
	"time"

	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

func TestA_place_outside_the_portal_waits_for_its_written_approval(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "PO-25")
		if err := s.App.Setting.Set(t.Context(), authz.System("test"), s.Org.ID, setting.PublishPlaces, []string{"portal", "website"}, time.Time{}); err != nil {
			t.Fatal(err)
		}
		s.Clock.Advance(time.Minute)
		eva, ada := visitor(t, s, "eva"), visitor(t, s, "ada")
		eva.Get("/desk/notices/new").MustSee("Webbplatsen", "Väntar på skriftligt godkännande.")
		told := map[string][]string{"title_sv": {"Nätet är nere"}, "kind": {"disturbance"}, "channels": {"website"}, "desk": {"1"}, "publish": {"1"}}
		eva.Post("/desk/notices", told).MustBe(422).MustSee("Platsen saknar skriftligt godkännande.")
		form := ada.Get("/desk/notice-holds").Form("Spara godkännandet").Choose("Plats", "Webbplatsen")
		form.Submit("").MustBe(422).MustSee("Skriv var det skriftliga godkännandet finns.")
		form.Fill("Godkänt av", "Berit Ek").Fill("Datum", "2026-02-20").Fill("Handling", "Dnr 2026/117").Submit("").MustBe(200).MustSee("Godkänt av Berit Ek 2026-02-20, Dnr 2026/117")
		anyone := s.Pages(t).Anonymous()
		anyone.Get("/public/storstad/notices.json").MustNotSee("Nätet är nere")
		eva.Post("/desk/notices", told).MustBe(200).MustSee("Meddelandet är publicerat: Webbplatsen.")
		anyone.Get("/public/storstad/notices.json").MustBe(200).MustSee("Nätet är nere")
		anyone.Get("/public/storstad/notices.atom").MustBe(200).MustSee("Nätet är nere")
		visitor(t, s, "anna").Get("/").MustNotSee("Nätet är nere") // The portal was not ticked.
	})
}
