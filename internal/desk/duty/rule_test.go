package duty

import (
	"slices"
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
)

func TestThe_most_exact_rule_wins_and_two_equal_ones_keep_their_order(t *testing.T) {
	t.Parallel()
	const platform, mail = ticket.ServiceID(7), ticket.ServiceID(8)
	rules := []Rule{
		{ID: 1, Group: 10, Channels: []ticket.Channel{ticket.Chat}},
		{ID: 2, Group: 11, Categories: []directory.Category{directory.Pupil}},
		{ID: 3, Group: 12, Services: []ticket.ServiceID{platform}},
		{ID: 4, Group: 13, Services: []ticket.ServiceID{platform, mail}, Categories: []directory.Category{directory.Pupil, directory.Guardian}},
		{ID: 5, Group: 14, Units: []directory.UnitID{2}},
		{ID: 6, Group: 15, Units: []directory.UnitID{5}},
		{ID: 7, Group: 16, Services: []ticket.ServiceID{platform}},
		{ID: 8, Group: 17},
	}
	for _, c := range []struct {
		name string
		x    subject
		want []RuleID
	}{
		{"a_pupil_and_the_platform", subject{service: platform, category: directory.Pupil}, []RuleID{4, 3, 7, 2}},
		{"an_employee_and_the_platform", subject{service: platform, category: directory.Employee}, []RuleID{3, 7}},
		{"a_pupil_by_chat_about_something_else", subject{service: 99, category: directory.Pupil, channel: ticket.Chat}, []RuleID{2, 1}},
		{"a_deeper_unit_is_more_exact", subject{path: "/1/2/5/"}, []RuleID{6, 5}},
		{"another_branch", subject{path: "/1/25/52/"}, nil},
		{"nothing_is_known", subject{}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []RuleID
			for _, m := range matches(rules, c.x) {
				got = append(got, m.rule.ID)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("rules %v, want %v", got, c.want)
			}
		})
	}
}

func TestWhat_happens_when_nobody_is_available(t *testing.T) {
	t.Parallel()
	a, b := Rule{ID: 1, Group: 10}, Rule{ID: 2, Group: 20}
	fit := []match{{rule: &a}, {rule: &b}}
	for _, c := range []struct {
		name   string
		nobody Nobody
		there  directory.GroupID
		want   directory.GroupID
		passed int
	}{
		{"the_best_is_there", Next, 10, 10, 0},
		{"the_next_takes_it", Next, 20, 20, 1},
		{"nobody_at_all_and_it_goes_to_the_best", Next, 0, 10, 0},
		{"it_stays_whoever_is_there", Stay, 20, 10, 0},
		{"the_next_before_the_desk", Desk, 20, 20, 1},
		{"nobody_at_all_and_the_desk_takes_it", Desk, 0, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, ok := choose(fit, map[directory.GroupID]bool{c.there: true}, c.nobody)
			if got.Group != c.want || ok != (c.want != 0) || len(got.Passed) != c.passed {
				t.Errorf("got %+v, %v", got, ok)
			}
		})
	}
}
