package e2e_test

import (
	"testing"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/browser"
	"lotsen/internal/testkit/site"
)

// TestPortalPages looks at every page and state of the portal and of the account, in both languages.
func TestPortalPages(t *testing.T) {
	s := site.New(t)
	base := s.Serve(t)
	for name, path := range portalStates(t, s) {
		for _, lang := range []string{"sv", "en"} {
			t.Run(name+"_"+lang, func(t *testing.T) {
				page := browser.Open(t, base+"/login?lang="+lang)
				if path != "/login" {
					enter(page, base, "Anna Åkesson").Go(base + "/?lang=" + lang)
				}
				page.Go(base + path)
				lookAt[lang](t, page, "portal_"+name+"_"+lang)
				if c := page.Complaints(); len(c) > 0 {
					t.Errorf("the browser complains: %q", c)
				}
			})
		}
	}
}

// portalStates makes tickets in every state and returns the pages that show them.
func portalStates(t *testing.T, s *site.Site) map[string]string {
	t.Helper()
	old := s.Report(t, "anna", "Tangentbordet hade fastnat", "Mellanslag.")
	s.Resolve(t, old.ID, "Ett nytt är på plats.")
	if _, err := s.App.Ticket.Accept(t.Context(), s.Actor(t, "anna"), old.ID); err != nil {
		t.Fatal(err)
	}
	s.Advance(t, 30*24*time.Hour)
	open := s.Report(t, "anna", "Projektorn i sal B12 visar ingen bild", "Den lyser blått, både från min dator och från klassens.\n\nVi har nationellt prov i eftermiddag.")
	s.Clock.Advance(20 * time.Minute)
	s.Answer(t, open.ID, "Hej Anna!\nProva den andra kabeln, den med gul märkning. Jag kommer förbi före lunch.")
	solved := s.Report(t, "anna", "Lösenordet går inte att byta", "Det står att det är för kort.")
	s.Clock.Advance(time.Hour)
	s.Resolve(t, solved.ID, "Lösenordet behöver minst 12 tecken. Jag har öppnat kontot igen, så nu går det att byta.")
	closed := s.Report(t, "anna", "Skrivaren på plan 2 krånglar", "Papperet fastnar.")
	s.Resolve(t, closed.ID, "Vi har bytt valsen.")
	if _, err := s.App.Ticket.Accept(t.Context(), s.Actor(t, "anna"), closed.ID); err != nil {
		t.Fatal(err)
	}
	waiting := s.Report(t, "anna", "Ny kollega behöver dator", "Hon börjar den 1 april.")
	s.Answer(t, waiting.ID, "Vilken skola ska hon arbeta på?")
	if _, err := s.App.Ticket.Hold(t.Context(), s.Actor(t, "eva"), waiting.ID, ticket.HoldInput{
		Reason: "Vi väntar på svar", Until: s.Clock.Now().Add(72 * time.Hour), Substate: "awaiting_user",
	}); err != nil {
		t.Fatal(err)
	}
	fresh := s.Report(t, "anna", "Ljudet försvinner i videomöten", "")
	at := func(id ticket.ID) string { return "/tickets/" + id.String() }
	return map[string]string{
		"login": "/login", "start": "/", "report": "/report", "ask": "/ask", "complaint": "/complaint", "tickets": "/tickets",
		"tickets_old": "/tickets?show=old", "tickets_found": "/tickets?q=skrivaren", "tickets_none": "/tickets?q=kaffe",
		"search": "/search?q=projektorn", "open": at(open.ID), "solved": at(solved.ID), "closed": at(closed.ID), "waiting": at(waiting.ID),
		"fresh": at(fresh.ID), "old": at(old.ID), "contact": "/contact", "profile": "/profile", "password": "/profile/password", "missing": "/tickets/L-999999",
	}
}

// TestPortalErrors looks at the forms that come back, at pages that have nothing to show, and at the login in between.
func TestPortalErrors(t *testing.T) {
	s := site.New(t)
	base := s.Serve(t)
	got := s.Report(t, "anna", "Projektorn", "")
	solved := s.Report(t, "anna", "Lösenordet", "")
	s.Resolve(t, solved.ID, "Nu går det.")
	at := func(id ticket.ID) string { return "/tickets/" + id.String() }
	for _, lang := range []string{"sv", "en"} {
		p := browser.Open(t, base+"/login?lang="+lang)
		p.Fill("#f-name", "anna").Fill("#f-password", "fel").Submit(`form[action="/login"] button`)
		lookAt[lang](t, p, "portal_login_422_"+lang)
		enter(p, base, "Bo Öberg").Go(base + "/?lang=" + lang)
		lookAt[lang](t, p, "portal_start_empty_"+lang)
		lookAt[lang](t, p.Go(base+"/tickets"), "portal_tickets_empty_"+lang)
		p = enter(browser.Open(t, base+"/login"), base, "Anna Åkesson").Go(base + "/?lang=" + lang)
		lookAt[lang](t, p.Go(base+"/report").Submit(`form[action="/report"] button`), "portal_report_422_"+lang)
		lookAt[lang](t, p.Go(base+at(got.ID)).Submit("#talk-form button"), "portal_reply_422_"+lang)
		lookAt[lang](t, p.Go(base+at(solved.ID)).Submit("#talk-form button"), "portal_reject_422_"+lang)
		lookAt[lang](t, p.Go(base+"/profile/password").Submit(`form[action="/profile/password"] button`), "portal_password_422_"+lang)
		p.Go(base+"/report").Fill("#f-title", "Det jag höll på att skriva")
		if err := s.App.Access.RevokeAll(t.Context(), s.Actor(t, "anna"), s.Person(t, "anna")); err != nil {
			t.Fatal(err)
		}
		lookAt[lang](t, p.Submit(`form[action="/report"] button`), "portal_login_between_"+lang)
		lookAt[lang](t, p.Submit(`form[aria-label="Anna Åkesson"] button`), "portal_resend_"+lang)
		mustRead(t, p, "main", "Det jag höll på att skriva")
	}
}
