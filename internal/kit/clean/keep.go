package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Keep makes s storable and otherwise leaves it as it was written: valid UTF-8, composed letters, no NUL, lines ending
// in \n. It is for people's own words, where an invisible or turned-around letter may be the very thing to report.
func Keep(s string) string {
	s = strings.ReplaceAll(composed(s), "\r\n", "\n")
	return strings.ReplaceAll(s, "\x00", "")
}

// KeepLine is Keep for words on one line: a line break becomes a space.
func KeepLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' {
			return ' '
		}
		return r
	}, Keep(s))
}

// Blank reports whether s has nothing but white space.
func Blank(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsSpace(r) }) < 0
}

// Length returns how many letters s has.
func Length(s string) int { return utf8.RuneCountInString(s) }

// FirstLine returns the first line of s that is not blank, without white space around it.
func FirstLine(s string) string {
	for line := range strings.Lines(s) {
		if !Blank(line) {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

// Cut returns at most the first n letters of s.
func Cut(s string, n int) string { return cut(s, n) }
