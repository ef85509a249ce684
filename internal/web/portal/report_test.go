package portal_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

// queue is what the desk sees.
func queue(t *testing.T, s *site.Site) []ticket.Row {
	t.Helper()
	page, err := s.App.Ticket.Queue(t.Context(), s.Actor(t, "eva"), s.Org.ID, s.Desk.ID, ticket.Filter{}, "", 10)
	if err != nil {
		t.Fatal(err)
	}
	return page.Rows
}

// reported is the one ticket of the world, as the desk's queue shows it.
func reported(t *testing.T, s *site.Site) ticket.Ticket {
	t.Helper()
	rows := queue(t, s)
	if len(rows) != 1 {
		t.Fatalf("the queue has %d tickets, want 1", len(rows))
	}
	return rows[0].Ticket
}

func TestReport(t *testing.T) {
	t.Parallel()
	t.Run("a_fault_in_a_suppliers_service_is_reported_like_any_other", func(t *testing.T) {
		t.Parallel()
		req.Proves(t, "CH-01")
		site.Each(t, func(t *testing.T, s *site.Site) {
			form := s.As(t, "anna").Get("/report").MustBe(200).Form("Anmäl ett fel")
			page := form.Fill("Vad fungerar inte?", "Leverantörens journalsystem svarar inte").
				Fill("Beskriv mer om du vill", "Sedan i morse.").Submit("Skicka felanmälan").MustBe(200)
			got := reported(t, s)
			page.MustSee("Leverantörens journalsystem svarar inte", "Sedan i morse.", got.ID.String(), "Mottaget")
			s.Pages(t, webtest.Options{Statements: -1}).As("eva").Get("/desk").MustBe(200).MustSee("Leverantörens journalsystem svarar inte")
			if got.Desk != s.Desk.ID || got.Requester != s.Person(t, "anna") || got.Kind != ticket.Incident || got.Channel != ticket.Portal {
				t.Errorf("reported %+v", got)
			}
		})
	})
	t.Run("each_way_to_begin_makes_its_kind", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		for path, want := range map[string]ticket.Kind{
			"/report": ticket.Incident, "/ask": ticket.Question, "/order": ticket.Request, "/feedback": ticket.Feedback, "/complaint": ticket.Complaint,
		} {
			page := s.As(t, "bo").Get(path).MustBe(200)
			page.Form(page.Heading()).Fill(map[ticket.Kind]string{
				ticket.Incident: "Vad fungerar inte?", ticket.Question: "Vad undrar du?", ticket.Request: "Vad behöver du?",
				ticket.Feedback: "Vad vill du säga?", ticket.Complaint: "Vad är du missnöjd med?",
			}[want], "Det här").Submit("").MustBe(200).MustSee("Tack! Vi har tagit emot ditt ärende.")
			if got := queue(t, s)[0]; got.Kind != want {
				t.Errorf("%s made a %s", path, got.Kind)
			}
		}
	})
	t.Run("a_title_is_made_of_the_first_words", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		s.As(t, "anna").Get("/report").Form("Anmäl ett fel").Fill("Beskriv mer om du vill", "Musen är död.\nJag har bytt batteri.").Submit("").MustBe(200)
		if got := reported(t, s); got.Title != "Musen är död." {
			t.Errorf("the title is %q", got.Title)
		}
	})
	t.Run("what_one_knows_more_comes_along", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		page := s.As(t, "anna").Get("/report").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Datorn").Fill("När märkte du det?", "2026-03-02T08:15").
			Fill("Dator eller annan enhet", "SP-1234").Choose("Vad handlar det om?", "Dator").Submit("").MustBe(200)
		page.MustSee("Dator eller annan enhet SP-1234", "Märktes 2026-03-02 08:15")
		got := reported(t, s)
		if want := time.Date(2026, 3, 2, 7, 15, 0, 0, time.UTC); !got.DetectedAt.Equal(want) || got.Category == 0 {
			t.Errorf("detected at %v, category %d", got.DetectedAt, got.Category)
		}
	})
	t.Run("nothing_said_is_nothing_sent", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		s.As(t, "anna").Get("/report").Form("Anmäl ett fel").Submit("").MustBe(422).MustSee("Skriv vad som inte fungerar")
		if n := len(queue(t, s)); n != 0 {
			t.Errorf("%d tickets were made", n)
		}
	})
	t.Run("a_form_that_comes_back_keeps_words_and_files", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		form := s.As(t, "anna").Get("/report").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Skärmen").
			Fill("När märkte du det?", "2027-01-01T00:00").Attach("Bilder eller filer", "skärm.png", png)
		again := form.Submit("").MustBe(422).MustSee("Redan bifogat", "skärm.png")
		again.Form("Anmäl ett fel").Fill("När märkte du det?", "2026-03-01T12:00").Submit("").MustBe(200).MustSee("skärm.png")
	})
	t.Run("a_double_click_is_one_report", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		form := s.As(t, "anna").Get("/report").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Skärmen")
		first, second := form.SubmitOnce(""), form.SubmitOnce("")
		if a, b := first.Header.Get("Location"), second.Header.Get("Location"); a != b || a == "" {
			t.Errorf("the two answers lead to %q and %q", a, b)
		}
		reported(t, s)
	})
	t.Run("what_the_organisation_requires_is_asked_for_and_refused_without", func(t *testing.T) {
		t.Parallel()
		req.Proves(t, "TK-05")
		s := site.New(t)
		config := ticket.DefaultKind(ticket.Incident)
		config.Fields = []ticket.FieldSpec{{Key: "room", Sv: "Rum", En: "Room", Type: "text", Required: "report", Portal: true}}
		if _, err := s.App.Ticket.SaveKind(t.Context(), s.Actor(t, "ada"), s.Org.ID, ticket.Incident, 0, config); err != nil {
			t.Fatal(err)
		}
		form := s.As(t, "anna").Get("/report").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Lampan")
		form.Submit("").MustBe(422)
		if n := len(queue(t, s)); n != 0 {
			t.Fatalf("saved %d tickets without the required field", n)
		}
		form.Fill("Rum", "B12").Submit("").MustBe(200).MustSee("Rum B12")
		s.As(t, "anna").Get("/ask").Form("Ställ en fråga").Fill("Vad undrar du?", "Varför?").Submit("").MustBe(200)
	})
	t.Run("a_search_that_finds_nothing_leads_on_with_its_words", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		page := s.As(t, "anna").Get("/").Form("Sök").Fill("Sök efter hjälp, tjänster och dina ärenden", "kaffemaskin").Submit("").MustBe(200)
		page.Click("Anmäl ett fel").Form("Anmäl ett fel").Submit("Skicka felanmälan").MustBe(200)
		if got := reported(t, s); got.Title != "kaffemaskin" {
			t.Errorf("the title is %q", got.Title)
		}
	})
}

