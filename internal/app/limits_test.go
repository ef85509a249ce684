package app_test

import (
	"strings"
	"testing"

	"lotsen/internal/app"
	"lotsen/internal/testkit/site"
)

// cheap are routes whose names sound dear: a list of files that suppliers have left, and the form of a report-back.
var cheap = map[string]bool{"GET /desk/suppliers/{id}/reports": true, "GET /assignments/{ref}/report": true}

func TestEvery_dear_route_is_there(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, e := range site.New(t).App.Routes.Table() {
		known[e.Pattern] = true
		if strings.Contains(e.Pattern, "/search") || strings.Contains(e.Pattern, "/report") && strings.HasPrefix(e.Pattern, "GET ") && e.Pattern != "GET /report" ||
			strings.Contains(e.Pattern, "export") || e.Pattern == "POST /login" {
			if _, ok := app.Lanes()[e.Pattern]; !ok && !cheap[e.Pattern] {
				t.Errorf("%s looks dear and has no lane", e.Pattern)
			}
		}
	}
	for pattern := range cheap {
		if !known[pattern] {
			t.Errorf("%s is no route", pattern)
		}
	}
	for pattern := range app.Lanes() {
		if !known[pattern] {
			t.Errorf("%s is no route", pattern)
		}
	}
}
