package app_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// statement is one call of sqldb.Q whose arguments are constants.
type statement struct {
	sqldb.Stmt
	file string
	at   string
}

// listed is what go list tells of a package.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
	Module                  *struct{ Main bool }
	Error                   *struct{ Err string }
}

// packages asks the go command for all packages of the module and what they import, with the compiled types of each.
func packages(t *testing.T) []listed {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-e", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,Module,Error", "./...")
	list.Dir = "../.."
	var said bytes.Buffer
	list.Stderr = &said
	raw, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &said)
	}
	var out []listed
	for in := json.NewDecoder(bytes.NewReader(raw)); ; {
		var p listed
		if err := in.Decode(&p); errors.Is(err, io.EOF) {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
}

// statements finds every call of sqldb.Q in the module. A text put together while the program runs is passed over where
// a function does it; a package's variable must be a constant text, or nobody sees it before its first use.
func statements(t *testing.T) []statement {
	t.Helper()
	all := packages(t)
	compiled := map[string]string{}
	for _, p := range all {
		compiled[p.ImportPath] = p.Export
	}
	files := token.NewFileSet()
	from := importer.ForCompiler(files, "gc", func(path string) (io.ReadCloser, error) { return os.Open(compiled[path]) })
	var out []statement
	for _, p := range all {
		if p.Module == nil || !p.Module.Main || len(p.GoFiles) == 0 {
			continue
		}
		if p.Error != nil {
			t.Errorf("%s: %s", p.ImportPath, p.Error.Err)
			continue
		}
		var parsed []*ast.File
		uses := false
		for _, name := range p.GoFiles {
			f, err := parser.ParseFile(files, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			parsed = append(parsed, f)
			for _, i := range f.Imports {
				uses = uses || i.Path.Value == `"lotsen/internal/kit/sqldb"` || p.ImportPath == "lotsen/internal/kit/sqldb"
			}
		}
		if !uses {
			continue
		}
		info := types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
		if _, err := (&types.Config{Importer: from}).Check(p.ImportPath, files, parsed, &info); err != nil {
			t.Errorf("%s: %v", p.ImportPath, err)
			continue
		}
		for _, f := range parsed {
			out = append(out, statementsIn(t, files, f, &info)...)
		}
	}
	return out
}

func statementsIn(t *testing.T, files *token.FileSet, f *ast.File, info *types.Info) (out []statement) {
	t.Helper()
	depth := 0
	var stack []ast.Node
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			switch stack[len(stack)-1].(type) {
			case *ast.FuncDecl, *ast.FuncLit:
				depth--
			}
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		switch n := n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			depth++
		case *ast.CallExpr:
			if !isQ(n.Fun, info) {
				return true
			}
			at := files.Position(n.Pos())
			name, text := info.Types[n.Args[0]].Value, info.Types[n.Args[1]].Value
			if name == nil || text == nil {
				if depth == 0 {
					t.Errorf("%s: the statement's name and text must be constants", at)
				}
				return true
			}
			out = append(out, statement{sqldb.Q(constant.StringVal(name), constant.StringVal(text)), filepath.Base(at.Filename), at.String()})
		}
		return true
	})
	return out
}

func isQ(fun ast.Expr, info *types.Info) bool {
	var id *ast.Ident
	switch fun := fun.(type) {
	case *ast.Ident:
		id = fun
	case *ast.SelectorExpr:
		id = fun.Sel
	default:
		return false
	}
	fn, ok := info.Uses[id].(*types.Func)
	return ok && fn.FullName() == "lotsen/internal/kit/sqldb.Q"
}

// belongs reports whether a statement is for the engine: those in files named for one engine are for that one.
func (s statement) belongs(d sqldb.Dialect) bool {
	base := strings.TrimSuffix(s.file, ".go")
	lite, pg := strings.HasSuffix(base, "_sqlite"), strings.HasSuffix(base, "_postgres")
	return !lite && !pg || lite && d == sqldb.SQLite || pg && d == sqldb.Postgres
}

func TestEveryStatementIsUnderstoodByBothEngines(t *testing.T) {
	t.Parallel()
	all := statements(t)
	if len(all) < 100 {
		t.Errorf("want all statements of the product, found %d", len(all))
	}
	names := map[string]string{}
	for _, s := range all {
		if other, twice := names[s.Name]; twice && !strings.Contains(s.file, "_sqlite") && !strings.Contains(s.file, "_postgres") {
			t.Errorf("%s: the name %s is taken by %s", s.at, s.Name, other)
		}
		names[s.Name] = s.at
	}
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		pool, err := sql.Open("pgx", env.DSN)
		if env.DB.Dialect() == sqldb.SQLite {
			pool, err = sqldb.OpenForMigration(env.DSN)
		}
		if err != nil {
			t.Fatal(err)
		}
		defer pool.Close()
		for _, s := range all {
			if !s.belongs(env.DB.Dialect()) {
				continue
			}
			if err := prepare(pool, sqldb.Render(env.DB.Dialect(), s.Text)); err != nil {
				t.Errorf("%s: %s: %v", s.at, s.Name, err)
			}
		}
	})
}

func prepare(pool *sql.DB, text string) error {
	stmt, err := pool.Prepare(text)
	if err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	return stmt.Close()
}
