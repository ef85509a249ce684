package api_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lotsen/internal/channel/incidents"
	"lotsen/internal/desk/access"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/shared"
	"lotsen/internal/testkit/site"
)

// expected is expected-report.json beside the log.
type expected struct {
	Events        int64            `json:"events"`
	Incidents     int64            `json:"incidents"`
	EventsByState map[string]int64 `json:"events_by_state"`
	LastState     map[string]int64 `json:"last_state"`
	Priority      map[string]int64 `json:"priority"`
	Impact        map[string]int64 `json:"impact"`
	Urgency       map[string]int64 `json:"urgency"`
	Contact       map[string]int64 `json:"contact_type"`
	CategoryTop   map[string]int64 `json:"category_top10"`
	Categories    int              `json:"categories"`
	CategoryNone  int64            `json:"category_unknown"`
	GroupTop      map[string]int64 `json:"group_top10"`
	Groups        int              `json:"groups"`
	Callers       int              `json:"callers"`
	Locations     int              `json:"locations"`
	Reopened      int64            `json:"reopened"`
	Reopens       int64            `json:"reopens_total"`
	Reassigned    int64            `json:"reassigned_at_least_once"`
	Reassignments int64            `json:"reassignments_total"`
	MadeSLA       int64            `json:"made_sla"`
	WithResolved  int64            `json:"with_resolved_at"`
	Median        float64          `json:"median_resolution_min"`
	Mean          float64          `json:"mean_resolution_min"`
	MedianClose   float64          `json:"median_open_to_close_min"`
	OpenedMonth   map[string]int64 `json:"opened_by_month"`
	ResolvedMonth map[string]int64 `json:"resolved_by_month"`
	Weekdays      []int64          `json:"opened_by_weekday_mon_sun"`
	Weeks         map[string]int64 `json:"opened_by_iso_week"`
	OpenAt        int64            `json:"open_at_2016-04-01T00:00"`
	PerPriority   map[string]struct {
		Incidents int64   `json:"incidents"`
		MadeSLA   int64   `json:"made_sla"`
		Median    float64 `json:"median_resolution_min"`
	} `json:"per_priority"`
}

// figures is a report as the interface gives it.
type figures struct {
	t    *testing.T
	Rows []struct {
		Key, Label string
		figure
	}
	Totals figure
	OpenAt int64 `json:"open_at"`
}

type figure struct {
	Tickets, Events, Reopened, Reopenings, Reassigned, Resolved int64
	HandOvers                                                   int64   `json:"hand_overs"`
	Within                                                      int64   `json:"within_target"`
	Median                                                      float64 `json:"median_minutes_to_resolve"`
	Mean                                                        float64 `json:"mean_minutes_to_resolve"`
	MedianClose                                                 float64 `json:"median_minutes_to_close"`
}

