package webtest

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Check returns what is wrong with any page: the part of accessibility and of the content security policy that can be
// seen without a browser.
func Check(doc *html.Node) []string {
	var faults []string
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	if attr(first(doc, "html"), "lang") == "" {
		fault("html has no lang")
	}
	if squeeze(content(first(doc, "title"))) == "" {
		fault("the page has no title")
	}
	if n := len(elements(doc, "h1")); n != 1 {
		fault("the page has %d h1", n)
	}
	if n := len(elements(doc, "main")); n != 1 {
		fault("the page has %d main", n)
	}
	ids := map[string]bool{}
	for _, e := range elements(doc) {
		if id, ok := attribute(e, "id"); ok {
			if ids[id] || strings.TrimSpace(id) == "" {
				fault("id %q is not unique", id)
			}
			ids[id] = true
		}
	}
	level := 0
	for _, e := range elements(doc) {
		checkInline(e, fault)
		checkName(doc, e, fault)
		checkReferences(e, ids, fault)
		if len(e.Data) == 2 && e.Data[0] == 'h' && e.Data[1] >= '1' && e.Data[1] <= '6' && inside(e, "dialog") == nil {
			if now := int(e.Data[1] - '0'); now > level+1 && level > 0 {
				fault("heading %q jumps from h%d to %s", squeeze(content(e)), level, e.Data)
			}
			level = int(e.Data[1] - '0')
		}
	}
	if i := strings.IndexRune(content(doc), '⟦'); i >= 0 {
		rest := content(doc)[i:]
		fault("a text is missing: %.60s", rest)
	}
	return faults
}

// checkInline finds what the content security policy would block.
func checkInline(e *html.Node, fault func(string, ...any)) {
	if e.Data == "style" || e.Data == "script" && attr(e, "src") == "" {
		fault("inline <%s>", e.Data)
	}
	for _, a := range e.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			fault("inline %s on <%s>", a.Key, e.Data)
		}
		if (a.Key == "href" || a.Key == "action" || a.Key == "formaction" || a.Key == "src") && strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
			fault("script in %s of <%s>", a.Key, e.Data)
		}
	}
	if e.Data == "script" && strings.HasPrefix(attr(e, "src"), "http") || e.Data == "link" && strings.HasPrefix(attr(e, "href"), "http") {
		fault("<%s> from another server", e.Data)
	}
	if e.Data == "form" && strings.EqualFold(attr(e, "method"), "get") && len(elements(e, "input")) > 0 &&
		slices.ContainsFunc(elements(e, "input"), func(i *html.Node) bool { return attr(i, "type") == "password" }) {
		fault("a password would be sent in the address")
	}
}

// checkName finds what a screen reader could not name.
func checkName(doc, e *html.Node, fault func(string, ...any)) {
	switch e.Data {
	case "input":
		if attr(e, "type") == "hidden" {
			return
		}
	case "img":
		if !has(e, "alt") {
			fault("an image without alt: %s", attr(e, "src"))
		}
		return
	case "a":
		if !has(e, "href") {
			return
		}
	case "select", "textarea", "button", "fieldset", "table", "dialog", "iframe":
	default:
		return
	}
	if accessibleName(doc, e) == "" {
		fault("<%s> %s%s has no name", e.Data, attr(e, "name"), attr(e, "id"))
	}
}

// checkReferences finds attributes that point at nothing.
func checkReferences(e *html.Node, ids map[string]bool, fault func(string, ...any)) {
	for _, name := range []string{"for", "form", "list", "commandfor", "popovertarget", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details"} {
		for _, id := range strings.Fields(attr(e, name)) {
			if !ids[id] {
				fault("%s of <%s> points at %q, which is not in the page", name, e.Data, id)
			}
		}
	}
	if href := attr(e, "href"); len(href) > 1 && href[0] == '#' && !ids[href[1:]] {
		fault("a link leads to %s, which is not in the page", href)
	}
}
