package api_test

import (
	"fmt"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

// What the form refuses the interface refuses too, in the same way for whoever is elsewhere and whoever does not exist.
func TestLocal_IT_reports_for_its_sites_through_the_interface(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-20")
		system := authz.System("test")
		place := func(name, person string) directory.SiteID {
			t.Helper()
			at, err := s.App.Directory.AddSite(t.Context(), system, s.Org.ID, directory.SiteInput{Name: name})
			if err != nil {
				t.Fatal(err)
			}
			p, err := s.App.Directory.Person(t.Context(), system, s.Join(t, person, directory.Pupil))
			if err != nil {
				t.Fatal(err)
			}
			in := p.Input()
			in.Site = at.ID
			if _, err := s.App.Directory.ChangePerson(t.Context(), system, p.ID, p.Version, in); err != nil {
				t.Fatal(err)
			}
			return at.ID
		}
		lind := place("Lindskolan", "Maja Morin")
		place("Bergskolan", "Martin Borta")
		s.Join(t, "Lars Lokal", directory.Employee)
		if _, err := s.App.Access.Grant(t.Context(), system, access.GrantInput{Person: s.Person(t, "lars"), Role: "local_it", Reach: authz.Site, Of: int64(lind)}); err != nil {
			t.Fatal(err)
		}
		lars := as(t, s, "lars")
		made := lars.do("POST", "/tickets", m{"title": "Paddan startar inte", "requester": "maja@storstad.example", "category": "Skrivare"}).want(201)
		made.is("requester.name", "Maja Morin").is("reporter", float64(s.Person(t, "lars")))
		lars.do("POST", "/tickets", m{"title": "x", "requester": fmt.Sprint(s.Person(t, "maja"))}).want(201)
		for _, elsewhere := range []string{fmt.Sprint(s.Person(t, "martin")), fmt.Sprint(s.Person(t, "siv")), "999999"} {
			lars.do("POST", "/tickets", m{"title": "x", "requester": elsewhere}).want(404)
		}
		for _, word := range []string{"martin@storstad.example", "nobody@storstad.example"} {
			lars.do("POST", "/tickets", m{"title": "x", "requester": word}).want(422).is("errors.0.location", "body.requester")
		}
		as(t, s, "anna").do("POST", "/tickets", m{"title": "x", "requester": fmt.Sprint(s.Person(t, "maja"))}).want(404)
	})
}
