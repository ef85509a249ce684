package common_test

import (
	"testing"

	"lotsen/internal/desk/common"
)

func TestThe_rule_rises_at_once_and_sinks_late(t *testing.T) {
	t.Parallel()
	r := common.Rule{Children: []int{50, 10, 5, 3}, Residents: []int{5000, 500, 100, 20}, Keeps: 70}
	for _, c := range []struct{ children, residents, was, want int }{
		{0, 0, 0, 0},
		{2, 0, 0, 0},
		{3, 0, 0, 4},
		{9, 0, 3, 3},
		{10, 0, 3, 2},
		{50, 0, 2, 1},
		{0, 500, 0, 2},
		{0, 499, 0, 3},
		{3, 5000, 4, 1},
		// Ten gave priority 2: it stands until fewer than seven are left.
		{9, 0, 2, 2},
		{7, 0, 2, 2},
		{6, 0, 2, 3},
		{2, 0, 2, 0},
		{3, 0, 4, 4},
		{2, 0, 4, 0},
		// What has not been reached is not kept.
		{49, 0, 2, 2},
		{36, 0, 2, 2},
		{36, 0, 1, 1},
	} {
		if got := r.Level(c.children, c.residents, c.was); got != c.want {
			t.Errorf("%d cases, %d residents, was %d: want %d, got %d", c.children, c.residents, c.was, c.want, got)
		}
	}
	if got := (common.Rule{Children: []int{0, 0, 0, 0}}).Level(1000, 1000, 0); got != 0 {
		t.Errorf("a rule of nothing gives %d", got)
	}
}

func TestThe_rule_never_flaps_on_one_case_more_or_less(t *testing.T) {
	t.Parallel()
	r := common.Rule{Children: []int{50, 10, 5, 4}, Keeps: 70}
	for _, threshold := range []int{50, 10, 5, 4} {
		was := r.Level(threshold, 0, 0)
		for range 5 {
			below := r.Level(threshold-1, 0, was)
			if below != was {
				t.Fatalf("at %d: one case less sinks from %d to %d", threshold, was, below)
			}
			was = r.Level(threshold, 0, below)
		}
	}
}
