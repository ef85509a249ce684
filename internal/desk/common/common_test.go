package common_test

import (
	"fmt"
	"testing"
	"time"

	"lotsen/internal/desk/common"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/testkit/dbtest"
	"lotsen/locales"
)

type world struct {
	*tickettest.World
	Common *common.Service
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) { fn(t, build(t, env)) })
}

func build(t testing.TB, env *dbtest.Env) *world {
	t.Helper()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{World: tickettest.New(t, env)}
	w.Common = common.New(common.Deps{DB: w.DB, Events: w.Events, Ticket: w.Ticket, Texts: texts})
	w.Eva.Grants = append(w.Eva.Grants, authz.Grant{Verb: common.MayDeclare, Reach: authz.Desk, Of: int64(w.Desk.ID)})
	return w
}

func ok[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) of(t testing.TB, id ticket.ID) common.Overview {
	t.Helper()
	x := ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, id))
	return ok[common.Overview](t)(w.Common.Of(t.Context(), w.Eva, &x))
}

// faults are n cases of Anna's and Bo's by turns.
func (w *world) faults(t testing.TB, n int) []ticket.ID {
	t.Helper()
	var ids []ticket.ID
	for i := range n {
		by := w.Anna
		if i%2 == 1 {
			by = w.Bo
		}
		ids = append(ids, ok[ticket.Ticket](t)(w.Ticket.Report(t.Context(), by, ticket.ReportInput{Title: fmt.Sprintf("Nätet nere %d", i), Category: w.Category.ID})).ID)
	}
	return ids
}

func (w *world) gather(t testing.TB, ids ...ticket.ID) ticket.ID {
	t.Helper()
	return ok[common.Gathered](t)(w.Common.Gather(t.Context(), w.Eva, common.GatherInput{
		New: ticket.ReportInput{Desk: w.Desk.ID, Title: "Nätet ligger nere", Category: w.Category.ID}, Children: ids,
	})).Parent.ID
}

func TestThe_tenth_case_raises_the_proposal_and_it_sinks_late(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ids := w.faults(t, 10)
		parent := w.gather(t, ids[:9]...)
		if p := w.of(t, parent).Proposal; p == nil || p.Priority != 3 || p.Children != 9 {
			t.Fatalf("nine cases propose %+v", p)
		}
		got := ok[common.Gathered](t)(w.Common.Gather(t.Context(), w.Eva, common.GatherInput{Parent: parent, Children: ids[9:]}))
		if len(got.Done) != 1 {
			t.Fatalf("%+v", got)
		}
		p := w.of(t, parent).Proposal
		if p == nil || p.Priority != 2 || p.Children != 10 || !p.Rises {
			t.Fatalf("ten cases propose %+v", p)
		}
		check(t, w.Common.Accept(t.Context(), w.Eva, parent, 2))
		if x := ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, parent)); x.Priority != 2 {
			t.Fatalf("accepted: priority %d (impact %d, urgency %d)", x.Priority, x.Impact, x.Urgency)
		}
		if p := w.of(t, parent).Proposal; p != nil {
			t.Fatalf("accepted, and still proposed: %+v", p)
		}
		check(t, w.Common.Remove(t.Context(), w.Eva, parent, ids[0]))
		if p := w.of(t, parent).Proposal; p != nil {
			t.Fatalf("one case less sinks at once: %+v", p)
		}
		for _, id := range ids[1:5] {
			check(t, w.Common.Remove(t.Context(), w.Eva, parent, id))
		}
		if p := w.of(t, parent).Proposal; p == nil || p.Priority != 3 || p.Rises {
			t.Fatalf("five cases propose %+v", p)
		}
		for _, id := range ids[5:] {
			check(t, w.Common.Remove(t.Context(), w.Eva, parent, id))
		}
		check(t, w.Common.Accept(t.Context(), w.Eva, parent, 5))
		if x := ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, parent)); x.Impact != 3 || x.Urgency != 3 || x.Priority != 5 {
			t.Errorf("back to what it was: %+v", x)
		}
	})
}

