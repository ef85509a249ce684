package app_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

// ordering is a site with two invoice references: 7001 of Lindskolan and 7002 of Ekskolan, each of a cost centre.
type ordering struct {
	*site.Site
	lind, ek directory.Reference
}

func order(t *testing.T, s *site.Site) ordering {
	t.Helper()
	by := authz.System("test")
	o := ordering{Site: s}
	for _, x := range []struct {
		to         *directory.Reference
		code, name string
	}{{&o.lind, "7001", "Lindskolan"}, {&o.ek, "7002", "Ekskolan"}} {
		k, err := s.App.Directory.AddCostCentre(t.Context(), by, s.Org.ID, directory.CostCentreInput{Code: "K" + x.code, Name: x.name})
		if err != nil {
			t.Fatal(err)
		}
		if *x.to, err = s.App.Directory.AddReference(t.Context(), by, s.Org.ID, directory.ReferenceInput{Code: x.code, Name: x.name, CostCentre: k.ID}); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"Rektor Ek", "Ove Alm", "Vera Lund", "Cecilia Frank", "Carl Ros", "Rut Ask"} {
		s.Join(t, name, directory.Employee)
	}
	o.give(t, "ove", "orderer", authz.Reference, int64(o.lind.ID))
	o.give(t, "rektor", "approver", authz.Reference, int64(o.lind.ID))
	o.give(t, "vera", "operations_manager", authz.Reference, int64(o.lind.ID))
	o.give(t, "cecilia", "central_admin", authz.Organisation, int64(s.Org.ID))
	o.give(t, "rut", "auditor", authz.Organisation, int64(s.Org.ID))
	return o
}

func (o ordering) give(t *testing.T, person, role string, reach authz.Reach, of int64, limits ...authz.Limit) access.RightID {
	t.Helper()
	id, err := o.App.Access.Grant(t.Context(), authz.System("test"), access.GrantInput{Person: o.Person(t, person), Role: role, Reach: reach, Of: of, Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// may reports whether somebody may do something on a reference, by the rule that everything else asks.
func (o ordering) may(t *testing.T, person string, verb authz.Verb, f directory.Reference) bool {
	t.Helper()
	m, err := access.Whole(t.Context(), o.App.DB, authz.Matter{Reference: int64(f.ID)})
	if err != nil {
		t.Fatal(err)
	}
	_, ok := o.Actor(t, person).For(verb, m)
	return ok
}

const (
	place  authz.Verb = "order.place"
	decide authz.Verb = "approval.decide"
)

func TestA_substitute_holds_the_roles_for_a_set_time_and_no_longer(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "RO-10")
		req.Proves(t, "RO-11")
		o := order(t, s)
		o.give(t, "anna", "orderer", authz.Reference, int64(o.ek.ID)) // The substitute has a role of her own.
		rektor := s.As(t, "rektor")
		page := rektor.Get("/substitutes").MustBe(200).MustSee("Behörig godkännare, Fakturareferens 7001 Lindskolan").MustNotSee("Basanvändare")

		again := page.Form("Utse vikarien").Fill("Någon annan", "anna@storstad.example").Submit("Utse vikarien")
		again.MustBe(422).MustSee("En vikarie behöver ett slutdatum")
		again.Form("Utse vikarien").Fill("Någon annan", "bo@storstad.example").Fill("Till och med", "2026-03-20").Submit("Utse vikarien").
			MustBe(422).MustSee("Välj en kollega i samma organisation")
		page.Form("Utse vikarien").Fill("Någon annan", "anna@storstad.example").Fill("Från", "2026-03-10").Fill("Till och med", "2026-03-20").
			Submit("Utse vikarien").MustBe(200).MustSee("Vikarien är utsedd", "Kommer")

		step := func(day int, want bool) {
			s.Clock.Set(time.Date(2026, 3, day, 12, 0, 0, 0, time.UTC))
			if got := o.may(t, "anna", decide, o.lind); got != want {
				t.Errorf("on day %d: %v", day, got)
			}
			if !o.may(t, "rektor", decide, o.lind) || !o.may(t, "anna", place, o.ek) {
				t.Errorf("on day %d somebody lost what was theirs", day)
			}
		}
		step(9, false)
		step(10, true)
		s.As(t, "anna").Get("/").MustSee("Du är vikarie för Rektor Ek", "till och med 2026-03-20")
		step(20, true)
		step(21, false)
		s.As(t, "anna").Get("/").MustNotSee("Du är vikarie för")
	})
}

