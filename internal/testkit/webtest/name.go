package webtest

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// accessibleName is what assistive technology calls an element: a short form of the W3C's computation, enough for
// native controls.
func accessibleName(doc, n *html.Node) string {
	if refs := strings.Fields(attr(n, "aria-labelledby")); len(refs) > 0 {
		var parts []string
		for _, id := range refs {
			if e := byID(doc, id); e != nil {
				parts = append(parts, spoken(e))
			}
		}
		return squeeze(strings.Join(parts, " "))
	}
	if label := squeeze(attr(n, "aria-label")); label != "" {
		return label
	}
	switch n.Data {
	case "input", "select", "textarea":
		if slices.Contains([]string{"submit", "reset", "button"}, attr(n, "type")) {
			return squeeze(attr(n, "value"))
		}
		var parts []string
		for _, label := range labelsOf(doc, n) {
			parts = append(parts, spoken(label))
		}
		return squeeze(strings.Join(parts, " "))
	case "fieldset":
		return squeeze(spoken(child(n, "legend")))
	case "table":
		return squeeze(spoken(child(n, "caption")))
	case "details":
		return squeeze(spoken(child(n, "summary")))
	case "form", "section", "nav", "main", "dialog":
		return ""
	case "img":
		return squeeze(attr(n, "alt"))
	}
	if name := squeeze(spoken(n)); name != "" {
		return name
	}
	return squeeze(attr(n, "title"))
}

// labelsOf are the labels of a control: those that point at it and the one around it.
func labelsOf(doc, n *html.Node) []*html.Node {
	var out []*html.Node
	if id := attr(n, "id"); id != "" {
		for _, l := range elements(doc, "label") {
			if attr(l, "for") == id {
				out = append(out, l)
			}
		}
	}
	if l := inside(n, "label"); l != nil && !has(l, "for") {
		out = append(out, l)
	}
	return out
}

// spoken is the text below n as it is read out: with what alt says, without decoration and without the controls.
func spoken(n *html.Node) string {
	if n == nil {
		return ""
	}
	switch {
	case n.Type == html.TextNode:
		return n.Data
	case n.Type == html.ElementNode && (attr(n, "aria-hidden") == "true" || has(n, "hidden")):
		return ""
	case n.Type == html.ElementNode && n.Data == "img":
		return attr(n, "alt")
	case n.Type == html.ElementNode && slices.Contains([]string{"input", "select", "textarea", "script", "style", "template"}, n.Data):
		return ""
	case n.Type == html.ElementNode && n.Data == "svg":
		return attr(n, "aria-label")
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(spoken(c))
	}
	if n.Type == html.ElementNode && slices.Contains(blocks, n.Data) && n.Data != "span" && n.Data != "a" {
		return " " + b.String() + " "
	}
	return b.String()
}

func child(n *html.Node, name string) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.Data == name {
			return c
		}
	}
	return nil
}

// called reports whether name is what a test calls a thing: the whole name, or the name before a remark in brackets
// such as "(måste fyllas i)".
func called(name, want string) bool {
	name, want = squeeze(name), squeeze(want)
	return name == want || strings.HasPrefix(name, want+" (") && strings.HasSuffix(name, ")")
}
