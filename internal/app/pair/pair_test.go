package pair_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/req"
)

var png = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89")

func file(name string, content []byte) ticket.File {
	return ticket.File{Name: name, Content: strings.NewReader(string(content))}
}

func TestA_case_goes_to_the_other_desk_and_comes_back_remedied(t *testing.T) {
	each(t, func(t *testing.T, p *pair) {
		x := p.here.report(t, "Nätet är nere", "I hela huset.", file("lampor.png", png))
		must(p.here.Ticket.Write(t.Context(), p.here.eva, x.ID, ticket.Words{Text: "Användaren är arg."}))(t)
		p.hand(t, x.ID, "Kan ni titta på växeln?")
		p.settle(t)

		y := p.twin(t, x.ID)
		if y.Title != "Nätet är nere" || y.State != ticket.StateNew || int64(y.Requester) != int64(p.there.account) {
			t.Fatalf("the case there: %+v", y)
		}
		if got := p.there.texts(t, y.ID); !slices.Equal(got, []string{"I hela huset.", "Kan ni titta på växeln?"}) {
			t.Errorf("what was said there: %q", got)
		}
		if files := p.there.talk(t, y.ID)[0].Attachments; len(files) != 1 || files[0].Name != "lampor.png" || files[0].MediaType != "image/png" {
			t.Errorf("the files there: %+v", files)
		}
		z := p.here.ticket(t, x.ID)
		if refs := must(p.here.Ticket.References(t.Context(), &z))(t); !slices.Contains(refs, ticket.Reference{Source: "there", External: y.ID.String()}) {
			t.Errorf("the numbers here: %+v", refs)
		}
		d := must(p.here.Delegation.ViewFor(t.Context(), p.here.DB, x.ID))(t)
		if d.External != y.ID.String() {
			t.Errorf("the receiver's number: %q", d.External)
		}

		p.there.begin(t, y.ID)
		must(p.there.Ticket.Answer(t.Context(), p.there.eva, y.ID, ticket.Words{Text: "Vi byter växel."}))(t)
		must(p.there.Ticket.Write(t.Context(), p.there.eva, y.ID, ticket.Words{Text: "Bara för oss."}))(t)
		p.settle(t)
		d = must(p.here.Delegation.ViewFor(t.Context(), p.here.DB, x.ID))(t)
		if d.Status != delegation.Working {
			t.Errorf("how it stands: %s", d.Status)
		}
		must(p.there.Ticket.Resolve(t.Context(), p.there.eva, y.ID, ticket.ResolveInput{Solution: "Växeln är bytt."}))(t)
		p.settle(t)
		z = p.here.ticket(t, x.ID)
		if z.Supplier != 0 || z.State != ticket.StateOpen || z.Substate != ticket.SubRemedied || !z.AwaitsDesk {
			t.Errorf("the case here: %+v", z)
		}
		want := []string{"I hela huset.", "Användaren är arg.", "Kan ni titta på växeln?", "Vi byter växel.", "Växeln är bytt."}
		if got := p.here.texts(t, x.ID); !slices.Equal(got, want) {
			t.Errorf("what was said here: %q", got)
		}
		for _, m := range p.here.talk(t, x.ID)[3:] {
			if m.Kind != ticket.Exchange || m.AuthorName == "" {
				t.Errorf("the supplier's words: %+v", m)
			}
		}
		must(p.here.Ticket.Resolve(t.Context(), p.here.eva, x.ID, ticket.ResolveInput{Solution: "Växeln är bytt.", Told: true}))(t)
		anna := must(p.here.Access.ActorOf(t.Context(), p.here.anna))(t)
		must(p.here.Ticket.Accept(t.Context(), anna, x.ID))(t)
		p.settle(t)
		if y = p.there.ticket(t, y.ID); y.State != ticket.StateClosed {
			t.Errorf("the case there in the end: %s", y.State)
		}
		if n := p.there.count(t); n != 1 {
			t.Errorf("%d cases there", n)
		}
	})
}

// begin takes a case up.
func (s *side) begin(t testing.TB, id ticket.ID) {
	t.Helper()
	category := must(s.Ticket.SaveCategory(t.Context(), system, ticket.Category{Org: s.org.ID, Desk: s.desk.ID, Sv: "Nät", En: "Net"}))(t).ID
	must(s.Ticket.Change(t.Context(), s.eva, id, ticket.ChangeInput{Category: &category}))(t)
	must(s.Ticket.Begin(t.Context(), s.eva, id, ""))(t)
}

