// Package errs is the vocabulary of failure: a kind that the edge turns into a status, and a text key that the reader
// sees in their own language.
//
// Owns: the kinds, the key + arguments form, field errors.
// Does not own: texts (locales), HTTP status codes (web), logging.
// Invariant: an error without a kind is Internal, and its text is never shown to a person.
package errs

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what sort of failure it is, in words that every edge understands.
type Kind uint8

// The kinds. The zero value is Internal so that a forgotten kind never leaks a text.
const (
	Internal Kind = iota
	Invalid
	Unauthenticated
	Forbidden
	NotFound
	Conflict
	TooLarge
	Limited
	Unavailable
)

var kindNames = [...]string{"internal", "invalid", "unauthenticated", "forbidden", "not_found", "conflict", "too_large", "limited", "unavailable"}

// String returns the kind's name as logs and API answers spell it.
func (k Kind) String() string { return kindNames[k] }

// Error is a failure with a kind and a text key. Args are pairs of name and value for the text's placeholders.
type Error struct {
	Kind   Kind
	Key    string
	Args   []any
	Fields Fields
	cause  error
}

// E makes an error of a kind. Key names a text in locales; args are pairs of placeholder name and value.
func E(kind Kind, key string, args ...any) *Error { return &Error{Kind: kind, Key: key, Args: args} }

// Because adds the underlying error, for logs only.
func (e *Error) Because(cause error) *Error {
	e.cause = cause
	return e
}

// Error implements error. The text is for logs, not for people.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Kind, e.Key)
	for _, f := range e.Fields {
		fmt.Fprintf(&b, " [%s %s]", f.Name, f.Key)
	}
	if e.cause != nil {
		fmt.Fprintf(&b, ": %v", e.cause)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.cause }

// KindOf returns the kind of err; an unknown error is Internal.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err has the kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// Missing is the one answer for a row that does not exist and for a row that is outside the actor's scope.
func Missing() *Error { return E(NotFound, "error.not_found") }

// Denied is the answer for a verb that the actor does not hold. The verb is for logs; people read a plain sentence.
func Denied(verb string) *Error { return E(Forbidden, "error.forbidden", "verb", verb) }
