package house

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// ranks reads the capabilities and their ranks out of docs/architecture.md: the drawing and the rule are one.
func ranks(t *testing.T) map[string]int {
	t.Helper()
	raw, err := os.ReadFile(root + "/docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, m := range regexp.MustCompile("(?m)^\\| `desk/([a-z]+)` \\| (\\d+) \\|").FindAllStringSubmatch(string(raw), -1) {
		rank, err := strconv.Atoi(m[2])
		if err != nil {
			t.Fatal(err)
		}
		out[m[1]] = rank
	}
	return out
}

// capability is the folder below internal/desk that a package belongs to; "" for others.
func capability(pkg string) string {
	rest, ok := strings.CutPrefix(pkg, "internal/desk/")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, "/")
	return name
}

func TestEvery_capability_stands_in_the_drawing(t *testing.T) {
	rank := ranks(t)
	seen := map[string]bool{}
	for _, s := range all(t) {
		if c := capability(s.pkg()); c != "" {
			seen[c] = true
			if _, ok := rank[c]; !ok {
				t.Errorf("%s: capability %q has no line in docs/architecture.md", s.path, c)
			}
		}
	}
	for c := range rank {
		if !seen[c] {
			t.Errorf("docs/architecture.md draws desk/%s, which does not exist", c)
		}
	}
}

func TestImports_go_down_only(t *testing.T) {
	rank := ranks(t)
	for _, s := range all(t) {
		if s.test() {
			continue
		}
		for _, path := range s.imports {
			to, ours := strings.CutPrefix(path, "lotsen/")
			if problem := forbidden(rank, s.pkg(), to, ours, path); problem != "" {
				t.Errorf("%s imports %s: %s", s.path, path, problem)
			}
		}
	}
}

// forbidden says why a package may not import another; "" when it may.
func forbidden(rank map[string]int, from, to string, ours bool, path string) string {
	floor := func(pkg string) string {
		parts := strings.Split(pkg, "/")
		if len(parts) < 2 || parts[0] != "internal" {
			return parts[0]
		}
		return parts[1]
	}
	if !ours {
		if floor(from) == "desk" && (path == "net/http" || strings.HasPrefix(path, "github.com/a-h/templ")) {
			return "a capability knows nothing of HTTP and pages"
		}
		return ""
	}
	switch floor(from) {
	case "kit":
		if f := floor(to); f != "kit" && f != "migrations" {
			return "the foundation knows no word of the domain"
		}
	case "desk":
		if f := floor(to); f != "desk" && f != "kit" && f != "testkit" {
			return "a capability knows no edge"
		}
		a, b := capability(from), capability(to)
		if b != "" && a != b && rank[b] >= rank[a] {
			return "its rank is " + strconv.Itoa(rank[b]) + ", ours is " + strconv.Itoa(rank[a])
		}
	case "channel":
		if f := floor(to); f == "web" || f == "app" {
			return "a channel stands beside the pages, not on them"
		}
	case "web":
		if f := floor(to); f == "channel" || f == "app" {
			return "pages know capabilities, not other edges"
		}
	}
	if floor(to) == "app" && floor(from) != "app" && floor(from) != "cmd" && from != "internal/testkit/site" && floor(from) != "bench" && floor(from) != "faults" {
		return "the wiring is known by nobody"
	}
	if floor(to) == "testkit" && !strings.Contains(from, "test") && floor(from) != "tool" {
		return "helpers of tests stay in tests"
	}
	return ""
}
