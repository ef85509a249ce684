package clocks_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

// town is a site whose organisation follows the agreement of the two municipalities: its hours, its fourteen functions.
type town struct{ *site.Site }

func newTown(t *testing.T, s *site.Site) *town {
	t.Helper()
	w := &town{s}
	_, err := s.App.Directory.ChangeOrganisation(t.Context(), authz.System("test"), s.Org.ID, s.Org.Version, directory.OrganisationInput{
		Name: "Ekdal", Lang: s.Org.Lang, Preset: "ekdal",
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// at moves the clock to a time of Swedish watches and does what has fallen due.
func (w *town) at(t *testing.T, when string) {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", when, clock.Stockholm())
	if err != nil {
		t.Fatal(err)
	}
	w.Clock.Set(at)
	if err := w.App.SLA.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// fault is a report in the portal that one of the functions does not work.
func (w *town) fault(t *testing.T, function string) ticket.ID {
	t.Helper()
	w.As(t, "anna").Get("/report").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Hjälp").Choose("Vad är det som inte fungerar?", function).
		Submit("Skicka felanmälan").MustBe(200)
	return w.newest(t)
}

func (w *town) newest(t *testing.T) ticket.ID {
	t.Helper()
	p, err := w.App.Ticket.Tickets(t.Context(), authz.System("test"), ticket.Filter{AnyState: true, Sort: ticket.Newest}, "", 1)
	if err != nil || len(p.Rows) != 1 {
		t.Fatalf("%v %v", p, err)
	}
	return p.Rows[0].ID
}

func desk(id ticket.ID, more ...string) string {
	return strings.Join(append([]string{"/desk/tickets/" + id.String()}, more...), "/")
}

// due is what the proof says of a clock.
func due(t *testing.T, w *town, id ticket.ID, name string) string {
	t.Helper()
	var f struct {
		Clocks []struct {
			Clock string     `json:"clock"`
			Due   *time.Time `json:"due_at"`
		} `json:"clocks"`
	}
	if err := json.Unmarshal(w.As(t, "ada").Get(desk(id, "clocks", "clocks.json")).MustBe(200).Body, &f); err != nil {
		t.Fatal(err)
	}
	for _, k := range f.Clocks {
		if k.Clock == name && k.Due != nil {
			return k.Due.In(clock.Stockholm()).Format("2006-01-02 15:04")
		}
	}
	return ""
}

func TestThe_fourteen_functions_are_listed_and_one_of_them_starts_the_clock_of_a_working_day(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "TK-28")
		w := newTown(t, s)
		w.at(t, "2026-03-05 15:00")
		functions := []string{
			"Datorarbetsplats: enheten startar och du kan logga in", "Behörighet till rätt information för din roll", "Utskrift på nätverksskrivare",
			"Spara på anvisad lagringsplats (P och G)", "Återställning från anvisad lagringsplats", "Skydd av information: klientskydd och skräppostfilter",
			"Webbfilter", "Trådlöst nätverk", "Fast telefoni och hänvisning", "E-post med kalender", "InfoCaption: plattformen för guider",
			"Officeprogrammen startar", "Mobil åtkomst på distans", "Programvarudistribution: plattformen för att installera program",
		}
		s.As(t, "anna").Get("/report").MustSee(functions...)
		s.As(t, "eva").Get("/desk/call?person=" + number(s.Person(t, "anna"))).MustSee(functions...)
		id := w.fault(t, "E-post med kalender")
		s.As(t, "eva").Get(desk(id)).MustSee("Intefunktion", "E-post med kalender", "Åtgärdstid, högst", "senast i morgon 15:00")
		s.As(t, "eva").Get("/desk").MustSee("Intefunktion")
		s.As(t, "anna").Get("/tickets/"+id.String()).MustSee("E-post med kalender", "Ska vara åtgärdat", "senast i morgon 15:00")
		if got := due(t, w, id, "remedy"); got != "2026-03-06 15:00" {
			t.Errorf("it is due %s", got)
		}
	})
}

func number(id directory.PersonID) string {
	raw, _ := json.Marshal(id)
	return string(raw)
}

func TestAnother_organisation_is_offered_the_functions(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	s.As(t, "ada").Get("/admin/services").MustSee("De 14 funktionerna").Form("Lägg till funktionerna").Submit("Lägg till funktionerna").MustSee("14 funktioner har lagts till.", "Trådlöst nätverk", "Intefunktion")
	s.As(t, "ada").Get("/admin/services").MustNotSee("Lägg till funktionerna")
	s.As(t, "ada").Get("/admin/services/new").Form("Lägg till tjänst").Fill("Kortnamn", "tradlost").Fill("Namn på svenska", "Gästnät").Submit("Lägg till tjänst").MustBe(422).MustSee("Det finns redan")
	s.As(t, "ada").Get("/admin/services").Click("Webbfilter").Form("Spara").Uncheck("Används").Submit("Spara").MustSee("Webbfilter är sparad")
	s.As(t, "anna").Get("/report").MustSee("Trådlöst nätverk").MustNotSee("Webbfilter")
}

func TestOne_working_day_is_the_next_working_day_at_the_same_time_or_as_many_hours_as_one_decides(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SL-04")
		w := newTown(t, s)
		for reported, want := range map[string]string{"2026-03-05 15:00": "2026-03-06 15:00", "2026-03-06 15:00": "2026-03-09 15:00"} {
			w.at(t, reported)
			id := w.fault(t, "Trådlöst nätverk")
			if got := due(t, w, id, "handle"); got != want {
				t.Errorf("a fault of %s is due %s, want %s", reported, got, want)
			}
			s.As(t, "eva").Get(desk(id, "clocks")).MustSee("Handläggningstid, mål", "1 arbetsdag", want, "fredag 2026-03-06", "07:30–16:00")
		}
		w.at(t, "2026-03-10 10:00")
		s.As(t, "ada").Get("/admin/promises/new").Form("Lägg till servicenivå").Fill("Namn", "Åtta timmar").Choose("Klass", "Intefunktion").
			Fill("Handläggningstid, mål: hur länge", "8").Choose("Handläggningstid, mål: enhet", "timmar").Choose("Handläggningstid, mål: räknas i", "servicetid").
			Submit("Lägg till servicenivå").MustSee("Åtta timmar är sparad", "8 timmar servicetid")
		w.at(t, "2026-03-12 15:00")
		if got := due(t, w, w.fault(t, "Trådlöst nätverk"), "handle"); got != "2026-03-13 14:00" {
			t.Errorf("eight hours of service time are due %s", got)
		}
	})
}
