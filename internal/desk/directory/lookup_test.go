package directory_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/testkit/dbtest"
)

func names(hits []directory.PersonHit) []string {
	out := []string{}
	for _, h := range hits {
		out = append(out, h.Name())
	}
	return out
}

func TestLookUp(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := directorytest.New(t, env.DB)
		agent := directorytest.InOrg(w.Person("Alva Agent"), directory.PersonRead)
		w.Person("Åsa Öberg", func(in *directory.PersonInput) {
			in.Mobile, in.Login, in.Email = "+46 (0)70-123 45 67", "", ""
		})
		w.Person("Asa Oberg", func(in *directory.PersonInput) { in.Login = "asaobe" })
		w.Person("Anna-Lena Andersson", func(in *directory.PersonInput) { in.Phone = "08-508 330 00" })
		w.Person("Anna von Essen")
		w.Person("René O'Neill", func(in *directory.PersonInput) { in.Email = "rene.x@skola.example" })
		secret := w.Protected("Sara Skyddad")
		w.Another("ekdal").Person("Anna Annanstans")
		if _, err := w.Dir.EndPerson(t.Context(), directorytest.System(), w.Person("Anna Avgången").ID); err != nil {
			t.Fatal(err)
		}

		for name, row := range map[string]struct {
			typed string
			want  []string
		}{
			"prefix_of_given_name_in_register_order": {"ann", []string{"Anna-Lena Andersson", "Anna von Essen"}},
			"several_words_must_all_fit":             {"anna ess", []string{"Anna von Essen"}},
			"words_in_any_order_with_comma":          {"Essen, Anna", []string{"Anna von Essen"}},
			"second_part_of_a_double_name":           {"lena", []string{"Anna-Lena Andersson"}},
			"double_name_as_written":                 {"Anna-Le", []string{"Anna-Lena Andersson"}},
			"swedish_letters_are_letters":            {"åsa", []string{"Åsa Öberg"}},
			"and_not_the_same_as_a_and_o":            {"asa", []string{"Asa Oberg"}},
			"capital_swedish_letters":                {"ÖBERG", []string{"Åsa Öberg"}},
			"other_accents_do_not_matter":            {"rene", []string{"René O'Neill"}},
			"after_an_apostrophe":                    {"neill", []string{"René O'Neill"}},
			"national_number_of_an_international":    {"070-123", []string{"Åsa Öberg"}},
			"international_number":                   {"+4670123", []string{"Åsa Öberg"}},
			"number_as_an_exchange_announces_it":     {"46701234567", []string{"Åsa Öberg"}},
			"number_with_blanks":                     {"08 508 330", []string{"Anna-Lena Andersson"}},
			"name_and_number":                        {"anna 08-508", []string{"Anna-Lena Andersson"}},
			"mail_address":                           {"rene.x@sk", []string{"René O'Neill"}},
			"login":                                  {"asao", []string{"Asa Oberg"}},
			"percent_is_a_letter_like_others":        {"%", []string{}},
			"underscore_too":                         {"_nna", []string{}},
			"an_ended_person_is_not_offered":         {"avgången", []string{}},
			"another_organisation_is_not_searched":   {"annanstans", []string{}},
			"a_protected_person_is_not_there":        {"sara", []string{}},
			"nothing_typed_finds_nothing":            {"  ", []string{}},
			"nul_and_controls_are_no_letters":        {"ess\x00", []string{"Anna von Essen"}},
		} {
			t.Run(name, func(t *testing.T) {
				hits, err := w.Dir.LookUp(t.Context(), agent, row.typed, 10)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(row.want, names(hits)); diff != "" {
					t.Errorf("LookUp(%q):\n%s", row.typed, diff)
				}
			})
		}

		t.Run("who_may_see_protected_people_finds_them_and_it_is_logged", func(t *testing.T) {
			trusted := directorytest.InOrg(w.Person("Tove Trygg"), directory.PersonRead, directory.PersonProtected)
			hits, err := w.Dir.LookUp(t.Context(), trusted, "sara", 10)
			if err != nil || len(hits) != 1 || !hits[0].Protected {
				t.Fatalf("got %v, %v", names(hits), err)
			}
			log, err := audit.List(t.Context(), env.DB, directorytest.System(), audit.Filter{What: audit.PersonRead})
			if err != nil || len(log) != 1 || log[0].SubjectID != int64(secret.ID) || log[0].Actor != trusted.Person {
				t.Errorf("security log: %v, %v", log, err)
			}
		})
		t.Run("somebody_without_the_verb_is_refused", func(t *testing.T) {
			if _, err := w.Dir.LookUp(t.Context(), directorytest.Actor(w.Person("Nils Nobody")), "anna", 10); !errs.Is(err, errs.Forbidden) {
				t.Errorf("got %v", err)
			}
		})
		t.Run("own_reach_finds_oneself_alone", func(t *testing.T) {
			me := w.Person("Anna Själv")
			hits, err := w.Dir.LookUp(t.Context(), directorytest.Actor(me, authz.Grant{Verb: directory.PersonRead, Reach: authz.Own}), "anna", 10)
			if err != nil || len(hits) != 1 || hits[0].ID != me.ID {
				t.Errorf("got %v, %v", names(hits), err)
			}
		})
	})
}
