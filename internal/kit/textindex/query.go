package textindex

import (
	"slices"
	"strings"
)

// maxTerms bounds a question: what comes after is left out, which finds more, never less.
const maxTerms = 24

// Term is one word of a question. A document fits when it holds a word with the same root or a token that begins with Prefix.
type Term struct {
	// Exact is the root; empty where there is none, as for numbers, references and symbols.
	Exact string
	// Prefix is the word as it was written, folded.
	Prefix string
	// Weak marks the small words of a language. They count only when a question holds nothing else.
	Weak bool
}

// Query reads a question. All its terms have to fit. A text without any letter, digit or symbol is looked for as it stands;
// a text with nothing visible gives no terms.
func Query(text string) []Term {
	var terms, runs []Term
	add := func(to *[]Term, t Term) {
		if len(*to) < maxTerms && !slices.Contains(*to, t) {
			*to = append(*to, t)
		}
	}
	scan(text, func(c chunk) {
		switch {
		case c.kind == Run:
			add(&runs, Term{Prefix: c.parts[0].Text})
		case c.joined():
			add(&terms, Term{Prefix: c.whole(0).Text})
		default:
			for _, p := range c.parts {
				add(&terms, termOf(p))
			}
		}
	})
	if len(terms) == 0 {
		return runs
	}
	return terms
}

func termOf(t Token) Term {
	if t.Kind != Word {
		return Term{Prefix: t.Text}
	}
	return Term{Exact: Root(t.Text), Prefix: t.Text, Weak: slices.Contains(smallWords, t.Text)}
}

// strong leaves out the weak terms unless there are no others.
func strong(terms []Term) []Term {
	out := make([]Term, 0, len(terms))
	for _, t := range terms {
		if !t.Weak {
			out = append(out, t)
		}
	}
	if len(out) == 0 {
		return terms
	}
	return out
}

// FTS5 renders terms for MATCH on a table made with `tokenize="ascii"`. No terms give an empty string, which SQLite refuses:
// a caller does not search then.
func FTS5(terms []Term) string {
	return render(terms, `"`, " OR ", " AND ", func(prefix string) string { return `"` + prefix + `"*` })
}

// TSQuery renders terms for `$1::tsquery`. No terms give an empty string, which matches nothing.
func TSQuery(terms []Term) string {
	return render(terms, "'", " | ", " & ", func(prefix string) string { return "'" + prefix + "':*" })
}

// render needs no escaping inside the quotes: encode leaves neither quotes nor backslashes in a token.
func render(terms []Term, quote, or, and string, prefixed func(string) string) string {
	var b strings.Builder
	for i, t := range strong(terms) {
		if i > 0 {
			b.WriteString(and)
		}
		if t.Exact == "" {
			b.WriteString(prefixed(encode(t.Prefix)))
			continue
		}
		b.WriteString("(" + quote + rootToken(t.Exact) + quote + or + prefixed(encode(t.Prefix)) + ")")
	}
	return b.String()
}
