package e2e_test

import (
	"context"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"lotsen/internal/app"
	"lotsen/internal/app/demo"
	"lotsen/internal/testkit/browser"
)

// seeded is the demo world, made once for all tests of this package; each takes a copy.
var seeded = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "lotsen-e2e-")
	if err != nil {
		return "", err
	}
	_, err = demo.Seed(context.Background(), demo.Options{DB: "sqlite:" + filepath.Join(dir, "demo.db"), Files: filepath.Join(dir, "files"), Now: time.Now()})
	return dir, err
})

// demoWorld starts the product over a copy of the demo world.
func demoWorld(t *testing.T, change ...func(*app.Options)) *app.App {
	t.Helper()
	from, err := seeded()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	o := app.Options{DB: "sqlite:" + filepath.Join(dir, "demo.db"), Files: filepath.Join(dir, "files"), NoSync: true, NoMail: true, Demo: true, DemoPersons: demo.Persons}
	for _, fn := range change {
		fn(&o)
	}
	a, err := app.New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Stop(); err != nil {
			t.Error(err)
		}
	})
	return a
}

// listen serves it on a free port and returns its address.
func listen(t *testing.T, a *app.App) string {
	t.Helper()
	server := httptest.NewUnstartedServer(a.Handler())
	server.Config.BaseContext = func(net.Listener) context.Context { return context.WithoutCancel(t.Context()) }
	server.Start()
	t.Cleanup(func() { a.CloseStreams(); server.CloseClientConnections(); server.Close() })
	return server.URL
}

// walker goes through the product as a person does: by the words on links, buttons and labels.
type walker struct {
	*browser.Page
	t    *testing.T
	base string
	form string // The form in which fields and buttons are looked for; "" for the whole page.
}

// walk logs a demo person in by the one-click login.
func walk(t *testing.T, base, name string, o ...browser.Option) *walker {
	t.Helper()
	p := browser.Open(t, base+"/login", o...)
	return &walker{Page: enter(p, base, name), t: t, base: base}
}

// mark finds an element in the page by a JavaScript expression and gives it a name that a selector can have.
func (w *walker) mark(what, expression string) string {
	w.t.Helper()
	js := `(() => {
		const root = ` + w.root() + `;
		const text = e => (e.getAttribute("aria-label") || e.innerText || e.textContent || e.value || "").replace(/\s+/g, " ").trim();
		const shown = e => e.getClientRects().length > 0;
		document.querySelectorAll("[data-walk]").forEach(e => e.removeAttribute("data-walk"));
		const found = ` + expression + `;
		if (!found) return false;
		found.setAttribute("data-walk", "1");
		found.scrollIntoView({block: "center"});
		return true;
	})()`
	// What was folded shows only after the browser has laid it out.
	found := browser.Eval[bool](w.Page, js)
	if !found {
		found = browser.Eval[bool](w.Page, js)
	}
	if !found {
		w.t.Fatalf("%s: there is no %s; the page says: %s", w.URL(), what, clip(w.Text("body")))
	}
	return `[data-walk="1"]`
}

func clip(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return s[:min(len(s), 2500)]
}

// unfold opens what is folded and holds the name.
const unfold = `document.querySelectorAll("details:not([open])").forEach(d => { if (text(d).length >= 0 && d.textContent.includes(NAME)) d.open = true }), `

// follow clicks the first link that is called so or begins so.
func (w *walker) follow(name string) *walker {
	w.t.Helper()
	return w.click("link", "a[href]", name)
}

// press clicks the button, or what looks like one, that is called so or begins so, and waits for the page that follows.
func (w *walker) press(name string) *walker {
	w.t.Helper()
	return w.click("button", "button, input[type=submit], a.ds-button", name)
}

func (w *walker) click(what, selector, name string) *walker {
	w.t.Helper()
	n := strconv.Quote(name)
	sel := w.mark(what+" "+n, `(`+strings.ReplaceAll(unfold, "NAME", n)+`[...root.querySelectorAll("`+selector+`")].filter(shown).sort((a, b) => (text(b) === `+n+`) - (text(a) === `+n+`)).find(e => text(e).startsWith(`+n+`)))`)
	browser.Eval[bool](w.Page, `(window.lotsenOldPage = true, document.querySelector('`+sel+`').click(), true)`)
	w.Wait("!window.lotsenOldPage && document.readyState === 'complete'")
	w.form = ""
	return w
}

// in looks only in the form of that name, until the next page.
func (w *walker) in(form string) *walker {
	w.form = form
	return w
}

func (w *walker) root() string {
	if w.form == "" {
		return "document"
	}
	return `(document.querySelector('form[aria-label="` + w.form + `"]') || document.createElement("p"))`
}

// control is the input whose label begins so.
func (w *walker) control(label string) string {
	w.t.Helper()
	n := strconv.Quote(label)
	return w.mark("field "+n, `(`+strings.ReplaceAll(unfold, "NAME", n)+`[...root.querySelectorAll("label")].filter(l => l.control && text(l).startsWith(`+n+`)).map(l => l.control)[0])`)
}

// fill writes into a field, instead of what stands there.
func (w *walker) fill(label, value string) *walker {
	w.t.Helper()
	sel := w.control(label)
	w.Wait(`document.querySelector('` + sel + `').getClientRects().length > 0`)
	browser.Eval[bool](w.Page, `(document.querySelector('`+sel+`').value = "", true)`)
	w.Fill(sel, value)
	// A field that was folded a moment ago does not take the focus in every browser.
	browser.Eval[bool](w.Page, `(() => { const e = document.querySelector('`+sel+`'); if (e.value !== `+strconv.Quote(value)+`) e.value = `+strconv.Quote(value)+`; return true })()`)
	return w
}

