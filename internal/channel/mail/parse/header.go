package parse

import (
	"bytes"
	"strings"
)

// maxFields bounds the header lines that are kept; the longest real chains of servers stay below 200.
const maxFields = 1_000

// header is a block of fields in their order. Values are raw: which characters they mean depends on the field.
type header struct{ fields []field }

type field struct {
	key   string // lower case
	value []byte // unfolded
	own   bool   // value is a copy and may grow in place
}

// maxFieldBytes bounds one folded value.
const maxFieldBytes = 256 << 10

func (f *field) fold(more []byte) {
	if !f.own {
		f.value, f.own = bytes.Clone(f.value), true
	}
	if len(f.value) < maxFieldBytes {
		f.value = append(append(f.value, ' '), more...)
	}
}

// Field is one line of a header: its name in lower case, its value as it stands there.
type Field struct{ Key, Value string }

// ReadHeader gives a mail's header in its order, for whoever judges the way that the mail has come.
func ReadHeader(raw []byte) []Field {
	h, _, _ := readHeader(stripEnvelope(raw))
	out := make([]Field, len(h.fields))
	for i, f := range h.fields {
		out[i] = Field{f.key, string(f.value)}
	}
	return out
}

// get gives the first field of that name.
func (h header) get(key string) []byte {
	for _, f := range h.fields {
		if f.key == key {
			return f.value
		}
	}
	return nil
}

func (h header) has(key string) bool {
	for _, f := range h.fields {
		if f.key == key {
			return true
		}
	}
	return false
}

func (h header) all(key string) (values [][]byte) {
	for _, f := range h.fields {
		if f.key == key {
			values = append(values, f.value)
		}
	}
	return values
}

// ascii gives a field that is for machines: trimmed, without what is not printable ASCII.
func (h header) ascii(key string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, string(h.get(key))))
}

// readHeader splits raw into its header and the rest. A line that is no field is left out, because one broken
// gateway must not cost a mail. If no empty line ever comes, the rest begins at the first such line.
func readHeader(raw []byte) (h header, body []byte, defects []Defect) {
	junk := -1
	for at := 0; at < len(raw); {
		line, next := lineAt(raw, at)
		switch trimmed := bytes.TrimRight(line, " \t"); {
		case len(trimmed) == 0 && (len(line) == 0 || len(h.fields) == 0 || next >= len(raw)):
			if junk >= 0 {
				defects = append(defects, JunkHeader)
			}
			return h, raw[next:], defects
		case len(trimmed) == 0:
			// A line of blanks inside a header: a fold with nothing in it, not the end.
		case (line[0] == ' ' || line[0] == '\t') && len(h.fields) > 0 && junk < 0:
			h.fields[len(h.fields)-1].fold(bytes.TrimLeft(trimmed, " \t"))
		case line[0] == ' ' || line[0] == '\t':
			// A continuation of a line that was left out, or of nothing.
			if junk < 0 {
				junk = at
			}
		default:
			key, value, ok := splitField(trimmed)
			switch {
			case ok && len(h.fields) < maxFields:
				h.fields = append(h.fields, field{key: key, value: value})
			case ok:
			case len(h.fields) == 0:
				return h, raw, defects
			case junk < 0:
				junk = at
			}
		}
		at = next
	}
	if junk >= 0 {
		return h, raw[junk:], append(defects, NoHeaderEnd)
	}
	return h, nil, defects
}

// splitField takes «Name: value» apart. Names are printable ASCII without a blank, as RFC 5322 has it.
func splitField(line []byte) (key string, value []byte, ok bool) {
	i := bytes.IndexByte(line, ':')
	if i < 1 || i > 200 {
		return "", nil, false
	}
	name := bytes.TrimRight(line[:i], " \t")
	for _, c := range name {
		if c <= ' ' || c > '~' {
			return "", nil, false
		}
	}
	if len(name) == 0 {
		return "", nil, false
	}
	return strings.ToLower(string(name)), bytes.TrimSpace(line[i+1:]), true
}

// lineAt gives the line that begins at i without its end (LF, CRLF or CR LF in any mix), and where the next begins.
func lineAt(raw []byte, i int) (line []byte, next int) {
	n := bytes.IndexByte(raw[i:], '\n')
	if n < 0 {
		return bytes.TrimSuffix(raw[i:], []byte{'\r'}), len(raw)
	}
	return bytes.TrimSuffix(raw[i:i+n], []byte{'\r'}), i + n + 1
}

// stripEnvelope takes away what stands before a mail in a mailbox file: a byte order mark, empty lines and the line
// «From sender date» (also quoted as «>From »).
func stripEnvelope(raw []byte) []byte {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	raw = bytes.TrimLeft(raw, "\r\n")
	for bytes.HasPrefix(raw, []byte("From ")) || bytes.HasPrefix(raw, []byte(">From ")) {
		_, next := lineAt(raw, 0)
		raw = raw[next:]
	}
	return raw
}
