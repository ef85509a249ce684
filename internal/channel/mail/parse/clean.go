package parse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// cleanText makes a string fit for the database and for people: valid UTF-8, NFC, LF, no control characters.
func cleanText(s string) string {
	s = strings.ToValidUTF8(strings.TrimPrefix(s, "\ufeff"), "\uFFFD")
	if strings.ContainsRune(s, '\r') {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	if strings.ContainsFunc(s, unwanted) {
		s = strings.Map(func(r rune) rune {
			if unwanted(r) {
				return -1
			}
			return r
		}, s)
	}
	return norm.NFC.String(s)
}

func unwanted(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r == 0x7f || 0x80 <= r && r <= 0x9f || 0xfff0 <= r && r <= 0xfffb || 0xe0000 <= r && r <= 0xe007f
}

// oneLine is for names and subjects: blanks and line breaks become one blank, and marks that turn the direction of
// writing or cannot be seen are left out, because they let a name look like another.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\u200d' || r == '\u200c':
			return r // joiners: part of how some scripts and emoji are written
		case unicode.Is(unicode.Bidi_Control, r), '\u200b' <= r && r <= '\u200f', r == '\u2060', r == '\ufeff', r == '\u00ad':
			return -1
		case r == '\u3000':
			return r
		case unicode.IsSpace(r), r < ' ':
			return ' '
		}
		return r
	}, cleanText(s))
	for strings.Contains(s, "  ") {
		s = strings.ReplaceAll(s, "  ", " ")
	}
	return strings.TrimSpace(cutBytes(s, 4_000))
}

// cutBytes shortens a string without cutting a letter.
func cutBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
