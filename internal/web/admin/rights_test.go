package admin_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

func TestRights(t *testing.T) {
	t.Parallel()
	t.Run("a_review_shows_the_role_who_gave_it_from_when_and_until_when", func(t *testing.T) {
		t.Parallel()
		req.Proves(t, "RO-26")
		site.Each(t, func(t *testing.T, s *site.Site) {
			furnish(t, s)
			ada, anna := s.As(t, "ada"), fmt.Sprint(s.Person(t, "anna"))
			form := ada.Get("/admin/people/" + anna + "/rights/new").Form("Ge en roll")
			page := form.Choose("Roll", "Handläggare").Choose("Gäller för", "It-supporten i Storstad").Fill("Till och med", "2026-03-31").Submit("Ge en roll").MustBe(200)
			if got := fmt.Sprint(page.Rows("Roller")); !strings.Contains(got, "Handläggare Gäller Servicedesk: It-supporten i Storstad 2026-03-02 10:00 2026-04-01 00:00 Ada Holm") {
				t.Errorf("the person's rights: %s", got)
			}
			review := ada.Get("/admin/grants").Rows("Tilldelade roller")
			if got := fmt.Sprint(review); !strings.Contains(got, "Anna Åkesson Handläggare Servicedesk: It-supporten i Storstad 2026-03-02 10:00 2026-04-01 00:00 Ada Holm") {
				t.Errorf("the review: %s", got)
			}
			ada.Get("/admin/grants?day=2026-04-02").MustNotSee("Anna Åkesson")
			ada.Get("/admin/grants?of=" + url.QueryEscape(fmt.Sprintf("desk:%d", s.Desk.ID))).MustSee("Anna Åkesson").MustNotSee("Administratör Organisation")
			page.Form("Ta tillbaka Handläggare").Submit("Ta tillbaka Handläggare").MustSee("Rollen är tillbakatagen", "Tillbakatagen")
			s.As(t, "anna").Get("/desk").MustBe(http.StatusForbidden)
		})
	})
	t.Run("nobody_gives_what_they_lack", func(t *testing.T) {
		t.Parallel()
		site.Each(t, func(t *testing.T, s *site.Site) {
			furnish(t, s)
			ada, anna := s.As(t, "ada"), fmt.Sprint(s.Person(t, "anna"))
			form := ada.Get("/admin/people/" + anna + "/rights/new").Form("Ge en roll")
			page := form.Choose("Roll", "Skyddade personuppgifter").Choose("Gäller för", "Storstad").Submit("Ge en roll").MustBe(http.StatusForbidden)
			page.MustSee("Du kan inte ge bort mer än du själv har.")
			if got := page.Form("Ge en roll").Value("Roll"); got != "protected" {
				t.Errorf("the choice was lost: %q", got)
			}
			// Past the form: everywhere, herself, another organisation.
			for _, of := range []string{"everywhere:0", "organisation:2"} {
				for _, id := range []string{anna, fmt.Sprint(s.Person(t, "ada"))} {
					if got := ada.Post("/admin/people/"+id+"/rights", url.Values{"role": {"admin"}, "of": {of}}); got.Status != http.StatusForbidden {
						t.Errorf("%s for %s: status %d", of, id, got.Status)
					}
				}
			}
			ada.Get("/admin/people/" + anna + "/rights").MustSee("Inga roller")
		})
	})
	t.Run("a_role_of_ones_own_holds_only_what_its_maker_holds", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		s.As(t, "ada").Get("/admin/roles").MustNotSee("Lägg till roll")
		s.As(t, "ada").Get("/admin/roles/new").MustBe(http.StatusForbidden)
		chief(t, s)
		ada := s.As(t, "ada")
		page := ada.Get("/admin/roles").Click("Lägg till roll").MustNotSee("Se och sätta skyddade personuppgifter")
		page = page.Form("Lägg till roll").Fill("Namn på svenska", "Läsare").Fill("Namn på engelska", "Reader").Fill("Kortnamn", "reader").Choose("Får göra", "Läsa ärenden").Submit("Lägg till roll")
		page.MustSee("Läsare är sparad.", "Läsare")
		if got := ada.Post("/admin/roles", url.Values{"sv": {"X"}, "en": {"X"}, "key": {"x"}, "version": {"0"}, "verbs": {"person.protected"}}); got.Status != http.StatusForbidden {
			t.Errorf("a role beyond one's own: status %d", got.Status)
		}
		ada.Post("/admin/roles/agent", url.Values{"sv": {"X"}, "en": {"X"}, "version": {"1"}, "verbs": {"role.grant"}}).MustBe(http.StatusForbidden)
	})
	t.Run("a_password_is_not_a_way_to_more_rights", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		grant(t, s, "eva", "protected", authz.Organisation, int64(s.Org.ID))
		path := fmt.Sprintf("/admin/people/%d/password", s.Person(t, "eva"))
		page := s.As(t, "ada").Get(path).Form("Sätt lösenord").Fill("Nytt lösenord", "mycket svårt att gissa").Submit("Sätt lösenord").MustBe(http.StatusForbidden)
		page.MustSee("Personen har rättigheter som du själv inte har.")
	})
}

func TestA_tokens_secret_is_shown_once(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		ada := s.As(t, "ada")
		page := ada.Get("/admin/tokens").Click("Skapa nyckel").Form("Skapa nyckel").Fill("Namn", "Larmsystemet").Fill("Agerar som", "eva").Submit("Skapa nyckel").MustBe(http.StatusCreated)
		if got := page.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("the page with the secret may be kept: %q", got)
		}
		at := strings.Index(string(page.Body), "lotsen_")
		secret := string(page.Body)[at : at+50]
		if id, err := s.App.Access.AuthenticateToken(t.Context(), secret); err != nil || id.Person.ID != s.Person(t, "eva") {
			t.Fatalf("the secret %s opens for %v, %v", secret, id.Person.Name(), err)
		}
		for _, path := range []string{"/admin/tokens", "/admin/log"} {
			ada.Get(path).MustNotSee(secret)
		}
		ada.Get("/admin/tokens").MustSee("Larmsystemet", "Eva Lind").Form("Avsluta Larmsystemet").Submit("Avsluta Larmsystemet").MustSee("Nyckeln gäller inte längre.")
		if _, err := s.App.Access.AuthenticateToken(t.Context(), secret); err == nil {
			t.Error("an ended token opens")
		}
	})
}