// png is the smallest picture that is one.
var png = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89")

// TestNothing_but_what_the_form_asks_is_taken is abuse case 11: extra fields in a form set nothing.
func TestNothing_but_what_the_form_asks_is_taken(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	values := url.Values{"title": {"Datorn"}}
	for _, extra := range []string{
		"priority=1", "impact=1", "urgency=1", "state=closed", "group=1", "assignee=1", "requester=1", "reporter=1", "desk=2", "org=2",
		"kind=change", "channel=phone", "note=x", "solution=x", "sealed=1", "sender_address=a@b.se", "version=9",
	} {
		name, value, _ := strings.Cut(extra, "=")
		values.Set(name, value)
	}
	s.As(t, "bo").Post("/report", values).MustBe(200)
	got := reported(t, s)
	if got.Kind != ticket.Incident || got.State != ticket.StateNew || got.Channel != ticket.Portal || got.Requester != s.Person(t, "bo") ||
		got.Reporter != 0 || got.Group != 0 || got.Assignee != 0 || got.Impact != 3 || got.Urgency != 3 || got.Sealed || got.Solution != "" || got.Version != 1 {
		t.Errorf("a field that is not asked for was taken: %+v", got)
	}
	s.As(t, "bo").Post("/report", url.Values{"title": {"Datorn"}, "field.risk": {"hög"}}).MustBe(422)
}
