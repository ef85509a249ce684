package clocks_test

import (
	"strings"
	"testing"

	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

// promise is the form for a new level with one promise in it.
func promise(w *town, t *testing.T, name, clock, amount, unit string) *webtest.Form {
	t.Helper()
	return w.As(t, "ada").Get("/admin/promises/new").Form("Lägg till servicenivå").Fill("Namn", name).
		Fill(clock+": hur länge", amount).Choose(clock+": enhet", unit).Choose(clock+": räknas i", "servicetid")
}

// call registers a case of Anna's through the desk.
func (w *town) call(t *testing.T, channel, title string, fill func(*webtest.Form)) {
	t.Helper()
	f := w.As(t, "eva").Get("/desk/call?person="+number(w.Person(t, "anna"))).Form("Registrera").Choose("Kanal", channel).Fill("Vad gäller det?", title)
	if fill != nil {
		fill(f)
	}
	f.Submit("Registrera").MustSee("är registrerat")
}

func TestA_level_gives_the_cases_that_it_is_for_their_deadline(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SL-01")
		w := newTown(t, s)
		w.at(t, "2026-03-03 09:00")
		promise(w, t, "Trådlöst", "Lösning", "3", "timmar").Choose("Tjänster och funktioner", "Trådlöst nätverk").Submit("Lägg till servicenivå").
			MustSee("Trådlöst är sparad", "Trådlöst nätverk", "Lösning: 3 timmar servicetid")
		promise(w, t, "Medel", "Lösning", "5", "timmar").Choose("Prioriteter", "3 Normal").Submit("Lägg till servicenivå")
		promise(w, t, "E-post", "Första svar", "50", "minuter").Choose("Kanaler", "E-post").Submit("Lägg till servicenivå")
		w.at(t, "2026-03-03 10:00")
		if got := due(t, w, w.fault(t, "Trådlöst nätverk"), "resolve"); got != "2026-03-03 13:00" {
			t.Errorf("by its service a case is due %s", got)
		}
		if got := due(t, w, w.fault(t, "Webbfilter"), "resolve"); got == "2026-03-03 13:00" {
			t.Error("the level of one service is another's too")
		}
		w.call(t, "Telefon", "Medel", func(f *webtest.Form) {
			f.Choose("Påverkan", "Flera berörs").Choose("Brådska", "Behöver lösas snart")
		})
		if got := due(t, w, w.newest(t), "resolve"); got != "2026-03-03 15:00" {
			t.Errorf("by its priority a case is due %s", got)
		}
		w.call(t, "E-post", "Brev", nil)
		if got := due(t, w, w.newest(t), "respond"); got != "2026-03-03 10:50" {
			t.Errorf("by its channel a case is due %s", got)
		}
		// The other organisation keeps its own promises.
		s.As(t, "siv").Get("/admin/promises").MustBe(403)
	})
}

func TestWhat_is_wrong_with_a_level_is_said_where_it_stands(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	w := newTown(t, s)
	w.at(t, "2026-03-03 09:00")
	again := promise(w, t, "", "Lösning", "-3", "timmar").Fill("Gäller från", "2026-03-01").Submit("Lägg till servicenivå").MustBe(422)
	again.MustSee("Skriv ett helt tal", "Det som har gällt ändras inte i efterhand")
	s.As(t, "ada").Get("/admin/promises/new").Form("Lägg till servicenivå").Fill("Namn", "Tom").Submit("Lägg till servicenivå").MustBe(422).MustSee("Skriv hur lång tid minst en klocka har")
	s.As(t, "ada").Get("/admin/pauses").Click("Leverantör").Form("Spara").Choose("Klockor som stannar", "Lösning").Submit("Spara").MustSee("Leverantör är sparad")
	s.As(t, "ada").Get("/admin/pauses/new").Form("Lägg till orsak").Fill("Kortnamn", "semester").Fill("Väntar på, på svenska", "Semester").Submit("Lägg till orsak").MustSee("Semester", "Inga klockor")
	id := w.fault(t, "Webbfilter")
	s.As(t, "eva").Get(desk(id)).Form("Kategori och prioritet").Choose("Kategori", "Dator").Submit("Spara")
	s.As(t, "eva").Get(desk(id)).Form("Låt ärendet vänta").Choose("Väntar på", "Semester").Fill("Varför?", "Alla är borta").Fill("Ta upp igen", "2026-03-20").Submit("Låt vänta").MustBe(200)
}

