package abuse_test

import (
	"net/url"
	"strconv"
	"testing"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

// Abuse case 20: nobody approves a cost of their own, not as somebody who stands in for them either, and a page from
// before approves nothing that was asked since.
func TestA_cost_is_approved_by_somebody_else_and_as_it_was_seen(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		lena, sven, kim := join(t, s, "Lena", "Lund"), join(t, s, "Sven", "Sund"), join(t, s, "Kim", "Krans")
		grant(t, s, lena, "lead", authz.Desk, int64(s.Desk.ID))
		grant(t, s, kim, "lead", authz.Desk, int64(s.Desk.ID))
		must(s.App.Access.Grant(t.Context(), system, access.GrantInput{
			Person: sven, Role: "lead", Reach: authz.Desk, Of: int64(s.Desk.ID), For: lena, To: s.Clock.Now().Add(24 * time.Hour),
		}))(t)
		x := must(s.App.Ticket.Report(t.Context(), s.Actor(t, "anna"), ticket.ReportInput{Title: "Sprucken skärm", Text: "Den föll.", Category: s.Category.ID}))(t).ID
		page := desk(x) + "/delegate"
		cost := func(kronor string) {
			t.Helper()
			visit(t, s, lena).Get(page).Form("Förväntad kostnad").Fill("Belopp (kr)", kronor).Fill("Vad kostar, och varför?", "Ny skärm").Submit("Be om godkännande av kostnaden")
			if got := s.Ticket(t, x); got.State != ticket.StateOnHold {
				t.Fatalf("with a cost to approve the case is %s", got.State)
			}
		}
		yes := func(v *webtest.Visitor, errand string) int {
			return v.Post(page+"/decide", url.Values{"what": {"cost"}, "errand": {errand}, "granted": {"yes"}}).Status
		}
		waits := func(why string) {
			t.Helper()
			if got := s.Ticket(t, x); got.State != ticket.StateOnHold {
				t.Errorf("%s let the case go on", why)
			}
		}
		cost("900")
		first := errandOf(t, s, kim, x)
		yes(visit(t, s, lena), first)
		waits("whoever asked")
		yes(visit(t, s, sven), first)
		waits("whoever stands in for them")
		yes(s.As(t, "eva"), first)
		waits("an agent without the right")
		yes(s.As(t, "anna"), first)
		waits("the user")
		visit(t, s, kim).Post(page+"/decide", url.Values{"what": {"cost"}, "errand": {first}, "granted": {"no"}, "answer": {"För dyrt."}})
		cost("90000")
		yes(visit(t, s, kim), first)
		waits("a page from before")
		visit(t, s, kim).Post(page+"/decide", url.Values{"what": {"cost"}, "errand": {"0"}, "granted": {"yes"}})
		waits("a decision about nothing")
		second := errandOf(t, s, kim, x)
		visit(t, s, kim).Post(page+"/decide", url.Values{"what": {"cost"}, "errand": {second}})
		waits("no choice")
		yes(visit(t, s, kim), second)
		if got := s.Ticket(t, x); got.State != ticket.StateOpen {
			t.Errorf("approved, the case is %s", got.State)
		}
	})
}

// errandOf is the number of what the case waits for, as its page carries it.
func errandOf(t *testing.T, s *site.Site, person directory.PersonID, id ticket.ID) string {
	t.Helper()
	x := s.Ticket(t, id)
	for _, e := range must(s.App.Delegation.Errands(t.Context(), actor(t, s, person), &x))(t) {
		if e.Open() {
			return strconv.FormatInt(e.ID, 10)
		}
	}
	t.Fatal("nothing waits")
	return ""
}