func TestA_days_outage_loses_nothing_doubles_nothing_and_keeps_the_order(t *testing.T) {
	each(t, func(t *testing.T, p *pair) {
		req.Proves(t, "IN-02")
		anna := must(p.here.Access.ActorOf(t.Context(), p.here.anna))(t)
		first := p.here.report(t, "Fel 0", "Först.")
		p.hand(t, first.ID, "Börja här.")
		p.settle(t)
		p.there.mode.Store(down)
		var cases []ticket.Ticket
		for i := range 5 {
			x := p.here.report(t, fmt.Sprintf("Fel %d", i+1), "Mer.", file("bild.png", png))
			p.hand(t, x.ID, "Titta.")
			cases = append(cases, x)
		}
		for hour := range 24 {
			must(p.here.Ticket.Ask(t.Context(), anna, first.ID, ticket.Words{Text: fmt.Sprintf("Timme %d", hour)}))(t)
			for _, x := range cases {
				must(p.here.Delegation.Say(t.Context(), p.here.eva, x.ID, ticket.Words{Text: fmt.Sprintf("Ord %d", hour)}))(t)
			}
			p.settle(t)
			p.advance(time.Hour)
		}
		tried := p.there.calls.Load()
		p.there.mode.Store(deaf) // It is back, and its first answers are lost.
		p.settle(t)
		p.there.mode.Store(up)
		for range 3 {
			p.advance(90 * time.Minute)
			p.settle(t)
		}
		if p.there.count(t) != 6 {
			t.Fatalf("%d cases there, want 6", p.there.count(t))
		}
		want := []string{"Först.", "Börja här."}
		for hour := range 24 {
			want = append(want, fmt.Sprintf("Timme %d", hour))
		}
		if got := p.there.texts(t, p.twin(t, first.ID).ID); !slices.Equal(got, want) {
			t.Errorf("the first case there: %q", got)
		}
		for _, x := range cases {
			want := []string{"Mer.", "Titta."}
			for hour := range 24 {
				want = append(want, fmt.Sprintf("Ord %d", hour))
			}
			y := p.twin(t, x.ID)
			if got := p.there.texts(t, y.ID); !slices.Equal(got, want) {
				t.Errorf("%s there: %q", x.Title, got)
			}
			if n := len(p.there.talk(t, y.ID)[0].Attachments); n != 1 {
				t.Errorf("%s: %d files", x.Title, n)
			}
		}
		if p.there.calls.Load() == tried {
			t.Error("nothing was sent after the outage")
		}
		// Nothing is left to tell, and nothing has come back.
		calls := p.there.calls.Load() + p.here.calls.Load()
		p.advance(3 * time.Hour)
		p.settle(t)
		if n := p.there.calls.Load() + p.here.calls.Load(); n != calls {
			t.Errorf("%d calls when nothing has happened", n-calls)
		}
	})
}

func TestThe_receivers_news_survive_an_outage_of_ours(t *testing.T) {
	each(t, func(t *testing.T, p *pair) {
		x := p.here.report(t, "Skrivaren", "Den brinner.")
		p.hand(t, x.ID, "Släck.")
		p.settle(t)
		y := p.twin(t, x.ID)
		p.there.begin(t, y.ID)
		p.here.mode.Store(down)
		var want []string
		for i := range 12 {
			text := fmt.Sprintf("Rapport %d", i)
			want = append(want, text)
			must(p.there.Ticket.Answer(t.Context(), p.there.eva, y.ID, ticket.Words{Text: text}))(t)
			p.settle(t)
			p.advance(2 * time.Hour)
		}
		must(p.there.Ticket.Resolve(t.Context(), p.there.eva, y.ID, ticket.ResolveInput{Solution: "Släckt."}))(t)
		p.here.mode.Store(deaf)
		p.settle(t)
		p.here.mode.Store(up)
		for range 3 {
			p.advance(90 * time.Minute)
			p.settle(t)
		}
		got := p.here.texts(t, x.ID)
		if want = append([]string{"Den brinner.", "Släck."}, append(want, "Släckt.")...); !slices.Equal(got, want) {
			t.Errorf("what was said here: %q", got)
		}
		if z := p.here.ticket(t, x.ID); z.Substate != ticket.SubRemedied {
			t.Errorf("the case here: %+v", z)
		}
		if got := p.there.texts(t, y.ID); len(got) != 2+12+1 {
			t.Errorf("echoes there: %q", got)
		}
	})
}