func TestEvery_figure_of_a_real_log_comes_out_of_the_report(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(shared.Dir(t), "itsm-incidents")
	raw, err := os.ReadFile(filepath.Join(folder, "expected-report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want expected
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	site.Each(t, func(t *testing.T, s *site.Site) {
		desk, err := incidents.Desk(t.Context(), s.App.Directory, "", "")
		if err != nil {
			t.Fatal(err)
		}
		mapping, err := incidents.Default()
		if err != nil {
			t.Fatal(err)
		}
		log, err := os.Open(filepath.Join(folder, "incident_event_log_slice.csv"))
		if err != nil {
			t.Fatal(err)
		}
		defer log.Close()
		if _, err := incidents.Run(t.Context(), incidents.Deps{DB: s.App.DB, Ticket: s.App.Ticket, Directory: s.App.Directory}, &mapping, desk, log); err != nil {
			t.Fatal(err)
		}
		_, err = s.App.Access.Grant(t.Context(), authz.System("test"), access.GrantInput{Person: s.Person(t, "ada"), Role: "admin", Reach: authz.Organisation, Of: int64(desk.Org)})
		if err != nil {
			t.Fatal(err)
		}
		req.Proves(t, "IN-15", "IN-17")
		ada := as(t, s, "ada")
		compare(t, ada, &want)
		found := ada.do("GET", "/search?q=INC0000067", nil).want(200)
		ada.do("GET", "/tickets/"+found.str("exact.0"), nil).want(200).is("references.0.external", "INC0000067").is("created_at", "2016-02-29T07:03:00Z").
			is("closed_at", "2016-03-07T11:00:00Z")
	})
}

func compare(t *testing.T, ada *client, want *expected) {
	t.Helper()
	by := func(group string) *figures {
		t.Helper()
		f := &figures{t: t}
		a := ada.do("GET", "/reports/tickets?from=2016-01-01&to=2016-12-31&open_at=2016-04-01T00:00&group_by="+group, nil).want(200)
		if err := json.Unmarshal(a.raw, f); err != nil {
			t.Fatal(err)
		}
		return f
	}
	all := by("none").Totals
	same := func(what string, got, want any) {
		t.Helper()
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	same("tickets", all.Tickets, want.Incidents)
	same("events", all.Events, want.Events)
	same("reopened", all.Reopened, want.Reopened)
	same("reopenings", all.Reopenings, want.Reopens)
	same("reassigned", all.Reassigned, want.Reassigned)
	same("hand-overs", all.HandOvers, want.Reassignments)
	same("within target", all.Within, want.MadeSLA)
	same("resolved", all.Resolved, want.WithResolved)
	same("median", all.Median, want.Median)
	same("mean", all.Mean, want.Mean)
	same("median to close", all.MedianClose, want.MedianClose)
	same("open", by("none").OpenAt, want.OpenAt)

	states := by("state")
	slug := func(word string) string { return strings.ReplaceAll(strings.ToLower(word), " ", "_") }
	for word, n := range want.EventsByState {
		same("events at "+word, states.row(slug(word)).Events, n)
	}
	for word, n := range want.LastState {
		same("tickets at "+word, states.row(slug(word)).Tickets, n)
	}
	for group, figures := range map[string]map[string]int64{"priority": want.Priority, "impact": want.Impact, "urgency": want.Urgency} {
		f := by(group)
		for word, n := range figures {
			same(group+" "+word, f.row(word[:1]).Tickets, n)
		}
	}
	channels := by("channel")
	same("phone", channels.row("phone").Tickets, want.Contact["Phone"])
	same("mail", channels.row("mail").Tickets, want.Contact["Email"])
	categories := by("category")
	for name, n := range want.CategoryTop {
		same(name, categories.named(name).Tickets, n)
	}
	same("categories", len(categories.Rows), want.Categories)
	same("no category", categories.row("").Tickets, want.CategoryNone)
	groups := by("group")
	for name, n := range want.GroupTop {
		if name == "?" {
			same("no group", groups.row("").Tickets, n)
			continue
		}
		same(name, groups.named(name).Tickets, n)
	}
	same("groups", len(groups.Rows), want.Groups)
	same("callers", len(by("requester").Rows), want.Callers)
	same("locations", len(by("site").Rows), want.Locations)
	for key, figures := range map[string]map[string]int64{"opened_month": want.OpenedMonth, "resolved_month": want.ResolvedMonth, "opened_week": want.Weeks} {
		f := by(key)
		for word, n := range figures {
			same(key+" "+word, f.row(word).Tickets, n)
		}
	}
	weekdays := by("opened_weekday")
	for i, n := range want.Weekdays {
		same(fmt.Sprint("weekday ", i+1), weekdays.row(fmt.Sprint(i+1)).Tickets, n)
	}
	priorities := by("priority")
	for word, p := range want.PerPriority {
		r := priorities.row(word[:1])
		same("tickets "+word, r.Tickets, p.Incidents)
		same("within target "+word, r.Within, p.MadeSLA)
		same("median "+word, r.Median, p.Median)
	}
	files(t, ada, want)
}

// files are the same figures as Swedish spreadsheets read them.
func files(t *testing.T, ada *client, want *expected) {
	t.Helper()
	a := ada.do("GET", "/reports/tickets?group_by=priority&format=csv", nil).want(200)
	text, marked := strings.CutPrefix(string(a.raw), "\ufeff")
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	lines, err := r.ReadAll()
	if err != nil || !marked || len(lines) != 6 || lines[0][0] != "key" || lines[5][0] != "total" || lines[5][2] != fmt.Sprint(want.Incidents) {
		t.Errorf("csv: %v %v", lines, err)
	}
	if !strings.Contains(text, strings.Replace(fmt.Sprint(want.Mean), ".", ",", 1)) {
		t.Errorf("no decimal comma in %s", text)
	}
	if b := ada.do("GET", "/reports/tickets?group_by=priority&format=xlsx", nil).want(200); !strings.HasPrefix(string(b.raw), "PK") {
		t.Error("no workbook")
	}
}

func (f *figures) row(key string) figure {
	f.t.Helper()
	for _, r := range f.Rows {
		if r.Key == key {
			return r.figure
		}
	}
	f.t.Errorf("no row %q", key)
	return figure{Tickets: math.MinInt64}
}

func (f *figures) named(label string) figure {
	f.t.Helper()
	for _, r := range f.Rows {
		if r.Label == label {
			return r.figure
		}
	}
	f.t.Errorf("no row called %q", label)
	return figure{Tickets: math.MinInt64}
}
