package e2e_test

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/browser"
	"lotsen/internal/testkit/webtest"
)

// TestEverywhere_one_gets_by_links follows every link that people of the demo world have, once for each kind of page:
// nothing that is offered leads nowhere, and every page is without accessibility findings on a phone and on a wide screen.
// A page that is built tomorrow is looked at as soon as a link leads to it.
func TestEverywhere_one_gets_by_links(t *testing.T) {
	a := demoWorld(t)
	base := listen(t, a)
	token := func(login string) string {
		p, err := a.Directory.PersonByLogin(t.Context(), authz.System("test"), "demo."+login)
		if err != nil {
			t.Fatal(err)
		}
		token, _, err := a.Access.LoginAs(t.Context(), access.Client{Agent: "test"}, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	looked := map[string]bool{}
	for _, person := range []string{"anna", "olle", "eva", "tomas", "lars", "maria", "sara", "karin", "gun", "yasmin", "borje", "klara", "per"} {
		// Whoever reads a solution for the first time is noted to have been told, which costs three statements more than a page.
		visitor := webtest.New(t, a.Handler(), webtest.Options{SignIn: token, Statements: 15}).As(person)
		paths := follow(t, visitor, "/", "/desk", "/admin", "/contact")
		p := browser.Open(t, base+"/contact")
		browser.Eval[string](p, fmt.Sprintf("document.cookie = 'lotsen_session=%s; path=/'", token(person)))
		n := 0
		for _, path := range paths {
			if kind := kindOf(path); !looked[kind] {
				looked[kind], n = true, n+1
				p.Go(base + path)
				name := person + "_" + strings.Trim(strings.NewReplacer("/", "_", "?", "_", "&", "_", "=", "").Replace(kind), "_")
				browser.AxeIn(t, p, name, 320, false)
				browser.AxeIn(t, p, name, 1280, true)
			}
		}
		t.Logf("%s reaches %d kinds of pages, %d of them nobody before", person, len(paths), n)
	}
}

// mostOfKind is how many pages of one kind are opened: cases differ by their state.
const mostOfKind = 4

// follow opens what the links lead to, from some addresses on, and returns the pages.
func follow(t *testing.T, v *webtest.Visitor, from ...string) []string {
	t.Helper()
	times, seen := map[string]int{}, map[string]bool{}
	var pages []string
	for line := slices.Clone(from); len(line) > 0; line = line[1:] {
		path := line[0]
		kind := kindOf(path)
		if seen[path] || times[kind] >= mostOfKind || leads(path) {
			continue
		}
		seen[path] = true
		times[kind]++
		p := v.Get(path)
		if slices.Contains(from, path) && (p.Status == 403 || p.Status == 404) {
			continue // Not everybody works at the desk.
		}
		if p.Status != 200 {
			t.Errorf("a link leads to %s, which answers %d", path, p.Status)
		}
		if p.Doc == nil {
			continue // A file.
		}
		if times[kind] == 1 {
			pages = append(pages, p.Path)
		}
		line = append(line, p.Hrefs()...)
	}
	return pages
}

// leads reports whether an address is none of a page: it ends the session, changes the language, or is a file.
func leads(path string) bool {
	return strings.Contains(path, "lang=") || strings.HasPrefix(path, "/logout") || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/attachments/")
}

var (
	numbers = regexp.MustCompile(`(?:L-)?\d+`)
	// codes are parts of addresses that are people's own words.
	codes = regexp.MustCompile(`^/admin/(settings|kinds|pauses)/[^/]+`)
)

// kindOf is an address without what names one thing among its like.
func kindOf(path string) string {
	u, err := url.Parse(path)
	if err != nil {
		return path
	}
	kind := numbers.ReplaceAllString(codes.ReplaceAllString(u.Path, "/admin/$1/x"), "0")
	names := make([]string, 0, len(u.Query()))
	for name := range u.Query() {
		names = append(names, name)
	}
	slices.Sort(names)
	// What stands in the query narrows a list or says where one came from: few of them make another page.
	if len(names) > 0 {
		kind += "?"
	}
	return kind
}
