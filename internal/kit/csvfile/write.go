package csvfile

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// Writer makes a file that opens as a sheet: UTF-8 with a mark, semicolons. The zero Writer is ready.
type Writer struct {
	b bytes.Buffer
	w *csv.Writer
}

// Line adds a row.
func (w *Writer) Line(cells ...string) {
	if w.w == nil {
		w.b.WriteString("\xef\xbb\xbf")
		w.w = csv.NewWriter(&w.b)
		w.w.Comma = ';'
	}
	row := make([]string, len(cells))
	for i, s := range cells {
		row[i] = Inert(s)
	}
	_ = w.w.Write(row) // A buffer takes everything.
}

// Bytes is the file.
func (w *Writer) Bytes() []byte {
	if w.w != nil {
		w.w.Flush()
	}
	return w.b.Bytes()
}

// Inert keeps a sheet from taking a cell for a formula.
func Inert(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
