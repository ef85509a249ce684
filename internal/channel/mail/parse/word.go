package parse

import (
	"bytes"
	"encoding/base64"
	"regexp"
	"strings"
)

// encodedWord is RFC 2047, read leniently: blanks and question marks inside are accepted, as Exchange and others write them.
var encodedWord = regexp.MustCompile(`=\?([A-Za-z0-9_.:+()-]{1,60})(?:\*[A-Za-z0-9-]*)?\?([bBqQ])\?(.*?)\?=`)

// maxHeaderText bounds one header value that is decoded.
const maxHeaderText = 64 << 10

// decodeHeader makes text of a header value: encoded words, and raw bytes in whatever character set the rest of
// the mail names in hint. The result is one line.
func decodeHeader(raw []byte, hint string) string {
	raw = raw[:min(len(raw), maxHeaderText)]
	var out strings.Builder
	var run []byte // bytes of adjacent words in one character set: a letter may be split between them
	label := ""
	flush := func() {
		if len(run) > 0 {
			s, _ := decodeBytes(run, label, hint)
			out.WriteString(s)
			run = nil
		}
	}
	at := 0
	for _, m := range encodedWord.FindAllSubmatchIndex(raw, -1) {
		between := raw[at:m[0]]
		if at == 0 || len(bytes.TrimSpace(between)) > 0 {
			flush()
			s, _ := decodeBytes(between, "", hint)
			out.WriteString(s)
		}
		charset := strings.ToLower(string(raw[m[2]:m[3]]))
		if charset != label {
			flush()
			label = charset
		}
		run = append(run, decodeWord(raw[m[4]], raw[m[6]:m[7]])...)
		at = m[1]
	}
	flush()
	s, _ := decodeBytes(raw[at:], "", hint)
	out.WriteString(s)
	return oneLine(out.String())
}

func decodeWord(encoding byte, text []byte) []byte {
	if encoding == 'b' || encoding == 'B' {
		b, _ := decodeBase64(text)
		return b
	}
	return decodeQuoted(bytes.ReplaceAll(text, []byte{'_'}, []byte{' '}), false)
}

// decodeBase64 decodes what can be decoded: foreign characters are skipped, padding may be missing or come early
// (some programs join two encoded texts). It says whether the input was clean.
func decodeBase64(in []byte) (out []byte, clean bool) {
	clean = true
	digits := make([]byte, 0, len(in))
	out = make([]byte, 0, len(in)*3/4+3)
	flush := func() {
		n := len(digits)
		if n == 0 {
			return
		}
		if n%4 == 1 {
			n--
			clean = false
		}
		b := make([]byte, base64.RawStdEncoding.DecodedLen(n))
		w, err := base64.RawStdEncoding.Decode(b, digits[:n])
		clean = clean && err == nil
		out = append(out, b[:w]...)
		digits = digits[:0]
	}
	for _, c := range in {
		switch {
		case 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '+', c == '/':
			digits = append(digits, c)
		case c == '=':
			flush()
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
		default:
			clean = false
		}
	}
	flush()
	return out, clean
}

// decodeQuoted decodes quoted-printable; a sign that is not followed by two digits stays as it is. With lines set,
// soft line breaks vanish and hard ones become CRLF, the form the encoding is defined for.
func decodeQuoted(in []byte, lines bool) []byte {
	out := make([]byte, 0, len(in))
	for i := 0; i < len(in); i++ {
		c := in[i]
		switch {
		case c == '=' && i+2 < len(in) && hexDigit(in[i+1]) >= 0 && hexDigit(in[i+2]) >= 0:
			out = append(out, byte(hexDigit(in[i+1])<<4|hexDigit(in[i+2])))
			i += 2
		case c == '=' && lines && softBreak(in[i+1:]) >= 0:
			i += softBreak(in[i+1:])
		case lines && (c == '\n' || c == '\r' && i+1 < len(in) && in[i+1] == '\n'):
			out = append(out, '\r', '\n')
			if c == '\r' {
				i++
			}
		default:
			out = append(out, c)
		}
	}
	return out
}

// softBreak tells how many bytes after an equals sign belong to a soft line break, -1 if it is none.
func softBreak(rest []byte) int {
	for i, c := range rest {
		switch c {
		case '\n':
			return i + 1
		case ' ', '\t', '\r':
		default:
			return -1
		}
	}
	return len(rest)
}

func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}
