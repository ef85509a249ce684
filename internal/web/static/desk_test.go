package static_test

import (
	"testing"

	"lotsen/internal/testkit/browser"
)

// desk opens a page with a list, a search box and a reply field that declare shortcuts.
func desk(t *testing.T) *browser.Page {
	t.Helper()
	r := newRoom(t)
	r.extra = `<a href="#1" id="i1" data-shortcut-item>one</a> <a href="#2" id="i2" data-shortcut-item>two</a> <a href="#3" id="i3" data-shortcut-item>three</a>
<label for="q">Find</label><input id="q" data-shortcut="/"><label for="reply">Reply</label><textarea id="reply" data-shortcut="r"></textarea>
<details id="more"><summary data-shortcut="a">Assign</summary><label for="whom">To</label><select id="whom"><option>x</option></select></details>
<a href="#taken" data-shortcut="t">Take</a>`
	return r.open()
}

func focus(p *browser.Page) string { return browser.Eval[string](p, "document.activeElement.id") }

func press(t *testing.T, p *browser.Page, key, want string) {
	t.Helper()
	if got := focus(p.Press(key)); got != want {
		t.Errorf("after %q the focus is on %q, want %q", key, got, want)
	}
}

func TestShortcuts(t *testing.T) {
	t.Run("j_and_k_walk_the_list_and_stop_at_its_ends", func(t *testing.T) {
		p := desk(t)
		for _, step := range [][2]string{{"k", "i1"}, {"j", "i2"}, {"j", "i3"}, {"j", "i3"}, {"k", "i2"}} {
			press(t, p, step[0], step[1])
		}
		p.Press("Enter").Wait("location.hash === '#2'")
	})

	t.Run("a_key_uses_the_control_that_declares_it", func(t *testing.T) {
		p := desk(t)
		press(t, p, "a", "whom")
		if !browser.Eval[bool](p, "document.getElementById('more').open") {
			t.Error("the details around it are closed")
		}
		browser.Eval[bool](p, "(document.activeElement.blur(), true)")
		p.Press("t").Wait("location.hash === '#taken'")
		press(t, p, "r", "reply")
	})

	t.Run("typing_is_left_alone", func(t *testing.T) {
		p := desk(t)
		press(t, p, "/", "q")
		p.Type("jr?/t")
		if got := browser.Eval[string](p, "document.getElementById('q').value"); got != "jr?/t" || focus(p) != "q" {
			t.Errorf("typed %q, focus on %q", got, focus(p))
		}
		if browser.Eval[bool](p, "!!document.querySelector(':modal') || location.hash !== ''") {
			t.Error("a shortcut fired while typing")
		}
	})

	t.Run("they_can_be_switched_off_and_stay_off", func(t *testing.T) {
		p := desk(t)
		p.Press("?").Wait("document.querySelector('#shortcuts:modal')")
		if f := p.TabTo("Använd tangentgenvägar"); f.Role != "switch" {
			t.Errorf("the switch is a %s", f.Role)
		}
		p.Press("Space").Press("Escape").Wait("!document.querySelector(':modal')")
		browser.Eval[bool](p, "(document.activeElement.blur(), true)")
		press(t, p, "j", "")
		p.Go(p.URL())
		press(t, p, "j", "")
		press(t, p, "?", "")
		// The footer's button is the way back, also for those who cannot press "?".
		p.TabTo("Tangentgenvägar")
		p.Press("Enter").Wait("document.querySelector('#shortcuts:modal')")
		p.TabTo("Använd tangentgenvägar")
		p.Press("Space").Press("Escape").Wait("!document.querySelector(':modal')")
		browser.Eval[bool](p, "(document.activeElement.blur(), true)")
		press(t, p, "j", "i1")
	})
}
