package directory_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/req"
)

func TestChangePerson(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := directorytest.New(t, env.DB)
		boss := directorytest.InOrg(w.Person("Bo Chef"), directory.PersonRead, directory.PersonWrite)
		anna := w.Person("Anna Berg")

		t.Run("input_is_cleaned_and_found_by_at_once", func(t *testing.T) {
			in := anna.Input()
			in.Family, in.Email, in.Mobile, in.Category = "  A\u030asberg\x00 ", "Anna@Storstad.Example", "070-11 22 33", directory.Elected
			changed, err := w.Dir.ChangePerson(t.Context(), boss, anna.ID, anna.Version, in)
			if err != nil {
				t.Fatal(err)
			}
			if changed.Family != "Åsberg" || changed.Email != "anna@storstad.example" || changed.Version != anna.Version+1 {
				t.Errorf("%+v", changed)
			}
			for typed, want := range map[string]int{"åsb": 1, "070112233": 1, "berg": 0} {
				if hits, err := w.Dir.LookUp(t.Context(), boss, typed, 5); err != nil || len(hits) != want {
					t.Errorf("%q finds %v, %v", typed, names(hits), err)
				}
			}
			anna = changed
		})
		t.Run("who_comes_second_learns_both_values_and_overwrites_nothing", func(t *testing.T) {
			in := anna.Input()
			in.Title = "Rektor"
			_, err := w.Dir.ChangePerson(t.Context(), boss, anna.ID, anna.Version-1, in)
			f := errs.FieldsOf(err)
			if !errs.Is(err, errs.Conflict) || len(f) != 1 || f[0].Name != "title" || !slices.Equal(f[0].Args, []any{"yours", "Rektor", "theirs", ""}) {
				t.Errorf("%v %+v", err, f)
			}
			if p, err := w.Dir.Person(t.Context(), boss, anna.ID); err != nil || p.Title != "" {
				t.Errorf("%+v, %v", p, err)
			}
		})
		t.Run("everything_wrong_is_told_at_once", func(t *testing.T) {
			_, err := w.Dir.AddPerson(t.Context(), boss, w.Org.ID, directory.PersonInput{
				Email: "Anna <anna@x.example>", Phone: "ring mig!", Category: "wizard", Login: "anna berg", Title: strings.Repeat("x", 300),
			})
			var got []string
			for _, f := range errs.FieldsOf(err) {
				got = append(got, f.Name)
			}
			if diff := cmp.Diff([]string{"title", "given", "category", "email", "phone", "login"}, got); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("a_login_belongs_to_one_person_of_the_whole_installation", func(t *testing.T) {
			other := w.Another("ekdal")
			_, err := other.Dir.AddPerson(t.Context(), directorytest.System(), other.Org.ID, directory.PersonInput{Given: "A", Login: "ANNA.BERG"})
			if f := errs.FieldsOf(err); len(f) != 1 || f[0].Key != "person.login.taken" {
				t.Errorf("%v", err)
			}
		})
		t.Run("a_unit_of_another_organisation_is_no_choice", func(t *testing.T) {
			other := w.Another("annan")
			in := anna.Input()
			in.Unit = other.Unit("Deras", 0).ID
			if _, err := w.Dir.ChangePerson(t.Context(), boss, anna.ID, anna.Version, in); len(errs.FieldsOf(err)) != 1 {
				t.Errorf("%v", err)
			}
		})
		t.Run("history_tells_what_differed", func(t *testing.T) {
			events, err := w.Dir.PersonHistory(t.Context(), boss, anna.ID)
			if err != nil || len(events) != 2 {
				t.Fatalf("%v, %v", events, err)
			}
			var told directory.Changed
			if err := events[1].Decode(&told); err != nil || !slices.Contains(told.Changes, directory.Change{Field: "family", Old: "Berg", New: "Åsberg"}) {
				t.Errorf("%+v, %v", told, err)
			}
		})
		t.Run("everybody_keeps_their_own_contact_details", func(t *testing.T) {
			me := directorytest.Actor(anna)
			p, err := w.Dir.ChangeOwn(t.Context(), me, anna.Version, directory.OwnInput{Phone: "08-123", Lang: "en", Needs: "Ring helst"})
			if err != nil || p.Phone != "08-123" || p.Lang != "en" || p.Family != "Åsberg" {
				t.Errorf("%+v, %v", p, err)
			}
			if _, err := w.Dir.ChangeOwn(t.Context(), authz.Actor{}, 1, directory.OwnInput{}); !errs.Is(err, errs.Unauthenticated) {
				t.Errorf("nobody: %v", err)
			}
		})
	})
}

