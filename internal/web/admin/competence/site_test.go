package competence_test

import (
	"strings"
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/duty"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
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

// world is a desk that has a service for schools, and a group that knows how pupils use it.
type world struct {
	*site.Site
	pupils, platform directory.Group
	school           service.Item
}

func build(t *testing.T, s *site.Site) *world {
	t.Helper()
	w := &world{Site: s}
	ctx := t.Context()
	w.school = ok[service.Item](t)(s.App.Service.Save(ctx, by, service.Item{Org: s.Org.ID, Code: "skolplattformen", Sv: "Skolplattformen", En: "School platform", Active: true}))
	w.pupils = ok[directory.Group](t)(s.App.Directory.AddGroup(ctx, by, s.Desk.ID, "Skolplattformen elever", 2))
	w.platform = ok[directory.Group](t)(s.App.Directory.AddGroup(ctx, by, s.Desk.ID, "Skolplattformen", 2))
	for _, g := range []directory.Group{w.pupils, w.platform} {
		if err := s.App.Directory.SetMembers(ctx, by, g.ID, []directory.PersonID{s.Person(t, "eva")}); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// rule adds a rule through the pages.
func (w *world) rule(v *webtest.Visitor, group, category string) *webtest.Page {
	f := v.Get("/admin/competence").MustBe(200).Click("Lägg till regel").Form("Spara").Choose("Grupp", group).Choose("Tjänster", "Skolplattformen")
	if category != "" {
		f.Choose("Användarkategorier", category)
	}
	return f.Submit("Spara")
}

// report reports a fault in the portal and returns the case.
func (w *world) report(t *testing.T, person, about string) ticket.Ticket {
	t.Helper()
	f := w.As(t, person).Get("/report").MustBe(200).Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Jag kommer inte in i "+about)
	if about != "datorn" {
		f.Choose("Vad är det som inte fungerar?", about)
	}
	page := f.Submit("Skicka felanmälan").MustBe(200)
	id, found := ticket.ParseID(page.Heading())
	for _, word := range strings.Fields(page.Text()) {
		if !found && strings.HasPrefix(word, "L-") {
			id, found = ticket.ParseID(strings.Trim(word, ".,"))
		}
	}
	if !found {
		t.Fatalf("no number in %q", page.Text())
	}
	return w.Ticket(t, id)
}

func TestA_pupils_case_on_the_school_platform_goes_to_those_who_know(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "OR-08", "OR-09")
		w := build(t, s)
		ada, eva := s.As(t, "ada"), s.As(t, "eva")
		w.rule(ada, "Skolplattformen", "")
		page := w.rule(ada, "Skolplattformen elever", "Elev").MustBe(200).MustSee("Sparat")
		if rows := page.Rows("Regler"); len(rows) != 3 || !strings.Contains(strings.Join(rows[2], " "), "tjänst: Skolplattformen; användarkategori: Elev") {
			t.Errorf("the rules read %v", rows)
		}

		eva.Get("/desk/duty").MustBe(200).MustSee("Du är borta").Form("Jag är på plats").Submit("Jag är på plats").MustBe(200).MustSee("Du är på plats", "Eva Lind", "Skolplattformen elever")
		x := w.report(t, "bo", "Skolplattformen")
		if x.Group != w.pupils.ID {
			t.Errorf("a pupil's case went to group %d, not %d", x.Group, w.pupils.ID)
		}
		eva.Get("/desk/tickets/" + x.ID.String() + "/history").MustBe(200).MustSee("Gick till Skolplattformen elever: tjänst, användarkategori.")
		if x := w.report(t, "anna", "Skolplattformen"); x.Group != w.platform.ID {
			t.Errorf("an employee's case went to group %d", x.Group)
		}
		if x := w.report(t, "bo", "datorn"); x.Group != 0 {
			t.Errorf("a case that no rule fits went to group %d", x.Group)
		}

		// The page tries the very rule that routes.
		ada.Get("/admin/competence").Form("Prova").Choose("Vem gäller det?", "Elev").Choose("Tjänst", "Skolplattformen").Submit("Prova").MustBe(200).
			MustSee("Det går till Skolplattformen elever", "tjänst, användarkategori")
		ada.Get("/admin/competence").Form("Prova").Choose("Vem gäller det?", "Elev").Submit("Prova").MustBe(200).MustSee("Ingen regel stämmer")
	})
}

