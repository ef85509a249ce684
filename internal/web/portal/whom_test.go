package portal_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

var system = authz.System("test")

// place makes a site and a person there.
func place(t *testing.T, s *site.Site, name string, people ...string) directory.SiteID {
	t.Helper()
	place, err := s.App.Directory.AddSite(t.Context(), system, s.Org.ID, directory.SiteInput{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range people {
		p, err := s.App.Directory.Person(t.Context(), system, s.Join(t, who, directory.Pupil))
		if err != nil {
			t.Fatal(err)
		}
		in := p.Input()
		in.Site = place.ID
		if _, err := s.App.Directory.ChangePerson(t.Context(), system, p.ID, p.Version, in); err != nil {
			t.Fatal(err)
		}
	}
	return place.ID
}

func TestLocal_IT_reports_for_its_own_sites_and_nowhere_else(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-20", "RO-16")
		lind := place(t, s, "Lindskolan", "Maja Morin", "Malin Skyddad")
		place(t, s, "Bergskolan", "Martin Borta")
		s.Join(t, "Lars Lokal", directory.Employee)
		right, err := s.App.Access.Grant(t.Context(), system, access.GrantInput{Person: s.Person(t, "lars"), Role: "local_it", Reach: authz.Site, Of: int64(lind), To: s.Clock.Now().Add(48 * time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.App.Directory.Protect(t.Context(), system, s.Person(t, "malin")); err != nil {
			t.Fatal(err)
		}
		lars := s.As(t, "lars")

		// A look-up keeps what is written, and knows the own site alone; nobody protected.
		page := lars.Get("/report").MustBe(200).MustSee("För vem?").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Paddan startar inte").
			Fill("Namn på någon på ditt verksamhetsställe", "ma").Submit("Sök person").MustBe(200).MustSee("Maja Morin", "Lindskolan").MustNotSee("Martin", "Malin")
		if got := page.Form("Anmäl ett fel").Value("Vad fungerar inte?"); got != "Paddan startar inte" {
			t.Errorf("the look-up lost what was written: %q", got)
		}
		for _, name := range []string{"martin", "malin", "skyddad", "anna"} {
			lars.Get("/report").Form("Anmäl ett fel").Fill("Namn på någon på ditt verksamhetsställe", name).Submit("Sök person").MustBe(200).MustSee("Ingen på ditt verksamhetsställe heter så.")
		}
		// A name that was written and not chosen is asked about.
		lars.Get("/report").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Paddan").Fill("Namn på någon på ditt verksamhetsställe", "mor").Submit("Skicka felanmälan").
			MustBe(http.StatusUnprocessableEntity).MustSee("Välj vem ärendet gäller.", "Maja Morin")
		lars2 := page.Form("Anmäl ett fel").Choose("För vem?", "Maja Morin").Submit("Skicka felanmälan").MustBe(200)
		lars2.MustSee("Gäller Maja Morin", "Anmält av Lars Lokal (du), lokal it-support")
		got := reported(t, s)
		if got.Requester != s.Person(t, "maja") || got.Reporter != s.Person(t, "lars") || got.Via != ticket.ViaLocalIT {
			t.Fatalf("reported for %d by %d, %q", got.Requester, got.Reporter, got.Via)
		}
		address := "/tickets/" + got.ID.String()
		s.As(t, "maja").Get(address).MustBe(200).MustSee("Gäller Maja Morin (du)", "Anmält av Lars Lokal, lokal it-support")
		s.As(t, "bo").Get(address).MustBe(http.StatusNotFound)

		// Elsewhere, protected, unknown: one answer for all, in the portal and in the API.
		far := fmt.Sprint(s.Person(t, "martin"))
		for _, id := range []string{far, fmt.Sprint(s.Person(t, "malin")), fmt.Sprint(s.Person(t, "siv")), "999999"} {
			lars.Post("/report", url.Values{"title": {"x"}, "whom": {id}}).MustBe(http.StatusNotFound)
		}
		s.As(t, "anna").Post("/report", url.Values{"title": {"x"}, "whom": {fmt.Sprint(s.Person(t, "maja"))}}).MustBe(http.StatusNotFound)
		if n := len(queue(t, s)); n != 1 {
			t.Errorf("the desk has %d cases", n)
		}
		log, err := audit.List(t.Context(), s.App.DB, system, audit.Filter{What: guardian.LogRefused, Limit: 20})
		if err != nil || len(log) != 5 {
			t.Errorf("%d refusals are in the security log, %v", len(log), err)
		}
		// What ends, ends at once: for what was reported, too.
		if err := s.App.Access.EndGrant(t.Context(), system, right); err != nil {
			t.Fatal(err)
		}
		lars.Get(address).MustBe(http.StatusNotFound)
		lars.Get("/report").MustNotSee("För vem?")
		lars.Post("/report", url.Values{"title": {"x"}, "whom": {fmt.Sprint(s.Person(t, "maja"))}}).MustBe(http.StatusNotFound)
	})
}

func clockAt(t *testing.T, s *site.Site, when string) {
	t.Helper()
	to, err := time.ParseInLocation("2006-01-02 15:04", when, clock.Stockholm())
	if err != nil {
		t.Fatal(err)
	}
	s.Clock.Set(to.UTC())
}

// family makes a guardian of two children, and another guardian of the first.
func family(t *testing.T, s *site.Site) []guardian.Relation {
	t.Helper()
	gun, per := s.Join(t, "Gun Vård", directory.Guardian), s.Join(t, "Per Vård", directory.Guardian)
	maja, nils := s.Join(t, "Maja Vård", directory.Pupil), s.Join(t, "Nils Vård", directory.Pupil)
	s.Join(t, "Olle Annan", directory.Pupil)
	var out []guardian.Relation
	for _, in := range []guardian.Input{
		{Guardian: gun, Child: maja, Born: "2008-05-31"}, {Guardian: gun, Child: nils, Born: "2012-01-01"}, {Guardian: per, Child: maja, Born: "2008-05-31"},
	} {
		in.Kind, in.Reason = guardian.Custodian, "Skolans uppgift"
		r, err := s.App.Guardian.Add(t.Context(), system, s.Org.ID, in)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

func TestA_guardian_reports_for_an_own_child_under_18(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-21")
		family(t, s)
		clockAt(t, s, "2026-05-30 12:00")
		gun, per, maja := s.As(t, "gun"), s.As(t, "per"), s.As(t, "maja")
		page := gun.Get("/children").MustBe(200).MustSee("Maja", "Nils").MustNotSee("Olle", "Vård,")
		page = page.Click("Anmäl ett fel för Maja").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Datorn är trasig").Submit("Skicka felanmälan").MustBe(200)
		page.MustSee("Anmält av Gun Vård (du), vårdnadshavare")
		got := reported(t, s)
		if got.Requester != s.Person(t, "maja") || got.Reporter != s.Person(t, "gun") || got.Via != ticket.ViaGuardian {
			t.Fatalf("reported %+v", got)
		}
		address := "/tickets/" + got.ID.String()
		gun.Get("/children").MustSee("Datorn är trasig")
		maja.Get(address).MustBe(200)
		own := s.Report(t, "maja", "Majas eget", "Hemligt för föräldrar")
		// The other guardian, and the guardian of whatever the child reported, see nothing of it.
		per.Get(address).MustBe(http.StatusNotFound)
		per.Get("/children").MustBe(200).MustNotSee("Datorn är trasig", "Gun")
		gun.Get("/tickets/" + own.ID.String()).MustBe(http.StatusNotFound)
		gun.Get("/tickets").MustNotSee("Majas eget")
		// Somebody else's child is nobody, and wanting to speak for it is noted.
		for _, who := range []string{"olle", "bo", "siv"} {
			gun.Post("/report", url.Values{"title": {"x"}, "whom": {fmt.Sprint(s.Person(t, who))}}).MustBe(http.StatusNotFound)
		}
		log, err := audit.List(t.Context(), s.App.DB, system, audit.Filter{What: guardian.LogRefused, Limit: 20})
		if err != nil || len(log) != 3 {
			t.Errorf("%d refusals are in the security log, %v", len(log), err)
		}

		// On the birthday Maja is 18, and the day after she still is; Nils is a child.
		report := url.Values{"title": {"x"}, "whom": {fmt.Sprint(s.Person(t, "maja"))}}
		clockAt(t, s, "2026-05-30 23:59")
		gun.Get(address).MustBe(200)
		for _, when := range []string{"2026-05-31 00:00", "2026-06-01 08:00"} {
			clockAt(t, s, when)
			gun = s.As(t, "gun")
			gun.Post("/report", report).MustBe(http.StatusNotFound)
			gun.Get(address).MustBe(http.StatusNotFound)
			gun.Get("/children").MustBe(200).MustNotSee("Maja").MustSee("Nils")
			gun.Get("/tickets").MustNotSee("Datorn är trasig")
			s.As(t, "maja").Get(address).MustBe(200)
		}
		gun.Post("/report", url.Values{"title": {"Nils platta"}, "whom": {fmt.Sprint(s.Person(t, "nils"))}}).MustBe(200)
	})
}

func TestA_guardians_access_ends_by_itself(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SE-13")
		relations := family(t, s)
		refused := func(who string) {
			t.Helper()
			if _, _, err := s.App.Access.LoginAs(t.Context(), access.Client{}, s.Person(t, who)); err == nil {
				t.Errorf("%s logs in", who)
			}
		}
		// The only child comes of age: the session that was open is over, though nobody has swept.
		clockAt(t, s, "2026-05-30 23:50")
		per := s.As(t, "per")
		per.Get("/children").MustBe(200).MustSee("Maja")
		clockAt(t, s, "2026-05-31 00:01")
		per.Get("/children").MustSee("Logga in").MustNotSee("Mina barn")
		refused("per")
		if err := s.App.Guardian.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		refused("per")
		// A relation ends: the other child is left; both ended: the session dies in that transaction.
		gun := s.As(t, "gun")
		gun.Get("/children").MustSee("Nils")
		if err := s.App.Guardian.End(t.Context(), system, relations[1].ID, relations[1].Version, "Vårdnaden har upphört"); err != nil {
			t.Fatal(err)
		}
		gun.Get("/children").MustSee("Logga in").MustNotSee("Mina barn")
		refused("gun")
		sessions, err := s.App.Access.SessionsOf(t.Context(), system, s.Person(t, "gun"))
		if err != nil || len(sessions) != 0 {
			t.Errorf("%d sessions are open, %v", len(sessions), err)
		}
		log, err := audit.List(t.Context(), s.App.DB, system, audit.Filter{What: audit.SessionRevoked, Limit: 20})
		if err != nil || len(log) != 2 || !strings.Contains(string(log[0].Detail), "no_relation") {
			t.Errorf("the security log has %v, %v", log, err)
		}
	})
}

func TestA_mark_stops_a_guardian_at_once(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		family(t, s)
		gun := s.As(t, "gun")
		gun.Post("/report", url.Values{"title": {"Majas dator"}, "whom": {fmt.Sprint(s.Person(t, "maja"))}}).MustBe(200)
		address := "/tickets/" + reported(t, s).ID.String()
		if _, err := s.App.Directory.Protect(t.Context(), system, s.Person(t, "maja")); err != nil {
			t.Fatal(err)
		}
		gun.Get(address).MustBe(http.StatusNotFound)
		gun.Get("/children").MustBe(200).MustNotSee("Maja").MustSee("Nils")
		gun.Post("/report", url.Values{"title": {"x"}, "whom": {fmt.Sprint(s.Person(t, "maja"))}}).MustBe(http.StatusNotFound)
	})
}
