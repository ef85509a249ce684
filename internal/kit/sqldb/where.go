package sqldb

import (
	"strconv"
	"strings"
)

// Where gathers conditions and their arguments for a statement that depends on a filter. Conditions are texts of ours
// with ? for each argument; nothing a person typed ever becomes part of the text.
type Where struct {
	conditions []string
	args       []any
}

// And adds a condition; each ? takes one of args, in order.
func (w *Where) And(condition string, args ...any) {
	w.conditions = append(w.conditions, w.Numbered(condition, args...))
}

// Numbered returns the text with ? replaced by $n and keeps the arguments, for parts outside the where clause.
func (w *Where) Numbered(text string, args ...any) string {
	var b strings.Builder
	for _, arg := range args {
		before, after, ok := strings.Cut(text, "?")
		if !ok {
			// A programmer's mistake that the statement's first run shows.
			break
		}
		w.args = append(w.args, arg)
		b.WriteString(before)
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(len(w.args)))
		text = after
	}
	b.WriteString(text)
	return b.String()
}

// SQL returns the conditions joined by "and"; with none it is false, so that a forgotten scope shows nothing.
func (w *Where) SQL() string {
	if len(w.conditions) == 0 {
		return "1 = 0"
	}
	return strings.Join(w.conditions, " and ")
}

// Args returns the arguments in the order of their numbers.
func (w *Where) Args() []any { return w.args }
