package textindex

import (
	"strings"
	"unicode/utf8"
)

// shortest is the length from which the beginning of a word stands for the word. Shorter ones (it, tv, pc) are words.
const shortest = 3

// Words gives the tokens of an indexed document by which it is found as written: all but the roots. An index keeps them
// to tell which words begin with what somebody typed (Prefixes); asking for those words is much quicker than asking for a
// beginning, because an engine then need not gather all hits before it hands out the first.
func Words(document string) []string {
	tokens := strings.Fields(document)
	words := tokens[:0]
	for _, t := range tokens {
		if !strings.HasPrefix(t, string(stemMark)) {
			words = append(words, t)
		}
	}
	return words
}

// Prefixes gives the beginnings for which the words of an index are wanted, in the form of Words.
func Prefixes(terms []Term) []string {
	var out []string
	for _, t := range strong(terms) {
		if utf8.RuneCountInString(t.Prefix) >= shortest {
			out = append(out, encode(t.Prefix))
		}
	}
	return out
}

// FTS5Known is FTS5 with the words that an index knows for each of Prefixes. A beginning that is missing in known stays one.
func FTS5Known(terms []Term, known map[string][]string) string {
	return renderKnown(terms, `"`, " OR ", " AND ", "*", known)
}

// TSQueryKnown is the same for PostgreSQL.
func TSQueryKnown(terms []Term, known map[string][]string) string {
	return renderKnown(terms, "'", " | ", " & ", ":*", known)
}

func renderKnown(terms []Term, quote, or, and, star string, known map[string][]string) string {
	all := make([]string, 0, len(terms))
	for _, t := range strong(terms) {
		prefix := encode(t.Prefix)
		any := []string{quote + prefix + quote}
		if t.Exact != "" {
			any = append(any, quote+rootToken(t.Exact)+quote)
		}
		words, listed := known[prefix]
		switch {
		case utf8.RuneCountInString(t.Prefix) < shortest:
		case !listed:
			any = append(any, quote+prefix+quote+star)
		default:
			for _, word := range words {
				if word != prefix {
					any = append(any, quote+word+quote)
				}
			}
		}
		all = append(all, "("+strings.Join(any, or)+")")
	}
	return strings.Join(all, and)
}