// choose takes the option that begins so.
func (w *walker) choose(label, option string) *walker {
	w.t.Helper()
	sel := w.control(label)
	ok := browser.Eval[bool](w.Page, `(() => {
		const s = document.querySelector('`+sel+`'), o = [...s.options].find(o => o.text.trim().startsWith(`+strconv.Quote(option)+`));
		if (!o) return false;
		s.value = o.value; s.dispatchEvent(new Event("change", {bubbles: true})); return true })()`)
	if !ok {
		w.t.Fatalf("%s: field %q has no option %q: %s", w.URL(), label, option, w.Text(sel))
	}
	return w
}

// tick ticks a box, or takes the radio button, whose label begins so.
func (w *walker) tick(label string) *walker {
	w.t.Helper()
	sel := w.control(label)
	browser.Eval[bool](w.Page, `(() => { const e = document.querySelector('`+sel+`'); if (!e.checked) e.click(); return true })()`)
	return w
}

// sees fails unless the page says all of it.
func (w *walker) sees(words ...string) *walker {
	w.t.Helper()
	all := strings.Join(strings.Fields(w.Text("body")), " ")
	for _, x := range words {
		if !strings.Contains(all, x) {
			w.t.Fatalf("%s does not say %q: %s", w.URL(), x, clip(all))
		}
	}
	return w
}

// misses fails if the page says any of it.
func (w *walker) misses(words ...string) *walker {
	w.t.Helper()
	all := strings.Join(strings.Fields(w.Text("body")), " ")
	for _, x := range words {
		if strings.Contains(all, x) {
			w.t.Fatalf("%s says %q: %s", w.URL(), x, clip(all))
		}
	}
	return w
}

// at opens an address of the product.
func (w *walker) at(path string) *walker {
	w.t.Helper()
	w.Go(w.base + path)
	return w
}

// stage is a demo world that is being served, and how browsers look at it.
type stage struct {
	*app.App
	base string
	o    []browser.Option
}

func (s stage) as(t *testing.T, name string) *walker {
	t.Helper()
	return walk(t, s.base, name, s.o...)
}

// bothWays runs a journey twice over worlds of their own: in a browser with scripts, and in one without.
func bothWays(t *testing.T, journey func(t *testing.T, a *app.App, as func(name string) *walker)) {
	t.Helper()
	onStages(t, func(t *testing.T, s stage) {
		journey(t, s.App, func(name string) *walker { t.Helper(); return s.as(t, name) })
	})
}

func onStages(t *testing.T, play func(t *testing.T, s stage)) {
	t.Helper()
	for name, o := range map[string][]browser.Option{"with scripts": nil, "without scripts": {browser.NoScript()}} {
		t.Run(name, func(t *testing.T) {
			a := demoWorld(t)
			play(t, stage{a, listen(t, a), o})
		})
	}
}

// tickFirst takes the first answer of the question that begins so.
func (w *walker) tickFirst(legend string) *walker {
	w.t.Helper()
	n := strconv.Quote(legend)
	sel := w.mark("question "+n, `[...document.querySelectorAll("fieldset")].filter(f => f.querySelector("legend") && text(f.querySelector("legend")).startsWith(`+n+`)).map(f => f.querySelector("input"))[0]`)
	browser.Eval[bool](w.Page, `(() => { const e = document.querySelector('`+sel+`'); if (!e.checked) e.click(); return true })()`)
	return w
}

// untick takes the tick from the box whose label begins so.
func (w *walker) untick(label string) *walker {
	w.t.Helper()
	sel := w.control(label)
	browser.Eval[bool](w.Page, `(() => { const e = document.querySelector('`+sel+`'); if (e.checked) e.click(); return true })()`)
	return w
}

// chooseIn takes the option that begins so in the list that a selector names.
func (w *walker) chooseIn(selector, option string) *walker {
	w.t.Helper()
	if !browser.Eval[bool](w.Page, `(() => {
		const s = document.querySelector(`+strconv.Quote(selector)+`), o = [...(s?.options || [])].find(o => o.text.trim().startsWith(`+strconv.Quote(option)+`));
		if (!o) return false;
		s.value = o.value; s.dispatchEvent(new Event("change", {bubbles: true})); return true })()`) {
		w.t.Fatalf("%s: %s has no option %q", w.URL(), selector, option)
	}
	return w
}

// followIn clicks the first link of the table row or list item that says so.
func (w *walker) followIn(words string) *walker {
	w.t.Helper()
	n := strconv.Quote(words)
	w.Submit(w.mark("row "+n, `[...document.querySelectorAll("main tr, main li")].filter(r => shown(r) && r.innerText.includes(`+n+`)).map(r => r.querySelector("a[href]")).find(a => a)`))
	return w
}

// answerRest answers every question of the page that must be answered and is not: days with the day, words with the words,
// numbers with one, lists with their first answer.
func (w *walker) answerRest(day, words string) *walker {
	w.t.Helper()
	browser.Eval[bool](w.Page, `(() => {
		for (const l of document.querySelectorAll("main label")) {
			const e = l.control;
			if (!e || e.value && e.type !== "radio" || !l.innerText.includes("måste fyllas i")) continue;
			if (e.tagName === "SELECT") e.selectedIndex = e.options[0].value ? 0 : 1;
			else if (e.type === "date" || e.placeholder?.startsWith("ÅÅÅÅ")) e.value = "`+day+`";
			else if (e.inputMode === "numeric") e.value = "1";
			else e.value = "`+words+`";
		}
		return true })()`)
	return w
}
