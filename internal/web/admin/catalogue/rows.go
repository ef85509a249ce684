package catalogue

import (
	"strconv"
	"strings"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/web"
)

// parts are the names of a row's fields, by its sort.
var parts = map[string][]string{
	"price": {"kind", "ore", "per", "from"},
	"step":  {"by", "seq", "over"},
	"field": {"key", "sv", "en", "help_sv", "help_en", "type", "choices", "required", "fill", "min", "max"},
}

// arrange does what a button of the form says with its rows: "field.add", "field.up.2", "field.down.2", "field.drop.2".
// It reports whether it was such a button.
func arrange(f *web.Form) bool {
	said := strings.Split(f.Get("do"), ".")
	names, ok := parts[said[0]]
	if !ok || len(said) < 2 {
		return false
	}
	count := said[0] + "s"
	most := map[string]int{"price": catalogue.MaxPrices, "step": catalogue.MaxSteps, "field": catalogue.MaxFields}[said[0]]
	n := rows(f, count, most)
	if said[1] == "add" {
		if n < most {
			f.Set(count, strconv.Itoa(n+1))
			begin(f, said[0], n)
		}
		return true
	}
	if len(said) != 3 {
		return true
	}
	at, err := strconv.Atoi(said[2])
	if err != nil || at < 0 || at >= n {
		return true
	}
	switch said[1] {
	case "up":
		swap(f, said[0], names, at, at-1, n)
	case "down":
		swap(f, said[0], names, at, at+1, n)
	case "drop":
		for i := at; i < n-1; i++ {
			swap(f, said[0], names, i, i+1, n)
		}
		for _, name := range names {
			f.Set(row(said[0], n-1)+name, "")
		}
		f.Set(count, strconv.Itoa(n-1))
	}
	return true
}

// begin gives a new row its usual answers.
func begin(f *web.Form, sort string, n int) {
	switch sort {
	case "price":
		f.Set(row(sort, n)+"per", catalogue.Once)
	case "step":
		f.Set(row(sort, n)+"seq", strconv.Itoa(n+1))
		f.Set(row(sort, n)+"by", string(catalogue.ByReference))
	case "field":
		f.Set(row(sort, n)+"type", string(catalogue.Text))
	}
}

func swap(f *web.Form, sort string, names []string, a, b, n int) {
	if b < 0 || b >= n {
		return
	}
	for _, name := range names {
		one, other := row(sort, a)+name, row(sort, b)+name
		x, y := f.Words(one), f.Words(other)
		f.Set(one, y)
		f.Set(other, x)
	}
}
