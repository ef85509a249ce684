package api_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"lotsen/internal/desk/report"
	"lotsen/internal/desk/search"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/textindex"
	"lotsen/internal/testkit/shared"
	"lotsen/internal/testkit/site"
)

// Every string that breaks things goes in as title and text, and comes back, is found, and is exported unharmed.
func TestNaughty_strings_come_back_as_they_went_in(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join(shared.Dir(t), "naughty-strings", "blns.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	site.Each(t, func(t *testing.T, s *site.Site) {
		// A token, because a person at a browser is held to what a person can type.
		token, err := s.App.Access.CreateToken(t.Context(), authz.System("test"), "script", s.Person(t, "anna"))
		if err != nil {
			t.Fatal(err)
		}
		anna, eva := as(t, s, "").with("Authorization", "Bearer "+token), as(t, s, "eva")
		titles := map[string]string{}
		found, visible := 0, 0
		for i, text := range all {
			title := text
			if strings.TrimSpace(text) == "" || len([]rune(text)) > 250 || strings.ContainsAny(text, "\r\n\v\f\u0085\u2028\u2029") {
				title = "Sträng"
			}
			made := anna.do("POST", "/tickets", m{"title": title, "text": "<" + text + ">"})
			if made.status == 422 && title != "Sträng" {
				// Nothing of it can be seen: a title must say something.
				title = "Sträng"
				made = anna.do("POST", "/tickets", m{"title": title, "text": "<" + text + ">"})
			}
			ref := made.want(201).str("ref")
			titles[ref] = norm.NFC.String(title)
			if got := eva.do("GET", "/tickets/"+ref, nil).want(200).str("title"); got != titles[ref] {
				t.Errorf("%d: title %q, want %q", i, got, titles[ref])
			}
			want := norm.NFC.String("<" + text + ">")
			if got := eva.do("GET", "/tickets/"+ref+"/messages", nil).want(200).str("items.0.text"); got != want {
				t.Errorf("%d: text %q, want %q", i, got, want)
			}
			if len(textindex.Query(text)) == 0 {
				continue
			}
			visible++
			p, err := s.App.Search.Tickets(t.Context(), s.Actor(t, "eva"), text, search.Options{Limit: 100})
			if err != nil {
				t.Fatalf("search %q: %v", text, err)
			}
			if slices.ContainsFunc(p.Hits, func(h search.Hit) bool { return h.ID.String() == ref }) {
				found++
			} else {
				t.Errorf("%d: %q is not found", i, text)
			}
		}
		if visible < 470 || found < visible {
			t.Errorf("%d of %d are found", found, visible)
		}
		exported(t, eva, titles)
	})
}

func exported(t *testing.T, eva *client, titles map[string]string) {
	t.Helper()
	a := eva.do("GET", "/tickets/export?queue=all", nil).want(200)
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(a.raw), "\ufeff")))
	r.Comma = ';'
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != len(titles)+1 {
		t.Fatalf("%d lines of %d tickets", len(lines)-1, len(titles))
	}
	for _, line := range lines[1:] {
		want := titles[line[0]]
		if line[1] != want && line[1] != report.SafeCell(want) {
			t.Errorf("%s: exported %q, want %q", line[0], line[1], want)
		}
		if line[1] != "" && strings.ContainsRune("=+-@|%\t", rune(line[1][0])) {
			t.Errorf("%s: a spreadsheet takes %q for a formula", line[0], line[1])
		}
	}
}
