package authz_test

import (
	"testing"

	"lotsen/internal/kit/authz"
)

// order is about a computer (service 7, object 70) for the unit 30 (under 3, under 1) at site 5, on invoice reference 20
// of cost centre 200 in organisation 9.
var order = authz.Matter{Org: 9, Desk: 90, Units: []int64{30, 3, 1}, Site: 5, CostCentre: 200, Reference: 20, Service: 7, Object: 70}

func TestCovers(t *testing.T) {
	t.Parallel()
	limit := func(reach authz.Reach, of int64) authz.Limit { return authz.Limit{Reach: reach, Of: of} }
	for name, row := range map[string]struct {
		grant authz.Grant
		want  bool
	}{
		"everywhere":                               {authz.Grant{Reach: authz.Everywhere}, true},
		"own_lies_nowhere":                         {authz.Grant{Reach: authz.Own}, false},
		"the_organisation":                         {authz.Grant{Reach: authz.Organisation, Of: 9}, true},
		"another_organisation":                     {authz.Grant{Reach: authz.Organisation, Of: 8}, false},
		"the_desk":                                 {authz.Grant{Reach: authz.Desk, Of: 90}, true},
		"another_desk":                             {authz.Grant{Reach: authz.Desk, Of: 91}, false},
		"the_site":                                 {authz.Grant{Reach: authz.Site, Of: 5}, true},
		"another_site":                             {authz.Grant{Reach: authz.Site, Of: 6}, false},
		"the_unit":                                 {authz.Grant{Reach: authz.Unit, Of: 30}, true},
		"a_unit_above":                             {authz.Grant{Reach: authz.Unit, Of: 1}, true},
		"a_unit_beside":                            {authz.Grant{Reach: authz.Unit, Of: 31}, false},
		"the_cost_centre":                          {authz.Grant{Reach: authz.CostCentre, Of: 200}, true},
		"another_cost_centre":                      {authz.Grant{Reach: authz.CostCentre, Of: 201}, false},
		"the_reference":                            {authz.Grant{Reach: authz.Reference, Of: 20}, true},
		"another_reference":                        {authz.Grant{Reach: authz.Reference, Of: 21}, false},
		"the_number_of_another_sort_of_thing":      {authz.Grant{Reach: authz.Reference, Of: 200}, false},
		"the_service":                              {authz.Grant{Reach: authz.Service, Of: 7}, true},
		"another_service":                          {authz.Grant{Reach: authz.Service, Of: 8}, false},
		"the_object":                               {authz.Grant{Reach: authz.Object, Of: 70}, true},
		"another_object":                           {authz.Grant{Reach: authz.Object, Of: 71}, false},
		"a_group_is_about_cases":                   {authz.Grant{Reach: authz.Group, Of: 9}, false},
		"a_supplier_is_about_cases":                {authz.Grant{Reach: authz.Supplier, Of: 9}, false},
		"a_reach_nobody_knows":                     {authz.Grant{Reach: "moon", Of: 9}, false},
		"the_reference_in_the_service":             {authz.Grant{Reach: authz.Reference, Of: 20, Limits: []authz.Limit{limit(authz.Service, 7)}}, true},
		"the_reference_in_another_service":         {authz.Grant{Reach: authz.Reference, Of: 20, Limits: []authz.Limit{limit(authz.Service, 8)}}, false},
		"another_reference_in_the_service":         {authz.Grant{Reach: authz.Reference, Of: 21, Limits: []authz.Limit{limit(authz.Service, 7)}}, false},
		"every_limit_must_hold":                    {authz.Grant{Reach: authz.Organisation, Of: 9, Limits: []authz.Limit{limit(authz.Service, 7), limit(authz.Site, 6)}}, false},
		"everywhere_narrowed_is_not_everywhere":    {authz.Grant{Reach: authz.Everywhere, Limits: []authz.Limit{limit(authz.Service, 8)}}, false},
		"a_limit_that_names_nothing_never_holds":   {authz.Grant{Reach: authz.Everywhere, Limits: []authz.Limit{limit(authz.Service, 0)}}, false},
		"a_reach_that_names_nothing_never_holds":   {authz.Grant{Reach: authz.Reference}, false},
		"the_zero_grant_covers_nothing":            {authz.Grant{}, false},
		"a_limit_to_a_unit_above_holds_for_below":  {authz.Grant{Reach: authz.Service, Of: 7, Limits: []authz.Limit{limit(authz.Unit, 3)}}, true},
		"a_limit_to_a_unit_beside_does_not":        {authz.Grant{Reach: authz.Service, Of: 7, Limits: []authz.Limit{limit(authz.Unit, 4)}}, false},
		"own_as_a_limit_lies_nowhere":              {authz.Grant{Reach: authz.Everywhere, Limits: []authz.Limit{limit(authz.Own, 0)}}, false},
		"everywhere_as_a_limit_takes_nothing_away": {authz.Grant{Reach: authz.Reference, Of: 20, Limits: []authz.Limit{limit(authz.Everywhere, 0)}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := row.grant.Covers(order); got != row.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestWhat_a_matter_does_not_say_fits_no_right_that_names_it(t *testing.T) {
	t.Parallel()
	for _, reach := range []authz.Reach{authz.Organisation, authz.Desk, authz.Site, authz.Unit, authz.CostCentre, authz.Reference, authz.Service, authz.Object} {
		for _, of := range []int64{0, 1} {
			if (authz.Grant{Reach: reach, Of: of}).Covers(authz.Matter{}) {
				t.Errorf("%s %d covers a matter about which nothing is known", reach, of)
			}
		}
	}
}

func TestFor(t *testing.T) {
	t.Parallel()
	const verb authz.Verb = "approval.decide"
	own := authz.Grant{Verb: verb, Reach: authz.Reference, Of: 20}
	bertils := authz.Grant{Verb: verb, Reach: authz.Organisation, Of: 9, For: 2}
	ceders := authz.Grant{Verb: verb, Reach: authz.Reference, Of: 21, For: 3}

	t.Run("an_own_right_goes_before_a_substitutes", func(t *testing.T) {
		t.Parallel()
		a := authz.Actor{Person: 1, Grants: []authz.Grant{bertils, ceders, own}}
		if g, ok := a.For(verb, order); !ok || g.For != 0 {
			t.Errorf("%+v, %v", g, ok)
		}
	})
	t.Run("a_substitutes_right_tells_whose_it_is", func(t *testing.T) {
		t.Parallel()
		a := authz.Actor{Person: 1, Grants: []authz.Grant{ceders, bertils}}
		if g, ok := a.For(verb, order); !ok || g.For != 2 {
			t.Errorf("%+v, %v", g, ok)
		}
	})
	t.Run("another_verb_or_matter_is_not_covered", func(t *testing.T) {
		t.Parallel()
		a := authz.Actor{Person: 1, Grants: []authz.Grant{ceders, own}}
		if _, ok := a.For("order.place", order); ok {
			t.Error("another verb")
		}
		if _, ok := a.For(verb, authz.Matter{Org: 9, Reference: 22}); ok {
			t.Error("another reference")
		}
	})
	t.Run("nobody_may_nothing_and_the_system_what_it_does", func(t *testing.T) {
		t.Parallel()
		if _, ok := (authz.Actor{}).For(verb, order); ok {
			t.Error("nobody")
		}
		if g, ok := authz.System("test").For(verb, order); !ok || !g.Covers(order) {
			t.Error("the system")
		}
	})
}

func TestA_narrowed_grant_never_counts_as_a_whole_one(t *testing.T) {
	t.Parallel()
	const verb authz.Verb = "order.place"
	for _, reach := range []authz.Reach{authz.Own, authz.Organisation, authz.Unit, authz.Reference, authz.Everywhere} {
		a := authz.Actor{Person: 1, Grants: []authz.Grant{{Verb: verb, Reach: reach, Of: 9, Limits: []authz.Limit{{Reach: authz.Service, Of: 7}}}}}
		if a.MayIn(verb, reach, 9) || a.Has(verb, reach) || len(a.Reaches(verb, reach)) > 0 {
			t.Errorf("%s: it does", reach)
		}
		if !a.May(verb) {
			t.Errorf("%s: the page is not offered", reach)
		}
		if got := a.Matters(verb, authz.Service); len(got) != 1 || got[0] != 7 {
			t.Errorf("%s: candidates %v", reach, got)
		}
	}
}
