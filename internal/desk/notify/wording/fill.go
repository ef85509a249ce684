package wording

import "strings"

// Piece is words of the text (Field "") or the value of a field.
type Piece struct {
	Field string
	Text  string
}

// Fill puts the values in and returns the text as one line of pieces; a field without a value leaves nothing.
func (t Text) Fill(values map[string]string) []Piece { return fill(nil, t.nodes, values) }

func fill(out []Piece, nodes []node, values map[string]string) []Piece {
	for _, n := range nodes {
		switch {
		case n.cond != nil && (values[n.cond.field] != "") != n.cond.not:
			out = fill(out, n.cond.then, values)
		case n.cond != nil:
			out = fill(out, n.cond.rest, values)
		case n.field != "":
			out = append(out, Piece{n.field, values[n.field]})
		default:
			out = append(out, Piece{"", n.words})
		}
	}
	return out
}

// Line is the filled text on one line, for a subject.
func (t Text) Line(values map[string]string) string {
	return strings.Join(strings.Fields(t.Plain(values)), " ")
}

// Plain is the filled text as it is.
func (t Text) Plain(values map[string]string) string {
	var b strings.Builder
	for _, p := range t.Fill(values) {
		b.WriteString(p.Text)
	}
	return b.String()
}

// Paragraphs is the filled text cut at its own blank lines; a value is never cut. Paragraphs without a word are left out.
func (t Text) Paragraphs(values map[string]string) [][]Piece {
	var out [][]Piece
	var now []Piece
	finish := func() {
		for len(now) > 0 && strings.TrimSpace(now[0].Text) == "" {
			now = now[1:]
		}
		for len(now) > 0 && strings.TrimSpace(now[len(now)-1].Text) == "" {
			now = now[:len(now)-1]
		}
		if len(now) > 0 {
			out = append(out, now)
		}
		now = nil
	}
	for _, p := range joined(t.Fill(values)) {
		if p.Field != "" {
			now = append(now, p)
			continue
		}
		for i, part := range strings.Split(p.Text, "\n\n") {
			if i > 0 {
				finish()
			}
			now = append(now, Piece{"", part})
		}
	}
	finish()
	return out
}

// joined puts words that stand side by side together, so that a blank line around a left-out part is still one.
func joined(pieces []Piece) []Piece {
	var out []Piece
	for _, p := range pieces {
		if p.Field != "" && p.Text == "" {
			continue
		}
		if n := len(out); n > 0 && p.Field == "" && out[n-1].Field == "" {
			out[n-1].Text += p.Text
			continue
		}
		out = append(out, p)
	}
	return out
}
