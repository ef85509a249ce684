package notices_test

import (
	"testing"

	"lotsen/internal/desk/service"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/site"
)

func TestAn_outage_is_told_from_its_page(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		if _, err := s.App.Service.Save(t.Context(), authz.System("test"), service.Item{Org: s.Org.ID, Code: "nat", Sv: "Nätverk", En: "Network", Active: true}); err != nil {
			t.Fatal(err)
		}
		eva := visitor(t, s, "eva")
		eva.Get("/desk/outages/new").Form("Registrera avbrott").Choose("Funktion", "Nätverk").Fill("Orsak", "Trasig strömmatning").
			Fill("Från dag", "2026-03-02").Fill("Från klockan", "08:00").Submit("Registrera avbrott").MustBe(200)
		form := eva.Get("/desk/outages/1").Click("Berätta för många om avbrottet").Form("Spara")
		if got := form.Value("Rubrik"); got != "Nätverk" {
			t.Errorf("the title is %q", got)
		}
		form.Fill("Rubrik", "Nätverket är nere").Submit("").MustBe(200).MustSee("Meddelandet är publicerat")
		list, err := s.App.Notice.Running(t.Context(), s.Actor(t, "eva"), "portal", readerOf(s))
		if err != nil || len(list) != 1 || list[0].Outage != 1 {
			t.Errorf("%+v %v", list, err)
		}
		// Somebody else's outage is none that one tells of.
		eva.Post("/desk/notices", map[string][]string{"title_sv": {"x"}, "kind": {"disturbance"}, "channels": {"portal"}, "desk": {"1"}, "outage": {"99"}}).MustBe(404)
	})
}
