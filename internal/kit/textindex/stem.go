package textindex

import (
	"strings"
	"unicode/utf8"
)

// Stem is the Swedish Snowball stemmer as it has been since October 2023 (https://snowballstem.org/algorithms/swedish/stemmer.html).
// The word must be in lower case. All suffixes but one are looked for only in R1, the part after the first non-vowel that follows
// a vowel, and at the earliest after the third letter.
func Stem(word string) string {
	p1 := region(word)
	word = mainSuffix(word, p1)
	word = consonantPair(word, p1)
	return otherSuffix(word, p1)
}

// region gives the byte where R1 begins, or the end of the word.
func region(word string) int {
	third, seen, p1 := -1, 0, len(word)
	vowel := false
	for i, r := range word {
		if seen == 3 {
			third = i
		}
		seen++
		if p1 == len(word) && vowel && !isVowel(r) {
			p1 = i + utf8.RuneLen(r)
		}
		vowel = vowel || isVowel(r)
		if third >= 0 && p1 < len(word) {
			break
		}
	}
	if third < 0 {
		return len(word)
	}
	return max(p1, third)
}

func isVowel(r rune) bool { return strings.ContainsRune("aeiouyäåö", r) }

// mainSuffix takes off the longest inflection that lies in R1.
func mainSuffix(word string, p1 int) string {
	suffix := longest(word, p1, inflections)
	switch suffix {
	case "s":
		rest := strings.TrimSuffix(word, "s")
		if bare, ok := strings.CutSuffix(rest, "et"); ok && takesEt(bare) {
			return bare
		}
		if endsIn(rest, "bcdfghjklmnoprtvy") {
			return rest
		}
	case "et":
		if bare := strings.TrimSuffix(word, "et"); takesEt(bare) {
			return bare
		}
	default:
		return strings.TrimSuffix(word, suffix)
	}
	return word
}

// takesEt tells whether -et after this is an ending and not part of the word, as it is in nyhet, kapacitet and paket.
func takesEt(bare string) bool {
	last, size := utf8.DecodeLastRuneInString(bare)
	before, size2 := utf8.DecodeLastRuneInString(bare[:len(bare)-size])
	if size2 == 0 || isVowel(last) || !isVowel(before) || len(bare) == size+size2 {
		return false
	}
	for _, ending := range neverEt {
		if strings.HasSuffix(bare, ending) {
			return false
		}
	}
	return true
}

// consonantPair shortens a doubled or hardened consonant at the end of R1.
func consonantPair(word string, p1 int) string {
	if longest(word, p1, consonantPairs) != "" {
		return word[:len(word)-1]
	}
	return word
}

func otherSuffix(word string, p1 int) string {
	switch suffix := longest(word, p1, derivations); suffix {
	case "öst":
		if endsIn(strings.TrimSuffix(word, suffix), "iklnprtuv") {
			return strings.TrimSuffix(word, "t")
		}
	case "fullt":
		return strings.TrimSuffix(word, "t")
	default:
		return strings.TrimSuffix(word, suffix)
	}
	return word
}

// longest finds the longest of the suffixes that the word ends with inside R1.
func longest(word string, p1 int, suffixes []string) string {
	best := ""
	for _, s := range suffixes {
		if len(s) > len(best) && len(word)-len(s) >= p1 && strings.HasSuffix(word, s) {
			best = s
		}
	}
	return best
}

func endsIn(word, letters string) bool {
	r, size := utf8.DecodeLastRuneInString(word)
	return size > 0 && strings.ContainsRune(letters, r)
}

var (
	inflections = []string{
		"a", "arna", "erna", "heterna", "orna", "ad", "e", "ade", "ande", "arne", "are", "aste", "en", "anden", "aren", "heten", "ern", "ar",
		"er", "heter", "or", "as", "arnas", "ernas", "ornas", "es", "ades", "andes", "ens", "arens", "hetens", "erns", "at", "andet", "het", "ast",
		"s", "et",
	}
	neverEt = []string{
		"h", "iet", "uit", "fab", "cit", "dit", "alit", "ilit", "mit", "nit", "pit", "rit", "sit", "tit", "ivit", "kvit", "xit",
		"kom", "rak", "pak", "stak",
	}
	consonantPairs = []string{"dd", "gd", "nn", "dt", "gt", "kt", "tt"}
	derivations    = []string{"lig", "ig", "els", "öst", "fullt"}
)
