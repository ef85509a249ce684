package guardians_test

import (
	"net/http"
	"testing"

	"lotsen/internal/testkit/site"
)

func TestA_school_register_is_set_up_and_its_secret_never_shown(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		ada := s.As(t, "ada")
		form := ada.Get("/admin/schools").MustBe(200).Click("Lägg till ett skolregister").Form("Spara").Fill("Namn", "Skolplattformen").Fill("Hemlighet", "mycket hemligt")
		page := form.Fill("Adress", "http://127.0.0.1/ss12000").Submit("Spara").MustBe(http.StatusUnprocessableEntity).MustSee("Adressen kan inte användas.").MustNotSee("mycket hemligt")
		if got := page.Form("Spara").Value("Hemlighet"); got != "" {
			t.Error("the secret comes back")
		}
		page = page.Form("Spara").Fill("Adress", "https://skolor.example/v2.0").Choose("Hur vi släpps in", "Fast biljett").Fill("Hemlighet", "mycket hemligt").Submit("Spara").MustBe(200)
		page.MustSee("Skolregistret är sparat.", "Har inte hämtats än").MustNotSee("mycket hemligt")
		// The secret does not follow to another address.
		page.Form("Spara").Fill("Adress", "https://annan.example/v2.0").Submit("Spara").MustBe(http.StatusUnprocessableEntity).MustSee("Skriv hemligheten igen")
		for _, who := range []string{"anna", "eva", "siv"} {
			s.As(t, who).Get(page.Path).MustBe(http.StatusForbidden)
		}
	})
}
