package models_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

var by = authz.System("test")

func ok[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// world has two municipalities: Anna works in the first, Sven in the second.
type world struct {
	*site.Site
	ekdal, lake directory.Unit
}

func build(t *testing.T, s *site.Site) *world {
	t.Helper()
	w := &world{Site: s}
	ctx := t.Context()
	w.ekdal = ok[directory.Unit](t)(s.App.Directory.AddUnit(ctx, by, s.Org.ID, directory.UnitInput{Name: "Ekdals kommun"}))
	w.lake = ok[directory.Unit](t)(s.App.Directory.AddUnit(ctx, by, s.Org.ID, directory.UnitInput{Name: "Sjöviks kommun"}))
	s.Join(t, "Sven Dahl", directory.Employee)
	w.move(t, "anna", w.ekdal.ID)
	w.move(t, "sven", w.lake.ID)
	return w
}

func (w *world) move(t *testing.T, name string, unit directory.UnitID) {
	t.Helper()
	p := ok[directory.Person](t)(w.App.Directory.Person(t.Context(), by, w.Person(t, name)))
	ok[directory.Person](t)(w.App.Directory.ChangePerson(t.Context(), by, p.ID, p.Version, directory.PersonInput{
		Given: p.Given, Family: p.Family, Category: p.Category, Login: p.Login, Email: p.Email, Unit: unit,
	}))
}

// agree adds a framework agreement through the pages. Units: who may call off; none: everybody.
func (w *world) agree(v *webtest.Visitor, number, to string, units ...string) {
	f := v.Get("/admin/agreements/new").MustBe(200).Form("Spara").Fill("Avtalsnummer", number).Fill("Namn", "Datorer och skärmar").Fill("Gäller från", "2026-01-01").Fill("Gäller till", to)
	for _, u := range units {
		f.Choose("Vem får avropa?", "Bara de som anges nedan").Choose("Avropsberättigade", u)
	}
	f.Submit("Spara").MustBe(200).MustSee("Sparat", number)
}

// add adds a model with a rent through the pages and returns its page.
func (w *world) add(v *webtest.Visitor, kind, name, life, agreement, rent string) *webtest.Page {
	page := v.Get("/admin/models/new").MustBe(200).Form("Spara").Choose("Slag", kind).Fill("Tillverkare", "HP").Fill("Namn", name).
		Fill("Livslängd", life).Fill("Garanti", "36").Choose("Ramavtal", agreement+" Datorer och skärmar").Submit("Spara").MustBe(200)
	return page.Form("Sätt priser").Fill("Gäller från", "2026-03-02").Fill("Hyra per månad, kr", rent).Submit("Sätt priser").MustBe(200)
}

func decide(page *webtest.Page) *webtest.Form {
	return page.Form("Ta in i sortimentet").Fill("Mötets dag", "2026-02-26").Fill("Diarienummer eller paragraf", "§ 12")
}

func TestOnly_the_range_under_an_agreement_of_ones_own_can_be_ordered(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CA-19", "CA-20", "CA-22", "CA-24", "PO-27")
		w := build(t, s)
		ada, anna := s.As(t, "ada"), s.As(t, "anna")
		w.agree(ada, "96-41", "", "Ekdals kommun")
		page := w.add(ada, "Bärbar dator", "EliteBook 840", "60", "96-41", "395")
		anna.Get("/models").MustBe(200).MustSee("Inget kan beställas").MustNotSee("EliteBook")
		page.Form("Ta in i sortimentet").Fill("Forum som beslutade", "").Submit("Ta in i sortimentet").MustBe(422)
		decide(page).Submit("Ta in i sortimentet").MustBe(200).MustSee("I sortimentet", "it-forum drift", "2026-02-26", "§ 12", "Ada Holm")
		decide(w.add(ada, "Bärbar dator", "ProBook 450", "48", "96-41", "310,50")).Submit("Ta in i sortimentet").MustBe(200)

		list := anna.Get("/models").MustBe(200)
		rows := list.Rows("Bärbara datorer")
		if len(rows) != 3 || !strings.Contains(strings.Join(rows[1], "|"), "HP EliteBook 840|60 månader|36 månader|Hyra: 395 kr per månad|4 740 kr") || !strings.Contains(rows[2][0], "ProBook") {
			t.Errorf("the longest life does not stand first, or something is missing: %q", rows)
		}
		compare := list.Form("Jämför").Check("HP EliteBook 840").Check("HP ProBook 450").Submit("Jämför").MustBe(200)
		compare.MustSee("Kostnad per år", "4 740 kr", "3 726 kr", "60 månader", "48 månader", "Kostnad under hela livslängden")

		// The other municipality is not entitled.
		s.As(t, "sven").Get("/models").MustBe(200).MustNotSee("EliteBook")
		if _, err := model.ToOrder(t.Context(), s.App.DB, model.Want{Org: s.Org.ID, Unit: w.lake.ID, At: s.Clock.Now()}, w.modelOf(t, "EliteBook 840")); err == nil {
			t.Error("a municipality without an agreement orders all the same")
		}
		// The price that is read is the one that is ordered by.
		m := ok[model.Model](t)(model.ToOrder(t.Context(), s.App.DB, model.Want{Org: s.Org.ID, Unit: w.ekdal.ID, At: s.Clock.Now()}, w.modelOf(t, "EliteBook 840")))
		if len(m.Prices) != 1 || m.Prices[0].Ore != 39_500 {
			t.Errorf("ordered at %+v", m.Prices)
		}
		// What the forum takes out is gone, and the decision stays.
		ada.Get("/admin/models").MustBe(200).Click("HP ProBook 450").Form("Ta ut ur sortimentet").Fill("Mötets dag", "2026-03-01").Submit("Ta ut ur sortimentet").MustBe(200).
			MustSee("Inte i sortimentet", "Togs in i sortimentet", "Togs ut ur sortimentet")
		anna.Get("/models").MustNotSee("ProBook")
		s.As(t, "bo").Get("/models").MustBe(403)
	})
}

