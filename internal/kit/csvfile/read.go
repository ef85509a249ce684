package csvfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"lotsen/internal/kit/errs"
)

// Table is a file as rows of cells below headers.
type Table struct {
	Headers []string
	Rows    []Line
}

// Line is a row and where it stands in the file.
type Line struct {
	Number int
	Cells  []string
}

// Read decodes a file of at most max bytes, finds its separator and splits it. UTF-8 with or without a mark, UTF-16 with
// one, and Windows-1252 are understood; so are semicolon, comma and tab. Errors: errs.TooLarge, errs.Invalid with line
// and column.
func Read(file []byte, most int) (Table, error) {
	if len(file) > most {
		return Table{}, errs.E(errs.TooLarge, "import.too_large", "max", most>>20)
	}
	text, err := decode(file)
	if err != nil {
		return Table{}, errs.E(errs.Invalid, "import.encoding").Because(err)
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma = separator(text)
	r.FieldsPerRecord = -1
	var t Table
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			return Table{}, errs.E(errs.Invalid, "import.broken", "line", wrong.StartLine, "column", wrong.Column).Because(err)
		}
		if err != nil {
			return Table{}, fmt.Errorf("read file: %w", err)
		}
		number, _ := r.FieldPos(0)
		if t.Headers == nil {
			t.Headers = cells
			continue
		}
		if strings.TrimSpace(strings.Join(cells, "")) != "" {
			t.Rows = append(t.Rows, Line{number, cells})
		}
	}
	if t.Headers == nil {
		return Table{}, errs.E(errs.Invalid, "import.empty")
	}
	return t, nil
}

func decode(file []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(file, []byte("\xef\xbb\xbf")):
		return file[3:], nil
	case bytes.HasPrefix(file, []byte("\xff\xfe")), bytes.HasPrefix(file, []byte("\xfe\xff")):
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(file)
	case utf8.Valid(file):
		return file, nil
	}
	return charmap.Windows1252.NewDecoder().Bytes(file)
}

// separator is the one of ; , and tab that the first line has most of, outside quotes.
func separator(text []byte) rune {
	count := map[byte]int{}
	quoted := false
	for _, c := range text {
		if c == '"' {
			quoted = !quoted
		}
		if c == '\n' && !quoted {
			break
		}
		if !quoted {
			count[c]++
		}
	}
	best := ';'
	for _, c := range []rune{',', '\t'} {
		if count[byte(c)] > count[byte(best)] {
			best = c
		}
	}
	return best
}
