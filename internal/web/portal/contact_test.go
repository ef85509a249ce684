package portal_test

import (
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

func TestContact_details_are_always_shown(t *testing.T) {
	t.Parallel()
	req.Proves(t, "PO-18")
	s := site.New(t)
	got := s.Report(t, "anna", "Skärmen", "")
	for _, path := range []string{"/", "/report", "/tickets", at(got.ID), "/profile", "/search?q=x", "/tickets/L-999999"} {
		s.As(t, "anna").Get(path).MustSee("08-555 10 00", "it-support@storstad.example", "alla dagar 07–22").MustNotSee("020-555 100")
	}
	// The number is the one for the reader's sort of person, and another organisation's desk is not shown.
	s.As(t, "bo").Get("/").MustSee("020-555 100").MustNotSee("08-555 10 00", "It i Annan")
	s.As(t, "bo").Get("/report").Form("Anmäl ett fel").Submit("").MustBe(422).MustSee("020-555 100")
	page := s.As(t, "anna").Get("/").Click("Alla sätt att nå oss").MustBe(200)
	page.MustSee("Telefon för medarbetare 08-555 10 00 Öppet: alla dagar 07–22", "Telefon för elever 020-555 100", "E-post it-support@storstad.example",
		"Chatt IT-chatten Öppet: vardagar 08–17").MustNotSee("It i Annan")
	s.Pages(t).Anonymous().Get("/login").MustSee("It-supporten i Storstad, 08-555 10 00").Click("Alla sätt att nå oss").
		MustBe(200).MustSee("It-supporten i Storstad, Storstad", "08-555 10 00")
}

func TestPages_speak_the_readers_language(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	anna := s.As(t, "anna")
	anna.Get("/report").Click("English").MustBe(200).MustSee("Report a fault", "What does not work?")
	anna.Get("/").MustSee("Hello Anna, what do you need help with?", "every day 07–22")
	// The choice stays with the person, not with the browser.
	s.As(t, "anna").Get("/tickets").MustSee("My tickets")
	s.As(t, "bo").Get("/tickets").MustSee("Mina ärenden")
}

func TestEach_number_stands_with_what_it_costs_and_how_it_is_dialled_from_abroad(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-10")
		for _, l := range []line.Line{
			{Key: "staff", NameSv: "Medarbetare", Number: "+4685551000", Cost: line.CostLocal, Abroad: true, Audience: directory.Employee},
			{Key: "pupils", NameSv: "Elever", Number: "+4620555100", Cost: line.CostTollfree, Audience: directory.Pupil},
			{Key: "suppliers", NameSv: "Leverantörer", Number: "+4685551009", Priority: 10},
		} {
			l.Org, l.Desk, l.Channel, l.Active = s.Org.ID, s.Desk.ID, ticket.Phone, true
			if _, err := s.App.Line.Save(t.Context(), authz.System("test"), l); err != nil {
				t.Fatal(err)
			}
		}
		for _, v := range []*webtest.Visitor{s.As(t, "anna"), s.Pages(t).Anonymous()} {
			v.Get("/contact").MustSee(
				"Telefon för medarbetare 08-555 10 00 Internationellt: +46 8 555 10 00 Kostar högst som ett lokalsamtal i Sverige Går att ringa från utlandet Öppet",
				"Telefon för elever 020-55 51 00 Internationellt: +46 20 55 51 00 Gratis att ringa Öppet").
				MustNotSee("555 10 09") // Suppliers' own line is told to suppliers.
		}
	})
}

func TestAt_night_the_conditions_of_on_call_stand_before_its_number(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-33")
		for key, value := range map[setting.Key]any{setting.OnCall: true, setting.OnCallCharged: true, setting.OnCallNumber: "08-555 99 00", setting.OnCallPrice: 1200} {
			if err := s.App.Setting.Set(t.Context(), s.Actor(t, "ada"), s.Org.ID, key, value, time.Time{}); err != nil {
				t.Fatal(err)
			}
		}
		s.As(t, "anna").Get("/contact").MustNotSee("555 99 00")   // It is open.
		s.Clock.Set(time.Date(2026, 3, 2, 22, 0, 0, 0, time.UTC)) // 23:00 in Stockholm.
		for _, v := range []*webtest.Visitor{s.As(t, "anna"), s.Pages(t).Anonymous()} {
			text := v.Get("/contact").Text()
			last := -1
			for _, want := range []string{"Stängt nu", "påverkar driften av verksamheten och inte kan vänta", "Minst 30 minuter debiteras, och priset är 1", "08-555 99 00"} {
				at := strings.Index(text, want)
				if at <= last {
					t.Errorf("%q does not stand in its turn: %s", want, text)
				}
				last = at
			}
		}
	})
}

func TestA_wish_to_be_called_becomes_a_task_that_the_desk_ticks_off(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		anna := s.As(t, "anna")
		form := func(number, day, at, about string) *webtest.Page {
			return anna.Get("/contact").Click("Be oss ringa upp dig").Form("Be om att bli uppringd").Fill("Nummer som vi ska ringa", number).Fill("Dag", day).
				Fill("Klockslag", at).Fill("Vad gäller det?", about).Submit("Be om att bli uppringd")
		}
		form("x", "", "", "").MustBe(422).MustSee("Skriv ett telefonnummer med riktnummer.", "Skriv vad det gäller.")
		form("070-123 45 67", "2026-03-03", "23:30", "Skrivaren").MustBe(422).MustSee("Då är supporten stängd. Välj en annan tid.")
		form("070-123 45 67", "2026-03-01", "12:00", "Skrivaren").MustBe(422).MustSee("Tiden har redan passerat.")
		form("070-123 45 67", "", "25:99", "Skrivaren").MustBe(422).MustSee("Skriv klockslaget så här: 13:30.")
		form("070-123 45 67", "2026-03-02", "13:30", "Skrivaren").MustBe(200).MustSee("Vi ringer dig.", "Ring upp: Skrivaren")
		eva := s.As(t, "eva")
		page := eva.Get("/desk").Click("Ring upp: Skrivaren").MustSee("+46701234567")
		page.MustNotSee("Klart, användaren är uppringd")
		s.Clock.Set(time.Date(2026, 3, 2, 12, 31, 0, 0, time.UTC))
		if err := s.App.Notify.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		eva.Get("/desk").Click("Ring upp: Skrivaren").MustSee("Ring")
		s.Pages(t).Anonymous().Get("/contact/callback").MustSee("Logga in")
	})
}