func TestResidents_raise_the_proposal_of_a_single_case_and_the_setting_takes_it_up(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		x := w.Report(t, "Kontaktcenters telefon")
		many := 500
		ok[ticket.Ticket](t)(w.Ticket.Change(t.Context(), w.Eva, x.ID, ticket.ChangeInput{Residents: &many}))
		if p := w.of(t, x.ID).Proposal; p == nil || p.Priority != 2 || p.Residents != 500 {
			t.Fatalf("500 residents propose %+v", p)
		}
		check(t, w.Common.Decline(t.Context(), w.Eva, x.ID, 2))
		if p := w.of(t, x.ID).Proposal; p != nil {
			t.Fatalf("declined, and still proposed: %+v", p)
		}
		check(t, setting.New(setting.Deps{DB: w.DB, Events: w.Events}).Set(t.Context(), authz.System("test"), w.Org.ID, setting.CommonAuto, true, time.Time{}))
		w.Clock.Advance(time.Minute)
		y := ok[ticket.Ticket](t)(w.Ticket.Report(t.Context(), w.Eva, ticket.ReportInput{Desk: w.Desk.ID, Channel: ticket.Phone, Requester: x.Requester, Title: "Bokningen", Residents: 5000}))
		if y = ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, y.ID)); y.Priority != 1 {
			t.Errorf("5,000 residents by itself: priority %d", y.Priority)
		}
	})
}

func TestSolving_the_common_ticket_solves_all_and_each_goes_on_by_itself(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ids := w.faults(t, 5)
		parent := w.gather(t, ids...)
		ok[ticket.Ticket](t)(w.Ticket.Withdraw(t.Context(), w.Bo, ids[3], ""))
		ok[ticket.Ticket](t)(w.Ticket.Resolve(t.Context(), w.Eva, ids[4], ticket.ResolveInput{Solution: "Redan löst."}))
		in := common.CascadeInput{Parent: parent, Deed: common.Resolve, Text: "Nätet är igång igen."}
		v := ok[common.Preview](t)(w.Common.Preview(t.Context(), w.Eva, in))
		if v.Count != 3 || v.People != 2 || len(v.Left) != 2 || v.Left[0].Why != common.WhySolved || v.Left[1].Why != common.WhyWithdrawn {
			t.Fatalf("preview: %+v", v)
		}
		in.Seen = v.Digest
		out := ok[common.Outcome](t)(w.Common.Cascade(t.Context(), w.Eva, in))
		if len(out.Done) != 3 || out.People != 2 || len(out.Failed) != 0 {
			t.Fatalf("outcome: %+v", out)
		}
		ok[ticket.Ticket](t)(w.Ticket.MarkTold(t.Context(), authz.System("mail"), ids[2], "mail"))
		ok[ticket.Ticket](t)(w.Ticket.Reject(t.Context(), w.Anna, ids[0], ticket.Words{Text: "Inte hos mig."}))
		for id, want := range map[ticket.ID]ticket.State{ids[0]: ticket.StateOpen, ids[1]: ticket.StateResolved, ids[2]: ticket.StateResolved, ids[3]: ticket.StateWithdrawn, parent: ticket.StateResolved} {
			if x := ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, id)); x.State != want {
				t.Errorf("%s: want %s, got %s", id, want, x.State)
			}
		}
		w.Clock.Advance(73 * time.Hour)
		check(t, w.Ticket.Sweep(t.Context()))
		if x := ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, ids[2])); x.State != ticket.StateClosed {
			t.Errorf("after 72 hours: %s", x.State)
		}
	})
}

func TestWhat_changed_since_the_preview_is_not_done(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ids := w.faults(t, 3)
		parent := w.gather(t, ids...)
		in := common.CascadeInput{Parent: parent, Deed: common.Resolve, Text: "Klart."}
		in.Seen = ok[common.Preview](t)(w.Common.Preview(t.Context(), w.Eva, in)).Digest
		ok[ticket.Ticket](t)(w.Ticket.Withdraw(t.Context(), w.Anna, ids[0], ""))
		if _, err := w.Common.Cascade(t.Context(), w.Eva, in); !errs.Is(err, errs.Conflict) {
			t.Fatalf("want a conflict, got %v", err)
		}
		if x := ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, ids[1])); x.State == ticket.StateResolved {
			t.Error("half of it was done")
		}
	})
}

func TestA_case_of_somebody_protected_is_told_of_by_nothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ids := w.faults(t, 4)
		parent := w.gather(t, ids...)
		person := ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, ids[1])).Requester
		ok[directory.Person](t)(w.Directory.Protect(t.Context(), authz.System("test"), person))
		o := w.of(t, parent)
		if o.Children != 2 || o.Sum() != 2 {
			t.Errorf("counted %d, seen %d", o.Children, o.Sum())
		}
		v := ok[common.Preview](t)(w.Common.Preview(t.Context(), w.Eva, common.CascadeInput{Parent: parent, Deed: common.Tell, Text: "Vi arbetar."}))
		if v.Count != 2 || len(v.Left) != 0 {
			t.Errorf("preview: %+v", v)
		}
		if rows, _, err := w.Common.Children(t.Context(), w.Eva, parent, 0); err != nil || len(rows) != 2 {
			t.Errorf("children: %d %v", len(rows), err)
		}
		if _, err := w.Common.Gather(t.Context(), w.Eva, common.GatherInput{Parent: parent, Children: []ticket.ID{ids[1]}}); errs.FieldsOf(err) == nil {
			t.Errorf("gather what one may not see: %v", err)
		}
		found := ok[[]common.Alike](t)(w.Common.Similar(t.Context(), w.Eva, common.Like{Desk: w.Desk.ID, Title: "Nätet"}))
		if len(found) != 1 || found[0].Group != parent {
			t.Errorf("similar: %+v", found)
		}
	})
}

