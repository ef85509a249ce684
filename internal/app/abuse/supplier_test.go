package abuse_test

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

// outside is a desk with two suppliers: case x is with the first now, y with the second, z was with the first before.
type outside struct {
	*site.Site
	net, toy   supplier.ID
	x, y, z    ticket.ID
	ours, file string // Numbers of files: one of x that the view shows, one of a note.
	nora       *webtest.Visitor
	secrets    []string
}

func beyond(t *testing.T, s *site.Site) *outside {
	t.Helper()
	o := &outside{Site: s}
	add := func(name string, shows ...string) supplier.ID {
		id := must(s.App.Supplier.Add(t.Context(), system, s.Org.ID, supplier.Input{Sort: supplier.Other, Name: name}))(t).ID
		if err := s.App.Supplier.Agree(t.Context(), system, id, supplier.Agreement{Way: supplier.ByPortal, Minutes: 240, Shows: shows}); err != nil {
			t.Fatal(err)
		}
		return id
	}
	o.net, o.toy = add("Nätdrift AB", supplier.ShowDevice, supplier.ShowFiles), add("Skrivarbolaget", supplier.Shows()...)
	eva, category := s.Actor(t, "eva"), s.Category.ID
	hand := func(title, text string, to supplier.ID) ticket.ID {
		id := must(s.App.Ticket.Report(t.Context(), s.Actor(t, "anna"), ticket.ReportInput{Title: title, Text: text, Category: category}))(t).ID
		must(s.App.Delegation.Delegate(t.Context(), eva, id, delegation.Input{To: to, Task: "Uppgift " + title}))(t)
		return id
	}
	o.x, o.y, o.z = hand("Vår växel", "Surrar högt.", o.net), hand("Papegojan", "Kakaduan skriker.", o.toy), hand("Flodhästen", "Noshörningen också.", o.net)
	must(s.App.Delegation.Recall(t.Context(), eva, o.z, "Lemuren tar över."))(t)
	note := must(s.App.Ticket.Upload(t.Context(), eva, ticket.File{Name: "avtal.txt", Content: bytes.NewReader([]byte("Avtalet med Zebran"))}))(t)
	must(s.App.Ticket.Write(t.Context(), eva, o.x, ticket.Words{Text: "Geparden är missnöjd.", Attachments: []ticket.AttachmentID{note.ID}}))(t)
	must(s.App.Ticket.Answer(t.Context(), eva, o.x, ticket.Words{Text: "Hej Giraffen, vi tittar."}))(t)
	must(s.App.Delegation.Say(t.Context(), eva, o.y, ticket.Words{Text: "Mellan oss: Bävern."}))(t)
	nora := join(t, s, "Nora", "Nät")
	grant(t, s, nora, "supplier", authz.Supplier, int64(o.net))
	o.nora, o.file = visit(t, s, nora), fmt.Sprint(int64(note.ID))
	mine := must(s.App.Ticket.Upload(t.Context(), actor(t, s, nora), ticket.File{Name: "bild.txt", Content: bytes.NewReader([]byte("bild"))}))(t)
	must(s.App.Delegation.Report(t.Context(), actor(t, s, nora), o.x, delegation.ReportInput{Text: "Se bilden.", Attachments: []ticket.AttachmentID{mine.ID}}))(t)
	o.ours = fmt.Sprint(int64(mine.ID))
	o.secrets = []string{
		"Papegojan", "Kakaduan", "Flodhästen", "Noshörningen", "Lemuren", "Zebran", "avtal.txt", "Geparden", "Giraffen", "Bävern", "Skrivarbolagets",
		"Åkesson", "anna@storstad.example", "08-555 10 17", "Eva Lind",
	}
	if err := s.App.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	return o
}

// doors are the addresses by which a supplier could look for more than it has.
func (o *outside) doors() []string {
	out := []string{
		"/", "/tickets", "/assignments", "/desk", "/desk?view=-9", "/desk?f=1&state=any", "/desk/call", "/desk/delegated", "/desk/delegated?supplier=" + fmt.Sprint(int64(o.toy)), "/desk/reports", "/desk/calls",
		"/admin", "/admin/people", "/admin/log", "/attachments/" + o.file, "/attachments/" + o.ours,
		"/api/v1/tickets", "/api/v1/tickets?queue=all", "/api/v1/attachments/" + o.file, "/api/v1/reports/tickets?group_by=requester&format=csv", "/api/v1/reports/tickets?group_by=requester", "/api/v1/delegations",
	}
	for _, id := range []ticket.ID{o.x, o.y, o.z} {
		ref := id.String()
		out = append(out, desk(id), desk(id)+"/history", desk(id)+"/edit", desk(id)+"/relate", desk(id)+"/relate?q=papegojan", desk(id)+"/delegate", "/tickets/"+ref, "/assignments/"+ref,
			"/assignments/"+ref+"/files/"+o.file, "/assignments/"+ref+"/files/"+o.ours,
			"/api/v1/tickets/"+ref, "/api/v1/tickets/"+ref+"/messages", "/api/v1/tickets/"+ref+"/events", "/api/v1/delegations/"+ref)
	}
	for _, q := range []string{"papegojan", "växel", "kakaduan", "geparden", "anna", "åkesson", o.y.String(), o.x.String(), "%", "*"} {
		q = url.QueryEscape(q)
		out = append(out, "/search?q="+q, "/tickets?q="+q, "/desk/search?q="+q, "/desk/call?q="+q, "/api/v1/search?q="+q, "/api/v1/tickets?q="+q)
	}
	return out
}

