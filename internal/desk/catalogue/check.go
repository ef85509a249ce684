package catalogue

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
)

// Limits of what is answered.
const (
	maxLine = 200
	maxLong = 4000
	maxInt  = 1_000_000_000
)

// Name is the name under which a form carries the answer to a field.
func Name(key string) string { return "f." + key }

// Check returns the answers to an offer's questions as they are kept, and everything wrong with them by the names that
// Name gives. Answers to what is not asked are wrong: nothing comes in beside the form. Whether what a number refers to
// exists is Known's to say.
func Check(item *Config, values map[string]string) (map[string]string, errs.Fields) {
	var wrong errs.Fields
	out := make(map[string]string, len(values))
	for i := range item.Fields {
		f := &item.Fields[i]
		value, key, args := f.check(values[f.Key])
		if key == "" && value == "" && f.Required {
			key = "error.required"
			if f.Type == Choice || f.Type.Refers() {
				key = "error.choose"
			}
		}
		if key != "" {
			wrong.Add(Name(f.Key), key, args...)
		}
		if value != "" {
			out[f.Key] = value
		}
	}
	for key, value := range values {
		if _, asked := item.Field(key); !asked && strings.TrimSpace(value) != "" {
			wrong.Add(Name(key), "catalogue.error.unasked", "name", clean.Line(key, 40))
		}
	}
	return out, wrong
}

// check cleans one answer. Key is what is wrong with it.
func (f *Field) check(value string) (clear, key string, args []any) {
	if f.Type != Long {
		value = clean.Line(value, 0)
	} else {
		value = strings.TrimSpace(clean.Keep(value))
	}
	if value == "" {
		return "", "", nil
	}
	switch f.Type {
	case Number:
		return f.checkNumber(value)
	case Date:
		if _, err := time.Parse(time.DateOnly, value); err != nil {
			return value, "error.date", nil
		}
	case Period:
		return checkPeriod(value)
	case Choice:
		if !slices.ContainsFunc(f.Choices, func(a Answer) bool { return a.Sv == value }) {
			return value, "error.choose", nil
		}
	case Bool:
		if value != "1" {
			return value, "error.choose", nil
		}
	case Person, Site, Unit, Device, Object:
		if n, err := strconv.ParseInt(value, 10, 64); err != nil || n <= 0 {
			return value, "error.choose", nil
		}
	case Long:
		if clean.Length(value) > maxLong {
			return value, "error.too_long", []any{"max", maxLong}
		}
	default:
		if clean.Length(value) > maxLine {
			return value, "error.too_long", []any{"max", maxLine}
		}
	}
	return value, "", nil
}

func (f *Field) checkNumber(value string) (clear, key string, args []any) {
	n, err := strconv.ParseInt(strings.ReplaceAll(value, " ", ""), 10, 64)
	low, high := f.Min, f.Max
	if low == 0 && high == 0 {
		high = maxInt
	}
	switch {
	case err != nil:
		return value, "error.number", nil
	case n < low || n > high:
		return value, "catalogue.error.between", []any{"min", low, "max", high}
	}
	return strconv.FormatInt(n, 10), "", nil
}

func checkPeriod(value string) (clear, key string, args []any) {
	from, to, both := strings.Cut(value, "/")
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	switch {
	case !both || errA != nil || errB != nil:
		return value, "catalogue.error.period", nil
	case b.Before(a):
		return value, "catalogue.error.period_order", nil
	}
	return value, "", nil
}
