package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// violation is what axe-core found, as far as we show it.
type violation struct {
	ID      string `json:"id"`
	Impact  string `json:"impact"`
	Help    string `json:"help"`
	HelpURL string `json:"helpUrl"`
	Nodes   []struct {
		HTML    string `json:"html"`
		Target  []any  `json:"target"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// What axe looks at: everything, or the one rule that colours can break.
const (
	everyRule  = `{type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}`
	coloursToo = `{type: "rule", values: ["color-contrast"]}`
)

const runAxe = `axe.run(document, {
	runOnly: %s,
	resultTypes: ["violations"],
}).then(r => r.violations.map(v => ({id: v.id, impact: v.impact, help: v.help, helpUrl: v.helpUrl,
	nodes: v.nodes.map(n => ({html: n.html, target: n.target, failureSummary: n.failureSummary}))})))`

// Axe checks the page as it stands against WCAG 2.0 to 2.2, A and AA, and fails the test on any finding.
func Axe(t testing.TB, p *Page) {
	t.Helper()
	axe(t, p, everyRule)
}

func axe(t testing.TB, p *Page, rules string) {
	t.Helper()
	if !Eval[bool](p, "typeof axe === 'object'") {
		Eval[bool](p, script(t)+";true")
	}
	for _, v := range Eval[[]violation](p, fmt.Sprintf(runAxe, rules)) {
		t.Errorf("%s", v)
	}
}

// AxeAll checks the page in phone and desk width, and its colours in the dark, and that nothing sticks out to a side
// (WCAG 1.4.10). It leaves the page 1280 wide and light. Pictures are taken where LOTSEN_PICTURES asks for them.
func AxeAll(t *testing.T, p *Page, name string) {
	t.Helper()
	AxeIn(t, p, name, 320, false)
	axeIn(t, p, name, 1280, true, coloursToo)
	AxeIn(t, p, name, 1280, false)
}

// AxePhone is AxeAll in the width of a phone alone, for a page that has been looked at in another language already: its
// words are the only difference.
func AxePhone(t *testing.T, p *Page, name string) {
	t.Helper()
	AxeIn(t, p, name, 320, false)
}

// AxeIn is AxeAll in one width and one scheme, in which it leaves the page.
func AxeIn(t *testing.T, p *Page, name string, width int64, dark bool) {
	t.Helper()
	axeIn(t, p, name, width, dark, everyRule)
}

func axeIn(t *testing.T, p *Page, name string, width int64, dark bool, rules string) {
	t.Helper()
	view := fmt.Sprintf("%d_%s", width, map[bool]string{false: "light", true: "dark"}[dark])
	t.Run(name+"_"+view, func(t *testing.T) {
		outer := p.t
		p.t = t
		defer func() { p.t = outer }()
		p.Resize(width, 900).Scheme(dark)
		// The way to the chat lies over the end of the window. What happens to be under it can be scrolled away from it, which
		// the rule for the size of targets does not know.
		Eval[bool](p, `(document.getElementById("chat-link")?.style.setProperty("position", "static"), true)`)
		axe(t, p, rules)
		if over := Outside(p); over != "" {
			t.Errorf("sticks out of the window: %s", over)
		}
		p.Screenshot(name + "_" + view)
	})
}

// Outside names the elements that stick out to a side and are not inside something that scrolls by itself. What a
// parent clips is found too: nobody can scroll to that at all.
func Outside(p *Page) string {
	return Eval[string](p, `[...document.querySelectorAll("body *")]
		.filter(e => { const r = e.getBoundingClientRect(); return r.right > document.documentElement.clientWidth + 1 || r.left < -1 && r.width > 1 })
		.filter(e => e.checkVisibility() && !e.closest(".scroll, svg"))
		.slice(0, 5).map(e => e.outerHTML.slice(0, 90)).join(" | ")`)
}

func script(t testing.TB) string {
	t.Helper()
	path := filepath.Join(Root(t), "node_modules", "axe-core", "axe.min.js")
	raw, err := os.ReadFile(path)
	if err != nil {
		Missing(t, fmt.Errorf("axe-core is not installed (npm ci --ignore-scripts): %w", err))
	}
	return string(raw)
}

func (v violation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s\n  %s\n", v.ID, v.Impact, v.Help, v.HelpURL)
	for i, n := range v.Nodes {
		if i == 8 {
			fmt.Fprintf(&b, "  ... and %d more\n", len(v.Nodes)-i)
			break
		}
		fmt.Fprintf(&b, "  %v\n    %.300s\n    %s\n", n.Target, n.HTML, strings.ReplaceAll(n.Summary, "\n", "\n    "))
	}
	return b.String()
}
