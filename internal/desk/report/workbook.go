package report

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// Workbook writes lines as a workbook with one sheet, for pages that hand out a table of their own: the first line is its
// head. Texts stay texts there, whatever they begin with.
func Workbook(out io.Writer, lines [][]any) (err error) {
	f := excelize.NewFile()
	defer func() {
		if closed := f.Close(); err == nil {
			err = closed
		}
	}()
	w, err := f.NewStreamWriter(f.GetSheetName(0))
	if err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	for i, values := range lines {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return fmt.Errorf("write xlsx: %w", err)
		}
		var style []excelize.RowOpts
		if i == 0 {
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