func TestAn_older_period_is_judged_by_its_own_target(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SL-16")
		w := newTown(t, s)
		w.at(t, "2026-03-03 09:00")
		promise(w, t, "Nätverk", "Lösning", "6", "timmar").Fill("Lösning: mål, procent inom tiden", "95").Choose("Tjänster och funktioner", "Trådlöst nätverk").Submit("Lägg till servicenivå")
		w.at(t, "2026-03-03 10:00")
		old := w.fault(t, "Trådlöst nätverk")
		w.at(t, "2026-12-28 09:00")
		s.As(t, "ada").Get("/admin/promises").Click("Nätverk").Form("Spara som ny version").Fill("Lösning: hur länge", "2").Fill("Lösning: mål, procent inom tiden", "80").Fill("Gäller från", "2027-01-01").
			Submit("Spara som ny version").MustSee("Gäller senare")
		w.at(t, "2027-02-02 10:00")
		newer := w.fault(t, "Trådlöst nätverk")
		if a, b := due(t, w, old, "resolve"), due(t, w, newer, "resolve"); a != "2026-03-03 16:00" || b != "2027-02-02 12:00" {
			t.Errorf("the old case is due %s, the new one %s", a, b)
		}
		s.As(t, "ada").Get("/desk/promises?period=2026T1").MustSee("6 timmar servicetid", "mål 95 %").MustNotSee("2 timmar servicetid")
		s.As(t, "ada").Get("/desk/promises?period=2027T1").MustSee("2 timmar servicetid", "mål 80 %").MustNotSee("6 timmar servicetid")
		s.As(t, "ada").Get(desk(old, "clocks")).MustSee("Nätverk, version från 2026-03-03 09:00")
		s.As(t, "ada").Get("/admin/promises").Click("Nätverk").MustSee("6 timmar servicetid", "2 timmar servicetid")
	})
}

func TestAnswer_times_are_promised_and_reported_by_channel(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SL-22")
		w := newTown(t, s)
		w.at(t, "2026-03-03 08:00")
		promise(w, t, "Svar på e-post", "Första svar", "60", "minuter").Fill("Första svar: mål, procent inom tiden", "90").Choose("Kanaler", "E-post").Submit("Lägg till servicenivå")
		promise(w, t, "Svar i telefon", "Första svar", "2", "minuter").Fill("Första svar: mål, procent inom tiden", "80").Choose("Kanaler", "Telefon").Submit("Lägg till servicenivå")
		promise(w, t, "Svar i chatten", "Första svar", "5", "minuter").Choose("Kanaler", "Chatt").Submit("Lägg till servicenivå")
		w.at(t, "2026-03-03 09:00")
		for _, minutes := range []int{30, 90} { // One letter is answered in time, one is not.
			w.at(t, "2026-03-03 09:00")
			w.call(t, "E-post", "Brev", nil)
			id := w.newest(t)
			w.at(t, map[int]string{30: "2026-03-03 09:30", 90: "2026-03-03 10:30"}[minutes])
			s.As(t, "eva").Get(desk(id)).Form("Skriv").Fill("Text", "Hej!").Submit("Spara och skicka").MustBe(200)
		}
		w.call(t, "Telefon", "Ett samtal", nil)
		rows := s.As(t, "ada").Get("/desk/promises").MustBe(200).Rows("Första svar per kanal")
		var mail, phone string
		for _, r := range rows {
			line := strings.Join(r, " | ")
			if strings.HasPrefix(line, "E-post") {
				mail = line
			}
			if strings.HasPrefix(line, "Telefon") {
				phone = line
			}
		}
		if !strings.Contains(mail, "60 minuter servicetid") || !strings.Contains(mail, "50 %") || !strings.Contains(mail, "mål 90 %") {
			t.Errorf("mail: %q in %q", mail, rows)
		}
		if !strings.Contains(phone, "2 minuter servicetid") || !strings.Contains(phone, "100 %") {
			t.Errorf("phone: %q in %q", phone, rows)
		}
		s.As(t, "ada").Get("/desk/promises/promises.csv").MustBe(200)
		s.As(t, "ada").Get("/desk/promises/promises.json").MustBe(200)
		s.As(t, "eva").Get("/desk/promises").MustBe(403)
	})
}
