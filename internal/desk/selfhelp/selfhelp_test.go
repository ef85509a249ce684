package selfhelp_test

import (
	"testing"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/selfhelp"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/testkit/dbtest"
)

var system = authz.System("test")

func TestWhat_fits_what_somebody_writes_is_found_in_any_form_of_the_word(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		d := directory.New(directory.Deps{DB: env.DB, Events: event.NewLog()})
		org, err := d.AddOrganisation(t.Context(), system, directory.OrganisationInput{Key: "storstad", Name: "Storstad"})
		if err != nil {
			t.Fatal(err)
		}
		s := selfhelp.New(selfhelp.Deps{DB: env.DB})
		for _, e := range []selfhelp.Entry{
			{Sv: selfhelp.Words{Title: "Byt lösenord"}, URL: "https://konto.storstad.example", Keywords: "glömt lösenord, inloggning", AnnouncedTo: env.Clock.Now().Add(time.Hour)},
			{Sv: selfhelp.Words{Title: "Skriv ut"}, URL: "/guide", Keywords: "skrivare utskrift papper"},
		} {
			e.Org = org.ID
			if _, err := s.Save(t.Context(), system, e); err != nil {
				t.Fatal(err)
			}
		}
		anna := authz.Actor{Person: 1, Org: int64(org.ID)}
		for text, want := range map[string]string{
			"Jag har glömt mitt lösenord": "Byt lösenord", "lösenordet fungerar inte": "Byt lösenord", "Skrivaren drar papper": "Skriv ut", "på min": "", "": "",
		} {
			got, err := s.Fitting(t.Context(), anna, org.ID, text, 3)
			if err != nil {
				t.Fatal(err)
			}
			title := ""
			if len(got) > 0 {
				title = got[0].Sv.Title
			}
			if title != want {
				t.Errorf("%q finds %q, want %q", text, title, want)
			}
		}
		if news, err := s.Announced(t.Context(), anna); err != nil || len(news) != 1 {
			t.Errorf("%d announced, want one: %v", len(news), err)
		}
		env.Clock.Advance(2 * time.Hour)
		if news, err := s.Announced(t.Context(), anna); err != nil || len(news) != 0 {
			t.Errorf("%d still announced: %v", len(news), err)
		}
		// A stranger finds nothing and keeps nothing.
		stranger := authz.Actor{Person: 9, Org: int64(org.ID) + 1}
		if got, err := s.Fitting(t.Context(), stranger, org.ID, "lösenord", 3); err != nil || len(got) != 0 {
			t.Errorf("a stranger finds %d: %v", len(got), err)
		}
		if _, err := s.All(t.Context(), stranger, org.ID); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a stranger lists: %v", err)
		}
		if _, err := s.Save(t.Context(), anna, selfhelp.Entry{Org: org.ID, Sv: selfhelp.Words{Title: "x"}, URL: "/"}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a user writes: %v", err)
		}
		for _, bad := range []string{"javascript:alert(1)", "//evil.example", "data:text/html,x", "https://a@b.example", "guide", "/\\evil.example", ""} {
			if _, err := s.Save(t.Context(), system, selfhelp.Entry{Org: org.ID, Sv: selfhelp.Words{Title: "x"}, URL: bad}); !errs.Is(err, errs.Invalid) {
				t.Errorf("%q is taken as an address: %v", bad, err)
			}
		}
	})
}
