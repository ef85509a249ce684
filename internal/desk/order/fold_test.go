package order_test

import (
	"testing"

	"lotsen/internal/desk/order"
)

func TestFold(t *testing.T) {
	t.Parallel()
	type states = []order.State
	for name, row := range map[string]struct {
		lines states
		want  order.State
	}{
		"no_lines_are_nothing_to_do":               {nil, order.Cancelled},
		"one_line_is_the_order":                    {states{order.Ordered}, order.Ordered},
		"what_waits_for_a_yes_holds_the_order":     {states{order.Started, order.Approval}, order.Approval},
		"what_is_to_be_specified_goes_before":      {states{order.Approval, order.Specify}, order.Specify},
		"a_fault_is_what_must_be_seen":             {states{order.Accepted, order.Fault, order.Approval}, order.Fault},
		"one_refused_does_not_end_the_others":      {states{order.Rejected, order.Ordered}, order.Ordered},
		"one_cancelled_does_not_end_the_others":    {states{order.Cancelled, order.Started}, order.Started},
		"all_refused":                              {states{order.Rejected, order.Rejected}, order.Rejected},
		"refused_and_cancelled_is_refused":         {states{order.Cancelled, order.Rejected}, order.Rejected},
		"all_cancelled":                            {states{order.Cancelled, order.Cancelled}, order.Cancelled},
		"the_first_delivery_means_it_has_begun":    {states{order.Ordered, order.Delivered}, order.Started},
		"accepted_and_still_ordered_is_under_way":  {states{order.Accepted, order.Ordered}, order.Started},
		"all_delivered":                            {states{order.Delivered, order.Delivered}, order.Delivered},
		"delivered_and_accepted_waits_for_a_word":  {states{order.Accepted, order.Delivered}, order.Delivered},
		"all_accepted":                             {states{order.Accepted, order.Accepted}, order.Accepted},
		"accepted_with_one_refused_is_accepted":    {states{order.Accepted, order.Rejected}, order.Accepted},
		"delivered_with_one_cancelled_is_complete": {states{order.Cancelled, order.Delivered}, order.Delivered},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := order.Fold(row.lines); got != row.want {
				t.Errorf("%v come to %s, want %s", row.lines, got, row.want)
			}
		})
	}
}
