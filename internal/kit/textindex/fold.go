package textindex

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold makes the form in which names and other short texts are stored for case-insensitive look-ups by their beginning:
// lower case, accents gone except on å ä ö, single spaces.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	eachRune(s, func(r rune, _, _ int) {
		switch classOf(r) {
		case classSpace:
			space = b.Len() > 0
		case classIgnored:
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteString(foldRune(r))
		}
	})
	return b.String()
}

// eachRune walks the text in normal form C and tells for each rune which bytes of the original it stands for.
func eachRune(s string, yield func(r rune, start, end int)) {
	if norm.NFC.IsNormalString(s) {
		for i, r := range s {
			yield(r, i, i+runeLen(s, i, r))
		}
		return
	}
	var it norm.Iter
	it.InitString(norm.NFC, s)
	for !it.Done() {
		start := it.Pos()
		segment := it.Next()
		end := it.Pos()
		for _, r := range string(segment) {
			yield(r, start, end)
		}
	}
}

// runeLen is the number of bytes at i, which is one where the text is not valid UTF-8.
func runeLen(s string, i int, r rune) int {
	if r != unicode.ReplacementChar {
		return len(string(r))
	}
	if strings.HasPrefix(s[i:], string(unicode.ReplacementChar)) {
		return len(string(unicode.ReplacementChar))
	}
	return 1
}

// foldRune gives the lower-case, accent-free form of one rune of a text in normal form C.
func foldRune(r rune) string {
	if r < 0x80 {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return string(r)
	}
	r = unicode.ToLower(r)
	switch r {
	case 'å', 'ä', 'ö':
		return string(r)
	case 'æ':
		return "ä"
	case 'ø':
		return "ö"
	case 'œ':
		return "oe"
	case 'ß':
		return "ss"
	case 'þ':
		return "th"
	case 'đ', 'ð':
		return "d"
	case 'ł':
		return "l"
	case 'ħ':
		return "h"
	case 'ı':
		return "i"
	case 'ς':
		return "σ"
	}
	if unicode.In(r, unicode.Latin, unicode.Common) && unicode.In(r, unicode.Letter, unicode.Number) {
		return decompose(r)
	}
	return string(r)
}

// decompose takes accents off a Latin letter and unwraps forms like ﬁ, Ａ, ² and 𝕋. Where something else than letters and digits
// would come out (½), the rune stays.
func decompose(r rune) string {
	var out []rune
	for _, d := range norm.NFKD.String(string(r)) {
		switch {
		case unicode.Is(unicode.Mn, d):
			if n := len(out); n > 0 {
				out[n-1] = swedish(out[n-1], d)
			}
		case unicode.IsLetter(d) || unicode.IsNumber(d):
			out = append(out, unicode.ToLower(d))
		default:
			return string(r)
		}
	}
	if len(out) == 0 {
		return string(r)
	}
	return string(out)
}

// swedish puts the ring and the two dots back on the letters where they make another letter.
func swedish(base, mark rune) rune {
	const ring, dots = '\u030a', '\u0308'
	switch {
	case base == 'a' && mark == ring:
		return 'å'
	case base == 'a' && mark == dots:
		return 'ä'
	case base == 'o' && mark == dots:
		return 'ö'
	}
	return base
}
