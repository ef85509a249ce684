// Package clean makes text from outside fit to keep: valid UTF-8, composed letters, nothing invisible that misleads.
//
// Owns: the rules for one line and for running text.
// Does not own: HTML (htmlsafe), whether a text is required or how long it may be (each capability).
// Invariant: what it returns is stored unchanged by both databases and reads the same everywhere.
package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Line returns s as one line: outer and repeated white space gone, no control characters, cut to limit letters. A limit
// of 0 does not cut.
func Line(s string, limit int) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range composed(s) {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
			gap = b.Len() > 0
			continue
		case invisible(r) || direction(r):
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(cut(b.String(), limit))
}

// Text returns s as running text: lines end with \n, no trailing white space, no control characters but tabs, cut to
// limit letters. A limit of 0 does not cut.
func Text(s string, limit int) string {
	s = strings.ReplaceAll(composed(s), "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r', r == '\u2028', r == '\u2029', r == '\u0085':
			return '\n'
		case r == '\n', r == '\t':
			return r
		case unicode.IsControl(r), invisible(r):
			return -1
		}
		return r
	}, s)
	lines := strings.Split(cut(s, limit), "\n")
	for i := range lines {
		lines[i] = strings.TrimRightFunc(lines[i], unicode.IsSpace)
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// Fits reports whether s has at most limit letters, for a field error instead of a cut.
func Fits(s string, limit int) bool { return utf8.RuneCountInString(s) <= limit }

// composed makes s valid and writes each letter in one way: "a" + ring becomes "å".
func composed(s string) string { return norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD")) }

// invisible letters carry no meaning in any language; they hide words from search and from the eye.
func invisible(r rune) bool { return r == '\u200B' || r == '\uFEFF' || r == '\u2060' || r == '\u00AD' }

// direction marks turn the order of letters around; in a name or a title they only deceive.
func direction(r rune) bool { return r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' }

func cut(s string, limit int) string {
	if limit <= 0 || len(s) <= limit {
		return s
	}
	n := 0
	for i := range s {
		if n == limit {
			return s[:i]
		}
		n++
	}
	return s
}
