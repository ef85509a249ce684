package abuse_test

import (
	"fmt"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"lotsen/internal/app"
	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/exchange"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/signed"
	"lotsen/internal/testkit/dbtest"
)

// TestA_fake_or_replayed_call_does_nothing is case 22: whoever can reach the address can send anything to it.
func TestA_fake_or_replayed_call_does_nothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		secret := []byte("delad hemlighet")
		a := must(app.New(t.Context(), app.Options{
			DB: env.DSN, Files: t.TempDir(), Clock: env.Clock, NoSync: true, MaxConns: 4, NoMail: true, BaseURL: "https://it.storstad.example",
			Partners: app.PartnerOptions{Networks: []netip.Prefix{}, Secrets: func(name string) (string, bool) { return string(secret), name == "natdrift_hook" }},
		}))(t)
		t.Cleanup(func() { _ = a.Stop() })
		org := must(a.Directory.AddOrganisation(t.Context(), system, directory.OrganisationInput{Key: "storstad", Name: "Storstad"}))(t)
		desk := must(a.Directory.AddDesk(t.Context(), system, org.ID, "it", "It"))(t)
		net := must(a.Supplier.Add(t.Context(), system, org.ID, supplier.Input{Sort: supplier.Other, Name: "Nätdrift AB"}))(t)
		if err := a.Supplier.Agree(t.Context(), system, net.ID, supplier.Agreement{Way: supplier.ByAPI, Address: "https://natdrift.example"}); err != nil {
			t.Fatal(err)
		}
		by := authz.System("test")
		must(a.Exchange.SavePartner(t.Context(), by, exchange.Partner{
			Org: org.ID, Desk: desk.ID, Supplier: net.ID, Code: "natdrift", Name: "Nätdrift AB", Way: exchange.ByTMF, BaseURL: "https://natdrift.example",
			Config: exchange.Defaults(), Active: true,
		}))(t)
		eva := must(a.Directory.AddPerson(t.Context(), system, org.ID, directory.PersonInput{Given: "Eva", Family: "Lind", Login: "eva"}))(t)
		category := must(a.Ticket.SaveCategory(t.Context(), system, ticket.Category{Org: org.ID, Desk: desk.ID, Sv: "Nät", En: "Net"}))(t)
		x := must(a.Ticket.Report(t.Context(), system, ticket.ReportInput{Desk: desk.ID, Requester: eva.ID, Title: "Nätet", Category: category.ID}))(t)
		must(a.Delegation.Delegate(t.Context(), system, x.ID, delegation.Input{To: net.ID, Task: "Titta.", Owner: eva.ID}))(t)

		event := func(id, text string) string {
			return fmt.Sprintf(`{"@type":"TroubleTicketStatusChangeEvent","eventId":%q,"eventType":"TroubleTicketStatusChangeEvent","event":{"troubleTicket":{"@type":"TroubleTicket",
				"id":"N-1","status":"inProgress","externalIdentifier":[{"@type":"ExternalIdentifier","id":%q}],"note":[{"@type":"Note","id":%q,"text":%q}]}}}`, id, x.ID.String(), id, text)
		}
		call := func(name, body string, headers map[string]string) int {
			t.Helper()
			r := httptest.NewRequestWithContext(t.Context(), "POST", "http://lotsen.test/tmf-api/troubleTicket/v5/listener/"+name, strings.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			for k, v := range headers {
				r.Header.Set(k, v)
			}
			w := httptest.NewRecorder()
			a.Handler().ServeHTTP(w, r)
			_ = a.Jobs.Drain(t.Context()) // The partner itself cannot be reached.
			return w.Code
		}
		said := func() int {
			t.Helper()
			y := must(a.Ticket.Load(t.Context(), system, x.ID))(t)
			return len(must(a.Ticket.Messages(t.Context(), system, &y))(t))
		}
		before := said()
		sign := func(id, body string, at time.Time) map[string]string {
			return signed.Headers(secret, id, at, []byte(body))
		}
		fake, now := event("e1", "Påhittat"), env.Clock.Now()
		for name, headers := range map[string]map[string]string{
			"unsigned": nil, "another secret": signed.Headers([]byte("gissad"), "e1", now, []byte(fake)), "no secret": signed.Headers(nil, "e1", now, []byte(fake)),
			"another body": sign("e1", event("e1", "Annat"), now), "an hour old": sign("e1", fake, now.Add(-time.Hour)), "from the future": sign("e1", fake, now.Add(time.Hour)),
		} {
			if status := call("natdrift", fake, headers); status != 401 {
				t.Errorf("%s: status %d", name, status)
			}
		}
		if status := call("okand", fake, sign("e1", fake, now)); status != 401 {
			t.Errorf("a partner that is none: status %d", status)
		}
		if status := call("troubleTicketStatusChangeEvent", fake, nil); status != 401 {
			t.Errorf("without a token: status %d", status)
		}
		if n := said(); n != before {
			t.Fatalf("%d words were believed", n-before)
		}

		genuine := event("e2", "Vi felsöker.")
		headers := sign("e2", genuine, env.Clock.Now())
		for range 3 { // Replayed while it is fresh: answered, and without effect.
			if status := call("natdrift", genuine, headers); status != 204 {
				t.Errorf("genuine: status %d", status)
			}
		}
		if n := said(); n != before+1 {
			t.Errorf("%d words, want one", n-before)
		}
		if status := call("natdrift", event("e2", "Bytt innehåll"), sign("e2", event("e2", "Bytt innehåll"), env.Clock.Now())); status != 409 {
			t.Errorf("the same id with other content: status %d", status)
		}
		env.Clock.Advance(10 * time.Minute)
		if status := call("natdrift", genuine, headers); status != 401 {
			t.Errorf("replayed later: status %d", status)
		}
		env.Clock.Advance(100 * time.Hour) // What was answered is forgotten, what was taken is not.
		if err := a.Once.Sweep(t.Context(), 72*time.Hour); err != nil {
			t.Fatal(err)
		}
		if status := call("natdrift", genuine, sign("e2", genuine, env.Clock.Now())); status != 204 {
			t.Errorf("sent again by the partner itself: status %d", status)
		}
		if n := said(); n != before+1 {
			t.Errorf("%d words in the end, want one", n-before)
		}
		limited := 0
		for i := range 400 {
			body := event(fmt.Sprint("r", i), "")
			if call("natdrift", body, nil) == 429 {
				limited++
			}
			_ = body
		}
		if limited < 100 {
			t.Errorf("of 400 calls %d were too many", limited)
		}
	})
}
