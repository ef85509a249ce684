package clocks_test

import (
	"strings"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

// categorised is a fault that has been looked at, so that it can wait and be solved.
func (w *town) categorised(t *testing.T, function string) ticket.ID {
	t.Helper()
	id := w.fault(t, function)
	w.As(t, "eva").Get(desk(id)).Form("Kategori och prioritet").Choose("Kategori", "Dator").Submit("Spara").MustBe(200)
	return id
}

func (w *town) solve(t *testing.T, id ticket.ID) {
	t.Helper()
	w.As(t, "eva").Get(desk(id)).Form("Skriv").Choose("Vad är det?", "Lösning").Fill("Text", "Det fungerar igen.").Submit("Spara och skicka").MustBe(200)
}

// row is the line of a table that begins so.
func row(rows [][]string, begins string) string {
	for _, r := range rows {
		if line := strings.Join(r, " | "); strings.HasPrefix(line, begins) {
			return line
		}
	}
	return ""
}

func TestA_remedy_that_took_too_long_is_flagged_and_stands_in_the_report_of_its_tertial(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SL-05")
		w := newTown(t, s)
		w.at(t, "2026-03-03 09:00")
		kept, broken, open := w.categorised(t, "Webbfilter"), w.categorised(t, "Trådlöst nätverk"), w.categorised(t, "Utskrift på nätverksskrivare")
		w.at(t, "2026-03-03 15:00")
		w.solve(t, kept)
		w.at(t, "2026-03-04 10:00")
		s.As(t, "eva").Get(desk(broken)).MustSee("försenat sedan 09:00")
		s.As(t, "anna").Get("/tickets/" + broken.String()).MustSee("Vi är försenade")
		w.solve(t, broken)
		s.As(t, "eva").Get(desk(broken)).MustSee("hölls inte, det tog 10 h")
		s.As(t, "eva").Get(desk(kept)).MustSee("hölls, 6 h användes")
		page := s.As(t, "ada").Get("/desk/promises?period=2026T1").MustSee("Tertial 1 2026", broken.String(), open.String(), "inte klar").MustNotSee(kept.String())
		got := row(page.Rows("Handläggningstid och åtgärdstid"), "Åtgärdstid, högst")
		if !strings.Contains(got, "1 arbetsdag | 3 | 33 % | 2") {
			t.Errorf("of three one was kept in time: %q", got)
		}
		s.As(t, "ada").Get("/desk/promises?period=2025T3").MustNotSee(broken.String())
	})
}

func TestWhoever_works_is_warned_at_three_quarters_of_the_time_and_sees_what_breaks_first(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SL-06")
		w := newTown(t, s)
		w.at(t, "2026-03-03 07:45")
		promise(w, t, "Inga andra klockor", "Första svar", "0", "minuter").Fill("Återkoppling: hur länge", "0").Submit("Lägg till servicenivå").MustSee("inget löfte")
		w.at(t, "2026-03-03 08:00")
		late := w.categorised(t, "Webbfilter")
		w.at(t, "2026-03-03 09:00")
		id := w.categorised(t, "Trådlöst nätverk")
		calm := s.Report(t, "bo", "Kan vänta", "Text.")
		w.at(t, "2026-03-03 15:44")
		s.As(t, "eva").Get(desk(id)).MustNotSee("Bråttom")
		w.at(t, "2026-03-03 15:45") // 6 h 45 min of 9 h.
		s.As(t, "eva").Get(desk(id)).MustSee("Bråttom: 2 h 15 min kvar, senast i morgon 09:00")
		text := s.As(t, "eva").Get("/desk?view=-7&sort=due").MustBe(200).Text()
		if a, b, c := strings.Index(text, late.String()), strings.Index(text, id.String()), strings.Index(text, calm.ID.String()); a < 0 || b < a || c < b {
			t.Errorf("the order is not what breaks first: %d %d %d", a, b, c)
		}
		s.As(t, "ada").Get("/desk/due").MustSee("Inget är bråttom just nu")
		w.at(t, "2026-03-04 08:30")
		s.As(t, "ada").Get("/desk/due").MustSee("1 löfte är brutet", late.String(), "försenat sedan 08:00", "1 bryts inom två timmar", id.String()).MustNotSee(calm.ID.String())
		s.As(t, "eva").Get("/desk/due").MustBe(403)
	})
}

