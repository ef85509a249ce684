package approval_test

import (
	"testing"

	"lotsen/internal/desk/approval"
	"lotsen/internal/kit/authz"
)

func TestNobody_decides_an_own_matter_nor_through_a_substitute_in_either_direction(t *testing.T) {
	t.Parallel()
	const anna, bo, cia = 1, 2, 3
	own, forAnna, forBo := authz.Grant{}, authz.Grant{For: anna}, authz.Grant{For: bo}
	for _, c := range []struct {
		name   string
		asker  approval.Asker
		by     int64
		grant  authz.Grant
		barred bool
	}{
		{"another_approver_decides", approval.Asker{Person: anna}, bo, own, false},
		{"who_asked_does_not", approval.Asker{Person: anna}, anna, own, true},
		{"who_asked_does_not_as_a_substitute_of_another_approver", approval.Asker{Person: anna}, anna, forBo, true},
		{"a_substitute_does_not_decide_by_the_right_of_whoever_asked", approval.Asker{Person: anna}, bo, forAnna, true},
		{"a_substitute_decides_by_a_right_of_their_own_what_the_absent_one_asked_for", approval.Asker{Person: anna}, bo, own, false},
		{"who_asked_on_behalf_of_another_does_not", approval.Asker{Person: cia, For: anna}, cia, own, true},
		{"the_one_on_whose_behalf_was_asked_does_not", approval.Asker{Person: cia, For: anna}, anna, own, true},
		{"nor_does_a_substitute_of_that_one", approval.Asker{Person: cia, For: anna}, bo, forAnna, true},
		{"a_third_one_decides_what_was_asked_on_behalf_of_another", approval.Asker{Person: cia, For: anna}, bo, own, false},
		{"whoever_wrote_it_down_at_the_desk_does_not", approval.Asker{Person: anna, Via: bo}, bo, own, true},
		{"nor_does_a_substitute_of_theirs", approval.Asker{Person: anna, Via: bo}, cia, forBo, true},
		{"what_nobody_asked_for_is_nobodys_own", approval.Asker{}, anna, own, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := approval.Barred(c.asker, c.grant, authz.Actor{Person: c.by}); got != c.barred {
				t.Errorf("barred is %v", got)
			}
		})
	}
}
