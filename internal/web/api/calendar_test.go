package api_test

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/shared"
	"lotsen/internal/testkit/site"
)

func TestCalendars_count_as_another_program_does(t *testing.T) {
	t.Parallel()
	f, err := os.Open(filepath.Join(shared.Dir(t), "sla-cases", "cases.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var cases []m
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var c m
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
	}
	site.Each(t, func(t *testing.T, s *site.Site) {
		ada, anna := as(t, s, "ada"), as(t, s, "anna")
		for _, c := range cases {
			s.Clock.Advance(time.Second) // Nobody asks as fast as a test.
			made := ada.do("POST", "/calendars", c["calendar"]).want(201)
			path := fmt.Sprintf("/calendars/%v", made.at("id"))
			if made.header.Get("Location") != "/api/v1"+path {
				t.Fatalf("location %q", made.header.Get("Location"))
			}
			anna.do("POST", path+"/due", m{"start": c["start"], "minutes": c["minutes"], "pauses": c["pauses"]}).want(200).is("due", c["due"])
			anna.do("POST", path+"/worked", m{"start": c["start"], "end": c["measure_end"], "pauses": c["pauses"]}).want(200).is("minutes", c["worked_until_end"])
		}
	})
}

func TestCalendar_days_are_those_of_the_almanac(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SL-03")
		ada := as(t, s, "ada")
		week := m{}
		for _, day := range []string{"mon", "tue", "wed", "thu", "fri"} {
			week[day] = [][]string{{"07:30", "16:30"}}
		}
		made := ada.do("POST", "/calendars", m{"name": "Kontoret", "hours": week, "holidays": "SE", "days": []m{
			{"date": "2026-06-19", "name": "Midsommarafton"}, {"date": "2026-04-30", "name": "Valborg", "hours": [][]string{{"07:30", "12:00"}}},
		}}).want(201)
		path := fmt.Sprintf("/calendars/%v/days?year=", made.at("id"))
		year := map[string]m{}
		for _, d := range ada.do("GET", path+"2026", nil).want(200).at("items").([]any) {
			year[d.(m)["date"].(string)] = d.(m)
		}
		for date, want := range map[string]string{
			"2026-04-03": "long public []", "2026-06-19": "Mids local []", "2026-04-30": "Valb local [[07:30 12:00]]", "2026-04-02": " [[07:30 16:30]]",
			"2026-12-24": "jula eve [[07:30 16:30]]", "2026-04-04": " []",
		} {
			d := year[date]
			name := strings.NewReplacer("å", "o").Replace(d["name"].(string))
			if got := strings.TrimLeft(fmt.Sprintf("%.4s %v %v", name, d["kind"], d["open"]), " "); got != strings.TrimLeft(want, " ") {
				t.Errorf("%s is %q, want %q", date, got, want)
			}
		}
		if len(year) != 365 || year["2026-04-03"]["weekday"] != "fri" {
			t.Errorf("%d days, Good Friday a %v", len(year), year["2026-04-03"]["weekday"])
		}
		almanac(t, ada, fmt.Sprintf("/calendars/%v/days?year=", ada.do("POST", "/calendars", m{"hours": week, "holidays": "SE", "eves_closed": true}).want(201).at("id")))
		if n := len(ada.do("GET", path+"2048", nil).want(200).at("items").([]any)); n != 366 {
			t.Errorf("2048 has %d days", n)
		}
		ada.do("GET", path+"2999", nil).want(422)
		ada.do("GET", path+"soon", nil).want(422)
	})
}