func (w *world) modelOf(t *testing.T, name string) model.ID {
	t.Helper()
	all := ok[[]model.Model](t)(w.App.Model.All(t.Context(), by, w.Org.ID))
	at := slices.IndexFunc(all, func(m model.Model) bool { return m.Name == name })
	if at < 0 {
		t.Fatalf("no model is called %q", name)
	}
	return all[at].ID
}

func TestA_short_lived_model_is_refused_without_a_recorded_exception(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CA-23")
		w := build(t, s)
		ada := s.As(t, "ada")
		w.agree(ada, "96-41", "")
		for _, kind := range []string{"Stationär dator", "Skrivare", "Skärm"} {
			page := w.add(ada, kind, "Kort "+kind, "36", "96-41", "200")
			page = decide(page).Submit("Ta in i sortimentet").MustBe(422).MustSee("Livslängden är 36 månader och ska vara minst 48")
			decide(page).Fill("Skäl till undantag", "Tål väta i köket").Fill("Undantaget beslutat av", "It-chefen").Submit("Ta in i sortimentet").MustBe(200).
				MustSee("I sortimentet", "Undantag från livslängden, från 36 månader", "Tål väta i köket", "It-chefen")
		}
	})
}

func TestMunicipalities_have_different_lives_for_pupils_computers(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CA-27")
		w := build(t, s)
		ada := s.As(t, "ada")
		w.agree(ada, "96-41", "")
		decide(w.add(ada, "Elevdator", "Chromebook 11", "36", "96-41", "150")).Submit("Ta in i sortimentet").MustBe(200)
		for unit, months := range map[string]string{"Ekdals kommun": "36", "Sjöviks kommun": "48"} {
			ada.Get("/admin/models/lives").MustBe(200).Form("Spara").Choose("Kommun eller verksamhet", unit).Fill("Månader", months).Submit("Spara").MustBe(200).MustSee(months + " månader")
		}
		s.As(t, "anna").Get("/models").MustSee("36 månader").MustNotSee("48 månader")
		s.As(t, "sven").Get("/models").MustSee("48 månader").MustNotSee("36 månader|")
	})
}