func TestWhat_a_substitute_holds_is_not_passed_on(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		o := order(t, s)
		sub := func(person, substitute string) error {
			_, err := s.App.Access.Substitute(t.Context(), s.Actor(t, person), access.SubstituteInput{
				Person: s.Person(t, person), Substitute: s.Person(t, substitute), To: s.Clock.Now().AddDate(0, 0, 7),
			})
			return err
		}
		if err := sub("rektor", "anna"); err != nil {
			t.Fatal(err)
		}
		if err := sub("anna", "ove"); !errs.Is(err, errs.Invalid) {
			t.Errorf("a substitute of a substitute: %v", err)
		}
		if o.may(t, "ove", decide, o.lind) {
			t.Error("it was passed on")
		}
		// A stranger ends nothing, whoever has a part does.
		list, err := s.App.Access.Absences(t.Context(), s.Actor(t, "rektor"), s.Person(t, "rektor"), 5)
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		for _, stranger := range []string{"ove", "siv"} {
			if err := s.App.Access.EndSubstitution(t.Context(), s.Actor(t, stranger), list[0].ID); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s: %v", stranger, err)
			}
		}
		s.As(t, "anna").Get("/substitutes").Form("Avsluta Anna Åkesson").Submit("Avsluta Anna Åkesson").MustBe(200).MustSee("Vikariatet är avslutat")
		if o.may(t, "anna", decide, o.lind) {
			t.Error("it still counts")
		}
		// The operations manager appoints for somebody who is ill, on her own references.
		page := s.As(t, "vera").Get("/substitutes?for=rektor@storstad.example").MustBe(200).MustSee("Vikarie för Rektor")
		page.Form("Utse vikarien").Fill("Någon annan", "anna").Fill("Till och med", "2026-04-20").Submit("Utse vikarien").MustBe(200).MustSee("Vikarien är utsedd")
		if !o.may(t, "anna", decide, o.lind) {
			t.Error("the operations manager's word does not count")
		}
		s.As(t, "bo").Get("/substitutes").MustBe(403)
	})
}

func TestWho_may_order_and_approve_is_answered_by_the_rule_that_decides(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "RO-04")
		o := order(t, s)
		s.Join(t, "Dold Person", directory.Employee)
		o.give(t, "dold", "approver", authz.Reference, int64(o.lind.ID))
		if _, err := s.App.Directory.Protect(t.Context(), authz.System("test"), s.Person(t, "dold")); err != nil {
			t.Fatal(err)
		}
		page := s.As(t, "anna").Get("/who?reference=7001").MustBe(200)
		page.MustSee("Ove", "Behörig beställare", "Rektor", "Behörig godkännare", "Cecilia", "Central administratör").MustNotSee("Dold", "Vera")
		s.As(t, "anna").Get("/who?reference=7002").MustBe(200).MustSee("Cecilia").MustNotSee("Ove", "Rektor")
		s.As(t, "anna").Get("/who?reference=9999").MustBe(200).MustSee("Fakturareferensen finns inte")
		s.As(t, "bo").Get("/who?reference=7001").MustBe(403)
		// Whoever is named may, and whoever is not may not.
		for _, name := range []string{"ove", "rektor", "cecilia", "vera", "anna", "eva"} {
			for verb, part := range map[authz.Verb]string{place: "Får beställa", decide: "Får godkänna"} {
				_, after, _ := strings.Cut(page.Text(), part)
				if part == "Får beställa" {
					after, _, _ = strings.Cut(after, "Får godkänna")
				}
				listed := strings.Contains(strings.ToLower(after), name)
				if may := o.may(t, name, verb, o.lind); may != listed && name != "eva" {
					t.Errorf("%s %s: may %v, named %v", name, verb, may, listed)
				}
			}
		}
	})
}

