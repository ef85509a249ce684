package directory_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/req"
)

func TestUnitTree(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := directorytest.New(t, env.DB)
		edu := w.Unit("Utbildning", 0)
		north := w.Unit("Norra", edu.ID)
		class := w.Unit("Klass 7B", north.ID)
		culture := w.Unit("Kultur", 0)
		sys := directorytest.System()
		tree := func(units []directory.Unit, err error) string {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, u := range units {
				out = append(out, strings.Repeat(".", strings.Count(u.Path, "/")-2)+u.Name)
			}
			return strings.Join(out, " ")
		}
		if got := tree(w.Dir.Units(t.Context(), sys, w.Org.ID)); got != "Kultur Utbildning .Norra ..Klass 7B" {
			t.Errorf("tree %q", got)
		}
		if got := tree(w.Dir.UnitSubtree(t.Context(), sys, north.ID)); got != ".Norra ..Klass 7B" {
			t.Errorf("subtree %q", got)
		}
		if _, err := w.Dir.MoveUnit(t.Context(), sys, edu.ID, class.ID); !errs.Is(err, errs.Invalid) {
			t.Errorf("below itself: %v", err)
		}
		if _, err := w.Dir.MoveUnit(t.Context(), sys, edu.ID, edu.ID); !errs.Is(err, errs.Invalid) {
			t.Errorf("below itself: %v", err)
		}
		moved, err := w.Dir.MoveUnit(t.Context(), sys, north.ID, culture.ID)
		if err != nil || moved.Version != north.Version+1 {
			t.Fatalf("%+v, %v", moved, err)
		}
		if got := tree(w.Dir.Units(t.Context(), sys, w.Org.ID)); got != "Kultur .Norra ..Klass 7B Utbildning" {
			t.Errorf("after the move %q", got)
		}
		local := directorytest.Actor(w.Person("Lena Lokal"), authz.Grant{Verb: directory.UnitWrite, Reach: authz.Unit, Of: int64(culture.ID)})
		if _, err := w.Dir.AddUnit(t.Context(), local, w.Org.ID, directory.UnitInput{Name: "Klass 8", Parent: north.ID}); err != nil {
			t.Errorf("below the own unit: %v", err)
		}
		for what, err := range map[string]error{
			"beside_it":     second(w.Dir.AddUnit(t.Context(), local, w.Org.ID, directory.UnitInput{Name: "X", Parent: edu.ID})),
			"at_the_root":   second(w.Dir.AddUnit(t.Context(), local, w.Org.ID, directory.UnitInput{Name: "X"})),
			"moving_out":    second(w.Dir.MoveUnit(t.Context(), local, north.ID, edu.ID)),
			"changing_edu":  second(w.Dir.ChangeUnit(t.Context(), local, edu.ID, edu.Version, directory.UnitInput{Name: "Y"}, true)),
			"without_verbs": second(w.Dir.AddUnit(t.Context(), directorytest.Actor(w.Person("Nils Nobody")), w.Org.ID, directory.UnitInput{Name: "X"})),
		} {
			if !errs.Is(err, errs.Forbidden) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if _, err := w.Dir.ChangeUnit(t.Context(), sys, edu.ID, edu.Version+5, directory.UnitInput{Name: "Y"}, true); !errs.Is(err, errs.Conflict) {
			t.Errorf("an old version: %v", err)
		}
		if u, err := w.Dir.ChangeUnit(t.Context(), sys, edu.ID, edu.Version, directory.UnitInput{Name: "Bildning"}, false); err != nil || u.Active {
			t.Errorf("%+v, %v", u, err)
		}
		if events, err := w.Dir.UnitHistory(t.Context(), sys, edu.ID); err != nil || len(events) != 2 {
			t.Errorf("%v, %v", events, err)
		}
	})
}