func TestHalf_of_the_cases_shall_be_solved_by_user_support(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SL-07")
		w := newTown(t, s)
		w.at(t, "2026-03-03 09:00")
		second, err := s.App.Directory.AddGroup(t.Context(), authz.System("test"), s.Desk.ID, "Nätverk", 2)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			w.solve(t, w.categorised(t, "Webbfilter"))
		}
		id := w.categorised(t, "Webbfilter")
		s.As(t, "eva").Get(desk(id)).Form("Tilldela").Choose("Grupp", second.Name).Submit("Tilldela").MustBe(200)
		w.solve(t, id)
		s.As(t, "ada").Get("/desk/promises?period=2026T1").MustSee("75 % (3 ärenden), målet är 50 %")
		s.As(t, "ada").Get("/desk/promises?period=2025T3").MustSee("målet är 50 %").MustNotSee("75 %")
	})
}

func TestA_clock_stops_for_agreed_reasons_and_its_deadline_moves(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SL-19")
		w := newTown(t, s)
		w.at(t, "2026-03-03 09:00")
		id := w.categorised(t, "Trådlöst nätverk")
		w.at(t, "2026-03-03 10:00")
		s.As(t, "eva").Get(desk(id)).Form("Låt ärendet vänta").Choose("Väntar på", "Användaren").Fill("Varför?", "Vilket rum?").Fill("Ta upp igen", "2026-03-20").Submit("Låt vänta").
			MustSee("paus: väntar på användaren")
		s.As(t, "anna").Get("/tickets/" + id.String()).MustSee("Tiden står still")
		w.at(t, "2026-03-03 14:00")
		s.As(t, "eva").Get(desk(id)).Form("Åtgärder").Submit("Ta upp igen").MustSee("senast i morgon 13:00")
		w.at(t, "2026-03-03 15:00")
		s.As(t, "eva").Get(desk(id)).Form("Låt ärendet vänta").Choose("Väntar på", "Godkänd kostnad").Fill("Varför?", "Ny sändare").Fill("Ta upp igen", "2026-03-20").Submit("Låt vänta")
		w.at(t, "2026-03-04 08:30") // An hour and a half before closing, and an hour after opening.
		s.As(t, "eva").Get(desk(id)).Form("Åtgärder").Submit("Ta upp igen").MustSee("senast 15:30")
		page := s.As(t, "eva").Get(desk(id, "clocks")).MustSee("Paus: väntar på användaren", "Vilket rum?, Eva Lind", "Paus: väntar på godkänd kostnad", "Ny sändare", "onsdag 2026-03-04", "07:30–16:30")
		if got := row(page.Rows("Tid som räknas och tid som inte räknas"), "2026-03-03 10:00"); !strings.HasSuffix(got, "| 0") {
			t.Errorf("a pause counts: %q", got)
		}
		// Round the clock, as many hours as one decides.
		s.As(t, "ada").Get("/admin/promises/new").Form("Lägg till servicenivå").Fill("Namn", "Besked").Fill("Återkoppling: hur länge", "72").
			Choose("Återkoppling: enhet", "timmar").Choose("Återkoppling: räknas i", "dygnet runt").Submit("Lägg till servicenivå")
		w.at(t, "2026-03-27 12:00")
		if got := due(t, w, w.fault(t, "Webbfilter"), "update"); got != "2026-03-30 13:00" {
			t.Errorf("72 hours over the night on which the clocks are put forward are due %s", got)
		}
	})
}

