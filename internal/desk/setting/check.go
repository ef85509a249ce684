package setting

import (
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"strings"

	"lotsen/internal/kit/clean"
)

const (
	maxText = 200
	// The reasons why a value is refused, as text keys.
	wrongType   = "setting.error.type"
	outOfLimits = "setting.error.limits"
	noOption    = "setting.error.option"
	wrongHours  = "setting.error.hours"
)

// canonical returns a value in the form in which it is stored, or the text key of what is wrong with it.
func (d Definition) canonical(raw json.RawMessage) (value string, wrong string) {
	switch d.Kind {
	case Int:
		return checked(raw, func(v int) (int, string) { return v, d.within(float64(v)) })
	case Number:
		return checked(raw, func(v float64) (float64, string) { return v, d.within(v) })
	case Bool:
		return checked(raw, func(v bool) (bool, string) { return v, "" })
	case Text:
		return checked(raw, func(v string) (string, string) { return clean.Line(v, maxText), "" })
	case Choice:
		return checked(raw, func(v string) (string, string) { return v, d.option(v) })
	case Several:
		return checked(raw, d.several)
	case Hours:
		return checked(raw, tidyHours)
	case Row:
		return checked(raw, func(v []int) ([]int, string) { return v, d.row(v) })
	case Matrix:
		return checked(raw, d.matrix)
	}
	return "", wrongType
}

// checked decodes strictly, checks, and encodes again.
func checked[T any](raw json.RawMessage, check func(T) (T, string)) (string, string) {
	var v T
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if bytes.Equal(bytes.TrimSpace(raw), []byte("null")) || dec.Decode(&v) != nil {
		return "", wrongType
	}
	if _, err := dec.Token(); err != io.EOF { //nolint:errorlint // The decoder returns io.EOF itself.
		return "", wrongType
	}
	v, wrong := check(v)
	if wrong != "" {
		return "", wrong
	}
	out, err := json.Marshal(v)
	if err != nil {
		return "", wrongType
	}
	return string(out), ""
}

func (d Definition) within(v float64) string {
	if v < d.Min || v > d.Max {
		return outOfLimits
	}
	return ""
}

func (d Definition) option(v string) string {
	if !slices.Contains(d.Options, v) {
		return noOption
	}
	return ""
}

// several brings the chosen options into the order of the definition, each once.
func (d Definition) several(chosen []string) ([]string, string) {
	for _, v := range chosen {
		if wrong := d.option(v); wrong != "" {
			return nil, wrong
		}
	}
	out := []string{}
	for _, o := range d.Options {
		if slices.Contains(chosen, o) {
			out = append(out, o)
		}
	}
	return out, ""
}

func (d Definition) row(v []int) string {
	if len(v) != d.Size {
		return wrongType
	}
	for _, n := range v {
		if wrong := d.within(float64(n)); wrong != "" {
			return wrong
		}
	}
	return ""
}

func (d Definition) matrix(v [][]int) ([][]int, string) {
	if len(v) != d.Size {
		return nil, wrongType
	}
	for _, row := range v {
		if wrong := d.row(row); wrong != "" {
			return nil, wrong
		}
	}
	return v, ""
}

var oneHours = regexp.MustCompile(`^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))? ([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$`)

// tidyHours checks opening hours: days or ranges of days, each with a span, separated by semicolons. Empty means never.
func tidyHours(v string) (string, string) {
	var parts []string
	for _, part := range strings.Split(strings.ToLower(clean.Line(v, 500)), ";") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		m := oneHours.FindStringSubmatch(part)
		if m == nil {
			return "", wrongHours
		}
		days, span, _ := strings.Cut(part, " ")
		from, to, _ := strings.Cut(span, "-")
		first, last, ranged := strings.Cut(days, "-")
		if from >= to || ranged && weekday(first) >= weekday(last) {
			return "", wrongHours
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "; "), ""
}

func weekday(day string) int {
	return slices.Index([]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}, day)
}