func TestAn_operations_manager_gives_on_own_references_and_nowhere_else(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "RO-12")
		o := order(t, s)
		vera := s.As(t, "vera")
		vera.Get("/references").MustBe(200).MustSee("7001").MustNotSee("7002")
		vera.Get("/references").Click("7001").MustBe(200).MustSee("Ove", "Behörig beställare")
		form := func() *webtest.Form { return vera.Get(refPath(o.lind)).Form("Ge rollen") }
		form().Fill("Vem", "anna@storstad.example").Choose("Roll", "Behörig beställare").Submit("Ge rollen").MustBe(200).MustSee("Rollen är given", "Anna Åkesson")
		if !o.may(t, "anna", place, o.lind) || o.may(t, "anna", place, o.ek) {
			t.Error("the role does not count where it was given, or counts elsewhere")
		}
		form().Fill("Vem", "vera@storstad.example").Choose("Roll", "Behörig godkännare").Submit("Ge rollen").MustBe(422).MustSee("Du kan inte ge dig själv en roll")
		vera.Get(refPath(o.ek)).MustBe(404)
		for name, in := range map[string]access.GrantInput{
			"another_reference":    {Role: "orderer", Reach: authz.Reference, Of: int64(o.ek.ID)},
			"a_whole_cost_centre":  {Role: "it_contact", Reach: authz.CostCentre, Of: int64(o.lind.CostCentre)},
			"a_service_everywhere": {Role: "approver", Reach: authz.CostCentre, Of: int64(o.lind.CostCentre)},
			"a_manager_beside_her": {Role: "operations_manager", Reach: authz.Reference, Of: int64(o.lind.ID)},
			"a_central_role":       {Role: "central_admin", Reach: authz.Organisation, Of: int64(s.Org.ID)},
			"an_agent":             {Role: "agent", Reach: authz.Desk, Of: int64(s.Desk.ID)},
		} {
			in.Person = s.Person(t, "anna")
			if _, err := s.App.Access.Grant(t.Context(), s.Actor(t, "vera"), in); !errs.Is(err, errs.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		// What she may not give she may not take.
		id := o.give(t, "carl", "orderer", authz.Reference, int64(o.ek.ID))
		if err := s.App.Access.EndGrant(t.Context(), s.Actor(t, "vera"), id); !errs.Is(err, errs.NotFound) {
			t.Errorf("a right on another reference: %v", err)
		}
		vera.Get(refPath(o.lind)).Form("Ta tillbaka Behörig beställare Anna Åkesson").Submit("Ta tillbaka Behörig beställare Anna Åkesson").MustBe(200).MustSee("Rollen är tillbakatagen")
		if o.may(t, "anna", place, o.lind) {
			t.Error("it still counts")
		}
		vera.Get(refPath(o.lind) + "?ever=1").MustSee("Anna Åkesson")
		s.As(t, "anna").Get("/references").MustBe(403)
	})
}

func TestA_central_role_counts_when_a_second_person_has_confirmed_it(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "RO-13")
		o := order(t, s)
		s.Join(t, "Berit Sten", directory.Employee)
		o.give(t, "berit", "admin", authz.Organisation, int64(s.Org.ID))
		ada, berit := s.As(t, "ada"), s.As(t, "berit")
		give := ada.Get("/admin/people/" + idOf(s.Person(t, "carl")) + "/rights/new").MustBe(200)
		give.Form("Ge en roll").Choose("Roll", "Central administratör").Choose("Gäller för", "Storstad").Submit("Ge en roll").
			MustBe(200).MustSee("när en andra person har bekräftat", "Väntar på en andra person")
		if o.may(t, "carl", place, o.ek) {
			t.Fatal("it counts before anybody has confirmed")
		}
		// Neither whoever gave it nor whoever gets it confirms.
		waiting, err := s.App.Access.Unconfirmed(t.Context(), s.Actor(t, "ada"))
		if err != nil || len(waiting) != 1 {
			t.Fatal(waiting, err)
		}
		ada.Get("/admin/grants").MustSee("Någon annan bekräftar")
		for _, who := range []string{"ada", "carl", "vera", "siv"} {
			if err := s.App.Access.Confirm(t.Context(), s.Actor(t, who), waiting[0].ID); !errs.Is(err, errs.Forbidden) {
				t.Errorf("%s: %v", who, err)
			}
		}
		berit.Get("/admin/grants").Form("Bekräfta Central administratör Carl Ros").Submit("Bekräfta Central administratör Carl Ros").MustBe(200).MustSee("Rollen gäller nu")
		for _, f := range []directory.Reference{o.lind, o.ek} {
			if !o.may(t, "carl", place, f) || !o.may(t, "carl", decide, f) {
				t.Errorf("a central administrator may not act on %s", f.Code)
			}
		}
		if err := s.App.Access.Confirm(t.Context(), s.Actor(t, "cecilia"), waiting[0].ID); !errs.Is(err, errs.Conflict) {
			t.Errorf("a second time: %v", err)
		}
		// A substitute does not carry a central role past the four eyes.
		if _, err := s.App.Access.Substitute(t.Context(), s.Actor(t, "carl"), access.SubstituteInput{
			Person: s.Person(t, "carl"), Substitute: s.Person(t, "anna"), To: s.Clock.Now().AddDate(0, 0, 3),
		}); err != nil {
			t.Fatal(err)
		}
		if o.may(t, "anna", place, o.ek) {
			t.Error("a substitute of a central role counts without a second person")
		}
	})
}

