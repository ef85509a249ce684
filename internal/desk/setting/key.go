package setting

import (
	"encoding/json"
	"fmt"
	"slices"
)

// The presets that ship with the product, each after one of the source documents.
const (
	Storstad = "storstad" // A city's education administration (003).
	Ekdal    = "ekdal"    // Two municipalities with a joint IT board (004).
)

// Presets lists the presets.
func Presets() []string { return []string{Storstad, Ekdal} }

// Key is a setting with the type of its value.
type Key[T any] struct{ spec *Spec }

// Name returns the key's name.
func (k Key[T]) Name() string { return k.spec.Name }

// Spec describes a key for pages and checks, without its type.
type Spec struct {
	Name string
	// Form says how a page edits it: number, yes, choice, text, hours, matrix, list.
	Form    string
	Choices []string
	Min     int
	Max     int
	Default json.RawMessage
	Presets map[string]json.RawMessage
	check   func(raw json.RawMessage) error
}

// key declares a setting. The second and third values are what the presets say.
func key[T any](name, form string, storstad, ekdal T, options ...func(*Spec)) Key[T] {
	s := &Spec{Name: name, Form: form, Default: encode(storstad), Presets: map[string]json.RawMessage{
		Storstad: encode(storstad), Ekdal: encode(ekdal),
	}}
	s.check = func(raw json.RawMessage) error {
		var v T
		if err := json.Unmarshal(raw, &v); err != nil {
			return fmt.Errorf("setting %s: %w", name, err)
		}
		return s.within(v)
	}
	for _, o := range options {
		o(s)
	}
	return Key[T]{s}
}

func choices(c ...string) func(*Spec) { return func(s *Spec) { s.Choices = c } }

func between(least, most int) func(*Spec) { return func(s *Spec) { s.Min, s.Max = least, most } }

// within checks a value against the key's limits.
func (s *Spec) within(v any) error {
	switch v := v.(type) {
	case int:
		if s.Max != 0 && (v < s.Min || v > s.Max) {
			return fmt.Errorf("setting %s: %d is not between %d and %d", s.Name, v, s.Min, s.Max)
		}
	case string:
		if len(s.Choices) > 0 && !slices.Contains(s.Choices, v) {
			return fmt.Errorf("setting %s: %q is not a choice", s.Name, v)
		}
	case [][]int:
		return checkMatrix(s.Name, v)
	case Hours:
		return v.check(s.Name)
	}
	return nil
}

func checkMatrix(name string, m [][]int) error {
	if len(m) != 3 {
		return fmt.Errorf("setting %s: want three rows", name)
	}
	for _, row := range m {
		if len(row) != 3 || slices.Min(row) < 1 || slices.Max(row) > 5 {
			return fmt.Errorf("setting %s: want three priorities from 1 to 5 in each row", name)
		}
	}
	return nil
}

func encode(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		// Only the table in keys.go comes here; the package's own test would have met it.
		panic(err)
	}
	return raw
}
