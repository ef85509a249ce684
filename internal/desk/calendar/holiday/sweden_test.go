package holiday_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"lotsen/internal/desk/calendar/holiday"
	"lotsen/internal/testkit/shared"
)

// byName is how the list of the years 2024 to 2027 names the days.
var byName = map[string]string{
	"nyårsdagen": "new_year", "trettondedag jul": "epiphany", "långfredagen": "good_friday", "påskdagen": "easter_sunday",
	"annandag påsk": "easter_monday", "första maj": "may_day", "Kristi himmelsfärdsdag": "ascension", "pingstdagen": "whit_sunday",
	"nationaldagen": "national_day", "midsommarafton": "midsummer_eve", "midsommardagen": "midsummer_day",
	"alla helgons dag": "all_saints", "julafton": "christmas_eve", "juldagen": "christmas_day", "annandag jul": "boxing_day",
	"nyårsafton": "new_years_eve",
}

func Test_the_arithmetic_gives_the_list_of_four_years_day_by_day(t *testing.T) {
	t.Parallel()
	f, err := os.Open(filepath.Join(shared.Dir(t), "helgdagar", "helgdagar-2024-2027.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var want, got [][]string
	for _, r := range rows[1:] {
		want = append(want, []string{r[0], r[1], byName[r[2]], r[3]})
	}
	for year := 2024; year <= 2027; year++ {
		for _, d := range holiday.Sweden(year) {
			day := []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}[d.Date.Weekday()]
			got = append(got, []string{d.Date.String(), day, d.Code, string(d.Kind)})
		}
	}
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Fatalf("got %v\nwant %v", got, want)
	}
}

func Test_easter_falls_where_almanacs_say(t *testing.T) {
	t.Parallel()
	for _, want := range []string{
		"1818-03-22", "1943-04-25", "1961-04-02", "1981-04-19", "2000-04-23", "2008-03-23", "2019-04-21", "2035-03-25", "2038-04-25",
		"2049-04-18", "2076-04-19", "2100-03-28", "2285-03-22",
	} {
		d, err := holiday.Parse(want)
		if err != nil {
			t.Fatal(err)
		}
		if got := holiday.Easter(d.Year()); got != d {
			t.Errorf("easter %s, want %s", got, want)
		}
	}
}

func Test_every_year_keeps_the_law(t *testing.T) {
	t.Parallel()
	for year := 1953; year <= 2400; year++ {
		days := map[string]holiday.Date{}
		for _, d := range holiday.Sweden(year) {
			days[d.Code] = d.Date
			if single, ok := holiday.InSweden(d.Date); !ok || single.Kind == holiday.Eve && d.Kind == holiday.Public {
				t.Fatalf("%s %s alone is %v", d.Code, d.Date, single)
			}
			if d.Date.Year() != year {
				t.Fatalf("%s of %d is %s", d.Code, year, d.Date)
			}
		}
		between := func(code string, day time.Weekday, from, to holiday.Date) {
			if d := days[code]; d.Weekday() != day || d < from || d > to {
				t.Errorf("%d: %s is %s, a %s", year, code, d, d.Weekday())
			}
		}
		between("easter_sunday", time.Sunday, holiday.On(year, 3, 22), holiday.On(year, 4, 25))
		between("good_friday", time.Friday, holiday.On(year, 3, 20), holiday.On(year, 4, 23))
		between("ascension", time.Thursday, holiday.On(year, 4, 30), holiday.On(year, 6, 3))
		between("whit_sunday", time.Sunday, holiday.On(year, 5, 10), holiday.On(year, 6, 13))
		between("midsummer_day", time.Saturday, holiday.On(year, 6, 20), holiday.On(year, 6, 26))
		between("midsummer_eve", time.Friday, holiday.On(year, 6, 19), holiday.On(year, 6, 25))
		between("all_saints", time.Saturday, holiday.On(year, 10, 31), holiday.On(year, 11, 6))
		if _, ok := days["national_day"]; ok != (year >= 2005) {
			t.Errorf("%d: national day %v", year, ok)
		}
	}
}

func Test_a_date_is_its_day_and_comes_back_as_written(t *testing.T) {
	t.Parallel()
	for d := holiday.On(1899, 12, 25); d < holiday.On(2101, 1, 5); d++ {
		back, err := holiday.Parse(d.String())
		if err != nil || back != d || holiday.On(d.Civil()) != d || d.Weekday() != time.Unix(int64(d)*86400, 0).UTC().Weekday() {
			t.Fatalf("%d is written %s and read %d (%v), a %s", d, d, back, err, d.Weekday())
		}
	}
	if _, ok := holiday.InSweden(holiday.On(2026, 4, 2)); ok {
		t.Error("Maundy Thursday has become a holiday")
	}
}
