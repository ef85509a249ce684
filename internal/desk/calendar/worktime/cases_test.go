package worktime_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lotsen/internal/desk/calendar/worktime"
	"lotsen/internal/testkit/shared"
)

type given struct {
	ID       int
	Calendar struct {
		Zone       string
		Hours      map[string][][2]string
		Holidays   *string
		EvesClosed bool `json:"eves_closed"`
	}
	Start      time.Time
	Minutes    int
	Pauses     [][2]time.Time
	Due        time.Time
	MeasureEnd time.Time `json:"measure_end"`
	Worked     float64   `json:"worked_until_end"`
}

func Test_the_cases_of_another_program_come_out_to_the_minute(t *testing.T) {
	t.Parallel()
	f, err := os.Open(filepath.Join(shared.Dir(t), "sla-cases", "cases.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	for lines := bufio.NewScanner(f); lines.Scan(); n++ {
		var g given
		if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
			t.Fatal(err)
		}
		zone, err := time.LoadLocation(g.Calendar.Zone)
		if err != nil {
			t.Fatal(err)
		}
		rules := worktime.Rules{Holidays: g.Calendar.Holidays != nil, EvesClosed: g.Calendar.EvesClosed}
		for i, name := range []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} {
			for _, s := range g.Calendar.Hours[name] {
				rules.Week[i] = append(rules.Week[i], span(t, s[0], s[1]))
			}
		}
		c := worktime.New(zone, []worktime.Rules{rules})
		var pauses []worktime.Pause
		for _, p := range g.Pauses {
			pauses = append(pauses, worktime.Pause{From: p[0], To: p[1]})
		}
		if due, ok := c.Due(g.Start, time.Duration(g.Minutes)*time.Minute, pauses); !ok || !due.Equal(g.Due) {
			t.Errorf("case %d: due %s %v, want %s", g.ID, due, ok, g.Due)
		}
		if got := c.Worked(g.Start, g.MeasureEnd, pauses).Minutes(); got != g.Worked {
			t.Errorf("case %d: worked %v, want %v", g.ID, got, g.Worked)
		}
	}
	if n < 60 {
		t.Fatalf("only %d cases", n)
	}
}

func span(t *testing.T, from, to string) worktime.Span {
	t.Helper()
	s, err := worktime.ParseSpan(from, to)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
