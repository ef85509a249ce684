package e2e_test

import (
	"strings"
	"testing"

	"lotsen/internal/testkit/browser"
	"lotsen/internal/testkit/site"
)

// openChat is a site in which Anna waits in a chat and Eva answers it, each in a browser of their own.
func openChat(t *testing.T, options ...browser.Option) (d *desk, anna, eva *browser.Page) {
	t.Helper()
	d = &desk{Site: site.New(t)}
	d.url = d.Serve(t)
	anna = d.as(t, "anna", "/chat", options...)
	anna.Fill("#f-text", "Skrivaren svarar inte").Submit("#chat-open button")
	eva = d.as(t, "eva", "/desk/chats", options...)
	eva.Submit("#next button")
	return d, anna, eva
}

// said is the condition that words stand in the log.
func said(words string) string {
	return "document.getElementById('chatlog').textContent.includes(" + quoted(words) + ")"
}

func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "\\'") + "'" }

func TestA_chat_goes_on_without_reloading(t *testing.T) {
	_, anna, eva := openChat(t)
	anna.Wait(said("Eva Lind har kommit in i chatten."))
	if got := browser.Eval[string](anna, "document.getElementById('chatlog').getAttribute('role')"); got != "log" {
		t.Errorf("what is said has role %q, so nothing new is announced", got)
	}
	// What is sent stays on the page: the field is empty and has the focus, and nothing was loaded anew.
	browser.Eval[bool](eva, "window.same = true")
	eva.Fill("#f-text", "Hej Anna").Press("Enter").Wait(said("Hej Anna"))
	if got := eva.Focused(); got.Role != "textbox" || got.Name != "Svara" {
		t.Errorf("after sending the focus is on %+v", got)
	}
	if !browser.Eval[bool](eva, "window.same && document.getElementById('f-text').value === ''") {
		t.Error("the page was loaded anew, or the words stand there still")
	}
	anna.Wait(said("Hej Anna"))
	// Only the new entry is added: those that were there stay the same elements, so they are not read again.
	browser.Eval[bool](anna, "(window.first = document.querySelector('#chatlog li'), true)")
	eva.Fill("#f-text", "Vilken skrivare?").Press("Enter")
	anna.Wait(said("Vilken skrivare?"))
	if !browser.Eval[bool](anna, "window.first === document.querySelector('#chatlog li') && window.first.isConnected") {
		t.Error("what was said before was put there anew")
	}
	// Half a message survives what the other side says, and they see that one types, and not what.
	anna.Fill("#f-text", "Den på pl")
	eva.Wait("document.getElementById('chat-typing').textContent.includes('Anna Åkesson skriver')")
	if browser.Eval[bool](eva, "document.getElementById('chat-typing').textContent.includes('Den på')") {
		t.Error("what is typed shows although nobody has asked for it")
	}
	eva.Fill("#f-text", "Är du kvar?").Press("Enter")
	anna.Wait(said("Är du kvar?"))
	if got := browser.Eval[string](anna, "document.getElementById('f-text').value"); got != "Den på pl" {
		t.Errorf("half a message became %q", got)
	}
	if got := anna.Focused(); got.Role != "textbox" {
		t.Errorf("the focus went to %+v", got)
	}
	for _, p := range []*browser.Page{anna, eva} {
		if c := p.Complaints(); len(c) > 0 {
			t.Errorf("the browser complains: %q", c)
		}
	}
}

func TestWhat_is_typed_shows_letter_by_letter_when_both_want_it(t *testing.T) {
	_, anna, eva := openChat(t)
	anna.Submit("#chat-letters-form button")
	eva.Wait("document.getElementById('chat-letters').textContent.includes('Den andra vill')").Submit("#chat-letters-form button")
	anna.Wait("document.querySelector('[data-rtt]') !== null")
	anna.Fill("#f-text", "Den på")
	eva.Wait("document.getElementById('chat-typing').textContent.includes('Den på')")
	anna.Type(" plan 3")
	eva.Wait("document.getElementById('chat-typing').textContent.includes('Den på plan 3')")
	anna.Press("Enter")
	eva.Wait(said("Den på plan 3")).Wait("!document.getElementById('chat-typing').textContent.includes('Den på')")
}