func TestListing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := directorytest.New(t, env.DB)
		agent := directorytest.InOrg(w.Person("Zeb Zorn"), directory.PersonRead)
		for _, name := range []string{"Örjan Ö", "Adam Öberg", "Åke Åberg", "Anna Äng", "Bo Berg", "anders berg", "Cecilia Bergman", "Eva W", "Eva V"} {
			w.Person(name)
		}
		var got []string
		var f directory.PersonFilter
		for f.Limit = 3; ; {
			page, err := w.Dir.People(t.Context(), agent, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range page.People {
				got = append(got, p.Family+" "+p.Given)
			}
			if f.At = page.Next; f.At == "" {
				break
			}
		}
		want := []string{"berg anders", "Berg Bo", "Bergman Cecilia", "V Eva", "W Eva", "Zorn Zeb", "Åberg Åke", "Äng Anna", "Ö Örjan", "Öberg Adam"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Swedish order, page by page:\n%s", diff)
		}
		if page, err := w.Dir.People(t.Context(), agent, directory.PersonFilter{Typed: "eva"}); err != nil || len(page.People) != 2 {
			t.Errorf("typed: %v, %v", page, err)
		}
		if _, err := w.Dir.People(t.Context(), agent, directory.PersonFilter{At: "';drop table person"}); !errs.Is(err, errs.Invalid) {
			t.Errorf("a made-up cursor: %v", err)
		}
	})
}

