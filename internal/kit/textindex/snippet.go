package textindex

import (
	"strings"
	"unicode/utf8"
)

// Snippet cuts out the part of a text where the hits are closest, about width characters long, and gives the hits inside it.
// White space becomes single spaces; an ellipsis stands where text was left out. Without hits it is the beginning.
func Snippet(text string, terms []Term, width int) (string, []Span) {
	text = strings.Join(strings.Fields(text), " ")
	hits := Highlight(text, terms)
	if utf8.RuneCountInString(text) <= width {
		return text, hits
	}
	start, end := window(text, hits, width)
	out := strings.TrimSpace(text[start:end])
	shift := -start - (len(text[start:end]) - len(strings.TrimLeft(text[start:end], " ")))
	if start > 0 {
		out = "… " + out
		shift += len("… ")
	}
	if end < len(text) {
		out += " …"
	}
	var inside []Span
	for _, h := range hits {
		if h.Start >= start && h.End <= end {
			inside = append(inside, Span{h.Start + shift, h.End + shift})
		}
	}
	return out, inside
}

// window chooses the bytes to show: the stretch that holds most hits, with some text before the first of them, cut between words.
func window(text string, hits []Span, width int) (start, end int) {
	best, most := 0, 0
	for i, from := range hits {
		n := 0
		for _, h := range hits[i:] {
			if utf8.RuneCountInString(text[from.Start:h.End]) > width*3/4 {
				break
			}
			n++
		}
		if n > most {
			best, most = from.Start, n
		}
	}
	start = back(text, best, width/4)
	if start > 0 {
		if i := strings.IndexByte(text[start:best], ' '); i >= 0 {
			start += i + 1
		}
	}
	end = forward(text, start, width)
	if end < len(text) {
		if i := strings.LastIndexByte(text[start:end], ' '); i > 0 && start+i > best+(end-best)/2 {
			end = start + i
		}
	}
	return start, end
}

func back(text string, from, runes int) int {
	for ; runes > 0 && from > 0; runes-- {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	return from
}

func forward(text string, from, runes int) int {
	for ; runes > 0 && from < len(text); runes-- {
		_, size := utf8.DecodeRuneInString(text[from:])
		from += size
	}
	return from
}