func TestForms_keep_what_was_typed_and_pages_are_cheap(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	w := build(t, s)
	ada := s.Pages(t, webtest.Options{Statements: 12}).As("ada")
	w.agree(ada, "96-41", "2026-12-31")
	page := ada.Get("/admin/agreements").MustBe(200).MustSee("Gäller", "Hela organisationen").Click("96-41 Datorer och skärmar").MustBe(200)
	page.Form("Spara").Fill("Gäller till", "2025-01-01").Submit("Spara").MustBe(422).MustSee("Slutdagen är före startdagen")
	ada.Get("/admin/agreements/new").Form("Spara").Fill("Avtalsnummer", "96-41").Fill("Namn", "Annat").Fill("Gäller från", "2026-01-01").Submit("Spara").MustBe(422).MustSee("Ett annat ramavtal har det numret")
	ada.Get("/admin/models/new").Form("Spara").Fill("Namn", "Utan tillverkare").Submit("Spara").MustBe(422)
	one := w.add(ada, "Mobiltelefon", "Fairphone 5", "60", "96-41", "200")
	one.Form("Sätt priser").Fill("Inköp, en gång, kr", "gratis").Submit("Sätt priser").MustBe(422).MustSee("Skriv ett belopp i kronor")
	one.Form("Spara").Fill("Namn", "Fairphone 5 Pro").Submit("Spara").MustBe(200)
	one.Form("Spara").Fill("Namn", "Fairphone 6").Submit("Spara").MustBe(409)
	for _, path := range []string{"/admin/models", "/admin/models/new", "/admin/agreements", "/admin/models/lives", "/admin/rental"} {
		ada.Get(path).MustBe(200)
		s.As(t, "eva").Get(path).MustBe(403)
		s.As(t, "siv").Get(path).MustBe(403)
	}
	ada.Get("/admin/models/999").MustBe(404)
	ada.Get("/admin/agreements/999").MustBe(404)
	ada.Get("/admin/models?org=999").MustBe(404)
}

func TestOwn_purchase_comes_into_the_inventory_and_the_desk_knows(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CA-21")
		anna := s.As(t, "anna")
		anna.Get("/own-purchase").MustBe(200).Form("Anmäl inköpet").Fill("Tillverkare och modell", "Apple iPad Air").Submit("Anmäl inköpet").MustBe(422)
		page := anna.Get("/own-purchase").Form("Anmäl inköpet").Choose("Vad är det?", "Surfplatta").Fill("Tillverkare och modell", "Apple iPad Air").Fill("Serienummer", "DMPX1234").
			Fill("Inköpt den", "2026-02-20").Fill("Var köptes det?", "Elkedjan").Fill("Pris, kr", "7 990").Fill("Varför köptes det på annat håll?", "Projektet betalade").
			Submit("Anmäl inköpet").MustBe(200).MustSee("Tack", "Eget inköp anmält: Apple iPad Air", "Projektet betalade", "DMPX1234")
		s.As(t, "eva").Get("/desk").MustBe(200).MustSee("Eget inköp anmält")
		list := ok[[]string](t)(assets(t, s))
		if len(list) != 1 || list[0] != "DMPX1234 external" {
			t.Errorf("the inventory has %v", list)
		}
		anna.Get("/own-purchase").Form("Anmäl inköpet").Choose("Vad är det?", "Surfplatta").Fill("Tillverkare och modell", "Apple iPad Air").Fill("Serienummer", "dmpx 1234").
			Fill("Inköpt den", "2026-02-20").Fill("Varför köptes det på annat håll?", "Igen").Submit("Anmäl inköpet").MustBe(422)
		s.As(t, "bo").Get("/own-purchase").MustBe(403)
		_ = page
	})
}

func assets(t *testing.T, s *site.Site) ([]string, error) {
	t.Helper()
	list, err := s.App.Asset.Of(t.Context(), s.Actor(t, "anna"), s.Person(t, "anna"))
	var out []string
	for _, a := range list {
		out = append(out, a.Serial+" "+string(a.Source))
	}
	return out, err
}

