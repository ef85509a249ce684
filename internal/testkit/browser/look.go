package browser

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/memory"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Eval evaluates JavaScript in the page and decodes the result; a promise is waited for.
func Eval[T any](p *Page, js string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("evaluate %.120s: %v", js, err)
	}
	return v
}

// Wait returns when the JavaScript condition holds, and fails the test when it does not come to hold. A page that is
// left meanwhile is no failure: the condition is asked of the next one. It is asked from here and not by a timer in
// the page, which would not run with scripts off or in a page that the browser has just taken from its cache.
func (p *Page) Wait(condition string) *Page {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		holds, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+condition+")"))
		if err == nil && holds {
			return p
		}
		var thrown *chromedp.ExceptionError
		if errors.As(err, &thrown) {
			p.t.Fatalf("wait for %s: %v", condition, err)
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			p.t.Fatalf("waited in vain for %s", condition)
		}
	}
}

// Text is the visible text of the first element that matches the CSS selector, "" when there is none.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	return Eval[string](p, "document.querySelector("+strconv.Quote(selector)+")?.innerText ?? ''")
}

// URL is the address of the page.
func (p *Page) URL() string { p.t.Helper(); return Eval[string](p, "location.href") }

// Title is the document's title.
func (p *Page) Title() string { p.t.Helper(); return Eval[string](p, "document.title") }

// Focus is what a screen reader says of the focused element.
type Focus struct {
	Role, Name string
}

// Focused asks the browser's accessibility tree for role and name of the element with the focus.
func (p *Page) Focused() Focus {
	p.t.Helper()
	var found Focus
	p.call("read the focus", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		obj, err := cdp.Call(ctx, t, runtime.Evaluate, runtime.EvaluateParams{Expression: "document.activeElement"})
		if err != nil {
			return err
		}
		relatives := false
		tree, err := cdp.Call(ctx, t, accessibility.GetPartialAXTree, accessibility.GetPartialAXTreeParams{
			ObjectID: obj.Result.ObjectID, FetchRelatives: &relatives,
		})
		if err != nil || len(tree.Nodes) == 0 {
			return err
		}
		found = Focus{Role: axText(tree.Nodes[0].Role), Name: axText(tree.Nodes[0].Name)}
		return nil
	}))
	return found
}

func axText(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	s, err := strconv.Unquote(string(v.Value))
	if err != nil {
		return string(v.Value)
	}
	return s
}

// Counters are what grows when a page leaks: nodes and listeners, after a garbage collection.
type Counters struct {
	Nodes, Listeners int64
}

// Count collects garbage and counts.
func (p *Page) Count() Counters {
	p.t.Helper()
	var c Counters
	p.call("count nodes", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := cdp.Call(ctx, t, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
			return err
		}
		res, err := cdp.Call(ctx, t, memory.GetDOMCounters, cdp.Empty{})
		c = Counters{Nodes: res.Nodes, Listeners: res.JsEventListeners}
		return err
	}))
	return c
}
