package e2e_test

import (
	"strings"
	"testing"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/browser"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

// newest is the ticket that was reported last.
func newest(t *testing.T, s *site.Site) ticket.Ticket {
	t.Helper()
	page, err := s.App.Ticket.Queue(t.Context(), s.Actor(t, "eva"), s.Org.ID, s.Desk.ID, ticket.Filter{AnyState: true}, "", 1)
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("the queue: %d rows, %v", len(page.Rows), err)
	}
	return page.Rows[0].Ticket
}

// TestReport_answer_accept is the main journey, in every setting in which people take it.
func TestReport_answer_accept(t *testing.T) {
	for name, opts := range map[string][]browser.Option{
		"with_scripts":      nil,
		"without_scripts":   {browser.NoScript()},
		"on_a_small_phone":  {browser.Width(320), browser.Height(640)},
		"enlarged_to_400":   {browser.Width(320), browser.Height(256)}, // 1280 by 1024 at 400 %.
		"in_the_dark":       {browser.Dark()},
		"on_a_phone_no_js":  {browser.Width(360), browser.Height(640), browser.NoScript()},
		"on_a_tablet_no_js": {browser.Width(768), browser.Height(1024), browser.NoScript()},
	} {
		t.Run(name, func(t *testing.T) {
			s := site.New(t)
			base := s.Serve(t)
			p := enter(browser.Open(t, base+"/login", opts...), base, "Anna Åkesson")
			fits(t, p)
			p.Submit(`.choice[href="/report"]`)
			p.Fill("#f-title", "Projektorn i B12").Fill("#f-text", "Blå bild.").Submit(`form[action="/report"] button[type=submit]`)
			fits(t, p)
			mustRead(t, p, "main", "Projektorn i B12", "Blå bild.")
			mustRead(t, p, ".flash", "Tack!")
			got := newest(t, s)
			s.Answer(t, got.ID, "Prova den gula kabeln.")
			p.Go(base + "/tickets/" + got.ID.String())
			mustRead(t, p, "main", "Prova den gula kabeln.", "Svar till dig")
			s.Resolve(t, got.ID, "Ny kabel är på plats.")
			p.Go(base + "/")
			mustRead(t, p, "main", "Har vi löst det?")
			fits(t, p)
			p.Submit("#waits a.ds-link")
			mustRead(t, p, "main", "avslutas ärendet av sig självt")
			p.Submit(`form[action$="/accept"] button`)
			fits(t, p)
			mustRead(t, p, "main", "Avslutat", "Du svarade att det fungerar.")
			if now := s.Ticket(t, got.ID); now.ClosedHow != ticket.ByUser {
				t.Errorf("closed %q", now.ClosedHow)
			}
			if c := p.Complaints(); len(c) > 0 {
				t.Errorf("the browser complains: %q", c)
			}
		})
	}
}

// TestPortal_fits holds the widths that the requirement names.
func TestPortal_fits(t *testing.T) {
	req.Proves(t, "PO-06")
	s := site.New(t)
	base := s.Serve(t)
	states := portalStates(t, s)
	for _, width := range []int64{320, 360, 768, 1440} {
		p := enter(browser.Open(t, base+"/login", browser.Width(width)), base, "Anna Åkesson")
		for _, path := range states {
			p.Go(base + path)
			fits(t, p)
		}
		p.Go(base + "/?lang=en") // Words of another length: a link once stuck out to the left.
		fits(t, p)
	}
}

// TestBy_keyboard_alone takes the main journey without a mouse.
func TestBy_keyboard_alone(t *testing.T) {
	s := site.New(t)
	base := s.Serve(t)
	p := browser.Open(t, base+"/login?lang=sv")
	p.TabTo("Bli Anna Åkesson")
	press(p, "Enter", "/")
	if first := p.Tab(1); first.Name != "Hoppa till innehållet" {
		t.Errorf("the first stop is %q", first.Name)
	}
	p.Press("Enter")
	p.TabTo("Anmäl ett fel Något fungerar inte som det ska")
	press(p, "Enter", "/report")
	p.TabTo("Skicka felanmälan")
	press(p, "Enter", "/report")
	p.Wait(`document.activeElement.id === "error-summary"`)
	p.TabTo("Skriv vad som inte fungerar")
	p.Press("Enter").Wait(`document.activeElement.id === "f-title"`)
	p.Type("Musen")
	p.TabTo("Skicka felanmälan")
	press(p, "Enter", "/tickets/")
	got := newest(t, s)
	s.Resolve(t, got.ID, "Ny mus.")
	p.Go(base + "/tickets/" + got.ID.String())
	p.TabTo("Ja, det fungerar")
	press(p, "Enter", "/tickets/")
	mustRead(t, p, "main", "Avslutat")
}

// TestA_case_refreshes_under_the_reader: the answer comes to an open page, and what is being written stays.
func TestA_case_refreshes_under_the_reader(t *testing.T) {
	s := site.New(t)
	base := s.Serve(t)
	got := s.Report(t, "anna", "Projektorn", "Blå bild.")
	p := enter(browser.Open(t, base+"/login"), base, "Anna Åkesson")
	list := browser.Open(t, base+"/login")
	enter(list, base, "Anna Åkesson").Go(base + "/tickets")
	p.Go(base+"/tickets/"+got.ID.String()).Fill("#f-text", "Jag skriver just nu")
	s.Answer(t, got.ID, "Prova den gula kabeln.")
	p.Wait(`document.querySelector("main").innerText.includes("Prova den gula kabeln.")`)
	if v := browser.Eval[string](p, `document.querySelector("#f-text").value`); v != "Jag skriver just nu" {
		t.Errorf("the draft became %q", v)
	}
	list.Wait(`document.querySelector("main").innerText.includes("Svar till dig")`)
	p.Submit(`#talk-form button[type=submit]`)
	mustRead(t, p, "main", "Jag skriver just nu")
}

// press presses a key that leads to another page.
func press(p *browser.Page, key, path string) {
	browser.Eval[bool](p, "window.lotsenOldPage = true")
	p.Press(key).Wait(`!window.lotsenOldPage && document.readyState === "complete" && location.pathname.startsWith("` + path + `")`)
}

func mustRead(t *testing.T, p *browser.Page, where string, texts ...string) {
	t.Helper()
	seen := p.Text(where)
	for _, text := range texts {
		if !strings.Contains(seen, text) {
			t.Errorf("%s: %q is not in %s:\n%s", p.URL(), text, where, seen)
		}
	}
}

// fits fails when the page can be scrolled sideways, or something stands beside the window.
func fits(t *testing.T, p *browser.Page) {
	t.Helper()
	if over := browser.Outside(p); over != "" {
		t.Errorf("%s: outside the window: %s", p.URL(), over)
	}
	if over := browser.Eval[int](p, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); over > 0 {
		t.Errorf("%s is %d px wider than the window", p.URL(), over)
	}
}
