package rule

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWhat_becomes_of_an_order_follows_from_its_answers(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		rule  string
		facts Facts
		want  Outcome
	}{
		"software for six computers is packaged by IT":    {Packaging, Facts{Values: map[string]string{"devices": "6"}}, Outcome{Route: RoutePackaging, Ticket: CaseRequest}},
		"software for five is installed by the operation": {Packaging, Facts{Values: map[string]string{"devices": "5"}}, Outcome{Route: RouteOperation, Ticket: CaseRequest}},
		"without a number the quantity counts":            {Packaging, Facts{Quantity: 6}, Outcome{Route: RoutePackaging, Ticket: CaseRequest}},
		"a new system is a development case":              {NewSystem, Facts{}, Outcome{Route: RouteForum, Ticket: CaseDevelopment}},
		"an addition is the strategist's to decide":       {Addition, Facts{}, Outcome{Route: RouteStrategist, Ticket: CaseDevelopment}},
		"a printer in the network suggests follow me":     {FollowMe, Facts{Network: true}, Outcome{Suggest: []string{FollowMeKey}}},
		"a printer on a desk suggests nothing":            {FollowMe, Facts{}, Outcome{}},
		"a pupil's computer has an agreed life":           {AgreedLife, Facts{}, Outcome{Agreed: true}},
		"the desk helps":                                  {Help, Facts{}, Outcome{Ticket: CaseRequest}},
		"time is charged by the hour":                     {Hourly, Facts{}, Outcome{Hourly: true}},
		"a rule that is not known changes nothing":        {"made up", Facts{Quantity: 9}, Outcome{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(x.want, Of(x.rule, x.facts)); diff != "" {
				t.Error(diff)
			}
		})
	}
	for _, name := range Names() {
		if _, ok := rules[name]; !ok {
			t.Errorf("rule %s is listed and does not exist", name)
		}
	}
}

func TestA_lent_computer_is_charged_in_whole_weeks(t *testing.T) {
	t.Parallel()
	day := func(s string) time.Time {
		at, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, x := range []struct {
		from, to string
		want     int
	}{
		{"2026-03-02", "2026-03-02", 1},
		{"2026-03-02", "2026-03-03", 1},
		{"2026-03-02", "2026-03-08", 1},
		{"2026-03-02", "2026-03-09", 2},
		{"2026-03-23", "2026-04-05", 2}, // The clocks change between them.
	} {
		if got := Weeks(day(x.from), day(x.to)); got != x.want {
			t.Errorf("%s to %s: %d weeks, want %d", x.from, x.to, got, x.want)
		}
	}
}
