// Package house holds the tests that keep the house as docs/architecture.md draws it: who may import whom, where SQL
// and transactions live, that texts are complete. It has no code of its own.
package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// source is one Go file of the product.
type source struct {
	path    string // From the root: "internal/desk/ticket/report.go".
	file    *ast.File
	set     *token.FileSet
	text    []byte
	imports []string
}

// pkg is the file's folder below the module, "internal/desk/ticket".
func (s source) pkg() string { return filepath.ToSlash(filepath.Dir(s.path)) }

func (s source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

func (s source) generated() bool { return strings.HasSuffix(s.path, "_templ.go") }

// at tells where a node stands, for messages.
func (s source) at(n ast.Node) string {
	return s.path + ":" + strconv.Itoa(s.set.Position(n.Pos()).Line)
}

// lines returns the text of the line on which a node stands and of the one before it: a reason may stand on either.
func (s source) lines(n ast.Node) string {
	lines := strings.Split(string(s.text), "\n")
	at := s.set.Position(n.Pos()).Line
	return strings.Join(lines[max(0, at-3):at], "\n")
}

const root = "../../.."

var sources = sync.OnceValues(func() ([]source, error) {
	var out []source
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != root || d.Name() == "node_modules" || d.Name() == "build") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") {
			return nil
		}
		s := source{set: token.NewFileSet()}
		if s.path, err = filepath.Rel(root, path); err != nil {
			return err
		}
		if s.text, err = os.ReadFile(path); err != nil {
			return err
		}
		if s.file, err = parser.ParseFile(s.set, path, s.text, parser.ParseComments); err != nil {
			return err
		}
		for _, i := range s.file.Imports {
			s.imports = append(s.imports, strings.Trim(i.Path.Value, `"`))
		}
		out = append(out, s)
		return nil
	})
	return out, err
})

func all(t *testing.T) []source {
	t.Helper()
	list, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 50 {
		t.Fatalf("only %d source files found: the test looks in the wrong place", len(list))
	}
	return list
}
