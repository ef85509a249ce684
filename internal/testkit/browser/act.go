package browser

import (
	"context"
	"strconv"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// keys are the names that Press takes beside single characters.
var keys = map[string]string{
	"Tab": kb.Tab, "Enter": kb.Enter, "Escape": kb.Escape, "Space": " ", "Backspace": kb.Backspace,
	"Up": kb.ArrowUp, "Down": kb.ArrowDown, "Left": kb.ArrowLeft, "Right": kb.ArrowRight, "Home": kb.Home, "End": kb.End,
}

// Press presses a key by name ("Enter", "Shift+Tab", "Space") or a single character.
func (p *Page) Press(key string) *Page {
	p.t.Helper()
	shift := kb.ModifierNone
	if rest, ok := strings.CutPrefix(key, "Shift+"); ok {
		key, shift = rest, kb.ModifierShift
	}
	code, ok := keys[key]
	if !ok {
		code = key
	}
	p.call("press "+key, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, r := range code {
			if err := stroke(ctx, t, r, shift); err != nil {
				return err
			}
		}
		return nil
	}))
	return p
}

// stroke is one key down and up. The character goes with the key, as a keyboard does it: a script that stops the key
// stops the character too.
func stroke(ctx context.Context, t *chromedp.Target, r rune, shift kb.Modifier) error {
	events := kb.Encode(r)
	for _, e := range events {
		if e.Type == kb.KeyChar {
			events[0].Type, events[0].Text = kb.KeyDown, e.Text
		}
	}
	for _, e := range events {
		if e.Type == kb.KeyChar {
			continue
		}
		e.Modifiers |= int64(shift)
		if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, *e); err != nil {
			return err
		}
	}
	return nil
}

// Tab moves the focus to the next element, as often as said, and returns where it landed.
func (p *Page) Tab(times int) Focus {
	p.t.Helper()
	for range times {
		p.Press("Tab")
	}
	return p.Focused()
}

// TabTo presses Tab until the focused element has the accessible name; it fails the test after 200 stops.
func (p *Page) TabTo(name string) Focus {
	p.t.Helper()
	for range 200 {
		if f := p.Tab(1); f.Name == name {
			return f
		}
	}
	p.t.Fatalf("no element named %q can be reached with Tab", name)
	return Focus{}
}

// Type writes text where the focus is.
func (p *Page) Type(text string) *Page {
	p.t.Helper()
	for _, r := range text {
		p.Press(string(r))
	}
	return p
}

// Click clicks the middle of the first visible element that matches the CSS selector.
func (p *Page) Click(selector string) *Page {
	p.t.Helper()
	p.call("click "+selector, chromedp.Click(chromedp.CSS(selector)))
	return p
}

// Fill gives the focus to a control and writes into it as a person would.
func (p *Page) Fill(selector, text string) *Page {
	p.t.Helper()
	Eval[bool](p, "(document.querySelector("+strconv.Quote(selector)+").focus(), true)")
	return p.Type(text)
}

// Submit clicks and waits for the page that the click leads to.
func (p *Page) Submit(selector string) *Page {
	p.t.Helper()
	Eval[bool](p, "window.lotsenOldPage = true")
	p.Click(selector)
	return p.Wait("!window.lotsenOldPage && document.readyState === 'complete'")
}
