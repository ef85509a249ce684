package textindex

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Root goes on where Stem stops, because Stem leaves many everyday forms apart: lösenordet and lösenord, datorer and dator, skolan
// and skola, servrar and server. It is what the index holds; for finding, two words too close are a smaller harm than two too far.
// The word must be folded. A root that is shorter than the stem keeps at least three letters.
func Root(word string) string {
	root := Stem(word)
	for range 3 {
		shorter := further(root)
		if shorter == root || utf8.RuneCountInString(shorter) < 3 {
			break
		}
		root = shorter
	}
	return syncope(single(root))
}

// further takes off one more ending: a plural under a definite form (datorer-na), or a definite form that Stem leaves
// (skola-n, lösenord-et, dator-n, konto-t).
func further(word string) string {
	p1 := region(word)
	switch suffix := longest(word, p1, furtherEndings); suffix {
	case "et":
		bare := strings.TrimSuffix(word, "et")
		if !endsInTwoConsonants(bare) || bare == "intern" {
			return word
		}
		return bare
	case "n":
		bare := strings.TrimSuffix(word, "n")
		if !strings.HasSuffix(bare, "or") && !strings.HasSuffix(bare, "el") && !strings.HasSuffix(bare, "er") {
			return word
		}
		return bare
	case "ot", "on":
		return word[:len(word)-1]
	default:
		bare := strings.TrimSuffix(word, suffix)
		return consonantPair(bare, p1)
	}
}

// syncope brings nyckel and nyckl(ar), server and servr(ar) together: the weak vowel comes and goes between the forms.
func syncope(word string) string {
	bare := word
	last, size := utf8.DecodeLastRuneInString(word)
	switch {
	case strings.HasSuffix(word, "el") || strings.HasSuffix(word, "er"):
		bare = word[:len(word)-2]
	case last == 'l' || last == 'r':
		bare = word[:len(word)-size]
		before, _ := utf8.DecodeLastRuneInString(bare)
		if before == last || isVowel(before) || before == utf8.RuneError {
			return word
		}
	}
	if utf8.RuneCountInString(bare) < 3 || !strings.ContainsFunc(bare, isVowel) || slices.Contains(smallWords, bare) {
		return word
	}
	return bare
}

// single undoes the doubled m that Swedish writes only before a vowel: rum, rummet.
func single(word string) string {
	if strings.HasSuffix(word, "mm") {
		return word[:len(word)-1]
	}
	return word
}

func endsInTwoConsonants(word string) bool {
	last, size := utf8.DecodeLastRuneInString(word)
	before, size2 := utf8.DecodeLastRuneInString(word[:len(word)-size])
	return size2 > 0 && !isVowel(last) && !isVowel(before)
}

var furtherEndings = []string{"an", "et", "n", "ot", "on", "en", "er", "or", "ar", "ens", "anden"}
