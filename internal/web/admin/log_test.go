package admin_test

import (
	"fmt"
	"net/http"
	"testing"

	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

func TestThe_security_log_shows_what_happened_and_cannot_be_changed(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		grant(t, s, "eva", "protected", authz.Organisation, int64(s.Org.ID))
		grant(t, s, "ada", "protected", authz.Organisation, int64(s.Org.ID))
		ada := s.As(t, "ada")
		bo := fmt.Sprint(s.Person(t, "bo"))
		x := s.Report(t, "bo", "Jag kan inte logga in", "Hjälp!")
		ada.Get("/admin/people/" + bo).Form("Skydda personuppgifterna").Submit("Skydda personuppgifterna").MustSee("Bo Öberg har nu skyddade personuppgifter.")
		s.Pages(t, webtest.Options{Statements: -1}).As("eva").Get("/desk/tickets/" + x.ID.String()).MustBe(200).MustSee("Jag kan inte logga in")
		ada.Get("/admin/people/"+bo+"/password").Form("Sätt lösenord").Fill("Nytt lösenord", "mycket svårt att gissa").Submit("Sätt lösenord").MustSee("nytt lösenord")
		login := s.Pages(t).Anonymous().Get("/login").Form("Logga in")
		login.Fill("Användarnamn", "bo").Fill("Lösenord", "fel lösenord").Submit("Logga in").MustBe(http.StatusUnprocessableEntity)
		log := ada.Get("/admin/log")
		log.MustSee("Gav en roll", "Skyddade personuppgifter", "Såg en skyddad person", "Satte lösenord", "Misslyckad inloggning", "Loggade in", "Eva Lind", "Bo Öberg")
		if log.HasForm("Ta bort") {
			t.Error("the log can be changed")
		}
		for _, row := range ada.Get("/admin/log?what=password.set").Rows("Säkerhetslogg")[1:] {
			if row[1] != "Satte lösenord" {
				t.Errorf("the filter let through %q", row)
			}
		}
	})
}

func TestA_protected_person_is_gone_for_who_may_not_see_them(t *testing.T) {
	t.Parallel()
	req.Proves(t, "SE-12")
	site.Each(t, func(t *testing.T, s *site.Site) {
		grant(t, s, "ada", "protected", authz.Organisation, int64(s.Org.ID))
		bo := fmt.Sprint(s.Person(t, "bo"))
		x := s.Report(t, "bo", "Jag kan inte logga in", "Hjälp!")
		s.As(t, "eva").Get("/desk").MustSee("Jag kan inte logga in", "Bo Öberg")
		s.As(t, "ada").Get("/admin/people/" + bo).Form("Skydda personuppgifterna").Submit("Skydda personuppgifterna").MustBe(200)
		eva := s.As(t, "eva")
		eva.Get("/desk").MustNotSee("Jag kan inte logga in", "Öberg")
		eva.Get("/desk/tickets/" + x.ID.String()).MustBe(http.StatusNotFound)
		// An administrator without the permission is no better off.
		grant(t, s, "anna", "admin", authz.Organisation, int64(s.Org.ID))
		anna := s.As(t, "anna")
		for _, path := range []string{"/admin/people", "/admin/people?q=bo", "/admin/log", "/admin/grants"} {
			anna.Get(path).MustBe(200).MustNotSee("Öberg")
		}
		for _, path := range []string{"", "/history", "/rights", "/sessions", "/password"} {
			anna.Get("/admin/people/" + bo + path).MustBe(http.StatusNotFound)
		}
	})
}
