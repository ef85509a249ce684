package service_test

import (
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/testkit/dbtest"
)

func boss(w *tickettest.World) authz.Actor {
	by := w.Lea
	by.Grants = append(by.Grants, authz.Grant{Verb: service.MayWrite, Reach: authz.Organisation, Of: int64(w.Org.ID)})
	return by
}

func TestOrganisations_whose_preset_names_the_functions_get_them_once(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := tickettest.New(t, env)
		s := service.New(service.Deps{DB: env.DB, Events: w.Events, Preset: "ekdal"})
		by := authz.System("test")
		o, err := w.Directory.AddOrganisation(t.Context(), by, directory.OrganisationInput{Key: "ekdal", Name: "Ekdal", Preset: "ekdal"})
		if err != nil {
			t.Fatal(err)
		}
		count := func(org directory.OrgID) int {
			all, err := s.All(t.Context(), by, org)
			if err != nil {
				t.Fatal(err)
			}
			return len(all)
		}
		if count(o.ID) != service.FunctionCount() || count(w.Org.ID) != 0 {
			t.Errorf("%d and %d functions", count(o.ID), count(w.Org.ID))
		}
		for range 2 {
			if err := s.Seed(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := s.AddFunctions(t.Context(), by, o.ID); err != nil || n != 0 || count(o.ID) != 14 {
			t.Errorf("%d added again, %v", n, err)
		}
	})
}

func TestA_service_is_changed_by_those_who_may_and_on_what_they_saw(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := tickettest.New(t, env)
		s := service.New(service.Deps{DB: env.DB, Events: w.Events})
		by := boss(w)
		i, err := s.Save(t.Context(), by, service.Item{Org: w.Org.ID, Code: "wifi", Sv: "Trådlöst", En: "Wireless"})
		if err != nil || !i.Active || i.Name("en") != "Wireless" || i.Name("sv") != "Trådlöst" {
			t.Fatalf("%+v %v", i, err)
		}
		if _, err := s.Save(t.Context(), by, service.Item{Org: w.Org.ID, Code: "wifi", Sv: "Igen"}); len(errs.FieldsOf(err)) != 1 {
			t.Errorf("the same code twice: %v", err)
		}
		if _, err := s.Save(t.Context(), by, service.Item{Org: w.Org.ID, Code: "Å Ä", Class: "x"}); len(errs.FieldsOf(err)) != 3 {
			t.Errorf("everything wrong: %v", err)
		}
		i.Class = service.NotWorking
		changed, err := s.Save(t.Context(), by, i)
		if err != nil || changed.Version != 2 {
			t.Fatalf("%+v %v", changed, err)
		}
		if _, err := s.Save(t.Context(), by, i); !errs.Is(err, errs.Conflict) {
			t.Errorf("on an old version: %v", err)
		}
		if _, err := s.Save(t.Context(), w.Eva, changed); !errs.Is(err, errs.Forbidden) {
			t.Errorf("by an agent: %v", err)
		}
		// Whoever is of another organisation knows nothing of it.
		if all, err := s.All(t.Context(), w.Stranger, w.Org.ID); err != nil || len(all) != 0 {
			t.Errorf("a stranger sees %v, %v", all, err)
		}
		if _, err := s.Load(t.Context(), w.Stranger, i.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("a stranger loads it: %v", err)
		}
		if _, err := s.AddFunctions(t.Context(), w.Stranger, w.Org.ID); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a stranger adds: %v", err)
		}
		changed.Active = false
		if _, err := s.Save(t.Context(), by, changed); err != nil {
			t.Fatal(err)
		}
		if offered, err := s.Offered(t.Context(), w.Org.ID); err != nil || len(offered) != 0 {
			t.Errorf("%v %v", offered, err)
		}
	})
}
