package textindex

import "unicode"

// class is what a rune does to the splitting of a text.
type class int

const (
	classPunct     class = iota // ends a word; visible
	classSpace                  // ends a word and a run
	classIgnored                // as if it were not there
	classWord                   // letters and digits
	classMark                   // belongs to the letter before it
	classSolo                   // a letter of a script without spaces
	classSymbol                 // a token of its own
	classConnector              // joins words into a reference or an address
)

// The range of private-use characters that the package writes into tokens; in a text they count for nothing.
const (
	privateFirst = '\ue000'
	privateLast  = '\ue07f'
	stemMark     = '\ue000'
)

func classOf(r rune) class {
	if r < 0x80 {
		return classOfASCII(r)
	}
	switch {
	case unicode.IsLetter(r) || unicode.IsNumber(r):
		return classOfLetter(r)
	case unicode.IsMark(r):
		if ignoredMark(r) {
			return classIgnored
		}
		return classMark
	case r == '\u200b' || r == '\u180e' || r == '\u2800' || unicode.IsSpace(r) || unicode.Is(unicode.Z, r):
		return classSpace
	case r == '\u2010' || r == '\u2011':
		return classConnector
	case unicode.Is(unicode.Cf, r):
		return classIgnored
	case unicode.IsControl(r) || r == unicode.ReplacementChar || privateFirst <= r && r <= privateLast:
		return classSpace
	case unicode.IsPunct(r):
		return classPunct
	}
	// Symbols, and what this version of Unicode does not know yet: new emoji, as a rule.
	return classSymbol
}

func classOfASCII(r rune) class {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return classWord
	case r <= ' ' || r == 0x7f:
		return classSpace
	case r == '.' || r == '-' || r == '_' || r == '@' || r == '+':
		return classConnector
	}
	return classPunct
}

func classOfLetter(r rune) class {
	const tatweel = '\u0640' // only stretches an Arabic word
	switch {
	case r == tatweel:
		return classIgnored
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo, unicode.Yi, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		return classSolo
	}
	return classWord
}

// ignoredMark tells marks that decorate from those that are part of the spelling: Latin accents that no letter took up,
// variation selectors, Hebrew and Arabic vowel points.
func ignoredMark(r rune) bool {
	switch {
	case 0x0300 <= r && r <= 0x036f, 0x1ab0 <= r && r <= 0x1aff, 0x1dc0 <= r && r <= 0x1dff, 0x20d0 <= r && r <= 0x20ff, 0xfe20 <= r && r <= 0xfe2f:
		return true
	case 0xfe00 <= r && r <= 0xfe0f, 0xe0100 <= r && r <= 0xe01ef:
		return true
	case 0x0591 <= r && r <= 0x05c7, 0x064b <= r && r <= 0x065f, r == 0x0670:
		return true
	}
	return false
}