// Somebody of another organisation finds nothing of ours, by whatever way and with whatever rights at home.
func TestAStrangerSeesNothing(t *testing.T) {
	t.Parallel()
	req.Proves(t, "SE-07")
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := directorytest.New(t, env.DB)
		other := w.Another("ekdal")
		anna := w.Person("Anna Berg")
		unit, group := w.Unit("Skola", 0), w.Group("Första linjen", anna)
		site, err := w.Dir.AddSite(t.Context(), directorytest.System(), w.Org.ID, directory.SiteInput{Name: "Norrgatan"})
		if err != nil {
			t.Fatal(err)
		}
		sven := other.Person("Sven Annan")
		by := directorytest.InOrg(sven, directory.Verbs()...)

		none := func(what string, v any, err error) {
			t.Helper()
			if err != nil {
				t.Errorf("%s: %v", what, err)
			}
			if diff := cmp.Diff(0, length(v)); diff != "" {
				t.Errorf("%s shows %v", what, v)
			}
		}
		groups, err := w.Dir.Groups(t.Context(), by, w.Desk.ID)
		none("groups", groups, err)
		groups, err = w.Dir.GroupsOf(t.Context(), by, anna.ID)
		none("groups_of", groups, err)
		units, err := w.Dir.Units(t.Context(), by, w.Org.ID)
		none("units", units, err)
		sites, err := w.Dir.Sites(t.Context(), by, w.Org.ID)
		none("sites", sites, err)
		page, err := w.Dir.People(t.Context(), by, directory.PersonFilter{Org: w.Org.ID})
		none("people", page.People, err)
		hits, err := w.Dir.LookUp(t.Context(), by, "berg", 5)
		none("look_up", hits, err)
		desks, err := w.Dir.Desks(t.Context(), by)
		if err != nil || len(desks) != 1 || desks[0].ID != other.Desk.ID {
			t.Errorf("desks: %v, %v", desks, err)
		}
		orgs, err := w.Dir.Organisations(t.Context(), by)
		if err != nil || len(orgs) != 1 || orgs[0].ID != other.Org.ID {
			t.Errorf("organisations: %v, %v", orgs, err)
		}
		for what, err := range map[string]error{
			"person":       second(w.Dir.Person(t.Context(), by, anna.ID)),
			"change":       second(w.Dir.ChangePerson(t.Context(), by, anna.ID, 1, anna.Input())),
			"protect":      second(w.Dir.Protect(t.Context(), by, anna.ID)),
			"add_person":   second(w.Dir.AddPerson(t.Context(), by, w.Org.ID, directory.PersonInput{Given: "X"})),
			"unit":         second(w.Dir.Unit(t.Context(), by, unit.ID)),
			"subtree":      second(w.Dir.UnitSubtree(t.Context(), by, unit.ID)),
			"move":         second(w.Dir.MoveUnit(t.Context(), by, unit.ID, 0)),
			"add_unit":     second(w.Dir.AddUnit(t.Context(), by, w.Org.ID, directory.UnitInput{Name: "X"})),
			"group":        second(w.Dir.Group(t.Context(), by, group.ID)),
			"members":      second(w.Dir.Members(t.Context(), by, group.ID)),
			"set_members":  w.Dir.SetMembers(t.Context(), by, group.ID, []directory.PersonID{sven.ID}),
			"join":         w.Dir.Join(t.Context(), by, group.ID, sven.ID),
			"add_group":    second(w.Dir.AddGroup(t.Context(), by, w.Desk.ID, "X", 1)),
			"desk":         second(w.Dir.Desk(t.Context(), by, w.Desk.ID)),
			"site":         second(w.Dir.Site(t.Context(), by, site.ID)),
			"contact_ways": w.Dir.SetContactWays(t.Context(), by, directory.Desk{ID: w.Desk.ID, Org: other.Org.ID}, nil),
			"organisation": second(w.Dir.Organisation(t.Context(), by, w.Org.ID)),
		} {
			if !errs.Is(err, errs.NotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		for what, err := range map[string]error{
			"add_desk":  second(w.Dir.AddDesk(t.Context(), by, w.Org.ID, "x", "X")),
			"add_site":  second(w.Dir.AddSite(t.Context(), by, w.Org.ID, directory.SiteInput{Name: "X"})),
			"add_cost":  second(w.Dir.AddCostCentre(t.Context(), by, w.Org.ID, directory.CostCentreInput{Code: "1"})),
			"add_org":   second(w.Dir.AddOrganisation(t.Context(), by, directory.OrganisationInput{Key: "x", Name: "X"})),
			"authority": second(w.Dir.SaveAuthority(t.Context(), by, directory.Authority{Org: w.Org.ID, Name: "X"})),
		} {
			if !errs.Is(err, errs.Forbidden) {
				t.Errorf("%s: %v", what, err)
			}
		}
		t.Run("a_member_of_another_organisation_is_no_choice", func(t *testing.T) {
			boss := directorytest.InOrg(anna, directory.Verbs()...)
			if err := w.Dir.SetMembers(t.Context(), boss, group.ID, []directory.PersonID{sven.ID}); !errs.Is(err, errs.Invalid) {
				t.Error(err)
			}
		})
		t.Run("nobody_at_all_sees_nothing_but_how_to_reach_a_desk", func(t *testing.T) {
			if err := w.Dir.SetContactWays(t.Context(), directorytest.System(), w.Desk, []directory.ContactWay{{Channel: "phone", Value: "08-508 00", NoteSv: "Vardagar"}}); err != nil {
				t.Fatal(err)
			}
			if ways, err := w.Dir.ContactWays(t.Context(), w.Desk.ID); err != nil || len(ways) != 1 || ways[0].Note("en") != "Vardagar" {
				t.Errorf("%v, %v", ways, err)
			}
			if desks, err := w.Dir.Desks(t.Context(), authz.Actor{}); err != nil || len(desks) != 0 {
				t.Errorf("%v, %v", desks, err)
			}
		})
	})
}

func length(v any) int {
	switch v := v.(type) {
	case []directory.Group:
		return len(v)
	case []directory.Unit:
		return len(v)
	case []directory.Site:
		return len(v)
	case []directory.Person:
		return len(v)
	case []directory.PersonHit:
		return len(v)
	}
	return -1
}