func TestA_chat_works_without_scripts(t *testing.T) {
	_, anna, eva := openChat(t, browser.NoScript())
	eva.Fill("#f-text", "Hej Anna").Submit("#chat-say > .cluster button")
	if got := eva.Text("#chatlog"); !strings.Contains(got, "Hej Anna") {
		t.Fatalf("the desk sees %q", got)
	}
	if got := eva.Focused(); got.Role != "textbox" {
		t.Errorf("after sending the focus is on %+v", got)
	}
	anna.Go(anna.URL())
	if got := anna.Text("#chatlog"); !strings.Contains(got, "Hej Anna") {
		t.Errorf("after a reload the user sees %q", got)
	}
	anna.Submit("#chat-end-form button")
	if got := anna.Text("#chat-standing"); !strings.Contains(got, "L-100001") {
		t.Errorf("after the end: %q", got)
	}
}

func TestPages_of_chats_have_no_accessibility_findings(t *testing.T) {
	d, anna, eva := openChat(t)
	look := func(p *browser.Page, name, path string) {
		t.Helper()
		if path != "" {
			p.Go(d.url + path)
		}
		browser.AxeAll(t, p, name)
	}
	bo := d.as(t, "bo", "/chat")
	look(bo, "chat_start", "")
	bo.Submit("#chat-open button")
	look(bo, "chat_start_wrong", "")
	bo.Go(d.url+"/chat").Fill("#f-text", "Lösenord").Submit("#chat-open button")
	look(bo, "chat_waiting", "")
	look(eva, "chat_desk", "")
	eva.Fill("#f-text", "Hej Anna, jag tittar på det.").Press("Enter").Wait(said("Hej Anna"))
	look(anna, "chat_user", "")
	look(eva, "chat_list", "/desk/chats")
	look(eva, "chat_move", "/desk/chats/1/move")
	look(eva, "chat_end", "/desk/chats/1/end")
	anna.Submit("#chat-end-form button")
	look(anna, "chat_over", "")
	// By keyboard: from the start of the page to the field and the button.
	bo.Go(bo.URL()).TabTo("Skriv ett meddelande")
	bo.TabTo("Skicka")
}

func TestThe_panel_holds_a_chat_beside_the_page(t *testing.T) {
	d := &desk{Site: site.New(t)}
	d.url = d.Serve(t)
	p := d.as(t, "anna", "/tickets")
	p.Click("[data-chat-link]").Wait("document.querySelector('.chatpanel textarea') !== null")
	if got := p.Focused(); got.Role != "textbox" || got.Name != "Vad gäller det?" {
		t.Errorf("the panel opens with the focus on %+v", got)
	}
	p.Type("Skrivaren").Press("Enter")
	browser.Eval[bool](p, "(document.querySelector('.chatpanel form').requestSubmit(), true)")
	p.Wait("document.querySelector('.chatpanel [role=log]') !== null && document.querySelector('.chatpanel').textContent.includes('Du har plats 1 i kön')")
	for _, width := range []int64{320, 1280} {
		browser.AxeIn(t, p, "chat_panel", width, false)
	}
	eva := d.as(t, "eva", "/desk/chats")
	eva.Submit("#next button")
	eva.Fill("#f-text", "Hej Anna").Press("Enter").Wait(said("Hej Anna"))
	p.Wait("document.querySelector('.chatpanel').textContent.includes('Hej Anna')")
	p.Fill(".chatpanel textarea", "Hej Eva").Press("Enter")
	eva.Wait(said("Hej Eva"))
	p.Press("Escape").Wait("document.querySelector('.chatpanel') === null")
	if got := p.Focused(); got.Role != "link" || got.Name != "Chatta med oss" {
		t.Errorf("closed, the focus is on %+v", got)
	}
	if c := p.Complaints(); len(c) > 0 {
		t.Errorf("the browser complains: %q", c)
	}
}
