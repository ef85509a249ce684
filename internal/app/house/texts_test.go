package house

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lotsen/internal/kit/i18n"
	"lotsen/locales"
)

func catalogue(t *testing.T) *i18n.Catalogue {
	t.Helper()
	c, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var placeholder = regexp.MustCompile(`\{([a-z_]+)\}`)

func TestBoth_languages_say_the_same(t *testing.T) {
	c := catalogue(t)
	sv, en := c.Keys(i18n.Swedish), c.Keys(i18n.English)
	for _, key := range sv {
		if !slices.Contains(en, key) {
			t.Errorf("%s is missing in English", key)
			continue
		}
		a, b := c.Forms(i18n.Swedish, key), c.Forms(i18n.English, key)
		if len(a) != len(b) || len(a) > 1 && (a["one"] == "" || a["other"] == "" || b["one"] == "" || b["other"] == "") {
			t.Errorf("%s: the plural forms differ", key)
			continue
		}
		if x, y := names(a), names(b); !slices.Equal(x, y) {
			t.Errorf("%s: placeholders %v in Swedish, %v in English", key, x, y)
		}
	}
	for _, key := range en {
		if !slices.Contains(sv, key) {
			t.Errorf("%s is missing in Swedish", key)
		}
	}
}

func names(forms map[string]string) []string {
	var out []string
	for _, text := range forms {
		for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
			if !slices.Contains(out, m[1]) {
				out = append(out, m[1])
			}
		}
	}
	slices.Sort(out)
	return out
}

// literals are all texts in quotes of the product's code; prefixes are those to which something is added.
func literals(t *testing.T) (whole map[string]string, prefixes map[string]bool) {
	t.Helper()
	whole, prefixes = map[string]string{}, map[string]bool{}
	for _, s := range all(t) {
		if strings.HasSuffix(s.path, "_test.go") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			v, err := strconv.Unquote(lit.Value)
			if err != nil {
				return true
			}
			whole[v] = s.at(lit)
			if strings.HasSuffix(v, ".") || strings.HasSuffix(v, "_") {
				prefixes[v] = true
			}
			if at, ok := strings.CutPrefix(v, "@"); ok {
				whole[at] = s.at(lit)
			}
			return true
		})
	}
	return whole, prefixes
}

func TestEvery_text_is_used(t *testing.T) {
	whole, prefixes := literals(t)
	for _, key := range catalogue(t).Keys(i18n.Swedish) {
		if _, ok := whole[key]; ok {
			continue
		}
		used := false
		for i := range key {
			if (key[i] == '.' || key[i] == '_') && prefixes[key[:i+1]] {
				used = true
			}
		}
		if !used {
			t.Errorf("nothing uses the text %s", key)
		}
	}
}

// keyCall finds keys where a text is asked for: T("a.b"), E(kind, "a.b"), Add("field", "a.b").
var keyForm = regexp.MustCompile(`^[a-z]+(\.[a-z0-9_]+)+$`)

func TestEvery_key_that_code_asks_for_is_there(t *testing.T) {
	known := catalogue(t).Keys(i18n.Swedish)
	for _, s := range all(t) {
		if s.test() {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			at := map[string]int{"T": 0, "E": 1, "Add": 1, "Flash": 0, "FlashWarning": 0}
			i, asks := at[sel.Sel.Name]
			if !asks || len(call.Args) <= i {
				return true
			}
			lit, ok := call.Args[i].(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			key, err := strconv.Unquote(lit.Value)
			if err == nil && keyForm.MatchString(key) && !slices.Contains(known, key) {
				t.Errorf("%s asks for the text %s, which does not exist", s.at(lit), key)
			}
			return true
		})
	}
}

func TestSwedish_stays_in_the_catalogues(t *testing.T) {
	// Demo data, and the words by which imports and mail recognise what others write, are Swedish by nature.
	exempt := []string{
		"internal/app/demo/", "internal/channel/", "internal/kit/", "internal/tool/", "internal/testkit/", "internal/desk/directory/roster/", "internal/desk/asset/column.go",
		"internal/web/ui/styleguide/", "internal/desk/ticket/kinddefault.go", "internal/desk/service/functions.go", "internal/app/roles.go", "internal/app/roles_order.go", "bench/", "e2e/", "internal/desk/access/password_set.go",
	}
	for _, s := range all(t) {
		if s.test() || strings.HasSuffix(s.pkg(), "test") || slices.ContainsFunc(exempt, func(p string) bool { return strings.HasPrefix(s.path, p) }) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && strings.ContainsAny(lit.Value, "åäöÅÄÖ") {
				t.Errorf("%s: %s belongs in locales", s.at(lit), lit.Value)
			}
			return true
		})
	}
}

func TestNo_test_data_of_others_is_here(t *testing.T) {
	for _, pattern := range []string{"*.box", "*.eml", "blns*.json", "incident_event_log*.csv", "expected-report.json"} {
		err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && (d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".") && path != root) {
				return filepath.SkipDir
			}
			if hit, _ := filepath.Match(pattern, d.Name()); hit && !d.IsDir() {
				t.Errorf("%s looks like test data that must stay outside the repository", path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
