package pair_test

import (
	"slices"
	"testing"
	"time"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/exchange"
	"lotsen/internal/desk/exchange/tmf"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
)

// A partner that has no listener with us is told by changing its own case.
func TestWhoever_does_not_listen_is_told_on_its_own_case(t *testing.T) {
	each(t, func(t *testing.T, p *pair) {
		if status, body := p.there.ask(t, "DELETE", "/hub/1", p.here.secrets["there"], ""); status != 204 {
			t.Fatalf("%d %s", status, body)
		}
		p.there.secrets["here"] = must(p.here.Access.CreateToken(t.Context(), system, "there", p.here.account))(t)
		gate := must(p.there.Exchange.Partners(t.Context(), p.there.ada))(t)[0]
		gate.BaseURL = p.here.url + tmf.Prefix
		must(p.there.Exchange.SavePartner(t.Context(), p.there.ada, gate))(t)

		x := p.here.report(t, "Växeln", "Tyst.")
		p.hand(t, x.ID, "Titta.")
		p.settle(t)
		y := p.twin(t, x.ID)
		p.there.begin(t, y.ID)
		must(p.there.Ticket.Answer(t.Context(), p.there.eva, y.ID, ticket.Words{Text: "Vi ringer."}))(t)
		p.settle(t)
		if d := must(p.here.Delegation.ViewFor(t.Context(), p.here.DB, x.ID))(t); d.Status != delegation.Working {
			t.Errorf("how it stands: %s", d.Status)
		}
		must(p.there.Ticket.Resolve(t.Context(), p.there.eva, y.ID, ticket.ResolveInput{Solution: "Den ringer."}))(t)
		p.settle(t)
		if got := p.here.texts(t, x.ID); !slices.Equal(got, []string{"Tyst.", "Titta.", "Vi ringer.", "Den ringer."}) {
			t.Errorf("what was said here: %q", got)
		}
		if z := p.here.ticket(t, x.ID); z.Substate != ticket.SubRemedied {
			t.Errorf("the case here: %+v", z)
		}
		if got := p.there.texts(t, y.ID); len(got) != 4 {
			t.Errorf("echoes there: %q", got)
		}
	})
}

func TestWhat_is_refused_for_good_waits_for_a_decision(t *testing.T) {
	each(t, func(t *testing.T, p *pair) {
		gate := must(p.here.Exchange.Partners(t.Context(), p.here.ada))(t)[0]
		right := gate.BaseURL
		gate.BaseURL = p.there.url + "/nowhere"
		gate = must(p.here.Exchange.SavePartner(t.Context(), p.here.ada, gate))(t)
		x := p.here.report(t, "Fel adress", "Hej.")
		p.hand(t, x.ID, "Titta.")
		p.settle(t)
		must(p.here.Delegation.Say(t.Context(), p.here.eva, x.ID, ticket.Words{Text: "Mer."}))(t)
		p.advance(2 * time.Hour)
		p.settle(t)
		stuck := must(p.here.Exchange.Stuck(t.Context(), p.here.ada))(t)
		if len(stuck) != 1 || stuck[0].Ticket != x.ID || stuck[0].Error == "" {
			t.Fatalf("what is stuck: %+v", stuck)
		}
		// Nobody else sees or decides.
		stranger := must(p.there.Access.ActorOf(t.Context(), p.there.anna))(t)
		if _, err := p.here.Exchange.Stuck(t.Context(), p.here.eva); !errs.Is(err, errs.Forbidden) {
			t.Errorf("an agent sees it: %v", err)
		}
		if err := p.here.Exchange.Decide(t.Context(), stranger, stuck[0].ID, true); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a stranger decides: %v", err)
		}
		other := p.here.ada
		other.Grants = slices.Clone(other.Grants)
		for i := range other.Grants {
			other.Grants[i].Of += 1000
		}
		if list := must(p.here.Exchange.Stuck(t.Context(), other))(t); len(list) != 0 {
			t.Errorf("another organisation's administrator sees %d", len(list))
		}
		if list := must(p.here.Exchange.Partners(t.Context(), other))(t); len(list) != 0 {
			t.Errorf("another organisation's administrator sees %d partners", len(list))
		}
		if _, err := p.here.Exchange.SavePartner(t.Context(), other, exchange.Partner{Org: p.here.org.ID}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("another organisation's administrator saves: %v", err)
		}
		gate.BaseURL = right
		must(p.here.Exchange.SavePartner(t.Context(), p.here.ada, gate))(t)
		check(t, p.here.Exchange.Decide(t.Context(), p.here.ada, stuck[0].ID, true))
		p.settle(t)
		got := p.there.texts(t, p.twin(t, x.ID).ID)
		if !slices.Contains(got, "Mer.") || len(got) < 3 {
			t.Errorf("what was said there: %q", got)
		}
	})
}
