package parse

import (
	"html"
	"slices"
	"strings"

	"lotsen/internal/kit/htmlsafe"
)

// content is what assembling a tree gives: the texts to show in order, and the parts to attach.
type content struct {
	pieces []piece
	files  []*part
}

// piece is one text of the mail, or a picture between texts.
type piece struct {
	part *part
	html bool
	cid  string // of a picture that stands on its own
}

// collect walks the tree. Of alternatives the richest that says something is shown; everything else is shown in
// order, so a text after a picture or a footer is not lost.
func (c *content) collect(p *part) {
	switch {
	case len(p.children) > 0 && p.ctype.value == "multipart/alternative":
		c.alternative(p)
	case len(p.children) > 0:
		for _, child := range p.children {
			c.collect(child)
		}
	case strings.HasPrefix(p.ctype.value, "multipart/"):
		// Announced parts that are not there: see Salvage.
	case p.isText():
		c.pieces = append(c.pieces, piece{part: p, html: p.ctype.value == "text/html"})
	default:
		if cid := p.contentID(); cid != "" && p.disposition.value == "inline" && strings.HasPrefix(p.ctype.value, "image/") {
			c.pieces = append(c.pieces, piece{part: p, cid: cid})
		}
		c.files = append(c.files, p)
	}
}

func (c *content) alternative(p *part) {
	var best *content
	var files []*part
	for _, child := range p.children {
		if child.ctype.value == "text/x-amp-html" {
			continue // a third form of the same text
		}
		var one content
		one.collect(child)
		files = append(files, one.files...)
		if best == nil || one.rank() >= best.rank() {
			best = &one
		}
	}
	if best != nil {
		c.pieces = append(c.pieces, best.pieces...)
	}
	c.files = append(c.files, files...)
}

// rank orders alternatives: HTML that says something, then text, then nothing.
func (c *content) rank() int {
	rank := 0
	for _, one := range c.pieces {
		if one.cid != "" || len(strings.TrimSpace(string(one.part.body))) == 0 {
			continue
		}
		if one.html {
			return 2
		}
		rank = 1
	}
	return rank
}

// isText says whether a part is meant to be read on the spot. A part that has a file name is a file. One without
// any header is text by RFC 2046; one that has a header but no type is left as a file, and kept for Salvage.
func (p *part) isText() bool {
	switch {
	case p.disposition.value == "attachment":
		return false
	case !p.typed:
		return len(p.header.fields) == 0
	case p.ctype.value != "text/plain" && p.ctype.value != "text/html":
		return false
	}
	return p.fileName("") == ""
}

// isBody is isText for a mail without parts: there the only text is the body, named or not.
func (p *part) isBody() bool {
	return !p.typed || (p.ctype.value == "text/plain" || p.ctype.value == "text/html") && (p.disposition.value != "attachment" || p.fileName("") == "")
}

// text decodes a part as text.
func (p *part) text(hint string, defects map[Defect]bool) string {
	data, clean := p.decoded()
	if !clean {
		defects[BadEncoding] = true
	}
	label := p.ctype.ascii("charset")
	if label == "" && p.ctype.value == "text/html" {
		label = charsetOfHTML(data)
	}
	s, ok := decodeBytes(data, label, hint)
	if !ok {
		defects[WrongCharset] = true
	}
	return s
}

// show fills the message's texts from the pieces.
func (m *Message) show(pieces []piece, hint string, limits Limits, defects map[Defect]bool) {
	rich := slices.ContainsFunc(pieces, func(one piece) bool { return one.html || one.cid != "" })
	var markup, plain strings.Builder
	for _, one := range pieces {
		if one.cid != "" {
			markup.WriteString(`<div><img src="cid:` + html.EscapeString(one.cid) + `" alt=""></div>`)
			continue
		}
		s := one.part.text(hint, defects)
		switch {
		case one.html:
			markup.WriteString(s + "\n")
		case rich:
			markup.WriteString(asHTML(s))
		default:
			if plain.Len() > 0 && !strings.HasSuffix(plain.String(), "\n") {
				plain.WriteByte('\n')
			}
			plain.WriteString(s)
		}
	}
	if !rich {
		m.Text = trimBlankLines(plain.String())
		m.Quoted = m.Text
	} else {
		c := htmlsafe.Clean(markup.String())
		m.HTML, m.Text, m.Quoted, m.Cut, m.RemoteImages = c.HTML, c.Text, c.Quoted, c.Cut, c.Remote
		for i := range m.Attachments {
			m.Attachments[i].Inline = slices.Contains(c.CIDs, m.Attachments[i].ContentID)
		}
	}
	if len(m.Text) > limits.Text {
		m.Text, m.Quoted, m.Cut = cutBytes(m.Text, limits.Text), cutBytes(m.Quoted, limits.Text), true
	}
	if strings.TrimSpace(m.Text) == "" {
		m.Text, m.Quoted = "", ""
	}
}

// asHTML writes plain text as HTML that looks the same.
func asHTML(s string) string {
	return "<div>" + strings.ReplaceAll(html.EscapeString(strings.TrimSpace(s)), "\n", "<br>\n") + "</div>\n"
}

// trimBlankLines takes away empty lines at both ends and keeps the first line's indentation.
func trimBlankLines(s string) string {
	s = strings.TrimRight(s, " \t\n")
	for {
		line, rest, ok := strings.Cut(s, "\n")
		if !ok || strings.TrimSpace(line) != "" {
			return s
		}
		s = rest
	}
}
