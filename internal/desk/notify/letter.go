package notify

import (
	"html"
	"strings"

	"lotsen/internal/kit/i18n"
)

// letter is what one mail says, before it becomes plain text and HTML.
type letter struct {
	p      *i18n.Printer
	number string
	link   string
	title  string // "" when the mail may carry nothing but the number.
	name   string
	desk   string
	words  string // What the desk wrote; "" for none.
}

func (l letter) subject(reason string) string {
	if l.title == "" {
		return l.p.T("mail."+reason+".subject_bare", "number", l.number)
	}
	return l.p.T("mail."+reason+".subject", "number", l.number, "title", l.title)
}

// part is one paragraph: words of ours, words of the desk's, or a link.
type part struct {
	text  string
	link  string
	quote bool
}

func (l letter) parts(reason string) []part {
	hello := l.p.T("mail.hello", "name", l.name)
	if l.name == "" {
		hello = l.p.T("mail.hello_nobody")
	}
	out := []part{{text: hello}, {text: l.p.T("mail."+reason+".intro", "number", l.number)}}
	if l.words != "" {
		out = append(out, part{text: l.words, quote: true})
	}
	if reason == Resolved {
		out = append(out,
			part{text: l.p.T("mail.resolved.question")},
			part{text: l.p.T("mail.resolved.accept"), link: l.link + "#accept"},
			part{text: l.p.T("mail.resolved.reject"), link: l.link + "#talk"},
			part{text: l.p.T("mail.resolved.silence")})
	} else {
		out = append(out, part{text: l.p.T("mail.follow"), link: l.link})
	}
	return append(out, part{text: l.p.T("mail.reply_hint")}, part{text: l.p.T("mail.bye", "desk", l.desk)})
}

// body writes the paragraphs as plain text and as HTML with the same content.
func (l letter) body(reason string) (plain, markup string) {
	var t, h strings.Builder
	h.WriteString(`<!doctype html><html lang="` + l.p.Lang() + `"><head><meta charset="utf-8"><title>` + html.EscapeString(l.subject(reason)) +
		`</title></head><body style="font-family:sans-serif;font-size:16px;line-height:1.5">`)
	for _, p := range l.parts(reason) {
		t.WriteString(p.plain() + "\n\n")
		h.WriteString(p.html())
	}
	h.WriteString("</body></html>")
	return strings.TrimRight(t.String(), "\n") + "\n", h.String()
}

func (p part) plain() string {
	switch {
	case p.link != "":
		return p.text + ":\n" + p.link
	case p.quote:
		return "    " + strings.ReplaceAll(p.text, "\n", "\n    ")
	}
	return p.text
}

func (p part) html() string {
	text := strings.ReplaceAll(html.EscapeString(p.text), "\n", "<br>")
	switch {
	case p.link != "":
		return `<p><a href="` + html.EscapeString(p.link) + `">` + text + "</a></p>"
	case p.quote:
		return `<blockquote style="margin:0 0 1em;padding-left:1em;border-left:3px solid #888">` + text + "</blockquote>"
	}
	return "<p>" + text + "</p>"
}