func (w *world) grant(t *testing.T, name, role string, reach authz.Reach, of int64) {
	t.Helper()
	ok[access.RightID](t)(w.App.Access.Grant(t.Context(), by, access.GrantInput{Person: w.Person(t, name), Role: role, Reach: reach, Of: of}))
}

func TestTwo_days_cost_a_week_and_no_computer_is_booked_twice(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CA-28")
		w := build(t, s)
		cost := ok[directory.CostCentre](t)(s.App.Directory.AddCostCentre(t.Context(), by, s.Org.ID, directory.CostCentreInput{Code: "4010", Name: "Skolan"}))
		ref := ok[directory.Reference](t)(s.App.Directory.AddReference(t.Context(), by, s.Org.ID, directory.ReferenceInput{Code: "R-100", Name: "Skolan", CostCentre: cost.ID}))
		ada := s.As(t, "ada")
		page := ada.Get("/admin/rental").MustBe(200).Form("Spara").Fill("Namn", "It-kontoret i Ekdal").Choose("Kommun", "Ekdals kommun").Fill("Pris per vecka, kr", "350").Submit("Spara").MustBe(200)
		page.Form("Lägg till dator").Fill("Inventarienummer", "LÅN-1").Fill("Dator", "HP EliteBook 830").Submit("Lägg till dator").MustBe(200).MustSee("LÅN-1", "På kontoret")
		s.As(t, "anna").Get("/rental").MustBe(200).MustSee("Du kan se men inte boka", "It-kontoret i Ekdal")
		w.grant(t, "anna", "orderer", authz.Reference, int64(ref.ID))
		w.grant(t, "sven", "orderer", authz.Reference, int64(ref.ID))
		book := func(who, from, to string) *webtest.Page {
			return s.As(t, who).Get("/rental").MustBe(200).Form("Boka").Fill("Första dag", from).Fill("Sista dag", to).Choose("Fakturareferens", "R-100 Skolan").Submit("Boka")
		}
		book("anna", "2026-03-02", "2026-03-03").MustBe(200).MustSee("LÅN-1", "It-kontoret i Ekdal", "350 kr", "1 vecka")
		book("sven", "2026-03-03", "2026-03-05").MustBe(409).MustSee("Ingen dator är ledig de dagarna")
		book("sven", "2026-03-04", "2026-03-12").MustBe(200).MustSee("700 kr", "2 veckor")
		if rows := s.As(t, "anna").Get("/rental?day=2026-03-02&until=2026-03-02").Rows("Lediga datorer"); len(rows) != 2 || !slices.Contains(rows[1], "0 av 1") {
			t.Errorf("free: %v", rows)
		}

		// The office hands it out and takes it back.
		eva := s.As(t, "eva")
		eva.Get("/desk/lending").MustBe(200).MustSee("Anna Åkesson").Form("Lämna ut LÅN-1 från 2026-03-02").Submit("Lämna ut LÅN-1 från 2026-03-02").MustBe(200).MustSee("LÅN-1 är utlämnad", "Utlämnad")
		s.Advance(t, 3*24*time.Hour)
		eva = s.As(t, "eva") // The night has ended her session.
		eva.Get("/desk/lending").MustSee("Skulle ha lämnats").Form("Lämna ut LÅN-1 från 2026-03-04").Submit("Lämna ut LÅN-1 från 2026-03-04").MustBe(409)
		eva.Get("/desk/lending").Form("Ta emot LÅN-1 från 2026-03-02").Submit("Ta emot LÅN-1 från 2026-03-02").MustBe(200).MustSee("LÅN-1 är återlämnad")
		eva.Get("/desk/lending").Form("Lämna ut LÅN-1 från 2026-03-04").Submit("Lämna ut LÅN-1 från 2026-03-04").MustBe(200)
		s.As(t, "siv").Get("/desk/lending").MustBe(200).MustNotSee("LÅN-1")
		s.As(t, "anna").Get("/desk/lending").MustBe(403)
	})
}
