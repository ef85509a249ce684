package textindex

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// Span is a part of a text, in bytes: text[Start:End].
type Span struct{ Start, End int }

// Highlight gives the parts of the original text that the terms hit, in order and apart from each other. Inflected forms are hits;
// of a longer word the whole is marked.
func Highlight(text string, terms []Term) []Span {
	if len(terms) == 0 {
		return nil
	}
	terms = strong(terms)
	var hits []Span
	for _, t := range Tokens(text) {
		if hit(t, terms) {
			hits = append(hits, Span{t.Start, t.End})
		}
	}
	return merge(hits)
}

func hit(t Token, terms []Term) bool {
	root := ""
	for _, term := range terms {
		if t.Text == term.Prefix || strings.HasPrefix(t.Text, term.Prefix) && utf8.RuneCountInString(term.Prefix) > 1 {
			return true
		}
		if term.Exact == "" || t.Kind != Word {
			continue
		}
		if root == "" {
			root = Root(t.Text)
		}
		if root == term.Exact {
			return true
		}
	}
	return false
}

// merge sorts spans and joins those that overlap or touch.
func merge(spans []Span) []Span {
	sort.Slice(spans, func(i, j int) bool { return spans[i].Start < spans[j].Start })
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}
