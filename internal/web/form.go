package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/ui"
)

// Form is what a person typed, and what is wrong with it. A page shown for the first time uses NewForm; a page shown
// again (422) uses the same Form that was sent, so that nothing typed is lost. A nil Form is an empty one.
type Form struct {
	values url.Values
	files  []*File
	wrong  errs.Fields
	lost   []string // Names of files that must be chosen again.
}

// NewForm returns a form filled with pairs of name and value.
func NewForm(pairs ...string) *Form {
	f := &Form{values: url.Values{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.values.Add(pairs[i], pairs[i+1])
	}
	return f
}

// Get is a value without white space around it, in Unicode's composed form, without control characters.
func (f *Form) Get(name string) string { return trimmed(f.first(name)) }

// Raw is a value exactly as it was typed: for passwords.
func (f *Form) Raw(name string) string { return f.first(name) }

// All are the values of fields that may be chosen several times.
func (f *Form) All(name string) []string {
	if f == nil {
		return nil
	}
	var out []string
	for _, v := range f.values[name] {
		out = append(out, trimmed(v))
	}
	return out
}

// Has reports whether the form carried the field at all: for check boxes and named buttons.
func (f *Form) Has(name string) bool { return f != nil && f.values.Has(name) }

// Chosen reports whether value is among the chosen ones.
func (f *Form) Chosen(name, value string) bool { return slices.Contains(f.All(name), value) }

// Int is a whole number; 0 when the field is empty or no number.
func (f *Form) Int(name string) int64 {
	n, _ := strconv.ParseInt(f.Get(name), 10, 64) // The use case refuses 0 where it means nothing.
	return n
}

// Names are the fields that came.
func (f *Form) Names() []string {
	if f == nil {
		return nil
	}
	names := make([]string, 0, len(f.values))
	for name := range f.values {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Set changes a value, for pages that fill in a default.
func (f *Form) Set(name, value string) { f.values.Set(name, value) }

// Failed reports whether err says that fields are wrong, and keeps which: the page is then to be shown again with 422.
func (f *Form) Failed(err error) bool {
	fields := errs.FieldsOf(err)
	for _, w := range fields {
		if !slices.ContainsFunc(f.wrong, func(o errs.Field) bool { return o.Name == w.Name && o.Key == w.Key }) {
			f.wrong = append(f.wrong, w)
		}
	}
	return len(fields) > 0
}

// Wrong are the errors so far, in the order in which they were found.
func (f *Form) Wrong() errs.Fields {
	if f == nil {
		return nil
	}
	return f.wrong
}

// Error is what is wrong with a field, in words; "" when nothing is.
func (f *Form) Error(p *i18n.Printer, name string) string {
	if f == nil {
		return ""
	}
	for _, w := range f.wrong {
		if w.Name == name {
			return p.T(w.Key, w.Args...)
		}
	}
	return ""
}

// Errors are all of them in words, for the summary that stands first in the form.
func (f *Form) Errors(p *i18n.Printer) []ui.FieldError {
	var out []ui.FieldError
	for _, w := range f.Wrong() {
		out = append(out, ui.FieldError{Name: w.Name, Text: p.T(w.Key, w.Args...)})
	}
	return out
}

// Lost are the names of the files that came with a form that is shown again: browsers do not let a page choose files.
func (f *Form) Lost() []string {
	if f == nil {
		return nil
	}
	out := slices.Clone(f.lost)
	for _, file := range f.files {
		out = append(out, file.Name)
	}
	return out
}

func (f *Form) first(name string) string {
	if f == nil {
		return ""
	}
	return f.values.Get(name)
}

func trimmed(s string) string { return strings.TrimSpace(clean.Text(s, 0)) }
