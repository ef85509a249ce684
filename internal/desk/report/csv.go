package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"lotsen/internal/kit/i18n"
)

// CSV writes the table as Swedish Excel opens it with a double click: UTF-8 with a mark, semicolons, decimal commas. In
// English commas and points. The columns keep their names for programs that read the file every month.
func (t *Table) CSV(out io.Writer, p *i18n.Printer) error {
	mark := ","
	if p.Lang() == string(i18n.English) {
		mark = "."
	}
	columns := Columns()
	head := []string{"key", "label"}
	for _, c := range columns {
		head = append(head, c.Name)
	}
	lines := [][]string{head}
	for i := range t.Rows {
		r := &t.Rows[i]
		lines = append(lines, line(SafeCell(r.Key), SafeCell(r.Label(p, t.Params.GroupBy)), columns, &r.Measures, mark))
	}
	lines = append(lines, line("total", p.T("report.total"), columns, &t.Totals, mark))
	return writeLines(out, p, lines)
}

// WriteLines writes lines of words as such a file, for pages that hand out a list of their own.
func WriteLines(out io.Writer, p *i18n.Printer, lines [][]string) error {
	safe := make([][]string, len(lines))
	for i, cells := range lines {
		for _, cell := range cells {
			safe[i] = append(safe[i], SafeCell(cell))
		}
	}
	return writeLines(out, p, safe)
}

func writeLines(out io.Writer, p *i18n.Printer, lines [][]string) error {
	if _, err := io.WriteString(out, "\ufeff"); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	w := csv.NewWriter(out)
	w.Comma, w.UseCRLF = ';', true
	if p.Lang() == string(i18n.English) {
		w.Comma = ','
	}
	if err := w.WriteAll(lines); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}

func line(key, label string, columns []Column, m *Measures, mark string) []string {
	out := []string{key, label}
	for _, c := range columns {
		switch v := c.Value(m).(type) {
		case int64:
			out = append(out, strconv.FormatInt(v, 10))
		case float64:
			out = append(out, strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), ".", mark, 1))
		default:
			out = append(out, "")
		}
	}
	return out
}

// SafeCell makes text that a spreadsheet would take for a formula plain text again, by an apostrophe before it.
func SafeCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n|%", rune(s[0])) {
		return "'" + s
	}
	return s
}
