package errs

import "errors"

// Field is one thing wrong with one field. Args are pairs of placeholder name and value.
type Field struct {
	Name string
	Key  string
	Args []any
}

// Fields collects everything wrong with an input, so that a form can show all of it at once.
type Fields []Field

// Add notes that the field named name is wrong for the reason that key's text gives.
func (f *Fields) Add(name, key string, args ...any) {
	*f = append(*f, Field{Name: name, Key: key, Args: args})
}

// Err returns nil when nothing is wrong, else an Invalid error that carries the fields.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "error.invalid", Fields: f}
}

// FieldsOf returns the field errors inside err, or nil.
func FieldsOf(err error) Fields {
	var e *Error
	if errors.As(err, &e) {
		return e.Fields
	}
	return nil
}