func TestProtectedPeopleAreNowhere(t *testing.T) {
	t.Parallel()
	req.Proves(t, "SE-12")
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := directorytest.New(t, env.DB)
		school := w.Unit("Skola", 0)
		secret := w.Person("Sara Skyddad", func(in *directory.PersonInput) { in.Unit, in.Phone = school.ID, "08-777 77" })
		open := w.Person("Otto Öppen")
		team := w.Group("Första linjen", secret, open)
		if _, err := w.Dir.Protect(t.Context(), directorytest.System(), secret.ID); err != nil {
			t.Fatal(err)
		}
		everything := []authz.Verb{directory.PersonRead, directory.PersonWrite, directory.GroupWrite, directory.UnitWrite}
		agent := directorytest.InOrg(open, everything...)
		agent.Grants = append(agent.Grants, authz.Grant{Verb: "ticket.work", Reach: authz.Desk, Of: int64(w.Desk.ID)},
			authz.Grant{Verb: directory.PersonRead, Reach: authz.Unit, Of: int64(school.ID)}, authz.Grant{Verb: directory.PersonRead, Reach: authz.Everywhere})

		in := secret.Input()
		for what, err := range map[string]error{
			"reading":          second(w.Dir.Person(t.Context(), agent, secret.ID)),
			"changing":         second(w.Dir.ChangePerson(t.Context(), agent, secret.ID, secret.Version, in)),
			"ending":           second(w.Dir.EndPerson(t.Context(), agent, secret.ID)),
			"history":          second(w.Dir.PersonHistory(t.Context(), agent, secret.ID)),
			"inside_a_use":     second(directory.PersonIn(t.Context(), env.DB, agent, secret.ID)),
			"nobody_by_number": second(w.Dir.Person(t.Context(), agent, 987654)),
		} {
			if !errs.Is(err, errs.NotFound) || err.Error() != errs.Missing().Error() {
				t.Errorf("%s: %v", what, err)
			}
		}
		for what, found := range map[string]string{
			"people":    fmt.Sprint(first(w.Dir.People(t.Context(), agent, directory.PersonFilter{}))),
			"in_unit":   fmt.Sprint(first(w.Dir.People(t.Context(), agent, directory.PersonFilter{Unit: school.ID}))),
			"typed":     fmt.Sprint(first(w.Dir.People(t.Context(), agent, directory.PersonFilter{Typed: "sara"}))),
			"number":    fmt.Sprint(first(w.Dir.LookUp(t.Context(), agent, "08-777", 5))),
			"members":   fmt.Sprint(first(w.Dir.Members(t.Context(), agent, team.ID))),
			"names":     fmt.Sprint(first(w.Dir.Names(t.Context(), agent, secret.ID, open.ID))),
			"her_teams": fmt.Sprint(first(w.Dir.GroupsOf(t.Context(), agent, secret.ID))),
		} {
			if strings.Contains(found, "Sara") || strings.Contains(found, "777") || what == "her_teams" && found != "[]" {
				t.Errorf("%s shows %s", what, found)
			}
		}
		if _, err := w.Dir.Protect(t.Context(), agent, open.ID); !errs.Is(err, errs.Forbidden) {
			t.Errorf("marking without the verb: %v", err)
		}
		if err := w.Dir.SetMembers(t.Context(), agent, team.ID, []directory.PersonID{open.ID}); err != nil {
			t.Fatal(err)
		}
		if all, err := w.Dir.Members(t.Context(), directorytest.System(), team.ID); err != nil || len(all) != 2 {
			t.Errorf("a member whom the actor cannot see must stay: %v, %v", all, err)
		}

		t.Run("she_sees_herself_and_nothing_is_logged", func(t *testing.T) {
			me := directorytest.Actor(secret, authz.Grant{Verb: directory.PersonRead, Reach: authz.Own})
			if p, err := w.Dir.Person(t.Context(), me, secret.ID); err != nil || p.ID != secret.ID {
				t.Error(err)
			}
			if log := reads(t, env); len(log) != 0 {
				t.Errorf("%v", log)
			}
		})
		t.Run("each_reading_by_who_may_is_logged", func(t *testing.T) {
			trusted := directorytest.InOrg(open, directory.PersonRead, directory.PersonProtected)
			if _, err := w.Dir.Person(t.Context(), trusted, secret.ID); err != nil {
				t.Fatal(err)
			}
			if _, err := w.Dir.People(t.Context(), trusted, directory.PersonFilter{}); err != nil {
				t.Fatal(err)
			}
			if _, err := w.Dir.Members(t.Context(), trusted, team.ID); err != nil {
				t.Fatal(err)
			}
			if log := reads(t, env); len(log) != 3 || log[0].SubjectID != int64(secret.ID) || log[0].Actor != int64(open.ID) {
				t.Errorf("%+v", log)
			}
		})
		t.Run("the_event_of_a_change_carries_no_value", func(t *testing.T) {
			trusted := directorytest.InOrg(open, directory.PersonRead, directory.PersonWrite, directory.PersonProtected)
			in := secret.Input()
			in.Title = "Hemlig titel"
			if _, err := w.Dir.ChangePerson(t.Context(), trusted, secret.ID, secret.Version+1, in); err != nil {
				t.Fatal(err)
			}
			events, err := w.Dir.PersonHistory(t.Context(), trusted, secret.ID)
			if err != nil || len(events) != 3 || strings.Contains(string(events[2].Payload), "Hemlig") {
				t.Errorf("%v, %v", events, err)
			}
		})
	})
}

func reads(t *testing.T, env *dbtest.Env) []audit.Entry {
	t.Helper()
	log, err := audit.List(t.Context(), env.DB, directorytest.System(), audit.Filter{What: audit.PersonRead})
	if err != nil {
		t.Fatal(err)
	}
	return log
}

func first[T any](v T, err error) any {
	if err != nil {
		return "error: " + err.Error()
	}
	return v
}

func second[T any](_ T, err error) error { return err }
