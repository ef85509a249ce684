package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/browser"
)

func TestDesk_a_live_queue_steals_neither_focus_nor_ticks(t *testing.T) {
	d := openDesk(t)
	p := d.as(t, "eva", "/desk")
	p.Click("#queue tbody tr:nth-child(2) input")
	browser.Eval[bool](p, `(document.querySelector("#queue tbody tr:nth-child(3) a").focus(), document.getElementById("filter").open = true)`)
	focused := p.Focused().Name
	d.Report(t, "anna", "Ett nytt ärende kom in", "Text.")
	p.Wait(`document.querySelector("#queue").innerText.includes("Ett nytt ärende kom in")`)
	if !browser.Eval[bool](p, `document.querySelectorAll("#queue input:checked").length === 1`) {
		t.Error("the tick is gone")
	}
	if now := p.Focused().Name; now != focused {
		t.Errorf("the focus moved from %q to %q", focused, now)
	}
	if !browser.Eval[bool](p, `document.getElementById("filter").open`) {
		t.Error("the filter closed by itself")
	}
}

func TestDesk_a_half_written_reply_survives_what_comes_in(t *testing.T) {
	d := openDesk(t)
	p := d.as(t, "eva", "/desk/tickets/"+d.first.ID.String())
	p.Fill("#f-text", "Hej Anna, jag")
	if _, err := d.App.Ticket.Ask(t.Context(), d.Actor(t, "anna"), d.first.ID, ticket.Words{Text: "Nu kom ljudet tillbaka!"}); err != nil {
		t.Fatal(err)
	}
	p.Wait(`document.querySelector(".talk").innerText.includes("Nu kom ljudet tillbaka!")`)
	if got := browser.Eval[string](p, `document.getElementById("f-text").value`); got != "Hej Anna, jag" {
		t.Errorf("the reply holds %q", got)
	}
	p.Type(" ser det.").Submit(`#reply button[type=submit]:not([formaction])`)
	p.Wait(`document.querySelector(".talk").innerText.includes("Hej Anna, jag ser det.")`)
}

func TestDesk_a_ticket_is_handled_with_the_keyboard_alone(t *testing.T) {
	d := openDesk(t)
	p := d.as(t, "eva", "/desk")
	p.Press("j").Press("j").Press("k")
	first := browser.Eval[string](p, `document.querySelector("#queue tbody a").innerText`)
	if got := p.Focused().Name; got != first {
		t.Fatalf("j and k led to %q, want %q", got, first)
	}
	p.Press("Enter").Wait(`document.readyState === "complete" && document.querySelector(".case")`)
	p.Press("t").Wait(`document.readyState === "complete" && document.querySelector(".flash")?.innerText.includes("är ditt")`)
	p.Press("n").Press("r").Type("Ringde, ingen svarade.")
	p.TabTo("Spara och skicka")
	p.Press("Enter").Wait(`document.readyState === "complete" && document.querySelector(".entry[data-kind=note]")?.innerText.includes("Ringde, ingen svarade.")`)
	p.Press("s").Press("r").Type("Växeln är omstartad.")
	p.TabTo("Spara och skicka")
	p.Press("Enter").Wait(`document.readyState === "complete" && document.querySelector(".flash")?.innerText.includes("är löst")`)
	p.Press("c").Wait(`document.activeElement?.name === "q"`)
	p.Type("anna").Wait(`document.querySelector("#lookup-hits a strong")?.innerText === "Anna Åkesson"`)
	p.TabTo("Anna Åkesson")
	p.Press("Enter").Wait(`document.getElementById("f-title")`)
	p.TabTo("Vad gäller det? (måste fyllas i)")
	p.Type("Ringde tillbaka")
	p.TabTo("Registrera")
	p.Press("Enter").Wait(`document.querySelector(".flash")?.innerText.includes("är registrerat")`)
	if c := p.Complaints(); len(c) > 0 {
		t.Errorf("the browser complains: %q", c)
	}
}

func TestDesk_works_without_scripts(t *testing.T) {
	d := openDesk(t)
	p := d.as(t, "eva", "/desk?f=1&state=any&view=-9", browser.NoScript())
	p.Submit("#queue tbody a").Wait(`document.querySelector(".case")`)
	if title := p.Title(); !strings.Contains(title, "Projektorn") {
		t.Errorf("title %q", title)
	}
	p.Fill("#f-text", "Utan skript.").Submit(`#reply button[type=submit]:not([formaction])`)
	if !strings.Contains(p.Text(".talk"), "Utan skript.") {
		t.Error("the reply is not in the conversation")
	}
	p.Go(d.url+"/desk/call").Fill("#f-q", "anna").Submit("#lookup button").Submit("#lookup-hits a")
	p.Fill("#f-title", "Utan skript").Fill("#f-solution", "Löst ändå.").Submit(`#call button[type=submit]:not([formaction])`)
	// Without a category it cannot be solved: the page comes back and says so, with all that was typed.
	if got := browser.Eval[string](p, `document.getElementById("f-solution").value`); got != "Löst ändå." || !strings.HasPrefix(p.Title(), "Fel:") {
		t.Errorf("title %q, solution %q", p.Title(), got)
	}
	if f := p.Focused(); !strings.Contains(f.Name, "rättas till") {
		t.Errorf("the focus is on %q, want the summary of errors", f.Name)
	}
	browser.Eval[bool](p, `(document.getElementById("f-category").selectedIndex = 1, true)`)
	p.Submit(`#call button[type=submit]:not([formaction])`)
	if !strings.Contains(p.Text(".flash"), "löst vid första kontakten") {
		t.Errorf("flash %q", p.Text(".flash"))
	}
}

func TestDesk_pages_that_came_back_are_accessible_too(t *testing.T) {
	d := openDesk(t)
	p := d.as(t, "eva", "/desk/call?person="+fmt.Sprint(d.Person(t, "anna")))
	p.Submit(`#call button[type=submit]:not([formaction])`)
	browser.AxeAll(t, p, "desk_call_422")
	mine := d.as(t, "eva", "/desk/tickets/"+d.first.ID.String())
	browser.Eval[bool](mine, `(document.querySelector("#f-group").selectedIndex = 0, true)`)
	two := 2
	if _, err := d.App.Ticket.Change(t.Context(), d.Actor(t, "ada"), d.first.ID, ticket.ChangeInput{Impact: &two}); err != nil {
		t.Fatal(err)
	}
	browser.Eval[bool](mine, `(document.querySelector("#f-impact").selectedIndex = 0, document.querySelector("#classify [name=version]").value = "2", true)`)
	mine.Submit("#classify button")
	mine.Wait(`document.querySelector("h1").innerText.includes("Någon annan hann före")`)
	browser.AxeAll(t, mine, "desk_conflict_409")
}
