package app_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

func TestBoth_hear_when_somebody_stands_in(t *testing.T) {
	eachMailing(t, func(t *testing.T, s *site.Site) {
		order(t, s)
		from := s.Clock.Now().AddDate(0, 0, 2)
		if _, err := s.App.Access.Substitute(t.Context(), s.Actor(t, "rektor"), access.SubstituteInput{
			Person: s.Person(t, "rektor"), Substitute: s.Person(t, "anna"), From: from, To: from.AddDate(0, 0, 3),
		}); err != nil {
			t.Fatal(err)
		}
		hear := func(days int, toAnna, toRektor string) {
			t.Helper()
			s.Clock.Advance(time.Duration(days) * 24 * time.Hour)
			for range 2 {
				if err := s.App.Access.Times(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			for person, want := range map[string]string{"anna": toAnna, "rektor": toRektor} {
				mails := subjects(t, s, s.Person(t, person))
				n := 0
				for _, m := range mails {
					if strings.Contains(m, want) {
						n++
					}
				}
				if n != 1 {
					t.Errorf("%s after %d days: want once %q in %q", person, days, want, mails)
				}
			}
		}
		hear(0, "Du är vikarie för Rektor Ek från 2026-03-04 till och med 2026-03-07", "Anna Åkesson är din vikarie från")
		hear(2, "Du är nu vikarie för Rektor Ek", "Anna Åkesson är nu din vikarie")
		hear(4, "Du är inte längre vikarie för Rektor Ek", "Anna Åkesson är inte längre din vikarie")
	})
}

// subjects are those of the mails to somebody.
func subjects(t *testing.T, s *site.Site, id directory.PersonID) []string {
	t.Helper()
	if err := s.App.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	all, err := s.App.Notify.Latest(t.Context(), 0, 50)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range all {
		if m.Person == id && m.Reason == notify.News {
			out = append(out, m.Subject)
		}
	}
	return out
}

func TestRoles_decide_what_one_page_offers_and_many_are_held_at_once(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "RO-01")
		req.Proves(t, "RO-14")
		order(t, s)
		// The same page for two roles: what can be done differs.
		s.As(t, "vera").Get("/").MustSee("Behörigheter på fakturareferenser").MustNotSee("Beställ åt")
		s.As(t, "anna").Get("/").MustSee("Vikarier").MustNotSee("Behörigheter på fakturareferenser")
		s.As(t, "bo").Get("/").MustNotSee("Vikarier", "Behörigheter på fakturareferenser", "Att godkänna")
		// Reports: whoever may read none gets none, a unit's manager the unit's, the auditor the organisation's.
		s.As(t, "anna").Get("/desk/reports").MustBe(403)
		s.As(t, "ove").Get("/desk/reports").MustBe(403)
		s.As(t, "eva").Get("/desk/reports").MustBe(200)
		s.As(t, "rut").Get("/desk/reports").MustBe(200)
	})
}

func TestOne_person_orders_approves_and_administers_without_logging_in_again(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "RO-03")
		o := order(t, s)
		o.give(t, "anna", "orderer", authz.Reference, int64(o.lind.ID))
		o.give(t, "anna", "approver", authz.Reference, int64(o.ek.ID))
		o.give(t, "anna", "operations_manager", authz.Reference, int64(o.ek.ID))
		anna := s.As(t, "anna") // One session for all that follows.
		if !o.may(t, "anna", place, o.lind) || o.may(t, "anna", place, o.ek) || !o.may(t, "anna", decide, o.ek) || o.may(t, "anna", decide, o.lind) {
			t.Error("the roles mix")
		}
		anna.Get("/orders").MustBe(200)
		anna.Get("/approvals").MustBe(200)
		anna.Get(refPath(o.ek)).Form("Ge rollen").Fill("Vem", "carl@storstad.example").Choose("Roll", "Behörig beställare").Submit("Ge rollen").
			MustBe(200).MustSee("Rollen är given")
		anna.Get(refPath(o.lind)).MustBe(404)
	})
}

func TestA_units_manager_reads_the_units_cases_and_no_others(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SE-04")
		by := authz.System("test")
		var units []directory.Unit
		for i, name := range []string{"Lindskolan", "Ekskolan"} {
			u, err := s.App.Directory.AddUnit(t.Context(), by, s.Org.ID, directory.UnitInput{Name: name})
			if err != nil {
				t.Fatal(err)
			}
			units = append(units, u)
			who := []string{"anna", "bo"}[i]
			p, err := s.App.Directory.Person(t.Context(), by, s.Person(t, who))
			if err != nil {
				t.Fatal(err)
			}
			in := p.Input()
			in.Unit = u.ID
			if _, err := s.App.Directory.ChangePerson(t.Context(), by, p.ID, p.Version, in); err != nil {
				t.Fatal(err)
			}
		}
		own, other := s.Report(t, "anna", "Skärmen i Lindskolan", ""), s.Report(t, "bo", "Skärmen i Ekskolan", "")
		s.Join(t, "Maria Lind", directory.Employee)
		if _, err := s.App.Access.Grant(t.Context(), by, access.GrantInput{Person: s.Person(t, "maria"), Role: "manager", Reach: authz.Unit, Of: int64(units[0].ID)}); err != nil {
			t.Fatal(err)
		}
		maria := s.As(t, "maria")
		maria.Get("/search?q=Skärmen").MustBe(200).MustNotSee("Ekskolan")
		// By its address, by the API and in a file it is the same.
		maria.Get("/tickets/" + other.ID.String()).MustBe(404)
		for path, status := range map[string]int{
			"/api/v1/tickets/" + own.ID.String(): 200, "/api/v1/tickets/" + other.ID.String(): 404, "/api/v1/tickets/export": 200, "/api/v1/tickets": 200,
		} {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://lotsen.test"+path, http.NoBody)
			r.AddCookie(&http.Cookie{Name: "lotsen_session", Value: maria.Cookie("lotsen_session")})
			w := httptest.NewRecorder()
			s.App.Handler().ServeHTTP(w, r)
			if w.Code != status || strings.Contains(w.Body.String(), "Ekskolan") {
				t.Errorf("%s: %d %s", path, w.Code, w.Body.String())
			}
		}
	})
}