// TestA_supplier_reads_nothing_beyond_its_view_by_any_door is case 21.
func TestA_supplier_reads_nothing_beyond_its_view_by_any_door(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "RO-17", "SE-03")
		o := beyond(t, s)
		seen := false
		for _, path := range o.doors() {
			res := ask(t, s, o.nora, "GET", path, "", "")
			text := string(must(io.ReadAll(res.Body))(t))
			for _, word := range o.secrets {
				q, _ := url.Parse(path)
				if typed := q.Query().Get("q"); typed != "" && strings.EqualFold(typed, word) {
					continue // What was typed stands in its own box.
				}
				if strings.Contains(text, word) {
					t.Errorf("%d %s: %s", res.StatusCode, path, word)
				}
			}
			seen = seen || strings.Contains(text, "Surrar högt.") && strings.Contains(text, "Se bilden.")
		}
		if !seen {
			t.Error("what is in the supplier's hands shows nowhere: the test looks past it")
		}
		for _, id := range []ticket.ID{o.x, o.y, o.z} {
			for _, topic := range []string{ticketTopic(id), fmt.Sprintf("desk:%d", s.Desk.ID), fmt.Sprintf("person:%d", s.Person(t, "anna"))} {
				if res := ask(t, s, o.nora, "GET", "/live?topic="+topic, "", ""); res.StatusCode == 200 {
					t.Errorf("a supplier listens to %s", topic)
				}
			}
		}
	})
}

// TestA_supplier_does_nothing_beyond_its_part is case 21, for what is written.
func TestA_supplier_does_nothing_beyond_its_part(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		o := beyond(t, s)
		before := map[ticket.ID]int64{}
		for _, id := range []ticket.ID{o.x, o.y, o.z} {
			before[id] = s.Ticket(t, id).Version
		}
		words := url.Values{"text": {"Hej"}, "status": {"working"}, "solution": {"Klart"}, "reason": {"x"}, "other": {o.x.String()}, "link": {"related"}, "to": {fmt.Sprint(int64(o.net))}, "group": {"1"}}
		for _, id := range []ticket.ID{o.x, o.y, o.z} {
			for _, do := range []string{"reply", "take", "assign", "classify", "hold", "resume", "tell", "close", "reopen", "follow-up", "time", "link", "merge", "edit", "delegate", "delegate/say", "delegate/recall", "delegate/chased", "delegate/cost", "delegate/decide"} {
				if p := o.nora.Post(desk(id)+"/"+do, words); p.Status != 403 && p.Status != 404 {
					t.Errorf("%s %s: %d", id, do, p.Status)
				}
			}
			for _, do := range []string{"reply", "accept", "reject", "withdraw", "reopen"} {
				if p := o.nora.Post("/tickets/"+id.String()+"/"+do, words); p.Status != 403 && p.Status != 404 {
					t.Errorf("%s %s: %d", id, do, p.Status)
				}
			}
			for _, body := range []string{`{"state":"closed"}`, `{"state":"resolved","solution":"x"}`, `{"group":1}`} {
				if status, _ := api(t, s, o.nora, "PATCH", "/tickets/"+id.String(), body); status != 403 && status != 404 {
					t.Errorf("PATCH %s %s: %d", id, body, status)
				}
			}
		}
		for _, id := range []ticket.ID{o.y, o.z} {
			for _, do := range []string{"report", "done", "refuse", "need", "contact", "decide"} {
				o.nora.Post("/assignments/"+id.String()+"/"+do, words).MustBe(404)
			}
		}
		for id, version := range before {
			if now := s.Ticket(t, id).Version; now != version {
				t.Errorf("%s was changed", id)
			}
		}
	})
}

// TestA_sealed_case_never_shows_to_a_supplier is cases 21 and 26 together.
func TestA_sealed_case_never_shows_to_a_supplier(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		o := beyond(t, s)
		if res := ask(t, s, o.nora, "GET", "/assignments/"+o.x.String(), "", ""); res.StatusCode != 200 {
			t.Fatalf("before: %d", res.StatusCode)
		}
		must(s.App.Directory.Protect(t.Context(), system, s.Person(t, "anna")))(t)
		for _, path := range []string{"/assignments/" + o.x.String(), "/assignments/" + o.x.String() + "/files/" + o.ours} {
			if res := ask(t, s, o.nora, "GET", path, "", ""); res.StatusCode != 404 {
				t.Errorf("%s: %d", path, res.StatusCode)
			}
		}
		o.nora.Get("/assignments").MustNotSee("Vår växel")
		if _, err := s.App.Delegation.ViewFor(t.Context(), s.App.DB, o.x); err == nil {
			t.Error("a sealed case is sent to another system")
		}
		if _, err := s.App.Delegation.Delegate(t.Context(), s.Actor(t, "eva"), o.z, delegation.Input{To: o.net}); err == nil {
			t.Error("a sealed case is handed over")
		}
	})
}

// TestRights_that_end_close_the_suppliers_doors is case 8 for suppliers.
func TestRights_that_end_close_the_suppliers_doors(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	o := beyond(t, s)
	tom := join(t, s, "Tom", "Teknik")
	right := grant(t, s, tom, "supplier", authz.Supplier, int64(o.net))
	v := visit(t, s, tom)
	v.Get("/assignments/" + o.x.String()).MustBe(200)
	if err := s.App.Access.EndGrant(t.Context(), system, right); err != nil {
		t.Fatal(err)
	}
	v.Get("/assignments/" + o.x.String()).MustBe(404)
	v.Post("/assignments/"+o.x.String()+"/done", url.Values{"text": {"Klart"}}).MustBe(404)
}
