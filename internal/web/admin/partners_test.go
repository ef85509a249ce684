package admin_test

import (
	"testing"

	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

func TestAn_administrator_maps_the_gateways_words_and_tries_the_map(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "IN-03")
		x := s.Report(t, "anna", "Kontot är låst", "Hjälp.")
		v := s.As(t, "ada")
		page := v.Get("/admin/partners/new").MustBe(200)
		page = page.Form("Lägg till partner").Fill("Namn", "GSIT 2.0").Fill("Kod", "Fel kod").Fill("Ärendetyper", "incident = Störning").Submit("Lägg till partner").MustBe(422)
		form := page.Form("Lägg till partner")
		if form.Value("Ärendetyper") != "incident = Störning" {
			t.Errorf("what was typed is lost: %q", form.Value("Ärendetyper"))
		}
		form.Fill("Kod", "gsit").Choose("Servicedesk som tar emot deras ärenden", "It-supporten i Storstad").Fill("Påverkan 3", "S3").Fill("Fält", "category = Tjänst").
			Choose("inProgress", "Väntar").Choose("Nytt", "pending").Submit("Lägg till partner").MustBe(200).MustSee("GSIT 2.0", "gsit")

		page = v.Get("/admin/partners").Click("GSIT 2.0").Click("Prova kartan").MustBe(200)
		page = page.Form("Prova").Fill("Ett ärendes nummer", x.ID.String()).
			Fill("Ett anrop från partnern (JSON)", `{"ticketType":"störning","severity":"S3","status":"inProgress","troubleTicketCharacteristic":[{"name":"Tjänst","value":"Skrivare"}]}`).Submit("Prova").MustBe(200)
		page.MustSee(`"ticketType": "Störning"`, `"severity": "S3"`, `"status": "pending"`, "kind incident", "impact 3", "status waiting", "category ")
		page.Form("Prova").Fill("Ett anrop från partnern (JSON)", `{"påhitt":1}`).Submit("Prova").MustBe(422).MustSee("påhitt: Standarden har inget sådant attribut.")

		page = v.Get("/admin/partners").Click("GSIT 2.0")
		page.Form("Spara").Fill("Påverkan 3", "Låg").Submit("Spara").MustBe(200)
		v.Get("/admin/partners").Click("GSIT 2.0").Click("Prova kartan").Form("Prova").Fill("Ett ärendes nummer", x.ID.String()).Submit("Prova").MustBe(200).MustSee(`"severity": "Låg"`)
		s.As(t, "eva").Get("/admin/partners").MustBe(403)
		if p := s.As(t, "siv").Get("/admin/partners/1"); p.Status == 200 {
			t.Error("a stranger sees a partner")
		}
	})
}