func TestWhen_nobody_who_knows_is_there_the_desks_choice_decides(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "OR-09")
		w := build(t, s)
		ada := s.As(t, "ada")
		w.rule(ada, "Skolplattformen", "")
		w.rule(ada, "Skolplattformen elever", "Elev")
		// Only the general group has somebody.
		if err := s.App.Directory.SetMembers(t.Context(), by, w.pupils.ID, nil); err != nil {
			t.Fatal(err)
		}
		choose := func(option string) {
			t.Helper()
			ada.Get("/admin/competence").Form("När ingen är på plats").Choose("När ingen som kan är på plats", option).Submit("Spara").MustBe(200).MustSee("Sparat")
		}
		s.As(t, "eva").Get("/desk/duty").Form("Jag är på plats").Submit("Jag är på plats")
		x := w.report(t, "bo", "Skolplattformen")
		if x.Group != w.platform.ID {
			t.Errorf("the next group: %d", x.Group)
		}
		s.As(t, "eva").Get("/desk/tickets/" + x.ID.String() + "/history").MustSee("Ingen var på plats i Skolplattformen elever.")
		choose("Vänta i den bästa gruppen")
		if x := w.report(t, "bo", "Skolplattformen"); x.Group != w.pupils.ID {
			t.Errorf("it stays: %d", x.Group)
		}
		s.As(t, "eva").Get("/desk/duty").Form("Jag är borta").Submit("Jag är borta").MustSee("Ingen är på plats just nu")
		choose("Gå till en annan grupp som kan, annars dit kategorin säger")
		if x := w.report(t, "bo", "Skolplattformen"); x.Group != 0 {
			t.Errorf("the desk: %d", x.Group)
		}
		choose("Gå till en annan grupp som kan, annars vänta i den bästa")
		if x := w.report(t, "bo", "Skolplattformen"); x.Group != w.pupils.ID {
			t.Errorf("nobody anywhere: %d", x.Group)
		}
	})
}

func TestRules_are_changed_by_those_who_lead_and_wrong_ones_come_back(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	w := build(t, s)
	unit := ok[directory.Unit](t)(s.App.Directory.AddUnit(t.Context(), by, s.Org.ID, directory.UnitInput{Name: "Lindskolan"}))
	ada := s.Pages(t, webtest.Options{Statements: 12}).As("ada")
	ada.Get("/admin/competence/rules/new").Form("Spara").Choose("Grupp", "Skolplattformen").Submit("Spara").MustBe(422).MustSee("Välj minst en sak")
	ada.Get("/admin/competence/rules/new").Form("Spara").Choose("Grupp", "Skolplattformen").Choose("Lägg till verksamhet", "Lindskolan").Submit("Spara").MustBe(200).MustSee("verksamhet: Lindskolan")
	page := ada.Get("/admin/competence").Click("Skolplattformen").MustBe(200)
	page.Form("Spara").Uncheck("Lindskolan").Choose("Kanaler", "Chatt").Submit("Spara").MustBe(200).MustSee("kanal: Chatt").MustNotSee("verksamhet: Lindskolan")
	page.Form("Spara").Choose("Kanaler", "Telefon").Submit("Spara").MustBe(409) // Written over what somebody saved meanwhile.
	skills := ada.Get("/admin/competence").Click("Vem kan vad i Skolplattformen").MustBe(200)
	skills.Form("Spara").Choose("Eva Lind", "Kan mest").Submit("Spara").MustBe(200)
	if got := ada.Get("/admin/competence").Click("Vem kan vad i Skolplattformen").Form("Spara").Value("Eva Lind"); got != "3" {
		t.Errorf("Eva's skill is %q", got)
	}
	for _, path := range []string{"/admin/competence", "/admin/competence/rules/new"} {
		s.As(t, "eva").Get(path).MustBe(403)
		s.As(t, "anna").Get(path).MustBe(403)
	}
	s.As(t, "anna").Get("/desk/duty").MustBe(403)
	ada.Get("/admin/competence?desk=99").MustBe(404)
	ada.Get("/admin/competence/rules/99").MustBe(404)
	ada.Get("/admin/competence").Click("Skolplattformen").Form("Ta bort regeln").Submit("Ta bort regeln").MustBe(200).MustSee("Det finns inga regler än")
	_, _ = w, unit
}

func TestOne_click_from_the_personal_menu_and_a_lead_ends_what_somebody_forgot(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	eva := s.Pages(t, webtest.Options{Statements: 12}).As("eva")
	eva.Get("/desk").MustBe(200).MustSee("Jag är på plats")
	eva.Get("/desk/station").MustBe(200).MustSee("Du är borta")
	eva.Get("/desk/duty").MustBe(200).Form("Spara").Fill("Chattar samtidigt", "99").Submit("Spara").MustBe(422)
	eva.Get("/desk/duty").Form("Jag är på plats").Submit("Jag är på plats").MustSee("Du är på plats sedan")
	eva.Get("/desk/duty").Form("Spara").Fill("Chattar samtidigt", "5").Submit("Spara").MustBe(200)
	there := ok[[]duty.Agent](t)(s.App.Duty.There(t.Context(), s.App.DB, s.Desk.ID, 0))
	if len(there) != 1 || there[0].Chats != 5 || there[0].State != duty.Available {
		t.Errorf("there: %+v", there)
	}
	ada := s.As(t, "ada")
	ada.Get("/desk/duty").MustBe(200).Form("Sätt Eva Lind som borta").Submit("Sätt Eva Lind som borta").MustBe(200).MustSee("Ingen är på plats")
}