func TestAn_auditor_sees_who_could_do_what_on_a_day_and_why(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "RO-26")
		req.Proves(t, "RO-25")
		o := order(t, s)
		if _, err := s.App.Access.Substitute(t.Context(), s.Actor(t, "rektor"), access.SubstituteInput{
			Person: s.Person(t, "rektor"), Substitute: s.Person(t, "anna"), From: s.Clock.Now().AddDate(0, 0, 8), To: s.Clock.Now().AddDate(0, 0, 18),
		}); err != nil {
			t.Fatal(err)
		}
		s.Clock.Advance(60 * 24 * time.Hour)
		rut := s.As(t, "rut")
		rut.Get("/admin/review?day=2026-03-15&reference=7001").MustBe(200).
			MustSee("Anna Åkesson", "Behörig godkännare Vikarie för Rektor Ek", "Gavs av Rektor Ek", "Ove", "Central administratör").MustNotSee("Fakturareferens 7002", "Ada Holm")
		rut.Get("/admin/review?day=2026-03-25&reference=7001").MustBe(200).MustNotSee("Anna Åkesson")
		rut.Get("/admin/review?day=2026-03-15&place=cost_centre:" + idOf(o.lind.CostCentre)).MustBe(200).MustSee("Cecilia").MustNotSee("Ove")
		rut.Get("/admin/review?person=anna&day=2026-03-15").MustBe(200).MustSee("Anna Åkesson var Basanvändare utan att någon gav rollen", "medarbetare")
		rut.Get("/admin/review/file.csv?day=2026-03-15&reference=7001").MustBe(200)
		log, err := s.App.Access.SecurityLog(t.Context(), authz.System("test"), audit.Filter{What: audit.Exported})
		if err != nil || len(log) != 1 || log[0].Actor != int64(s.Person(t, "rut")) {
			t.Errorf("the log: %+v, %v", log, err)
		}
		for who, want := range map[string]int{"anna": 403, "bo": 403, "eva": 403, "vera": 403} {
			s.As(t, who).Get("/admin/review").MustBe(want)
		}
		// Another organisation's auditor sees nothing of it.
		if rights, err := s.App.Access.Review(t.Context(), s.Actor(t, "siv"), access.ReviewInput{Org: s.Org.ID, Limit: 10}); err == nil {
			t.Errorf("a stranger reads %+v", rights)
		}
	})
}

func TestThe_role_without_a_grant_follows_the_category(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "RO-19")
		req.Proves(t, "RO-23")
		id := s.Join(t, "Nils Nord", directory.Pupil)
		s.As(t, "nils").Get("/who").MustBe(403)
		s.As(t, "nils").Get("/report").MustBe(200)
		p, err := s.App.Directory.Person(t.Context(), authz.System("test"), id)
		if err != nil {
			t.Fatal(err)
		}
		in := p.Input()
		in.Category = directory.Employee
		if _, err := s.App.Directory.ChangePerson(t.Context(), authz.System("test"), id, p.Version, in); err != nil {
			t.Fatal(err)
		}
		s.As(t, "nils").Get("/who").MustBe(200)
		// What a category means is the organisation's to decide.
		if err := s.App.Setting.Set(t.Context(), s.Actor(t, "ada"), s.Org.ID, "access.base", []string{"elected"}, time.Time{}); err != nil {
			t.Fatal(err)
		}
		s.As(t, "nils").Get("/who").MustBe(403)
	})
}

func idOf[T ~int64](id T) string { return strconv.FormatInt(int64(id), 10) }

func refPath(f directory.Reference) string { return "/references/" + idOf(f.ID) }
