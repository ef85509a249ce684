package webtest

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// elements are the elements of those names below n, in the order of the page; all elements without names.
func elements(n *html.Node, names ...string) []*html.Node {
	var out []*html.Node
	walk(n, func(e *html.Node) bool {
		if len(names) == 0 || slices.Contains(names, e.Data) {
			out = append(out, e)
		}
		return true
	})
	return out
}

// walk calls fn for each element below n; false skips what is inside it.
func walk(n *html.Node, fn func(*html.Node) bool) {
	if n == nil {
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			if fn(c) {
				walk(c, fn)
			}
		}
	}
}

func first(n *html.Node, name string) *html.Node {
	if all := elements(n, name); len(all) > 0 {
		return all[0]
	}
	return nil
}

func attr(n *html.Node, name string) string {
	v, _ := attribute(n, name)
	return v
}

func has(n *html.Node, name string) bool {
	_, ok := attribute(n, name)
	return ok
}

func attribute(n *html.Node, name string) (string, bool) {
	if n == nil {
		return "", false
	}
	for _, a := range n.Attr {
		if a.Key == name && a.Namespace == "" {
			return a.Val, true
		}
	}
	return "", false
}

func byID(doc *html.Node, id string) *html.Node {
	for _, e := range elements(doc) {
		if attr(e, "id") == id {
			return e
		}
	}
	return nil
}

// inside is the nearest element of that name around n.
func inside(n *html.Node, names ...string) *html.Node {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Type == html.ElementNode && slices.Contains(names, p.Data) {
			return p
		}
	}
	return nil
}

// content is all text below n, hidden or not.
func content(n *html.Node) string {
	if n == nil {
		return ""
	}
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(content(c))
	}
	return b.String()
}

// blocks are elements that begin a new line, so that words on both sides do not run together.
var blocks = []string{
	"p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "dt", "dd", "section", "article", "header", "footer", "nav", "main",
	"form", "label", "legend", "button", "option", "br", "table", "ul", "ol", "details", "summary", "a", "textarea", "select", "span", "time", "caption",
}

// visible is what can be read below n: without templates, scripts and what is hidden, with values of text areas.
func visible(n *html.Node) string {
	if n == nil {
		return ""
	}
	switch n.Type {
	case html.TextNode:
		return n.Data
	case html.ElementNode:
		if slices.Contains([]string{"script", "style", "template", "head", "noscript"}, n.Data) || has(n, "hidden") {
			return ""
		}
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(visible(c))
	}
	if n.Type == html.ElementNode && slices.Contains(blocks, n.Data) && n.Data != "span" {
		return " " + b.String() + " "
	}
	return b.String()
}

// squeeze makes any white space one space, no-break spaces too.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
