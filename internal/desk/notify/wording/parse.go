package wording

import (
	"slices"
	"strings"
)

// Problem is one thing wrong with a text.
type Problem struct {
	Line int
	Key  string // Text key of what is wrong.
	What string // The field or condition that it is about.
}

// Text is a text that has been read.
type Text struct{ nodes []node }

// node is words, a field, or a part that depends on a field.
type node struct {
	words string
	field string
	cond  *condition
}

type condition struct {
	field      string
	not        bool
	then, rest []node
	line       int
	elsewhere  bool // The reader is behind [[else]].
}

func (c *condition) add(n node) {
	if c.elsewhere {
		c.rest = append(c.rest, n)
		return
	}
	c.then = append(c.then, n)
}

// Parse reads a text that may use these fields. Every problem is returned, in the order of the lines.
func Parse(text string, fields []string) (Text, []Problem) {
	p := parser{fields: fields, line: 1, root: &condition{}}
	p.at = []*condition{p.root}
	for text != "" {
		text = p.step(text)
	}
	for _, open := range p.at[1:] {
		p.wrong(open.line, "wording.error.unclosed", open.field)
	}
	return Text{p.root.then}, p.problems
}

type parser struct {
	fields   []string
	line     int
	root     *condition
	at       []*condition // The open conditions, outermost first.
	problems []Problem
}

func (p *parser) wrong(line int, key, what string) {
	p.problems = append(p.problems, Problem{line, key, what})
}

func (p *parser) add(n node) { p.at[len(p.at)-1].add(n) }

// step reads words up to the next field or mark, or one of these, and returns what is left.
func (p *parser) step(text string) string {
	switch {
	case strings.HasPrefix(text, "[["):
		inside, rest, ok := strings.Cut(text[2:], "]]")
		if !ok || strings.Contains(inside, "\n") {
			p.wrong(p.line, "wording.error.mark", firstLine(text))
			return text[2:]
		}
		p.mark(strings.Fields(inside), inside)
		return rest
	case text[0] == '{':
		name, rest, ok := strings.Cut(text[1:], "}")
		if !ok || strings.ContainsAny(name, "\n{") {
			p.wrong(p.line, "wording.error.brace", firstLine(text))
			return text[1:]
		}
		p.known(name)
		p.add(node{field: name})
		return rest
	}
	end := len(text)
	for _, sign := range []string{"[[", "{"} {
		if i := strings.Index(text, sign); i >= 0 {
			end = min(end, i)
		}
	}
	p.add(node{words: text[:end]})
	p.line += strings.Count(text[:end], "\n")
	return text[end:]
}

func (p *parser) known(name string) {
	if !slices.Contains(p.fields, name) {
		p.wrong(p.line, "wording.error.field", "{"+name+"}")
	}
}

func (p *parser) mark(words []string, inside string) {
	top := p.at[len(p.at)-1]
	switch {
	case len(words) == 2 && words[0] == "if", len(words) == 3 && words[0] == "if" && words[1] == "not":
		c := &condition{field: words[len(words)-1], not: len(words) == 3, line: p.line}
		if !slices.Contains(p.fields, c.field) {
			p.wrong(p.line, "wording.error.field", c.field)
		}
		p.add(node{cond: c})
		p.at = append(p.at, c)
	case len(words) == 1 && words[0] == "else" && len(p.at) > 1 && !top.elsewhere:
		top.elsewhere = true
	case len(words) == 1 && words[0] == "end" && len(p.at) > 1:
		p.at = p.at[:len(p.at)-1]
	default:
		p.wrong(p.line, "wording.error.mark", "[["+strings.TrimSpace(inside)+"]]")
	}
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	if r := []rune(line); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return line
}
