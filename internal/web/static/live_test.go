package static_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"lotsen/internal/testkit/browser"
	"lotsen/internal/testkit/slow"
)

// draft fills every control and opens what can be opened; kept tells what a refresh took away.
func draft(t *testing.T, p *browser.Page) {
	t.Helper()
	p.Fill("#text", "half a sentence").Press("Left").Press("Left").Press("Left")
	browser.Eval[bool](p, `(() => {
		const change = (id, f) => { const e = document.getElementById(id); f(e); e.dispatchEvent(new Event("change", {bubbles: true})) };
		change("who", e => e.value = "b");
		change("yes", e => e.checked = true);
		change("file", e => { const d = new DataTransfer(); d.items.add(new File(["x"], "x.txt")); e.files = d.files });
		document.getElementById("d").open = true;
		window.sameText = document.getElementById("text");
		return true })()`)
}

func kept(t *testing.T, p *browser.Page) {
	t.Helper()
	got := browser.Eval[string](p, `(() => { const e = id => document.getElementById(id); return JSON.stringify({
		text: e("text").value, caret: e("text").selectionStart, focus: document.activeElement.id, same: e("text") === window.sameText,
		who: e("who").value, yes: e("yes").checked, files: e("file").files.length, open: e("d").open, fresh: e("fresh").value}) })()`)
	want := `{"text":"half a sentence","caret":12,"focus":"text","same":true,"who":"b","yes":true,"files":1,"open":true,"fresh":"old"}`
	if got != want {
		t.Errorf("after the refresh\n got %s\nwant %s", got, want)
	}
}

func TestLivePage(t *testing.T) {
	if !slow.Wanted() {
		t.Skip(slow.Why)
	}
	t.Run("a_poke_brings_the_page_up_to_date_and_keeps_what_was_typed", func(t *testing.T) {
		r := newRoom(t)
		p := r.open()
		draft(t, p)
		p.Wait(shows(r.change()))
		kept(t, p)
		if got := p.Title(); got != "Ticket 2 – Test" {
			t.Errorf("title %q", got)
		}
		p.Wait("document.getElementById('status').textContent === '2 inlägg'")
		if c := p.Complaints(); len(c) > 0 {
			t.Errorf("the browser complains: %q", c)
		}
	})

	t.Run("selected_text_stays_selected", func(t *testing.T) {
		r := newRoom(t)
		p := r.open()
		browser.Eval[bool](p, "(getSelection().selectAllChildren(document.getElementById('words')), true)")
		p.Wait(shows(r.change()))
		if got := browser.Eval[string](p, "String(getSelection())"); got != "some words to mark" {
			t.Errorf("selected %q", got)
		}
	})

	t.Run("an_open_dialog_stays_open_and_the_page_is_not_inert_after_it", func(t *testing.T) {
		r := newRoom(t)
		p := r.open()
		browser.Eval[bool](p, "(document.getElementById('dialog').showModal(), true)")
		p.Wait(shows(r.change()))
		if !browser.Eval[bool](p, "document.getElementById('dialog').matches('[open]:modal')") {
			t.Error("the dialog was closed")
		}
		p.Press("Escape").Wait("!document.querySelector(':modal')")
		p.Wait(shows(r.change()))
	})

	t.Run("a_page_that_comes_to_show_more_listens_for_it_too", func(t *testing.T) {
		r := newRoom(t)
		p := r.open()
		r.wait(func() bool { return r.asked == "[ticket:1]" })
		r.mu.Lock()
		r.topics = "&topic=problem:7"
		r.mu.Unlock()
		p.Wait(shows(r.change()))
		r.wait(func() bool { return r.asked == "[ticket:1 problem:7]" })
		p.Wait(shows(r.change()))
	})

	t.Run("a_change_between_render_and_connect_is_not_missed", func(t *testing.T) {
		r := newRoom(t)
		gate := r.hold()
		go func() { // the page is read as version 1, and the change comes before its stream
			r.wait(func() bool { return r.looks == 1 })
			r.mu.Lock()
			r.version, r.gate = 2, nil
			r.mu.Unlock()
			close(gate)
		}()
		p := browser.Open(t, r.server.URL+"/ticket")
		p.Wait(shows(2))
	})
}

