package admin

import (
	"encoding/json"
	"strconv"
	"strings"

	"lotsen/internal/desk/setting"
	"lotsen/internal/web"
)

// settingValue is a setting's value as people read it.
func settingValue(c *web.Ctx, d setting.Definition, raw json.RawMessage) string {
	switch d.Kind {
	case setting.Bool:
		return c.T.T(yesNo(decode[bool](raw)))
	case setting.Choice:
		return c.T.T(d.OptionLabel(decode[string](raw)))
	case setting.Several:
		var names []string
		for _, o := range decode[[]string](raw) {
			names = append(names, c.T.T(d.OptionLabel(o)))
		}
		return orValue(strings.Join(names, ", "), c.T.T("admin.none"))
	case setting.Hours:
		return orValue(hoursShown(c, decode[string](raw)), c.T.T("admin.nothing"))
	case setting.Text:
		return orValue(decode[string](raw), c.T.T("admin.nothing"))
	case setting.Row:
		return withUnit(c, d, join(decode[[]int](raw), ", "))
	case setting.Matrix:
		var rows []string
		for _, row := range decode[[][]int](raw) {
			rows = append(rows, join(row, " "))
		}
		return strings.Join(rows, " / ")
	}
	n := string(raw)
	if c.T.Lang() == "sv" {
		n = strings.Replace(n, ".", ",", 1)
	}
	return withUnit(c, d, n)
}

func withUnit(c *web.Ctx, d setting.Definition, s string) string {
	if d.Unit == "" {
		return s
	}
	return s + " " + c.T.T("setting.unit."+d.Unit)
}

func join(list []int, between string) string {
	parts := make([]string, len(list))
	for i, n := range list {
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, between)
}

// decode reads what the capability itself has stored; another form is shown as nothing.
func decode[T any](raw json.RawMessage) T {
	var v T
	_ = json.Unmarshal(raw, &v) // See above.
	return v
}

// settingForm is a value as the form begins.
func settingForm(c *web.Ctx, d setting.Definition, raw json.RawMessage) *web.Form {
	f := web.NewForm()
	switch d.Kind {
	case setting.Bool:
		f.Set("value", strconv.FormatBool(decode[bool](raw)))
	case setting.Hours:
		f.Set("value", hoursShown(c, decode[string](raw)))
	case setting.Choice, setting.Text:
		f.Set("value", decode[string](raw))
	case setting.Several:
		var pairs []string
		for _, o := range decode[[]string](raw) {
			pairs = append(pairs, "value", o)
		}
		f = web.NewForm(pairs...)
	case setting.Row:
		for i, n := range decode[[]int](raw) {
			f.Set(cellName(0, i), strconv.Itoa(n))
		}
	case setting.Matrix:
		for i, row := range decode[[][]int](raw) {
			for j, n := range row {
				f.Set(cellName(i, j), strconv.Itoa(n))
			}
		}
	default:
		f.Set("value", string(raw))
	}
	return f
}

// cellName is the field of one number of a row or matrix.
func cellName(row, column int) string {
	return "value." + strconv.Itoa(row) + "." + strconv.Itoa(column)
}

// settingInput is what the form says. What is no number goes on as the text it is, and the use case refuses it.
func settingInput(c *web.Ctx, d setting.Definition, f *web.Form) any {
	number := func(s string) any {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return n
		}
		return s
	}
	row := func(i int) []any {
		var out []any
		for j := range d.Size {
			out = append(out, number(f.Get(cellName(i, j))))
		}
		return out
	}
	switch d.Kind {
	case setting.Int:
		return number(f.Get("value"))
	case setting.Number:
		if n, err := strconv.ParseFloat(strings.Replace(f.Get("value"), ",", ".", 1), 64); err == nil {
			return n
		}
	case setting.Bool:
		return f.Get("value") == "true"
	case setting.Several:
		return append([]string{}, f.All("value")...)
	case setting.Hours:
		return hoursTyped(c, f.Get("value"))
	case setting.Row:
		return row(0)
	case setting.Matrix:
		var out [][]any
		for i := range d.Size {
			out = append(out, row(i))
		}
		return out
	}
	return f.Get("value")
}
