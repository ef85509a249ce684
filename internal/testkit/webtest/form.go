package webtest

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Form is a form being filled in.
type Form struct {
	page   *Page
	node   *html.Node
	name   string
	values map[*html.Node][]string // What was typed or chosen; a control not here keeps what the page gave it.
	files  map[*html.Node][]file
}

type file struct {
	name string
	data []byte
}

// Form finds the one form of that name: its own label, else a button that sends it, else a heading inside it, else
// the heading before it.
func (p *Page) Form(name string) *Form {
	p.t.Helper()
	ways := []func(*html.Node) []string{
		func(f *html.Node) []string { return []string{accessibleName(p.Doc, f)} },
		func(f *html.Node) []string { return p.names(p.submitters(f)) },
		func(f *html.Node) []string { return p.names(elements(f, "h1", "h2", "h3", "h4", "legend")) },
		func(f *html.Node) []string { return []string{p.headingBefore(f)} },
	}
	for _, names := range ways {
		var found []*html.Node
		for _, f := range p.all("form") {
			if slices.ContainsFunc(names(f), func(n string) bool { return n != "" && called(n, name) }) {
				found = append(found, f)
			}
		}
		if len(found) == 1 {
			return &Form{page: p, node: found[0], name: name, values: map[*html.Node][]string{}, files: map[*html.Node][]file{}}
		}
		if len(found) > 1 {
			p.t.Fatalf("%s: %d forms are called %q", p.Path, len(found), name)
		}
	}
	p.t.Fatalf("%s (%d): there is no form %q; there are %q\n%s", p.Path, p.Status, name, p.formNames(), short(p.Text()))
	return nil
}

// HasForm reports whether the page has a form of that name.
func (p *Page) HasForm(name string) bool {
	return slices.ContainsFunc(p.formNames(), func(n string) bool { return called(n, name) })
}

func (p *Page) formNames() []string {
	var out []string
	for _, f := range p.all("form") {
		for _, n := range append([]string{accessibleName(p.Doc, f), p.headingBefore(f)}, p.names(append(p.submitters(f), elements(f, "h1", "h2", "h3", "legend")...))...) {
			if n != "" && !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

func (p *Page) names(nodes []*html.Node) []string {
	var out []string
	for _, n := range nodes {
		out = append(out, accessibleName(p.Doc, n))
	}
	return out
}

// headingBefore is the last heading above a form.
func (p *Page) headingBefore(form *html.Node) string {
	last := ""
	for _, e := range p.all("h1", "h2", "h3", "h4", "form") {
		if e == form {
			return last
		}
		if e.Data != "form" {
			last = accessibleName(p.Doc, e)
		}
	}
	return last
}

// controls are what belongs to a form, inside it or by its id.
func (p *Page) controls(form *html.Node) []*html.Node {
	var out []*html.Node
	for _, e := range p.all("input", "select", "textarea", "button") {
		owner := inside(e, "form")
		if id, ok := attribute(e, "form"); ok {
			owner = byID(p.Doc, id)
		}
		if owner == form {
			out = append(out, e)
		}
	}
	return out
}

func (p *Page) submitters(form *html.Node) []*html.Node {
	var out []*html.Node
	for _, e := range p.controls(form) {
		kind := attr(e, "type")
		if e.Data == "button" && (kind == "" || kind == "submit") || e.Data == "input" && kind == "submit" {
			out = append(out, e)
		}
	}
	return out
}

// Fill types a value into the field with that label.
func (f *Form) Fill(label, value string) *Form {
	f.page.t.Helper()
	f.values[f.field(label, func(e *html.Node) bool { return e.Data == "textarea" || e.Data == "input" && typed(e) })] = []string{value}
	return f
}

// Attach chooses a file for the field with that label.
func (f *Form) Attach(label, name string, data []byte) *Form {
	f.page.t.Helper()
	e := f.field(label, func(e *html.Node) bool { return attr(e, "type") == "file" })
	f.files[e] = append(f.files[e], file{name, data})
	return f
}

// Choose picks an option: of a list with that label, or of radio buttons or check boxes with that legend.
func (f *Form) Choose(label, option string) *Form {
	f.page.t.Helper()
	for _, e := range f.page.controls(f.node) {
		if e.Data == "select" && called(accessibleName(f.page.Doc, e), label) {
			return f.chooseOption(e, label, option)
		}
		kind := attr(e, "type")
		if kind != "radio" && kind != "checkbox" || !called(accessibleName(f.page.Doc, e), option) {
			continue
		}
		if group := inside(e, "fieldset"); group != nil && called(accessibleName(f.page.Doc, group), label) {
			f.tick(e, true)
			return f
		}
	}
	f.page.t.Fatalf("%s: form %q has nothing to choose %q from called %q; there are %q", f.page.Path, f.name, option, label, f.labels())
	return nil
}

func (f *Form) chooseOption(list *html.Node, label, option string) *Form {
	f.page.t.Helper()
	var there []string
	for _, o := range elements(list, "option") {
		text := squeeze(content(o))
		if there = append(there, text); text == squeeze(option) {
			if has(list, "multiple") {
				f.values[list] = append(f.values[list], optionValue(o))
			} else {
				f.values[list] = []string{optionValue(o)}
			}
			return f
		}
	}
	f.page.t.Fatalf("%s: %q has no option %q; there are %q", f.page.Path, label, option, there)
	return nil
}

// Check ticks the box with that label.
func (f *Form) Check(label string) *Form {
	f.page.t.Helper()
	f.tick(f.field(label, isBox), true)
	return f
}

// Uncheck takes the tick from the box with that label.
func (f *Form) Uncheck(label string) *Form {
	f.page.t.Helper()
	f.tick(f.field(label, isBox), false)
	return f
}

// Value is what the field with that label holds now.
func (f *Form) Value(label string) string {
	f.page.t.Helper()
	e := f.field(label, func(e *html.Node) bool { return e.Data != "button" })
	return strings.Join(f.current(e), ", ")
}

func isBox(e *html.Node) bool { return attr(e, "type") == "checkbox" || attr(e, "type") == "radio" }

// tick marks a box; of radio buttons with the same name only one stays.
func (f *Form) tick(e *html.Node, on bool) {
	if attr(e, "type") == "radio" {
		for _, o := range f.page.controls(f.node) {
			if attr(o, "type") == "radio" && attr(o, "name") == attr(e, "name") {
				f.values[o] = nil
			}
		}
	}
	f.values[e] = nil
	if on {
		f.values[e] = []string{boxValue(e)}
	}
}

// field finds the one control with a label.
func (f *Form) field(label string, fits func(*html.Node) bool) *html.Node {
	f.page.t.Helper()
	var found []*html.Node
	for _, e := range f.page.controls(f.node) {
		if fits(e) && called(accessibleName(f.page.Doc, e), label) {
			found = append(found, e)
		}
	}
	if len(found) != 1 {
		f.page.t.Fatalf("%s: form %q has %d fields called %q; there are %q", f.page.Path, f.name, len(found), label, f.labels())
	}
	return found[0]
}

func (f *Form) labels() []string {
	var out []string
	for _, e := range f.page.controls(f.node) {
		if name := accessibleName(f.page.Doc, e); name != "" && attr(e, "type") != "hidden" {
			out = append(out, name)
		}
	}
	return out
}
