package report

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"lotsen/internal/kit/i18n"
)

// XLSX writes the table as a workbook with one sheet. Texts stay texts there, whatever they begin with.
func (t *Table) XLSX(out io.Writer, p *i18n.Printer) (err error) {
	f := excelize.NewFile()
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
	}()
	sheet := f.GetSheetName(0)
	w, err := f.NewStreamWriter(sheet)
	if err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	columns := Columns()
	head := []any{t.Params.GroupBy.Head(p)}
	for _, c := range columns {
		head = append(head, c.Head(p))
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	if err := w.SetColWidth(1, 1, 32); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	lines := [][]any{head}
	for i := range t.Rows {
		lines = append(lines, cells(t.Rows[i].Label(p, t.Params.GroupBy), columns, &t.Rows[i].Measures))
	}
	lines = append(lines, cells(p.T("report.total"), columns, &t.Totals))
	for i, values := range lines {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return fmt.Errorf("write xlsx: %w", err)
		}
		var style []excelize.RowOpts
		if i == 0 || i == len(lines)-1 {
			style = append(style, excelize.RowOpts{StyleID: bold})
		}
		if err := w.SetRow(at, values, style...); err != nil {
			return fmt.Errorf("write xlsx: %w", err)
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	if _, err := f.WriteTo(out); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	return nil
}

func cells(label string, columns []Column, m *Measures) []any {
	out := []any{label}
	for _, c := range columns {
		out = append(out, c.Value(m))
	}
	return out
}