// almanac compares with the list of four years.
func almanac(t *testing.T, c *client, path string) {
	t.Helper()
	f, err := os.Open(filepath.Join(shared.Dir(t), "helgdagar", "helgdagar-2024-2027.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for year := 2024; year <= 2027; year++ {
		for _, v := range c.do("GET", path+fmt.Sprint(year), nil).want(200).at("items").([]any) {
			if d := v.(m); d["kind"] != "" {
				got = append(got, fmt.Sprintf("%v,%v,%v,%v", d["date"], d["weekday"], d["name"], d["kind"]))
				if len(d["open"].([]any)) > 0 {
					t.Errorf("open on %v", d)
				}
			}
		}
	}
	for i, r := range rows[1:] {
		if i >= len(got) || got[i] != strings.Join(r, ",") {
			t.Fatalf("row %d: %q is not among the days", i, r)
		}
	}
	if len(got) != len(rows)-1 {
		t.Errorf("%d days, want %d", len(got), len(rows)-1)
	}
}

func TestCalendars_are_liberal_in_form_and_strict_in_sense(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		ada := as(t, s, "ada")
		made := ada.do("POST", "/calendars", `{"hours": {"mon": [["22:00", "02:00"], ["0:00", "06.00"]], "Tuesday": null, "sun": [["23:00", "24:00"]]}, "holidays": null, "eves_closed": null, "zone": null}`).want(201)
		made.is("zone", "Europe/Stockholm").is("holidays", nil).is("hours.sun.0", "[23:00 24:00]").is("hours.mon.0", "[22:00 02:00]")
		path := fmt.Sprintf("/calendars/%v", made.at("id"))
		ada.do("POST", path+"/due", `{"start": "2026-03-02T00:00", "minutes": 420, "pauses": null}`).want(200).is("due", "2026-03-02T22:00:00Z")
		ada.do("POST", path+"/due", `{"start": "2026-03-02T05:00:00+01:00", "minutes": 0, "pauses": []}`).want(200).is("due", "2026-03-02T04:00:00Z")
		ada.do("POST", path+"/due", `{"start": "2026-03-02T05:00:00Z", "minutes": 10, "pauses": [["2026-03-01T00:00:00Z", null]]}`).want(200).is("due", nil)
		ada.do("POST", path+"/worked", `{"start": "2026-03-02T00:00:00+01:00", "end": "2026-03-02T00:00:30+01:00"}`).want(200).is("minutes", 0.5)
		never := fmt.Sprintf("/calendars/%v", ada.do("POST", "/calendars", `{"hours": {}}`).want(201).at("id"))
		ada.do("POST", never+"/due", `{"start": "2026-03-02T05:00:00Z", "minutes": 1}`).want(200).is("due", nil)
		ada.do("POST", never+"/worked", `{"start": "1900-03-02T05:00:00Z", "end": "2200-03-02T05:00:00Z"}`).want(200).is("minutes", 0)

		for body, field := range map[string]string{
			`{}`:                     "body",
			`{"hours": {"mån": []}}`: "hours.mån",
			`{"hours": {"mon": [["07:00", "07:00"]]}}`:                                  "hours.mon",
			`{"hours": {"mon": [["25:00", "26:00"]]}}`:                                  "hours.mon",
			`{"hours": {"mon": [["24:00", "25:00"]]}}`:                                  "hours.mon",
			`{"hours": {"mon": [["07:00"]]}}`:                                           "hours.mon",
			`{"hours": {"mon": "07-16"}}`:                                               "hours.mon",
			`{"hours": {}, "zone": "Mars/Phobos"}`:                                      "zone",
			`{"hours": {}, "zone": "../etc/passwd"}`:                                    "zone",
			`{"hours": {}, "holidays": "NO"}`:                                           "holidays",
			`{"hours": {}, "valid_from": "i dag"}`:                                      "valid_from",
			`{"hours": {}, "colour": "blue"}`:                                           "colour",
			`{"hours": {}, "days": [{"date": "2026-02-30", "name": "Skottdagen"}]}`:     "days",
			`{"hours": {}, "days": [{"date": "2026-02-27", "name": ""}]}`:               "day",
			`{"hours": {}, "days": [{"date": "2026-02-27", "name": "x", "hours":[1]}]}`: "days",
		} {
			if got := ada.do("POST", "/calendars", body).want(422); !strings.Contains(string(got.raw), field) {
				t.Errorf("%s: %q is not named in %s", body, field, got.raw)
			}
		}
		for body, field := range map[string]string{
			`{"start": "i går", "minutes": 1}`:                                                                              "start",
			`{"start": "2026-03-02T05:00:00Z", "minutes": -1}`:                                                              "minutes",
			`{"start": "2026-03-02T05:00:00Z", "minutes": "many"}`:                                                          "minutes",
			`{"start": "2026-03-02T05:00:00Z", "minutes": 1e300}`:                                                           "minutes",
			`{"start": "2026-03-02T05:00:00Z"}`:                                                                             "body",
			`{"start": "9999-03-02T05:00:00Z", "minutes": 1}`:                                                               "start",
			`{"start": "2026-03-02T05:00:00Z", "minutes": 1, "pauses": [["2026-03-02T05:00:00Z"]]}`:                         "pauses",
			`{"start": "2026-03-02T05:00:00Z", "minutes": 1, "pauses": [["2026-03-03T05:00:00Z", "2026-03-02T05:00:00Z"]]}`: "pauses.0",
		} {
			if got := ada.do("POST", path+"/due", body).want(422); !strings.Contains(string(got.raw), field) {
				t.Errorf("%s: %q is not named in %s", body, field, got.raw)
			}
		}
		ada.do("POST", path+"/worked", `{"start": "2026-03-02T05:00:00Z", "end": "2026-03-01T05:00:00Z"}`).want(422)
		ada.do("POST", "/calendars/0/due", `{"start": "2026-03-02T05:00:00Z", "minutes": 1}`).want(404)
		ada.do("GET", "/calendars/x", nil).want(404)
		as(t, s, "anna").do("POST", "/calendars", `{"hours": {}}`).want(403)
		as(t, s, "siv").do("GET", path, nil).want(404)
		as(t, s, "").do("GET", path, nil).want(401)

		first := ada.do("GET", "/calendars?limit=1", nil).want(200).is("items.0.id", made.at("id"))
		ada.do("GET", "/calendars?limit=1&cursor="+first.str("next"), nil).want(200).is("next", nil)
		ada.do("GET", "/calendars?cursor=!", nil).want(422)
		if n := len(as(t, s, "siv").do("GET", "/calendars", nil).want(200).at("items").([]any)); n != 0 {
			t.Errorf("a stranger sees %d calendars", n)
		}
	})
}