func TestA_promise_that_was_not_kept_is_followed_up_by_somebody_until_a_day(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SL-21")
		w := newTown(t, s)
		if _, err := s.App.Access.Grant(t.Context(), authz.System("test"), access.GrantInput{Person: s.Person(t, "eva"), Role: "lead", Reach: authz.Desk, Of: int64(s.Desk.ID)}); err != nil {
			t.Fatal(err)
		}
		w.at(t, "2026-03-03 09:00")
		a, b := w.categorised(t, "Trådlöst nätverk"), w.categorised(t, "Webbfilter")
		w.at(t, "2026-03-04 09:30")
		page := s.As(t, "eva").Get("/desk/follow-ups").MustSee("Åtgärdstid, högst, 2026-03", "Vi själva", "Eva Lind", "2026-03-18")
		if got := row(page.Rows("Uppföljning"), "Åtgärdstid"); !strings.Contains(got, "| 2 |") {
			t.Errorf("two cases of one level are one follow-up: %q", got)
		}
		one := page.Click("Åtgärdstid, högst, 2026-03: Enligt inställningarna").MustBe(200)
		one.Form("Uppföljning").Submit("Spara och avsluta").MustBe(422).MustSee("Skriv vad ni har gjort åt det")
		one.Form("Uppföljning").Choose("Ansvarig", "Ada Holm").Fill("Senast", "2026-03-25").Fill("Orsak och åtgärd", "Sändaren i biblioteket byts.").Submit("Spara").MustSee("Ada Holm", "2026-03-25")
		w.at(t, "2026-03-26 09:30")
		s.As(t, "ada").Get("/desk/follow-ups").MustSee("skulle vara klar 2026-03-25").Click("Åtgärdstid, högst, 2026-03: Enligt inställningarna").Form("Uppföljning").Submit("Spara och avsluta").MustBe(200)
		s.As(t, "ada").Get("/desk/follow-ups?done=1").MustSee("Åtgärdstid, högst, 2026-03")
		s.As(t, "siv").Get("/desk/follow-ups").MustBe(403)
		_, _ = a, b
	})
}

func TestPriority_and_deadline_follow_impact_and_urgency(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "TK-07")
		w := newTown(t, s)
		w.at(t, "2026-03-03 09:00")
		id := s.Report(t, "anna", "Datorn", "Den är långsam.").ID
		if got := due(t, w, id, "resolve"); got != "2026-03-16 09:00" {
			t.Errorf("at the lowest priority it is due %s", got)
		}
		s.As(t, "eva").Get(desk(id)).MustSee("5 Lägst").Form("Kategori och prioritet").Choose("Kategori", "Dator").Choose("Påverkan", "Många berörs").Submit("Spara").MustSee("3 Normal")
		if got := due(t, w, id, "resolve"); got != "2026-03-03 17:00" && got != "2026-03-04 08:00" {
			t.Errorf("at priority 3 it is due %s", got)
		}
		s.As(t, "eva").Get(desk(id, "clocks")).MustSee("80 timmar servicetid", "8 timmar servicetid")
		// The rule is the organisation's own.
		s.As(t, "ada").Get("/admin/settings").MustBe(200)
	})
}

func TestThe_proof_is_for_the_desk_alone(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	w := newTown(t, s)
	w.at(t, "2026-03-03 09:00")
	id := w.fault(t, "Webbfilter")
	w.at(t, "2026-03-03 10:00")
	s.As(t, "siv").Get(desk(id, "clocks")).MustBe(404)
	s.As(t, "anna").Get(desk(id, "clocks")).MustBe(403)
	s.As(t, "siv").Get(desk(id, "clocks", "clocks.csv")).MustBe(404)
	s.As(t, "eva").Get(desk(id, "clocks", "clocks.exe")).MustBe(404)
	csv := string(s.As(t, "eva").Get(desk(id, "clocks", "clocks.csv")).MustBe(200).Body)
	if !strings.HasPrefix(csv, "ticket,clock,level,") || !strings.Contains(csv, id.String()+",remedy,") {
		t.Errorf("%s", csv)
	}
}
