package house

import (
	"go/ast"
	"path/filepath"
	"strings"
	"testing"
)

// calls runs fn for every call of pkg.name in the product's own code.
func calls(t *testing.T, pkg string, names []string, fn func(s source, call *ast.CallExpr)) {
	t.Helper()
	for _, s := range all(t) {
		if s.test() || s.generated() {
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
			id, ok := sel.X.(*ast.Ident)
			if !ok || id.Name != pkg {
				return true
			}
			for _, name := range names {
				if sel.Sel.Name == name {
					fn(s, call)
				}
			}
			return true
		})
	}
}

func TestOnly_policy_files_build_scopes(t *testing.T) {
	calls(t, "authz", []string{"Where"}, func(s source, call *ast.CallExpr) {
		if filepath.Base(s.path) != "policy.go" {
			t.Errorf("%s builds a scope; only policy.go does", s.at(call))
		}
	})
}

func TestStatements_stay_out_of_the_edges(t *testing.T) {
	calls(t, "sqldb", []string{"Q"}, func(s source, call *ast.CallExpr) {
		if strings.HasPrefix(s.path, "internal/web/") {
			t.Errorf("%s holds SQL; pages call use cases", s.at(call))
		}
	})
}

func TestOnly_the_clock_asks_the_machine_for_the_time(t *testing.T) {
	calls(t, "time", []string{"Now", "Since", "Until", "After", "Tick", "NewTimer", "NewTicker"}, func(s source, call *ast.CallExpr) {
		inPlace := strings.HasPrefix(s.path, "internal/kit/clock/") || strings.HasPrefix(s.path, "cmd/") || strings.HasPrefix(s.path, "internal/tool/") ||
			strings.HasPrefix(s.path, "internal/testkit/") || strings.HasPrefix(s.path, "bench/")
		if !inPlace && !strings.Contains(s.lines(call), "nolint:forbidigo // ") {
			t.Errorf("%s asks the machine for the time; take tx.Now(), a clock or a parameter", s.at(call))
		}
	})
}

func TestNothing_registers_itself(t *testing.T) {
	for _, s := range all(t) {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s has an init function; wiring is in internal/app", s.at(f))
			}
		}
	}
}

func TestEvery_package_says_what_it_owns(t *testing.T) {
	documented, first := map[string]bool{}, map[string]string{}
	for _, s := range all(t) {
		if s.generated() {
			continue
		}
		if first[s.pkg()] == "" && (!s.test() || documented[s.pkg()]) {
			first[s.pkg()] = s.path
		}
		if s.file.Doc != nil {
			documented[s.pkg()] = true
		}
	}
	for pkg, path := range first {
		if !documented[pkg] {
			t.Errorf("%s: package %s has no comment that says what it owns", path, pkg)
		}
	}
}

func TestNo_file_grows_beyond_reading(t *testing.T) {
	const most = 400
	for _, s := range all(t) {
		if s.test() || s.generated() {
			continue
		}
		if n := strings.Count(string(s.text), "\n"); n > most {
			t.Errorf("%s has %d lines; a reader gets lost beyond %d", s.path, n, most)
		}
	}
}
