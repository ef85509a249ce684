package htmlsafe

import (
	"strings"

	"golang.org/x/net/html"
)

// Text gives what a reader of the HTML sees, as plain text with line breaks where blocks end. At most MaxText
// bytes; it never fails. It reads any HTML, cleaned or not.
func Text(raw string) string {
	out, _ := text(raw, MaxText, false)
	return out
}

// unseen holds the elements whose content no reader sees.
var unseen = tagSet("script style title noscript noembed noframes iframe")

// lines tells how many line breaks part an element from what is around it.
var lines = func() map[string]int {
	m := map[string]int{}
	for name := range tagSet("div tr li dt dd hr center address section article header footer main figure figcaption caption form body") {
		m[name] = 1
	}
	for name := range tagSet("p blockquote pre table ul ol dl h1 h2 h3 h4 h5 h6") {
		m[name] = 2
	}
	return m
}()

// maxQuote bounds the marks written before a quoted line.
const maxQuote = 10

// text walks the tokens with a few counters instead of a tree, so depth costs nothing.
func text(raw string, limit int, quoted bool) (out string, cut bool) {
	w := writer{limit: limit, quoted: quoted}
	z := html.NewTokenizer(strings.NewReader(raw))
	skip, pre := false, 0
	for !w.full {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		switch kind {
		case html.TextToken:
			if !skip {
				w.text(string(z.Text()), pre > 0)
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			b, _ := z.TagName()
			name, end := string(b), kind == html.EndTagToken
			// The tokenizer hands over the content of these as one text, so the next tag is their end.
			skip = unseen[name] && kind == html.StartTagToken
			w.tag(name, end)
			if name == "pre" {
				pre = max(0, pre+step(end))
			}
		}
	}
	return strings.TrimSpace(w.out.String()), w.full
}

func step(end bool) int {
	if end {
		return -1
	}
	return 1
}

// writer lays out text: runs of white space are one blank, and line breaks that neighbouring blocks ask for are
// not added up; only br adds.
type writer struct {
	out    strings.Builder
	limit  int
	full   bool
	quoted bool
	depth  int // of quoted passages
	breaks int // line breaks owed before the next word
	space  bool
}

func (w *writer) tag(name string, end bool) {
	w.breaks = max(w.breaks, lines[name])
	switch name {
	case "br":
		w.breaks = min(w.breaks+1, 3)
	case "td", "th":
		w.space = true
	case "blockquote":
		w.depth = max(0, w.depth+step(end))
	}
}

func (w *writer) text(s string, pre bool) {
	s = strings.NewReplacer("\u00a0", " ", "\r\n", "\n", "\r", "\n").Replace(s)
	if pre {
		for i, line := range strings.Split(s, "\n") {
			if i > 0 {
				w.breaks = min(w.breaks+1, 3)
			}
			if strings.TrimSpace(line) != "" {
				w.word(line)
			}
		}
		return
	}
	for i, word := range strings.FieldsFunc(s, isSpace) {
		w.space = w.space || i > 0 || isSpace(rune(s[0]))
		w.word(word)
	}
	w.space = w.space || s != "" && isSpace(rune(s[len(s)-1]))
}

func isSpace(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\f' }

func (w *writer) word(s string) {
	if w.full {
		return
	}
	if room := w.limit - w.out.Len() - 2*maxQuote; len(s) > room {
		w.full = true
		s = strings.ToValidUTF8(s[:max(0, room)], "")
	}
	fresh := w.out.Len() == 0 || w.breaks > 0
	switch {
	case w.out.Len() == 0:
	case w.breaks > 0:
		w.out.WriteString(strings.Repeat("\n", w.breaks))
	case w.space:
		w.out.WriteByte(' ')
	}
	if fresh && w.quoted && w.depth > 0 {
		w.out.WriteString(strings.Repeat(">", min(w.depth, maxQuote)) + " ")
	}
	w.out.WriteString(s)
	w.breaks, w.space = 0, false
}
