package station_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/signed"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

var by = authz.System("test")

// exchange is the telephone system of the site, with the lines that it leads to.
type exchange struct {
	*site.Site
	src                         line.Source
	secret                      string
	calls                       int
	employees, pupils, supplier line.Line
}

func connect(t *testing.T, s *site.Site) *exchange {
	t.Helper()
	x := &exchange{Site: s}
	var err error
	if x.src, x.secret, err = s.App.Line.SaveSource(t.Context(), by, line.Source{Org: s.Org.ID, Name: "Växeln", Kind: line.Webhook, Active: true}, ""); err != nil {
		t.Fatal(err)
	}
	add := func(key, name, number string, audience directory.Category, cost string, priority int) line.Line {
		l, err := s.App.Line.Save(t.Context(), by, line.Line{
			Org: s.Org.ID, Desk: s.Desk.ID, Channel: ticket.Phone, Key: key, NameSv: name, NameEn: key, Number: number, Cost: cost, Abroad: true,
			Audience: audience, Priority: priority, Target: time.Minute, Active: true,
		})
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	x.employees = add("employees", "Medarbetare", "08-555 10 00", directory.Employee, line.CostLocal, 0)
	x.pupils = add("pupils", "Elever", "020-555 100", directory.Pupil, line.CostTollfree, 0)
	x.supplier = add("suppliers", "Leverantörer", "08-555 10 99", directory.Supplier, line.CostLocal, 10)
	return x
}

// tell sends an event as a telephone system does, and returns the status.
func (x *exchange) tell(t *testing.T, body string) int {
	t.Helper()
	x.calls++
	return x.send(t, "call-"+strconv.Itoa(x.calls), x.secret, x.Clock.Now(), body)
}

func (x *exchange) send(t *testing.T, id, secret string, at time.Time, body string) int {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://lotsen.test/hook/calls/"+x.src.Key, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name, value := range signed.Headers(signed.Secret(secret), id, at, []byte(body)) {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	x.App.Handler().ServeHTTP(w, r)
	return w.Code
}

func (x *exchange) must(t *testing.T, body string) {
	t.Helper()
	if code := x.tell(t, body); code != http.StatusNoContent {
		t.Fatalf("%s: %d", body, code)
	}
}

// number gives somebody a telephone number, a unit and a computer.
func (x *exchange) number(t *testing.T, who, number string) {
	t.Helper()
	p, err := x.App.Directory.Person(t.Context(), by, x.Person(t, who))
	if err != nil {
		t.Fatal(err)
	}
	unit, err := x.App.Directory.AddUnit(t.Context(), by, x.Org.ID, directory.UnitInput{Name: "Lindskolan"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.App.Asset.Create(t.Context(), by, asset.Draft{Org: x.Org.ID, Tag: "PC-4711", Name: "Lärarens dator", Kind: asset.Computer, Person: p.ID}); err != nil {
		t.Fatal(err)
	}
	in := directory.PersonInput{
		Given: p.Given, Family: p.Family, Category: p.Category, Title: p.Title, Email: p.Email, Mobile: number, Unit: unit.ID, Site: p.Site, Lang: p.Lang, Login: p.Login,
	}
	if _, err := x.App.Directory.ChangePerson(t.Context(), by, p.ID, p.Version, in); err != nil {
		t.Fatal(err)
	}
}

func TestThe_callers_card_opens_before_the_answer(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-11", "CH-09")
		x := connect(t, s)
		x.number(t, "anna", "070-123 45 67")
		s.Report(t, "anna", "Skrivaren blinkar", "Den blinkar rött.")
		eva := s.Pages(t, webtest.Options{Statements: 12}).As("eva")
		eva.Get("/desk/ringing").MustBe(200).MustSee("Inget ringer just nu.")
		x.must(t, "event=newCall&direction=in&callId=1&from=%2B46701234567&to=%2B4685551000&user[]=eva")
		s.Clock.Advance(20 * time.Second)
		page := eva.Get("/desk/station").MustBe(200).MustSee("Det ringer", "Medarbetare", "070-123 45 67", "+46 70 123 45 67", "Anna Åkesson", "Lindskolan", "Lärare", "Skrivaren blinkar", "PC-4711", "0 min 20 s")
		page.MustNotSee("Öberg")
		eva.Get("/desk/ringing").MustBe(200).MustSee("Det ringer: Medarbetare, 070-123 45 67").Click("Det ringer: Medarbetare, 070-123 45 67").MustBe(200).MustSee("Anna Åkesson")
		eva.Get("/desk/pop?callid=1&ani=46701234567&dnis=4685551000").MustBe(200).MustSee("Anna Åkesson", "Skrivaren blinkar")
		eva.Get("/desk/pop?ani=+46701234567&dnis=020-555100").MustBe(200).MustSee("Anna Åkesson", "Elever", "Elev")

		x.must(t, "event=answer&callId=1&user=eva")
		page = eva.Get("/desk/station").MustBe(200).MustSee("Pågående samtal")
		form := page.Click("Registrera för Anna Åkesson").MustBe(200).Form("Registrera")
		form = form.Fill("Vad gäller det?", "").Submit("Registrera").MustBe(http.StatusUnprocessableEntity).Form("Registrera")
		form.Fill("Vad gäller det?", "Projektorn startar inte").Submit("Registrera").MustBe(200)
		x.must(t, "event=hangup&callId=1&cause=normalClearing")
		contact, err := s.App.Line.ByCall(t.Context(), s.Actor(t, "eva"), "1")
		if err != nil || contact.Ticket == 0 || contact.Person != s.Person(t, "anna") || contact.Category != directory.Employee || contact.Outcome != line.Answered {
			t.Fatalf("contact: %+v, %v", contact, err)
		}
		if got := s.Ticket(t, contact.Ticket); got.Channel != ticket.Phone || got.Title != "Projektorn startar inte" || got.Requester != contact.Person {
			t.Errorf("case: %+v", got)
		}
		eva.Get("/desk/station").MustSee("Ingen väntar just nu.").MustNotSee("Vad gällde samtalet?")
		s.As(t, "anna").Get("/desk/station").MustBe(http.StatusForbidden)
		s.As(t, "siv").Get("/desk/pop?contact=" + contact.ID.String()).MustBe(http.StatusNotFound)
		s.As(t, "siv").Get("/desk/pop?callid=1&ani=0701234567").MustBe(200).MustNotSee("Åkesson", "Lärare")
	})
}

func TestA_protected_person_is_never_a_candidate(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		x := connect(t, s)
		x.number(t, "anna", "070-123 45 67")
		if _, err := s.App.Directory.Protect(t.Context(), by, s.Person(t, "anna")); err != nil {
			t.Fatal(err)
		}
		x.must(t, "event=newCall&callId=1&from=0701234567&to=%2B4685551000&user[]=eva")
		for _, path := range []string{"/desk/station", "/desk/pop?ani=0701234567", "/desk/pop?callid=1"} {
			s.As(t, "eva").Get(path).MustBe(200).MustSee("Ingen känd har numret.").MustNotSee("Anna", "Åkesson")
		}
	})
}

