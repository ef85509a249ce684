package e2e_test

import (
	"fmt"
	"testing"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/browser"
	"lotsen/internal/testkit/site"
)

// desk is a service desk in the middle of a day's work.
type desk struct {
	*site.Site
	url string
	// first is a ticket with a conversation, a second holder and much around it.
	first ticket.Ticket
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{Site: site.New(t)}
	ctx, sys, eva, svc := t.Context(), authz.System("test"), d.Actor(t, "eva"), d.App.Ticket
	must := func(x ticket.Ticket, err error) ticket.Ticket {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	if _, err := svc.SaveTemplate(ctx, sys, ticket.Template{Org: d.Org.ID, Desk: d.Desk.ID, Name: "Vi tittar på det", Lang: "sv", Text: "Hej {name}!\n\nVi tittar på {number}.\n\n{agent}"}); err != nil {
		t.Fatal(err)
	}
	for i, title := range []string{
		"Inga elever på plan 3 kommer åt nätet", "Kan inte logga in efter bytt lösenord", "Skrivaren på expeditionen drar snett",
		"Behörighet till elevakt saknas för vikarie", "Surfplatta med sprucken skärm", "Ljudet i aulan brummar",
		"Ny dator till kurator, gammal data ska med", "E-post studsar till vårdnadshavare", "Schemat visar fel vecka i telefonen",
	} {
		x := d.Report(t, []string{"anna", "bo"}[i%2], title, "Det började i morse.")
		in := ticket.ChangeInput{Category: &d.Category.ID}
		impact, urgency := i%3+1, (i+1)%3+1
		in.Impact, in.Urgency = &impact, &urgency
		x = must(svc.Change(ctx, eva, x.ID, in))
		switch i % 4 {
		case 1:
			must(svc.Take(ctx, eva, x.ID))
			must(svc.Begin(ctx, eva, x.ID, "investigating"))
		case 2:
			must(svc.Hold(ctx, eva, x.ID, ticket.HoldInput{Reason: "Reservdel är beställd", Until: d.Clock.Now().Add(48 * time.Hour), Substate: "awaiting_supplier"}))
		}
		d.Clock.Advance(17 * time.Minute)
	}
	x := d.Report(t, "anna", "Projektorn i sal B12 visar ingen bild", "Hej!\nProjektorn i sal B12 startar men visar bara blå bild, både från min dator och från klassens. Vi har nationellt prov där i eftermiddag.\n\n/Anna")
	d.Clock.Advance(3 * time.Minute)
	must(svc.Change(ctx, eva, x.ID, ticket.ChangeInput{Category: &d.Category.ID, Fields: map[string]string{"device": "Projektor SP-20331"}}))
	must(svc.Take(ctx, eva, x.ID))
	must(svc.Answer(ctx, eva, x.ID, ticket.Words{Text: "Hej Anna, tack för att du hörde av dig tidigt.\nProva den andra kabeln, den med gul märkning."}))
	d.Clock.Advance(9 * time.Minute)
	must(svc.Write(ctx, eva, x.ID, ticket.Words{Text: "Samma sak som i B14 i fredags: nyckeln för skärmdelning gick ut."}))
	must(svc.Assign(ctx, eva, x.ID, ticket.AssignInput{Group: d.Group.ID, Assignee: directory.PersonID(eva.Person)}))
	must(svc.LogTime(ctx, eva, x.ID, ticket.TimeEntry{Minutes: 45, Charged: true, Note: "Felsökning"}))
	if err := svc.Link(ctx, eva, x.ID, x.ID-1, ticket.LinkRelated); err != nil {
		t.Fatal(err)
	}
	d.Clock.Advance(5 * time.Minute)
	d.first = must(svc.Ask(ctx, d.Actor(t, "anna"), x.ID, ticket.Words{Text: "Gul kabel ger bild men inget ljud."}))
	d.url = d.Serve(t)
	return d
}

// as opens a page as a person of the world.
func (d *desk) as(t *testing.T, person, path string, options ...browser.Option) *browser.Page {
	t.Helper()
	p := browser.Open(t, d.url+"/contact", options...)
	browser.Eval[string](p, fmt.Sprintf("document.cookie = 'lotsen_session=%s; path=/'", d.Token(t, person)))
	return p.Go(d.url + path)
}

func TestDesk_pages_have_no_accessibility_findings(t *testing.T) {
	d := openDesk(t)
	ticketPath := "/desk/tickets/" + d.first.ID.String()
	for name, path := range map[string]string{
		"desk_queue":   "/desk",
		"desk_filter":  "/desk?f=1&state=any&view=-9",
		"desk_ticket":  ticketPath,
		"desk_history": ticketPath + "/history",
		"desk_edit":    ticketPath + "/edit",
		"desk_relate":  ticketPath + "/relate",
		"desk_call":    "/desk/call",
		"desk_lookup":  "/desk/call?q=a",
		"desk_form":    "/desk/call?person=" + fmt.Sprint(d.Person(t, "anna")),
		"desk_unknown": "/desk/call?unknown=1&q=070-123+45+67",
		"desk_new":     "/desk/new",
		"desk_change":  "/desk/new?kind=change",
		"desk_search":  "/desk/search?q=projektorn",
		"desk_empty":   "/desk?view=-8",
		"desk_bulk":    "/desk/bulk/result?ok=100001,100002&no=error.not_found%3A100003",
	} {
		for _, lang := range []string{"sv", "en"} {
			p := d.as(t, "eva", "/desk?lang="+lang).Go(d.url + path)
			lookAt[lang](t, p, name+"_"+lang)
			for _, c := range p.Complaints() {
				t.Errorf("%s: %s", name, c)
			}
		}
	}
}

func TestA_queue_on_a_phone_shows_its_rows_whole(t *testing.T) {
	d := openDesk(t)
	p := d.as(t, "eva", "/desk?view=-7", browser.Width(320), browser.Height(640))
	if over := browser.Eval[int](p, `(() => { const s = document.querySelector(".scroll"); return s.scrollWidth - s.clientWidth })()`); over > 0 {
		t.Errorf("the list is %d px wider than the phone", over)
	}
	if label := browser.Eval[string](p, `getComputedStyle(document.querySelector("#queue td[data-label='Status']"), "::before").content`); label != `"Status"` {
		t.Errorf("a value stands without its heading: %s", label)
	}
	if n := browser.Eval[int](p, `[...document.querySelectorAll("#queue .sort")].filter(a => a.checkVisibility()).length`); n < 3 {
		t.Errorf("%d headings to sort by", n)
	}
}