func TestLivePageWhenTheServerIsIll(t *testing.T) {
	t.Run("500_leaves_the_page_and_heals", func(t *testing.T) {
		r := newRoom(t)
		p := r.open()
		draft(t, p)
		r.set("500")
		version := r.change()
		p.Wait("document.getElementById('status').textContent.length > 0") // only the second failure is worth a word
		kept(t, p)
		r.set("")
		p.Wait(shows(version))
		p.Wait("document.getElementById('status').textContent === ''")
		kept(t, p)
	})

	t.Run("a_dropped_connection_leaves_the_page_and_heals", func(t *testing.T) {
		r := newRoom(t)
		p := r.open()
		draft(t, p)
		r.set("drop")
		version := r.change()
		before := r.count()
		r.wait(func() bool { return r.looks > before })
		kept(t, p)
		r.set("")
		p.Wait(shows(version))
		kept(t, p)
	})

	t.Run("a_lost_login_is_said_in_text_with_a_link_and_a_login_elsewhere_heals", func(t *testing.T) {
		r := newRoom(t)
		p := r.open()
		draft(t, p)
		r.set("login")
		r.change()
		p.Wait("document.querySelector('#status a[href=\"/login\"]')")
		contains(t, p.Text("#status"), "utloggad")
		kept(t, p)
		r.set("")
		p.Wait(shows(r.change()))
		p.Wait("!document.querySelector('#status a')")
		kept(t, p)
	})

	t.Run("a_page_that_is_gone_or_is_another_page_is_left_alone", func(t *testing.T) {
		for _, mode := range []string{"gone", "elsewhere"} {
			r := newRoom(t)
			p := r.open()
			draft(t, p)
			r.set(mode)
			r.change()
			p.Wait("document.querySelector('#status a')")
			kept(t, p)
		}
	})

	t.Run("a_restarted_server_is_looked_at_without_a_poke", func(t *testing.T) {
		r := newRoom(t)
		p := r.open()
		r.wait(func() bool { return r.opened == 1 })
		r.mu.Lock()
		r.version = 7
		r.mu.Unlock()
		r.server.CloseClientConnections()
		p.Wait(shows(7))
	})
}

func TestLivePageUnderPokes(t *testing.T) {
	t.Run("a_poke_during_a_refresh_is_not_dropped", func(t *testing.T) {
		r := newRoom(t)
		p := r.open()
		gate := r.hold()
		before := r.count()
		r.change()
		r.wait(func() bool { return r.looks > before }) // this look has read version 2 and hangs
		r.mu.Lock()
		r.gate = nil
		r.mu.Unlock()
		version := r.change()
		close(gate)
		p.Wait(shows(version))
	})

	t.Run("a_hundred_pokes_at_once_are_two_looks_at_most", func(t *testing.T) {
		r := newRoom(t)
		p := r.open()
		before := r.count()
		for range 100 {
			r.change()
		}
		p.Wait(shows(101))
		if n := r.count() - before; n > 2 {
			t.Errorf("%d looks", n)
		}
	})

	t.Run("steady_pokes_do_not_starve_the_page", func(t *testing.T) {
		r := newRoom(t)
		p := r.open()
		// Each poke comes from the page's own clock, so the test needs none: 30 of them, a tenth of a second apart.
		browser.Eval[int](p, `(async () => { window.seen = new Set(); for (let i = 0; i < 30; i++) {
			await fetch("/poke", {method: "POST"}); await new Promise(r => setTimeout(r, 100));
			seen.add(document.getElementById("version").textContent) } return seen.size })()`)
		if n := browser.Eval[int](p, "seen.size"); n < 3 {
			t.Errorf("the page showed %d versions during three seconds of pokes", n)
		}
		p.Wait(shows(31))
	})

	t.Run("a_hidden_tab_only_remembers", func(t *testing.T) {
		r := newRoom(t)
		p := r.open()
		hide(p, true)
		before := r.count()
		for range 5 {
			r.change()
		}
		// The stream has delivered the pokes when a later event of the page's own has passed; nothing was fetched.
		browser.Eval[bool](p, "new Promise(r => setTimeout(() => r(true), 600))")
		if n := r.count() - before; n != 0 {
			t.Errorf("%d looks while hidden", n)
		}
		hide(p, false)
		p.Wait(shows(6))
		if n := r.count() - before; n != 1 {
			t.Errorf("%d looks when shown again", n)
		}
	})

	t.Run("500_refreshes_leave_no_nodes_behind", func(t *testing.T) {
		if testing.Short() {
			t.Skip("short")
		}
		r := newRoom(t)
		p := r.open()
		fast(p)
		draft(t, p)
		for range 20 {
			p.Wait(shows(r.change()))
		}
		before := p.Count()
		for range 500 {
			p.Wait(shows(r.change()))
		}
		after := p.Count()
		t.Logf("from %+v to %+v", before, after)
		if after.Nodes > before.Nodes+50 || after.Listeners > before.Listeners+5 {
			t.Errorf("grew from %+v to %+v", before, after)
		}
		kept(t, p)
	})
}

