package account_test

import (
	"net/url"
	"testing"

	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

const password = "blå tallrik under bron"

// known gives Anna a password.
func known(t *testing.T, s *site.Site, mustChange bool) {
	t.Helper()
	if err := s.App.Access.SetPassword(t.Context(), s.Actor(t, "ada"), s.Person(t, "anna"), password, mustChange); err != nil {
		t.Fatal(err)
	}
}

func login(v *webtest.Visitor, name, password string) *webtest.Page {
	return v.Get("/login").Form("Logga in").Fill("Användarnamn", name).Fill("Lösenord", password).Submit("Logga in")
}

func TestLogin(t *testing.T) {
	t.Parallel()
	t.Run("leads_to_the_page_that_was_asked_for", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		known(t, s, false)
		page := s.Pages(t).Anonymous().Get("/tickets?show=old").MustBe(200).MustSee("Logga in")
		page.Form("Logga in").Fill("Användarnamn", "Anna").Fill("Lösenord", password).Submit("Logga in").MustBe(200)
		if got := login(s.Pages(t).Anonymous(), "anna", password); got.Path != "/" {
			t.Errorf("login led to %s", got.Path)
		}
	})
	t.Run("tells_a_wrong_name_and_a_wrong_password_alike", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		known(t, s, false)
		wrong := login(s.Pages(t).Anonymous(), "anna", "fel lösenord").MustBe(422)
		nobody := login(s.Pages(t).Anonymous(), "anno", "fel lösenord").MustBe(422)
		if wrong.Text() != nobody.Text() {
			t.Errorf("the answers differ:\n%s\n%s", wrong.Text(), nobody.Text())
		}
		wrong.MustNotSee("fel lösenord")
	})
	t.Run("always_makes_a_new_session_and_ends_the_one_before", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		known(t, s, false)
		// Abuse case 24: a token planted by somebody else is worth nothing after the login, and never becomes Anna's.
		v := s.As(t, "bo")
		planted := v.Cookie("lotsen_session")
		v.Post("/login", url.Values{"name": {"anna"}, "password": {password}}).MustBe(200)
		if now := v.Cookie("lotsen_session"); now == planted || now == "" {
			t.Errorf("the session after login is %q", now)
		}
		v.Get("/").MustSee("Hej Anna")
		if _, err := s.App.Access.Authenticate(t.Context(), planted); err == nil {
			t.Error("the session that the browser had before lives on")
		}
	})
	t.Run("is_refused_from_another_site", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		known(t, s, false)
		for _, path := range []string{"/login", "/login/demo", "/logout", "/report", "/profile/password"} {
			v := s.As(t, "anna")
			if got := s.CrossSite(t, v, path); got != 403 {
				t.Errorf("POST %s from another site: %d", path, got)
			}
		}
	})
	t.Run("one_click_becomes_a_person_of_the_demo_and_nobody_else", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		s.Pages(t).Anonymous().Get("/login").MustSee("Prova som någon annan", "Anna Åkesson", "Lärare Lindskolan").
			Form("Anna Åkesson").Submit("Bli Anna Åkesson").MustBe(200).MustSee("Hej Anna")
		s.Pages(t).Anonymous().Post("/login/demo", url.Values{"person": {"999"}}).MustBe(404)
	})
}

