package sqldb

import (
	"encoding/json"
	"slices"
	"strings"
)

// Stmt is one SQL text with a name. The name is what logs, metrics and the statement test call it.
type Stmt struct {
	Name string
	Text string
}

// Q names a statement. Text is portable SQL with $n parameters; {{fragments}} stand for what the engines spell
// differently, see fragments.
func Q(name, text string) Stmt { return Stmt{Name: name, Text: text} }

// Dialect is the engine behind a DB. Capabilities never ask for it; fragments and migrations do.
type Dialect uint8

// The engines.
const (
	SQLite Dialect = iota + 1
	Postgres
)

// String returns the engine's name as metrics and logs spell it.
func (d Dialect) String() string {
	if d == Postgres {
		return "postgres"
	}
	return "sqlite"
}

// fragments is the whole list of what is spelled differently on the two engines.
var fragments = map[string][2]string{
	"skip_locked": {"", "for update skip locked"},
	"for_update":  {"", "for update"},
	"for_share":   {"", "for share"},
	"max2":        {"max", "greatest"},
	"min2":        {"min", "least"},
}

// Render replaces the {{fragments}} of a text for an engine. {{in $1}} takes a List and means "equals one of";
// after a table, {{indexed x}} names the index to walk, for SQLite, whose planner knows too little of how rows are spread.
// {{rows $1}} takes what Rows returns and is a table r whose column value holds one of them: "cast(r.value ->> 'line' as bigint)".
func Render(d Dialect, text string) string {
	if !strings.Contains(text, "{{") {
		return text
	}
	var b strings.Builder
	for {
		open := strings.Index(text, "{{")
		if open < 0 {
			b.WriteString(text)
			return b.String()
		}
		end := strings.Index(text[open:], "}}")
		if end < 0 {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:open])
		b.WriteString(fragment(d, text[open+2:open+end]))
		text = text[open+end+2:]
	}
}

func fragment(d Dialect, name string) string {
	if param, ok := strings.CutPrefix(name, "in "); ok {
		if d == Postgres {
			return "= any(" + param + ")"
		}
		return "in (select value from json_each(" + param + "))"
	}
	if param, ok := strings.CutPrefix(name, "rows "); ok {
		if d == Postgres {
			return "jsonb_array_elements(cast(cast(" + param + " as text) as jsonb)) as r (value)"
		}
		return "json_each(" + param + ") as r"
	}
	if index, ok := strings.CutPrefix(name, "indexed "); ok {
		if d == Postgres {
			return ""
		}
		return "indexed by " + index
	}
	f, ok := fragments[name]
	if !ok {
		// Left as it is: the engine refuses the text, and the statement test names it.
		return "{{" + name + "}}"
	}
	if d == Postgres {
		return f[1]
	}
	return f[0]
}

// List is an argument for {{in $n}}.
type List[T ~int64 | ~string] []T

func (l List[T]) list(d Dialect) any {
	if d == Postgres {
		return l.plain()
	}
	raw, err := json.Marshal(l.plain())
	if err != nil {
		// Cannot happen: integers and strings always marshal.
		return "[]"
	}
	return string(raw)
}

// Rows is an argument for {{rows $n}}: many things in one statement. T must marshal to a JSON object.
func Rows[T any](rows []T) (string, error) {
	if len(rows) == 0 {
		return "[]", nil
	}
	raw, err := json.Marshal(rows)
	return string(raw), err
}

// plain strips the named type, which the driver of PostgreSQL does not know.
func (l List[T]) plain() any {
	var zero T
	if isStringKind(zero) {
		out := make([]string, len(l))
		for i, v := range l {
			out[i] = toString(v)
		}
		return out
	}
	out := make([]int64, len(l))
	for i, v := range l {
		out[i] = toInt(v)
	}
	return out
}

type lister interface{ list(Dialect) any }

// bind turns Lists into what the engine's driver takes; all other arguments pass unchanged.
func bind(d Dialect, args []any) []any {
	if !slices.ContainsFunc(args, isList) {
		return args
	}
	out := slices.Clone(args)
	for i, a := range out {
		if l, ok := a.(lister); ok {
			out[i] = l.list(d)
		}
	}
	return out
}

func isList(a any) bool {
	_, ok := a.(lister)
	return ok
}