func TestLivePageAndNavigation(t *testing.T) {
	t.Run("a_422_page_is_not_live_and_keeps_errors_and_draft", func(t *testing.T) {
		r := newRoom(t)
		p := r.open()
		p.Fill("#text", "my draft")
		p.Submit("#send")
		if browser.Eval[bool](p, "'live' in document.body.dataset") {
			t.Fatal("the page with errors has a topic")
		}
		r.wait(func() bool { return len(r.streams) == 0 })
		before := r.count()
		r.change()
		browser.Eval[bool](p, "new Promise(r => setTimeout(() => r(true), 600))")
		if r.count() != before || p.Text("#error-summary") != "wrong" {
			t.Error("the page with errors was refreshed")
		}
		if got := browser.Eval[string](p, "document.getElementById('text').value"); got != "my draft" {
			t.Errorf("draft %q", got)
		}
		contains(t, p.Title(), "Fel:")
	})

	t.Run("back_shows_a_fresh_page", func(t *testing.T) {
		r := newRoom(t)
		p := r.open()
		p.Submit("#away")
		r.change()
		p.Back()
		p.Wait(shows(2))
		p.Wait(shows(r.change()))
	})

	t.Run("leaving_warns_only_of_an_unsent_draft", func(t *testing.T) {
		r := newRoom(t)
		p := r.open()
		leave := "(() => { const e = new Event('beforeunload', {cancelable: true}); dispatchEvent(e); return e.defaultPrevented })()"
		if browser.Eval[bool](p, leave) {
			t.Error("warned without a draft")
		}
		p.Fill("#text", "words")
		if !browser.Eval[bool](p, leave) {
			t.Error("did not warn of a draft")
		}
		browser.Eval[bool](p, "(document.getElementById('f').reset(), true)")
		if browser.Eval[bool](p, leave) {
			t.Error("warned after the draft was emptied")
		}
	})

	t.Run("without_scripts_the_page_is_a_page", func(t *testing.T) {
		r := newRoom(t)
		p := browser.Open(t, r.server.URL+"/ticket", browser.NoScript())
		contains(t, p.Text("#version"), "version 1")
		p.Fill("#text", "words").Click("#send")
		p.Wait("document.getElementById('error-summary')")
		if r.opened != 0 {
			t.Error("a stream was opened")
		}
	})
}

func hide(p *browser.Page, hidden bool) {
	browser.Eval[bool](p, fmt.Sprintf(`(() => { Object.defineProperty(document, "hidden", {value: %t, configurable: true});
		document.dispatchEvent(new Event("visibilitychange")); return true })()`, hidden))
}

// fast makes the page's pauses short, for tests that need many looks.
func fast(p *browser.Page) {
	browser.Eval[bool](p, "(() => { const real = setTimeout; window.setTimeout = (f, ms, ...rest) => real(f, ms / 100, ...rest); return true })()")
}

// TestLiveScriptIsSmall guards the size that was promised.
func TestLiveScriptIsSmall(t *testing.T) {
	total := 0
	for _, name := range []string{"live.js", "refresh.js", "touched.js", "status.js", "page.js", "dialog.js"} {
		raw, err := os.ReadFile(filepath.Join("src", name))
		if err != nil {
			t.Fatal(err)
		}
		total += len(raw)
	}
	if total > 16<<10 {
		t.Errorf("the live scripts have grown to %d bytes", total)
	}
}