func TestThe_same_time_has_other_deadlines_in_another_organisation(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SL-02")
		by := authz.System("test")
		org, err := s.App.Directory.Organisation(t.Context(), by, directory.OrgID(s.Actor(t, "siv").Org))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.App.Directory.ChangeOrganisation(t.Context(), by, org.ID, org.Version, directory.OrganisationInput{Name: org.Name, Preset: "ekdal"}); err != nil {
			t.Fatal(err)
		}
		anna, siv := as(t, s, "anna"), as(t, s, "siv")
		// The same case, reported at the same time: Monday, after the second has closed.
		s.Clock.Advance(7 * time.Hour)
		eva := as(t, s, "eva")
		var due [2]string
		for i, c := range []*client{eva, siv} {
			made := c.do("POST", "/tickets", m{"title": "Skärmen är svart", "impact": 1, "urgency": 1}).want(201)
			due[i] = c.do("GET", "/tickets/"+made.str("ref"), nil).want(200).str("due_at")
		}
		if due[0] != "2026-03-02T16:15:00Z" || due[1] <= due[0] { // The second answers no earlier than tomorrow.
			t.Errorf("cases are due %v", due)
		}
		for start, want := range map[string][2]string{
			"2026-03-05T15:00": {"2026-03-05T19:00", "2026-03-06T10:00"}, // Thursday.
			"2026-03-06T15:00": {"2026-03-06T19:00", "2026-03-09T10:30"}, // Friday.
			"2026-04-02T16:00": {"2026-04-02T20:00", "2026-04-07T11:00"}, // Before Easter.
		} {
			body := m{"start": start, "minutes": 240}
			for i, c := range []*client{anna, siv} {
				due := c.do("POST", "/calendars/own/due", body).want(200).str("due")
				at, err := time.Parse(time.RFC3339, due)
				if err != nil {
					t.Fatal(err)
				}
				zone, _ := time.LoadLocation("Europe/Stockholm")
				if got := at.In(zone).Format("2006-01-02T15:04"); got != want[i] {
					t.Errorf("%s is due %s, want %s", start, got, want[i])
				}
			}
		}
	})
}

func TestSeventy_two_hours_over_a_night_that_is_shorter_are_seventy_two_hours(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "SL-20")
		ada := as(t, s, "ada")
		hours := m{}
		for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
			hours[day] = [][]string{{"00:00", "24:00"}}
		}
		path := fmt.Sprintf("/calendars/%v", ada.do("POST", "/calendars", m{"hours": hours}).want(201).at("id"))
		// Friday noon to Monday: an hour less by the watch in March, an hour more in October.
		ada.do("POST", path+"/due", m{"start": "2026-03-27T12:00", "minutes": 72 * 60}).want(200).is("due", "2026-03-30T11:00:00Z")
		ada.do("POST", path+"/due", m{"start": "2026-10-23T12:00", "minutes": 72 * 60}).want(200).is("due", "2026-10-26T10:00:00Z")
		ada.do("POST", path+"/worked", m{"start": "2026-03-29T00:00", "end": "2026-03-30T00:00"}).want(200).is("minutes", 23*60)
		ada.do("POST", path+"/worked", m{"start": "2026-10-25T00:00", "end": "2026-10-26T00:00"}).want(200).is("minutes", 25*60)
		// Opening hours are what the watch shows on either side.
		ada.do("POST", "/calendars/own/due", m{"start": "2026-03-28T21:00", "minutes": 120}).want(200).is("due", "2026-03-29T06:00:00Z")
	})
}
