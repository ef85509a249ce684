package pair_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/exchange"
	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/req"
)

// Both sides change the case at the same moment: each keeps what was said, and one side's word on how it stands counts.
func TestBoth_change_at_once(t *testing.T) {
	each(t, func(t *testing.T, p *pair) {
		x := p.here.report(t, "Servern", "Den piper.")
		p.hand(t, x.ID, "Tysta den.")
		p.settle(t)
		y := p.twin(t, x.ID)
		p.there.begin(t, y.ID)
		p.settle(t)

		anna := must(p.here.Access.ActorOf(t.Context(), p.here.anna))(t)
		must(p.here.Ticket.Ask(t.Context(), anna, x.ID, ticket.Words{Text: "Nu luktar det också."}))(t)
		must(p.there.Ticket.Answer(t.Context(), p.there.eva, y.ID, ticket.Words{Text: "Vi är på väg."}))(t)
		p.settle(t)
		for _, s := range []struct {
			*side
			id ticket.ID
		}{{p.here, x.ID}, {p.there, y.ID}} {
			got := s.texts(t, s.id)
			for _, text := range []string{"Nu luktar det också.", "Vi är på väg."} {
				if n := len(slices.DeleteFunc(slices.Clone(got), func(s string) bool { return s != text })); n != 1 {
					t.Errorf("%q stands %d times in %q", text, n, got)
				}
			}
		}

		must(p.here.Delegation.Recall(t.Context(), p.here.eva, x.ID, "Det löste sig."))(t)
		must(p.there.Ticket.Resolve(t.Context(), p.there.eva, y.ID, ticket.ResolveInput{Solution: "Tystad."}))(t)
		p.settle(t)
		z := p.here.ticket(t, x.ID)
		if z.Supplier != 0 || z.Substate != "" || z.State != ticket.StateOpen || !z.AwaitsDesk {
			t.Errorf("the case here: %+v", z)
		}
		talk := p.here.talk(t, x.ID)
		last := talk[len(talk)-1]
		if last.Kind != ticket.Note || !strings.Contains(last.Text, "Tystad.") || !strings.Contains(last.Text, "inte längre") {
			t.Errorf("the word that came too late: %+v", last)
		}
		if y = p.there.ticket(t, y.ID); y.State != ticket.StateClosed {
			t.Errorf("the case there: %s", y.State)
		}
	})
}

func TestA_case_that_was_taken_back_during_the_outage_never_gets_there(t *testing.T) {
	each(t, func(t *testing.T, p *pair) {
		p.there.mode.Store(down)
		x := p.here.report(t, "Servern", "Den piper.")
		p.hand(t, x.ID, "Tysta den.")
		p.settle(t)
		must(p.here.Delegation.Recall(t.Context(), p.here.eva, x.ID, "Fel mottagare."))(t)
		p.there.mode.Store(up)
		p.advance(2 * time.Hour)
		p.settle(t)
		if n := p.there.count(t); n != 0 {
			t.Errorf("%d cases there", n)
		}
	})
}

// The gateway hands over and takes over in words of its own; its own token may change our case directly.
func TestTickets_are_handed_over_both_ways_in_the_gateways_own_words(t *testing.T) {
	each(t, func(t *testing.T, p *pair) {
		req.Proves(t, "SU-08")
		partners := must(p.here.Exchange.Partners(t.Context(), p.here.ada))(t)
		gate := partners[0]
		gate.Config.Severity = map[int]string{1: "S1", 2: "S2", 3: "S3"}
		gate.Config.Types = map[ticket.Kind]string{ticket.Incident: "GSIT-fel"}
		gate.Config.Fields = []exchange.Field{{Ours: "category", Theirs: "Tjänst"}}
		gate.Config.In[tmf.InProgress] = exchange.Waiting
		gate = must(p.here.Exchange.SavePartner(t.Context(), p.here.ada, gate))(t)

		x := p.here.report(t, "Kontot", "Låst.")
		p.hand(t, x.ID, "Lås upp.")
		p.settle(t)
		y := p.twin(t, x.ID)
		talk := p.there.texts(t, y.ID)
		if len(talk) < 2 || !strings.Contains(talk[1], "severity: S3") || !strings.Contains(talk[1], "ticketType: GSIT-fel") || !strings.Contains(talk[1], "Tjänst, value Kontot") {
			t.Errorf("their words there: %q", talk)
		}
		p.there.begin(t, y.ID)
		p.settle(t)
		if d := must(p.here.Delegation.ViewFor(t.Context(), p.here.DB, x.ID))(t); d.Status != "waiting" {
			t.Errorf("how it stands, by the gateway's map: %s", d.Status)
		}

		// The other way: the gateway's desk hands one to us, with its own number.
		token := must(p.here.Access.CreateToken(t.Context(), system, "gsit", p.here.account))(t)
		const given = `{"@type":"TroubleTicket","name":"Pensionssystemet","description":"Svarar inte.","severity":"S1","ticketType":"GSIT-fel",
			"externalIdentifier":[{"@type":"ExternalIdentifier","id":"GSIT-77","owner":"GSIT"}],
			"troubleTicketCharacteristic":[{"@type":"StringCharacteristic","name":"Tjänst","value":"Kontot"}]}`
		status, body := p.here.ask(t, "POST", "/troubleTicket", token, given)
		if status != 201 {
			t.Fatalf("%d %s", status, body)
		}
		id, _ := ticket.ParseID(between(body, `"id":"`, `"`))
		z := p.here.ticket(t, id)
		if z.Impact != 1 || z.Kind != ticket.Incident || z.Category != x.Category || z.Title != "Pensionssystemet" {
			t.Errorf("the case that was handed to us: %+v", z)
		}
		if refs := must(p.here.Ticket.References(t.Context(), &z))(t); len(refs) != 1 || refs[0] != (ticket.Reference{Source: "there", External: "GSIT-77"}) {
			t.Errorf("its numbers: %+v", refs)
		}
		if status, again := p.here.ask(t, "POST", "/troubleTicket", token, given); status != 200 || !strings.Contains(again, id.String()) {
			t.Errorf("handed over again: %d %s", status, again)
		}
	})
}
