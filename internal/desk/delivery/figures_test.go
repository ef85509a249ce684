package delivery

import "testing"

func TestThe_median_is_what_half_of_the_deliveries_took(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		took map[int]int64
		want int
	}{
		"one":     {map[int]int64{4: 1}, 4},
		"three":   {map[int]int64{1: 1, 5: 1, 30: 1}, 5},
		"many":    {map[int]int64{2: 10, 3: 1, 40: 5}, 2},
		"in_half": {map[int]int64{2: 1, 6: 1}, 6},
	} {
		if got, ok := (Tally{took: c.took}).Median(); !ok || got != c.want {
			t.Errorf("%s: %d, %v", name, got, ok)
		}
	}
	if _, ok := (Tally{}).Median(); ok {
		t.Error("nothing has a median")
	}
}

func TestA_price_is_charged_once_or_again_and_hours_when_they_are_worked(t *testing.T) {
	t.Parallel()
	task := Task{ID: 7, Line: 8, Quantity: 2, prices: []Price{
		{Kind: "installation", Ore: 150_000, Per: "once"}, {Kind: "rent", Ore: 12_500, Per: "month"}, {Kind: "hour", Ore: 95_000, Per: "hour"}, {Kind: "fee", Per: "month"},
	}}
	got := chargesOf(&task, task.Released)
	if len(got) != 2 || got[0].Ore != 300_000 || got[0].Per != "once" || got[1].Ore != 25_000 || got[1].Per != "month" {
		t.Errorf("charges: %+v", got)
	}
	if ore, ok := hourPrice(&task); !ok || worked(ore, 20) != 31_667 {
		t.Errorf("20 minutes cost %d", worked(ore, 20))
	}
}
