package authz

import "strings"

// Scope is the part of a table that an actor may see, as a condition with ? for its arguments. The zero Scope is empty:
// it shows nothing.
type Scope struct {
	condition string
	args      []any
}

// All is the scope without a limit, for background work that is nobody's eyes.
func All() Scope { return Scope{condition: "1 = 1"} }

// Where makes a scope from a condition. Only policy.go files call it; a test holds that.
func Where(condition string, args ...any) Scope { return Scope{condition: condition, args: args} }

// Or is what either scope shows.
func (s Scope) Or(o Scope) Scope {
	switch {
	case s.condition == "":
		return o
	case o.condition == "":
		return s
	}
	return Scope{"(" + s.condition + " or " + o.condition + ")", append(append([]any(nil), s.args...), o.args...)}
}

// And is what both scopes show.
func (s Scope) And(o Scope) Scope {
	if s.condition == "" || o.condition == "" {
		return Scope{}
	}
	return Scope{"(" + s.condition + " and " + o.condition + ")", append(append([]any(nil), s.args...), o.args...)}
}

// Empty reports whether the scope shows nothing at all, so that a query can be spared.
func (s Scope) Empty() bool { return s.condition == "" }

// SQL returns the condition and its arguments. The zero Scope is "1 = 0".
func (s Scope) SQL() (string, []any) {
	if s.condition == "" {
		return "1 = 0", nil
	}
	return s.condition, s.args
}

// For returns the condition with the table alias written as {t} replaced by alias.
func (s Scope) For(alias string) Scope {
	return Scope{strings.ReplaceAll(s.condition, "{t}", alias), s.args}
}
