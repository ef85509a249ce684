package webtest

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// pair is one name and value as sent.
type pair struct {
	control     *html.Node
	name, value string
}

// Submit presses the button of that name, the only one when name is empty, and follows redirects.
func (f *Form) Submit(button string) *Page {
	f.page.t.Helper()
	p := f.SubmitOnce(button)
	if p.Status == http.StatusUnprocessableEntity && !p.visitor.site.options.Unchecked {
		f.checkKept(p)
	}
	return p.visitor.follow(p)
}

// SubmitOnce is Submit without following a redirect.
func (f *Form) SubmitOnce(button string) *Page {
	f.page.t.Helper()
	by := f.button(button)
	pairs := f.pairs(by)
	action, method := attr(f.node, "action"), strings.ToUpper(attr(f.node, "method"))
	if to := attr(by, "formaction"); to != "" {
		action = to
	}
	path := f.page.resolve(action)
	v := f.page.visitor
	if method != http.MethodPost {
		u, _ := url.Parse(path) // It was parsed by resolve.
		u.RawQuery = values(pairs).Encode()
		return v.send(http.MethodGet, u.String(), "", nil, f.page.Path)
	}
	kind, body := "application/x-www-form-urlencoded", io.Reader(strings.NewReader(values(pairs).Encode()))
	if attr(f.node, "enctype") == "multipart/form-data" {
		kind, body = f.multipart(pairs)
	} else if len(f.files) > 0 {
		f.page.t.Fatalf("%s: form %q sends files but is not multipart/form-data", f.page.Path, f.name)
	}
	return v.send(http.MethodPost, path, kind, body, f.page.Path)
}

func (f *Form) button(name string) *html.Node {
	f.page.t.Helper()
	all := f.page.submitters(f.node)
	if name == "" && len(all) > 0 {
		return all[0]
	}
	for _, b := range all {
		if called(accessibleName(f.page.Doc, b), name) {
			return b
		}
	}
	f.page.t.Fatalf("%s: form %q has no button %q; there are %q", f.page.Path, f.name, name, f.page.names(all))
	return nil
}

// pairs are the successful controls, in the order of the page.
func (f *Form) pairs(by *html.Node) []pair {
	var out []pair
	for _, e := range f.page.controls(f.node) {
		name := attr(e, "name")
		if name == "" || disabled(e) || attr(e, "type") == "file" {
			continue
		}
		if slices.Contains(f.page.submitters(f.node), e) {
			if e == by {
				out = append(out, pair{e, name, attr(e, "value")})
			}
			continue
		}
		if e.Data == "button" || attr(e, "type") == "button" || attr(e, "type") == "reset" {
			continue
		}
		for _, v := range f.current(e) {
			out = append(out, pair{e, name, v})
		}
	}
	return out
}

// current is what a control holds: what the test gave it, else what the page did.
func (f *Form) current(e *html.Node) []string {
	if v, ok := f.values[e]; ok {
		return v
	}
	switch {
	case e.Data == "textarea":
		return []string{strings.TrimPrefix(content(e), "\n")}
	case e.Data == "select":
		return selected(e)
	case isBox(e):
		if has(e, "checked") {
			return []string{boxValue(e)}
		}
		return nil
	}
	return []string{attr(e, "value")}
}

func (f *Form) multipart(pairs []pair) (string, io.Reader) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range pairs {
		_ = w.WriteField(p.name, p.value) // A buffer never fails.
	}
	for _, e := range f.page.controls(f.node) {
		for _, file := range f.files[e] {
			part, _ := w.CreateFormFile(attr(e, "name"), file.name) // See above.
			_, _ = part.Write(file.data)                            // See above.
		}
	}
	_ = w.Close() // See above.
	return w.FormDataContentType(), &b
}

// checkKept holds the promise that a form that comes back with 422 still holds what was typed, that the reader is told
// first, and that the focus goes there.
func (f *Form) checkKept(p *Page) {
	f.page.t.Helper()
	held := map[string][]string{}
	for _, form := range p.all("form") {
		again := &Form{page: p, node: form}
		for _, pair := range again.pairs(nil) {
			held[pair.name] = append(held[pair.name], pair.value)
		}
	}
	for _, sent := range f.pairs(nil) {
		kind := attr(sent.control, "type")
		if kind == "hidden" || kind == "password" || sent.value == "" {
			continue
		}
		if !slices.ContainsFunc(held[sent.name], func(v string) bool { return squeeze(v) == squeeze(sent.value) }) {
			p.t.Errorf("%s: after 422 the field %q has lost %q, it holds %q", p.Path, sent.name, sent.value, held[sent.name])
		}
	}
	if !slices.ContainsFunc(elements(p.Doc), func(e *html.Node) bool { return has(e, "autofocus") }) {
		p.t.Errorf("%s: after 422 nothing takes the focus", p.Path)
	}
	if title := p.Title(); !strings.HasPrefix(title, "Fel:") && !strings.HasPrefix(title, "Error:") {
		p.t.Errorf("%s: after 422 the title does not say so: %q", p.Path, title)
	}
}

func (p *Page) resolve(to string) string {
	p.t.Helper()
	base, err := url.Parse(p.Path)
	if err != nil {
		p.t.Fatal(err)
	}
	ref, err := url.Parse(to)
	if err != nil {
		p.t.Fatalf("%s: the address %q: %v", p.Path, to, err)
	}
	u := base.ResolveReference(ref)
	u.Fragment = ""
	return u.String()
}

func values(pairs []pair) url.Values {
	out := url.Values{}
	for _, p := range pairs {
		out.Add(p.name, p.value)
	}
	return out
}

func selected(list *html.Node) []string {
	var out []string
	options := elements(list, "option")
	for _, o := range options {
		if has(o, "selected") {
			out = append(out, optionValue(o))
		}
	}
	if len(out) == 0 && !has(list, "multiple") && len(options) > 0 {
		return []string{optionValue(options[0])}
	}
	return out
}

func optionValue(o *html.Node) string {
	if v, ok := attribute(o, "value"); ok {
		return v
	}
	return squeeze(content(o))
}

func boxValue(e *html.Node) string {
	if v, ok := attribute(e, "value"); ok {
		return v
	}
	return "on"
}

func disabled(e *html.Node) bool {
	group := inside(e, "fieldset")
	return has(e, "disabled") || group != nil && has(group, "disabled")
}

func typed(e *html.Node) bool {
	switch attr(e, "type") {
	case "hidden", "submit", "reset", "button", "image", "file", "checkbox", "radio":
		return false
	}
	return true
}
