package webtest

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Page is one answer.
type Page struct {
	Path   string
	Status int
	Header http.Header
	Body   []byte
	// Doc is the page; nil when the answer is not HTML.
	Doc *html.Node
	// Statements is what the page itself cost, without what it was redirected from.
	Statements     int
	StatementNames []string

	visitor *Visitor
	t       testing.TB
	method  string
}

func (p *Page) parse() {
	p.t.Helper()
	if !strings.HasPrefix(p.Header.Get("Content-Type"), "text/html") {
		return
	}
	doc, err := html.Parse(bytes.NewReader(p.Body))
	if err != nil {
		p.t.Fatalf("%s: %v", p.Path, err)
	}
	p.Doc = doc
	o := p.visitor.site.options
	if o.Unchecked {
		return
	}
	for _, fault := range Check(doc) {
		p.t.Errorf("%s %s (%d): %s", p.method, p.Path, p.Status, fault)
	}
	if p.Status != http.StatusOK && attr(first(doc, "body"), "data-live") != "" {
		p.t.Errorf("%s %s: a page with status %d must not be live", p.method, p.Path, p.Status)
	}
	if p.method == http.MethodGet && p.Statements > o.Statements && o.Statements >= 0 {
		p.t.Errorf("%s: %d statements, at most %d are allowed: %v", p.Path, p.Statements, o.Statements, p.StatementNames)
	}
}

// MustBe checks the status and returns the page.
func (p *Page) MustBe(status int) *Page {
	p.t.Helper()
	if p.Status != status {
		p.t.Fatalf("%s: status %d, want %d\n%s", p.Path, p.Status, status, short(p.Text()))
	}
	return p
}

// MustSee checks that each text stands in the page.
func (p *Page) MustSee(texts ...string) *Page {
	p.t.Helper()
	for _, text := range texts {
		if !strings.Contains(p.Text(), squeeze(text)) {
			p.t.Errorf("%s (%d): %q is not in the page:\n%s", p.Path, p.Status, text, short(p.Text()))
		}
	}
	return p
}

// MustNotSee checks that none of the texts stands in the page, its attributes and hidden parts included: what a person
// may not know must not be sent at all.
func (p *Page) MustNotSee(texts ...string) *Page {
	p.t.Helper()
	for _, text := range texts {
		if strings.Contains(p.Text(), squeeze(text)) || bytes.Contains(p.Body, []byte(text)) || bytes.Contains(p.Body, []byte(html.EscapeString(text))) {
			p.t.Errorf("%s (%d): %q is in the page", p.Path, p.Status, text)
		}
	}
	return p
}

// Text is what can be read in the page, white space squeezed; the whole answer when it is not HTML.
func (p *Page) Text() string {
	if p.Doc == nil {
		return squeeze(string(p.Body))
	}
	return squeeze(visible(first(p.Doc, "body")))
}

// Title is the page's title.
func (p *Page) Title() string {
	if p.Doc == nil {
		return ""
	}
	return squeeze(content(first(p.Doc, "title")))
}

// Heading is the page's h1.
func (p *Page) Heading() string {
	if p.Doc == nil {
		return ""
	}
	return squeeze(visible(first(p.Doc, "h1")))
}

// Click follows the one link of that name.
func (p *Page) Click(name string) *Page {
	p.t.Helper()
	var found []string
	for _, a := range p.all("a") {
		if accessibleName(p.Doc, a) == name && !slices.Contains(found, attr(a, "href")) {
			found = append(found, attr(a, "href"))
		}
	}
	if len(found) != 1 {
		p.t.Fatalf("%s: %d links are called %q; there are %q", p.Path, len(found), name, p.Links())
	}
	return p.visitor.follow(p.visitor.send("GET", p.resolve(found[0]), "", nil, p.Path))
}

// Links are the names of all links.
func (p *Page) Links() []string {
	var out []string
	for _, a := range p.all("a") {
		out = append(out, accessibleName(p.Doc, a))
	}
	return out
}

// Hrefs are the addresses that the page's links lead to, without those of other sites, of files and of the page itself.
func (p *Page) Hrefs() []string {
	var out []string
	for _, a := range p.all("a") {
		href, _, _ := strings.Cut(attr(a, "href"), "#")
		if href != "" && !has(a, "download") && !strings.Contains(href, ":") && !strings.HasPrefix(href, "//") {
			out = append(out, p.resolve(href))
		}
	}
	return out
}

// Rows are the cells of the table with that caption or label, row by row, its head first.
func (p *Page) Rows(caption string) [][]string {
	p.t.Helper()
	for _, table := range p.all("table") {
		if accessibleName(p.Doc, table) != caption {
			continue
		}
		var rows [][]string
		for _, tr := range elements(table, "tr") {
			var cells []string
			for _, cell := range elements(tr, "td", "th") {
				cells = append(cells, squeeze(visible(cell)))
			}
			rows = append(rows, cells)
		}
		return rows
	}
	p.t.Fatalf("%s: there is no table %q", p.Path, caption)
	return nil
}

func (p *Page) all(names ...string) []*html.Node {
	if p.Doc == nil {
		return nil
	}
	return elements(p.Doc, names...)
}

// short keeps failure messages readable.
func short(s string) string {
	if len(s) > 1500 {
		return s[:1500] + " …"
	}
	return s
}
