package csvfile

import (
	"slices"
	"strings"

	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
)

// Field is a column that a file may have, with the headers by which it is known, folded by HeaderKey.
type Field struct {
	Name    string
	Headers []string
	Needed  bool
}

// Needs is a field that every file has; Knows one that a file may have.
func Needs(name string, headers ...string) Field { return Field{name, headers, true} }

// Knows is Needs for a field that a file may leave out.
func Knows(name string, headers ...string) Field { return Field{Name: name, Headers: headers} }

// Columns tells where in a row the known fields are.
type Columns struct {
	Known   []string // Headers that were understood.
	Ignored []string // Headers that were not.
	at      map[string]int
	header  map[string]string // The file's own word for a field.
	width   int
}

// Reason says why a row is refused. Column is the file's own header; Key and Args make the text.
type Reason struct {
	Column string
	Key    string
	Args   []any
}

// Understand finds the known fields among a file's headers. Errors: errs.Invalid for one that is missing or comes twice.
func Understand(headers []string, fields []Field) (Columns, error) {
	c := Columns{at: map[string]int{}, header: map[string]string{}, width: len(headers)}
	for i, h := range headers {
		own := clean.Line(h, 100)
		key := HeaderKey(own)
		at := slices.IndexFunc(fields, func(f Field) bool { return slices.Contains(f.Headers, key) || HeaderKey(f.Name) == key })
		if at < 0 {
			if own != "" {
				c.Ignored = append(c.Ignored, own)
			}
			continue
		}
		name := fields[at].Name
		if _, twice := c.at[name]; twice {
			return Columns{}, errs.E(errs.Invalid, "import.header.twice", "column", own, "first", c.header[name])
		}
		c.at[name], c.header[name] = i, own
		c.Known = append(c.Known, own)
	}
	for _, f := range fields {
		if _, ok := c.at[f.Name]; f.Needed && !ok {
			return Columns{}, errs.E(errs.Invalid, "import.header.missing", "column", f.Headers[0], "headers", strings.Join(c.Ignored, ", "))
		}
	}
	return c, nil
}

// HeaderKey folds a header: "E-post adress" and "epost_adress" are the same.
func HeaderKey(h string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" _-./:*", r) {
			return -1
		}
		return r
	}, strings.ToLower(h))
}

// Has reports whether the file has the column.
func (c Columns) Has(name string) bool {
	_, ok := c.at[name]
	return ok
}

// Get returns a row's cell; a row that ends early has no more cells than it has.
func (c Columns) Get(l Line, name string) string {
	i, ok := c.at[name]
	if !ok || i >= len(l.Cells) {
		return ""
	}
	return clean.Line(l.Cells[i], 0)
}

// Fits refuses a row with another number of cells than there are headers: its cells cannot be trusted to stand where
// they should.
func (c Columns) Fits(l Line) []Reason {
	extra := l.Cells[min(len(l.Cells), c.width):]
	if len(l.Cells) < c.width || strings.TrimSpace(strings.Join(extra, "")) != "" {
		return []Reason{{Key: "import.row.width", Args: []any{"want", c.width, "got", len(l.Cells)}}}
	}
	return nil
}

// Reasons names the columns of field errors.
func (c Columns) Reasons(bad errs.Fields) []Reason {
	var out []Reason
	for _, f := range bad {
		out = append(out, c.Wrong(f.Name, f.Key, f.Args...))
	}
	return out
}

// Header is the file's own word for a field.
func (c Columns) Header(name string) string { return c.header[name] }

// Wrong is what is wrong with one field of a row.
func (c Columns) Wrong(name, key string, args ...any) Reason {
	column := c.header[name]
	if column == "" {
		column = name
	}
	return Reason{column, key, args}
}
