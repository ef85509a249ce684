package incidents

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Bounds of one record: a quote that is never closed must not swallow the rest of the file.
const (
	maxJoined = 50      // Lines of the file.
	maxLine   = 1 << 20 // Bytes.
)

// lines splits a file into records, one for each line of the file or, inside quotes, for several.
type lines struct {
	in     *bufio.Reader
	comma  rune
	width  int // How many values a record should have; 0 before the first.
	number int // Of the line read last.
	ahead  []string
}

// open reads bytes in an encoding; a mark of byte order at the beginning overrules it.
func open(in io.Reader, name string, comma rune) (*lines, error) {
	enc, err := htmlindex.Get(name)
	if err != nil {
		return nil, fmt.Errorf("mapping: encoding %q is unknown", name)
	}
	decoder := unicode.BOMOverride(decoderOf(enc))
	return &lines{in: bufio.NewReaderSize(transform.NewReader(in, decoder), 1<<16), comma: comma}, nil
}

// decoderOf replaces what is not valid instead of stopping at it.
func decoderOf(enc encoding.Encoding) transform.Transformer { return enc.NewDecoder() }

// next returns a record, the number of its first line, and what is wrong with it. After the last it returns io.EOF.
func (l *lines) next() (record []string, line int, fault, err error) {
	for {
		first, err := l.line()
		if err != nil {
			return nil, 0, nil, err
		}
		if strings.TrimSpace(first) == "" {
			continue
		}
		line = l.number
		record, fault, err = l.join(first)
		return record, line, fault, err
	}
}

// join reads on while a quote is open. When what comes out is no record, only the first line is bad: the others are
// read again on their own.
func (l *lines) join(first string) (record []string, fault, err error) {
	if !strings.Contains(first, `"`) {
		return strings.Split(first, string(l.comma)), nil, nil
	}
	text := first
	var joined []string
	for strings.Count(text, `"`)%2 != 0 && len(joined) < maxJoined && len(text) < maxLine {
		more, err := l.line()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		joined = append(joined, more)
		text += "\n" + more
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = l.comma, -1
	record, fault = r.Read()
	if fault == nil && len(joined) > 0 && l.width > 0 && len(record) != l.width {
		fault = errors.New("a quote is not closed")
	}
	if fault != nil && len(joined) > 0 {
		l.ahead = append(joined, l.ahead...)
		l.number -= len(joined)
	}
	var parse *csv.ParseError
	if errors.As(fault, &parse) {
		fault = parse.Err
	}
	return record, fault, nil
}

// line returns the next line of the file without its end.
func (l *lines) line() (string, error) {
	if len(l.ahead) > 0 {
		text := l.ahead[0]
		l.ahead = l.ahead[1:]
		l.number++
		return text, nil
	}
	text, err := l.in.ReadString('\n')
	if err != nil && (text == "" || !errors.Is(err, io.EOF)) {
		if !errors.Is(err, io.EOF) {
			err = fmt.Errorf("read line %d: %w", l.number+1, err)
		}
		return "", err
	}
	l.number++
	return strings.TrimRight(text, "\r\n"), nil
}
