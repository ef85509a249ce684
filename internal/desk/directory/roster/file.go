package roster

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

// maxFile bounds a file: a hundred thousand people are about twenty megabytes.
const maxFile = 200 << 20

// table is a file as rows of cells below headers.
type table struct {
	headers []string
	rows    []line
}

type line struct {
	number int
	cells  []string
}

// read decodes a file, finds its separator and splits it. UTF-8 with or without a mark, UTF-16 with one, and
// Windows-1252 are understood; so are semicolon, comma and tab.
func read(file []byte) (table, error) {
	if len(file) > maxFile {
		return table{}, errs.E(errs.TooLarge, "import.too_large", "max", maxFile>>20)
	}
	text, err := decode(file)
	if err != nil {
		return table{}, errs.E(errs.Invalid, "import.encoding").Because(err)
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma = separator(text)
	r.FieldsPerRecord = -1
	var t table
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			return table{}, errs.E(errs.Invalid, "import.broken", "line", wrong.StartLine, "column", wrong.Column).Because(err)
		}
		if err != nil {
			return table{}, fmt.Errorf("read file: %w", err)
		}
		number, _ := r.FieldPos(0)
		if t.headers == nil {
			t.headers = cells
			continue
		}
		if strings.TrimSpace(strings.Join(cells, "")) != "" {
			t.rows = append(t.rows, line{number, cells})
		}
	}
	if t.headers == nil {
		return table{}, errs.E(errs.Invalid, "import.empty")
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
