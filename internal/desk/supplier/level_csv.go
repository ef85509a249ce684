package supplier

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
)

// The columns of the monthly file, in either language; level, target and outcome must be there.
var levelHeads = map[string]string{
	"level": "level", "niv\u00e5": "level", "serviceniv\u00e5": "level",
	"unit": "unit", "enhet": "unit",
	"target": "target", "m\u00e5l": "target",
	"outcome": "outcome", "utfall": "outcome",
	"met": "met", "uppn\u00e5dd": "met",
	"note": "note", "kommentar": "note",
}

// ParseLevels reads a month's file: a line of heads, then a level a line, with ; or , between. Whether a level was met is
// said in the file, or follows from its numbers. Every wrong line is an error of field "file" with its number.
func ParseLevels(raw []byte) ([]Level, error) {
	var f errs.Fields
	text := strings.TrimPrefix(clean.Text(string(raw), 0), "\ufeff")
	r := csv.NewReader(bytes.NewReader([]byte(text)))
	r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace = -1, true, true
	if first, _, _ := strings.Cut(text, "\n"); strings.Count(first, ";") >= strings.Count(first, ",") {
		r.Comma = ';'
	}
	rows, err := r.ReadAll()
	if err != nil || len(rows) < 2 {
		f.Add("file", "supplier.error.csv")
		return nil, f.Err()
	}
	at := map[string]int{}
	for i, head := range rows[0] {
		if name, ok := levelHeads[strings.ToLower(strings.TrimSpace(head))]; ok {
			at[name] = i
		}
	}
	for _, name := range []string{"level", "target", "outcome"} {
		if _, ok := at[name]; !ok {
			f.Add("file", "supplier.error.csv")
			return nil, f.Err()
		}
	}
	seen := map[string]bool{}
	var out []Level
	for i, row := range rows[1:] {
		cell := func(name string) string {
			if n, ok := at[name]; ok && n < len(row) {
				return clean.Line(row[n], maxLine)
			}
			return ""
		}
		l := Level{Name: cell("level"), Unit: cell("unit"), Target: cell("target"), Outcome: cell("outcome"), Note: cell("note")}
		met, known := metOf(cell("met"), l.Target, l.Outcome)
		if l.Name == "" || l.Target == "" || l.Outcome == "" || !known || seen[l.Name] {
			f.Add("file", "supplier.error.line", "line", i+2)
			continue
		}
		l.Met, seen[l.Name] = met, true
		out = append(out, l)
	}
	return out, f.Err()
}

// metOf reads a yes or a no; without one, an outcome of at least the target is met. A target that begins with < or ≤ is
// one to stay below.
func metOf(word, target, outcome string) (met, known bool) {
	switch strings.ToLower(word) {
	case "ja", "yes", "1", "true", "j", "y":
		return true, true
	case "nej", "no", "0", "false", "n":
		return false, true
	case "":
	default:
		return false, false
	}
	below := strings.HasPrefix(target, "<") || strings.HasPrefix(target, "\u2264")
	want, ok := decimal(target)
	got, fine := decimal(outcome)
	if below {
		return got <= want, ok && fine
	}
	return got >= want, ok && fine
}

func decimal(s string) (float64, bool) {
	s = strings.Trim(strings.ReplaceAll(s, ",", "."), " %<>=\u2264\u2265\u00a0")
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}