func TestA_priority_line_goes_ahead(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-19", "CH-13")
		x := connect(t, s)
		x.must(t, "event=newCall&callId=1&from=0701111111&to=%2B4685551000")
		s.Clock.Advance(50 * time.Second)
		x.must(t, "event=newCall&callId=2&from=anonymous&to=%2B4620555100")
		s.Clock.Advance(30 * time.Second)
		x.must(t, "event=newCall&callId=3&from=0703333333&to=%2B4685551099")
		page := s.As(t, "eva").Get("/desk/station").MustBe(200)
		rows := page.Rows("3 väntar")[1:] // Below the headings.
		if len(rows) != 3 || !strings.Contains(rows[0][0], "Leverantörer") || !strings.Contains(rows[0][0], "Prioriterad") ||
			!strings.Contains(rows[1][0], "Medarbetare") || !strings.Contains(rows[1][0], "Över målet") || rows[1][3] != "1 min 20 s" || rows[1][4] != "1 min 0 s" ||
			!strings.Contains(rows[2][0], "Elever") || rows[2][1] != "Dolt nummer" || strings.Contains(rows[2][0], "Över målet") {
			t.Errorf("waiting: %q", rows)
		}
		page.Form("Ta Leverantörer, 070-333 33 33").Submit("Ta Leverantörer, 070-333 33 33").MustBe(200).MustSee("Pågående samtal", "2 väntar").
			Form("Samtalet är slut").Submit("Samtalet är slut").MustBe(200).MustSee("Vad gällde samtalet?").
			Form("Spara vad det gällde").Fill("Ärendenummer", "L-999999").Fill("Eller med några ord", "Fel nummer").Submit("Spara vad det gällde").
			MustBe(http.StatusUnprocessableEntity).MustSee("Det finns inget sådant ärende.").Form("Spara vad det gällde").Fill("Ärendenummer", "").
			Submit("Spara vad det gällde").MustBe(200).MustNotSee("Vad gällde samtalet?")
	})
}

func TestA_call_event_without_its_signature_is_nothing(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		x := connect(t, s)
		const body = "event=newCall&callId=1&from=0701111111&to=%2B4685551000"
		now := s.Clock.Now()
		for what, got := range map[string]int{
			"a forged signature": x.send(t, "1", "another secret", now, body),
			"an old call":        x.send(t, "2", x.secret, now.Add(-10*time.Minute), body),
			"a future call":      x.send(t, "3", x.secret, now.Add(10*time.Minute), body),
		} {
			if got != http.StatusUnauthorized {
				t.Errorf("%s: %d", what, got)
			}
		}
		if n := len(x.waiting(t)); n != 0 {
			t.Fatalf("%d wait", n)
		}
		for range 3 {
			if code := x.send(t, "4", x.secret, now, body); code != http.StatusNoContent {
				t.Errorf("the same call: %d", code)
			}
		}
		if code := x.send(t, "4", x.secret, now, body+"2"); code != http.StatusConflict {
			t.Errorf("the same id with another body: %d", code)
		}
		if n := len(x.waiting(t)); n != 1 {
			t.Errorf("%d wait", n)
		}
		if code := x.tell(t, "event=dance&callId=1"); code != http.StatusUnprocessableEntity {
			t.Errorf("an event that is none: %d", code)
		}
		x.src.Key = "nobody"
		if code := x.tell(t, body); code != http.StatusUnauthorized {
			t.Errorf("a source that does not exist: %d", code)
		}
	})
}

func (x *exchange) waiting(t *testing.T) []line.Contact {
	t.Helper()
	list, err := x.App.Line.WaitingOf(t.Context(), x.Actor(t, "eva"), x.Desk.ID)
	if err != nil {
		t.Fatal(err)
	}
	return list
}
