package parse

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// params is a structured field such as Content-Type taken apart: its value and its parameters, read as leniently
// as mail programs write them (blanks in unquoted names, raw 8-bit bytes, RFC 2231 pieces, missing quotes).
type params struct {
	value string // lower case
	list  []param
}

type param struct {
	key   string // lower case, without RFC 2231 marks
	piece int    // of RFC 2231 continuations; -1 for a whole value
	ext   bool   // the value is charset'language'percent-encoded
	raw   []byte
}

// maxParams bounds the parameters of one field.
const maxParams = 200

func parseParams(raw []byte) params {
	head, rest, _ := bytes.Cut(raw, []byte{';'})
	p := params{value: strings.ToLower(strings.Trim(string(head), " \t\"'"))}
	for len(rest) > 0 && len(p.list) < maxParams {
		var one param
		one, rest = nextParam(rest)
		if one.key != "" {
			p.list = append(p.list, one)
		}
	}
	slices.SortStableFunc(p.list, func(a, b param) int { return a.piece - b.piece })
	return p
}

func nextParam(in []byte) (p param, rest []byte) {
	in = bytes.TrimLeft(in, "; \t")
	end := bytes.IndexAny(in, "=;")
	if end < 0 {
		return p, nil
	}
	if in[end] == ';' {
		return p, in[end+1:]
	}
	p.key, p.piece, p.ext = splitStars(strings.ToLower(strings.TrimSpace(string(in[:end]))))
	in = bytes.TrimLeft(in[end+1:], " \t")
	if len(in) > 0 && in[0] == '"' {
		p.raw, rest = quoted(in)
		return p, rest
	}
	end = bytes.IndexByte(in, ';')
	if end < 0 {
		end = len(in)
	}
	p.raw = bytes.TrimSpace(in[:end])
	return p, in[end:]
}

// quoted reads a quoted string. A quote that is never closed ends at the semicolon, or the end.
func quoted(in []byte) (value, rest []byte) {
	for i := 1; i < len(in); i++ {
		switch in[i] {
		case '\\':
			// A backslash before a letter is a Windows path, not an escape.
			if i+1 < len(in) && (in[i+1] == '"' || in[i+1] == '\\') {
				i++
			}
			value = append(value, in[i])
		case '"':
			return value, in[i+1:]
		default:
			value = append(value, in[i])
		}
	}
	if i := bytes.IndexByte(in, ';'); i > 0 {
		return bytes.TrimSpace(in[1:i]), in[i:]
	}
	return value, nil
}

func splitStars(key string) (name string, piece int, ext bool) {
	name, ext = strings.CutSuffix(key, "*")
	name, number, found := strings.Cut(name, "*")
	if !found {
		return name, -1, ext
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n > maxParams {
		return name, -1, ext
	}
	return name, n, ext
}

// ascii gives a parameter that is for machines, such as a boundary.
func (p params) ascii(key string) string {
	for _, one := range p.list {
		if one.key == key && one.piece < 0 && !one.ext {
			return string(one.raw)
		}
	}
	return p.text(key, "")
}

// text gives a parameter that people read, such as a file name. The RFC 2231 form wins over the plain one, because
// senders who write both put the poorer in the plain one.
func (p params) text(key, hint string) string {
	var label string
	var joined []byte
	found := false
	for _, one := range p.list {
		if one.key != key || !one.ext && one.piece < 0 {
			continue
		}
		value := one.raw
		if one.ext {
			if !found {
				if cs, rest, ok := bytes.Cut(value, []byte{'\''}); ok {
					if _, text, ok := bytes.Cut(rest, []byte{'\''}); ok {
						label, value = strings.ToLower(string(cs)), text
					}
				}
			}
			value = percent(value)
		}
		joined, found = append(joined, value...), true
	}
	if found {
		if label == "us-ascii" {
			// Said to be ASCII, so other bytes mean nothing.
			return oneLine(string(asciiOnly(joined)))
		}
		if label == "" {
			return decodeHeader(joined, hint)
		}
		s, _ := decodeBytes(joined, label, hint)
		return oneLine(s)
	}
	for _, one := range p.list {
		if one.key == key {
			return decodeHeader(one.raw, hint)
		}
	}
	return ""
}

func percent(in []byte) []byte {
	out := make([]byte, 0, len(in))
	for i := 0; i < len(in); i++ {
		if in[i] == '%' && i+2 < len(in) {
			if n, err := strconv.ParseUint(string(in[i+1:i+3]), 16, 8); err == nil {
				out = append(out, byte(n))
				i += 2
				continue
			}
		}
		out = append(out, in[i])
	}
	return out
}

func asciiOnly(in []byte) []byte {
	out := make([]byte, 0, len(in))
	for _, c := range in {
		if c < 0x80 {
			out = append(out, c)
		} else {
			out = append(out, "\uFFFD"...)
		}
	}
	return out
}