func TestStrangers_reach_no_group(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		parent := w.gather(t, w.faults(t, 3)...)
		if _, err := w.Common.Preview(t.Context(), w.Stranger, common.CascadeInput{Parent: parent, Deed: common.Tell, Text: "Hej"}); !errs.Is(err, errs.NotFound) {
			t.Errorf("preview: %v", err)
		}
		if _, err := w.Common.Cascade(t.Context(), w.Stranger, common.CascadeInput{Parent: parent, Deed: common.Tell, Text: "Hej"}); !errs.Is(err, errs.NotFound) {
			t.Errorf("cascade: %v", err)
		}
		for name, err := range map[string]error{
			"accept": w.Common.Accept(t.Context(), w.Stranger, parent, 4), "declare": w.Common.Declare(t.Context(), w.Stranger, parent),
			"note": w.Common.Note(t.Context(), w.Stranger, parent, "Hej"), "remove": w.Common.Remove(t.Context(), w.Stranger, parent, parent+1),
		} {
			if !errs.Is(err, errs.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if list, _, err := w.Common.Groups(t.Context(), w.Stranger, w.Desk.ID, common.GroupsFilter{}); err != nil || len(list) != 0 {
			t.Errorf("groups: %v %v", list, err)
		}
		if list, err := w.Common.Similar(t.Context(), w.Stranger, common.Like{Desk: w.Desk.ID, Title: "Nätet"}); err != nil || len(list) != 0 {
			t.Errorf("similar: %v %v", list, err)
		}
		if err := w.Common.Declare(t.Context(), w.Anna, parent); !errs.Is(err, errs.NotFound) {
			t.Errorf("a user declares: %v", err)
		}
	})
}

func TestA_group_is_one_line_with_its_cases(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		parent := w.gather(t, w.faults(t, 7)...)
		list, more, err := w.Common.Groups(t.Context(), w.Eva, w.Desk.ID, common.GroupsFilter{Open: true})
		if err != nil || more || len(list) != 1 || list[0].ID != parent || list[0].Cases != 7 || list[0].Users != 2 || list[0].Open != 7 {
			t.Fatalf("%+v %v %v", list, more, err)
		}
	})
}

func TestA_major_incident_is_led_logged_and_ended(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		parent := w.gather(t, w.faults(t, 3)...)
		check(t, w.Common.Declare(t.Context(), w.Eva, parent))
		if err := w.Common.Declare(t.Context(), w.Eva, parent); !errs.Is(err, errs.Conflict) {
			t.Errorf("declared twice: %v", err)
		}
		x := ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), w.Eva, parent))
		if x.Priority != 1 {
			t.Errorf("priority %d", x.Priority)
		}
		h := ok[common.Hour](t)(w.Common.Hour(t.Context(), w.Eva, &x))
		if h.LeadName != "Eva Lind" || len(h.Checks) == 0 || len(h.Log) != 1 || h.WordDue.IsZero() {
			t.Fatalf("%+v", h)
		}
		check(t, w.Common.Mark(t.Context(), w.Eva, parent, h.Checks[0].ID, true))
		check(t, w.Common.AddCheck(t.Context(), w.Eva, parent, "Ring rektor"))
		check(t, w.Common.Note(t.Context(), w.Eva, parent, "Operatören felsöker."))
		check(t, w.Common.NextWord(t.Context(), w.Eva, parent, w.Clock.Now().Add(time.Hour)))
		check(t, w.Common.EndMajor(t.Context(), w.Eva, parent, "Dubbla förbindelser behövs."))
		h = ok[common.Hour](t)(w.Common.Hour(t.Context(), w.Eva, &x))
		if h.Running() || h.Checks[0].Name != "Eva Lind" || h.Log[0].What != "ended" || len(h.Log) != 5 {
			t.Fatalf("%+v", h)
		}
		if err := w.Common.Note(t.Context(), w.Eva, parent, "För sent."); !errs.Is(err, errs.Conflict) {
			t.Errorf("a note after the end: %v", err)
		}
		if _, err := w.Common.Hour(t.Context(), w.Anna, &x); !errs.Is(err, errs.NotFound) {
			t.Errorf("a user reads the log: %v", err)
		}
	})
}