func TestSession(t *testing.T) {
	t.Parallel()
	t.Run("that_ends_while_somebody_writes_costs_no_word", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		v := s.As(t, "anna")
		form := v.Get("/report").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Lång text som inte får försvinna")
		v.Forget()
		page := form.Submit("").MustBe(401).MustSee("Det du skrev finns kvar")
		page = page.Form("Anna Åkesson").Submit("").MustBe(200).MustSee("Du är inloggad igen", "Lång text som inte får försvinna")
		page.Form("Du är inloggad igen").Submit("Skicka det du skrev").MustBe(200).MustSee("Tack!", "Lång text som inte får försvinna")
	})
	t.Run("is_over_after_logout_on_the_server_too", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		v := s.As(t, "anna")
		token := v.Cookie("lotsen_session")
		v.Get("/").Form("Logga ut").Submit("Logga ut").MustBe(200).MustSee("Du är utloggad.", "Logga in")
		if _, err := s.App.Access.Authenticate(t.Context(), token); err == nil {
			t.Error("the session lives on")
		}
	})
	t.Run("of_ones_own_is_listed_and_can_be_ended", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		here, elsewhere, bo := s.As(t, "anna"), s.As(t, "anna"), s.As(t, "bo")
		page := here.Get("/profile").MustBe(200)
		if rows := page.Rows("Här är du inloggad"); len(rows) != 3 {
			t.Fatalf("%d rows: %v", len(rows), rows)
		}
		page.Form("Logga ut överallt utom här").Submit("").MustBe(200).MustSee("Du är utloggad överallt utom här.")
		elsewhere.Get("/tickets").MustSee("Användarnamn")
		here.Get("/tickets").MustSee("Mina ärenden")
		bo.Get("/tickets").MustSee("Mina ärenden")
		here.Post("/profile/sessions/3/end", url.Values{}).MustBe(404) // Bo's.
		bo.Get("/tickets").MustSee("Mina ärenden")
	})
	t.Run("ends_when_its_person_has_left", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		v := s.As(t, "anna")
		v.Get("/").MustSee("Hej Anna")
		if _, err := s.App.Directory.EndPerson(t.Context(), s.Actor(t, "ada"), s.Person(t, "anna")); err != nil {
			t.Fatal(err)
		}
		v.Get("/").MustSee("Användarnamn").MustNotSee("Hej Anna")
	})
}

func TestProfile(t *testing.T) {
	t.Parallel()
	t.Run("keeps_own_contact_details_right", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		v := s.As(t, "anna")
		form := v.Get("/profile").MustSee("Anna Åkesson", "anna@storstad.example").Form("Det du själv kan ändra")
		form.Fill("Telefon", "ring mig!").Submit("Spara").MustBe(422)
		form.Fill("Telefon", "08-555 10 99").Choose("Språk", "English").Submit("Spara").MustBe(200).MustSee("Your details are saved.")
		if got := v.Get("/profile").Form("What you can change yourself").Value("Phone"); got != "08-555 10 99" {
			t.Errorf("the phone number is %q", got)
		}
	})
	t.Run("changes_the_password_and_logs_out_everywhere_else", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		known(t, s, false)
		here, elsewhere := s.As(t, "anna"), s.As(t, "anna")
		form := here.Get("/profile/password").Form("Byt lösenord")
		form.Fill("Ditt lösenord nu", "fel").Fill("Nytt lösenord", "gröna moln över ån").Submit("").MustBe(422)
		form.Fill("Ditt lösenord nu", password).Fill("Nytt lösenord", "kort").Submit("").MustBe(422).MustNotSee("kort\"")
		form.Fill("Ditt lösenord nu", password).Fill("Nytt lösenord", "gröna moln över ån").Submit("").MustBe(200).MustSee("Ditt lösenord är bytt.")
		here.Get("/tickets").MustSee("Mina ärenden")
		elsewhere.Get("/tickets").MustSee("Användarnamn")
		login(s.Pages(t).Anonymous(), "anna", "gröna moln över ån").MustBe(200).MustSee("Hej Anna")
	})
	t.Run("a_password_that_somebody_else_chose_is_changed_first", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		known(t, s, true)
		page := login(s.Pages(t).Anonymous(), "anna", password).MustBe(200).MustSee("Någon annan har valt ditt lösenord.")
		page.Form("Byt lösenord").Fill("Ditt lösenord nu", password).Fill("Nytt lösenord", "gröna moln över ån").Submit("").MustBe(200).MustSee("Ditt lösenord är bytt.")
	})
}
