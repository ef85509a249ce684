package delegation_test

import (
	"testing"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
)

func TestA_case_is_handed_over_reported_on_and_given_back_while_the_desk_keeps_it(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		x := w.Report(t, "Nätet nere")
		d := w.hand(t, x.ID, w.Net.ID)
		x = ok(w.Ticket.Load(t.Context(), w.Eva, x.ID))(t)
		if x.Supplier != w.Net.ID || int64(x.Assignee) != w.Eva.Person || x.Substate != ticket.SubDelegated || x.HandOvers != 1 {
			t.Errorf("the case: %+v", x)
		}
		if got := d.Due.Sub(d.GivenAt); got != reportTime {
			t.Errorf("a report is due after %s", got)
		}
		if _, err := w.Ticket.Assign(t.Context(), w.Eva, x.ID, ticket.AssignInput{Group: w.First.ID}); len(errs.FieldsOf(err)) == 0 {
			t.Errorf("a case in other hands without an owner: %v", err)
		}
		ok(w.S.Report(t.Context(), w.Nora, x.ID, delegation.ReportInput{Status: delegation.Working, Text: "Byter switch.", External: "INC-77"}))(t)
		if found := ok(w.Ticket.Find(t.Context(), w.Eva, "INC-77"))(t); len(found) != 1 || found[0] != x.ID {
			t.Errorf("by the supplier's number: %v", found)
		}
		ok(w.S.Done(t.Context(), w.Nora, x.ID, delegation.ReportInput{Text: "Switchen är bytt."}))(t)
		x = ok(w.Ticket.Load(t.Context(), w.Eva, x.ID))(t)
		if x.Supplier != 0 || x.Substate != ticket.SubRemedied || !x.AwaitsDesk || !x.ToldAt.IsZero() {
			t.Errorf("given back: %+v", x)
		}
		if _, err := w.S.View(t.Context(), w.Nora, x.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("what was given back is still in sight: %v", err)
		}
		events := ok(w.Ticket.History(t.Context(), w.Eva, &x))(t)
		if back := ok(ticket.Replay(plain(events)))(t); len(ticket.Differences(&back, &x)) > 0 {
			t.Errorf("the history tells another case: %v", ticket.Differences(&back, &x))
		}
	})
}

func TestA_receiver_sees_neither_notes_nor_what_another_was_told(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		x, other := w.Report(t, "Skrivaren"), w.Report(t, "Något annat")
		ok(w.Ticket.Write(t.Context(), w.Eva, x.ID, ticket.Words{Text: "Kunden är arg."}))(t)
		w.hand(t, x.ID, w.Net.ID)
		ok(w.S.Report(t.Context(), w.Nora, x.ID, delegation.ReportInput{Text: "Vi skyller på Skrivarbolaget."}))(t)
		w.hand(t, x.ID, w.Print.ID)
		v := ok(w.S.View(t.Context(), w.Pia, x.ID))(t)
		if v.User.Name != "Anna Åkesson" || len(v.Said) != 2 {
			t.Errorf("the view: %+v %+v", v.User, v.Said)
		}
		for _, s := range v.Said {
			if s.Text != "Det händer varje morgon." && s.Text != "Kan ni titta?" {
				t.Errorf("the receiver reads %q", s.Text)
			}
		}
		for _, id := range []ticket.ID{other.ID, x.ID} {
			if _, err := w.S.View(t.Context(), w.Nora, id); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s: %v", id, err)
			}
		}
		for name, err := range map[string]error{
			"reads":     second(w.Ticket.Load(t.Context(), w.Pia, x.ID)),
			"delegates": second(w.S.Delegate(t.Context(), w.Pia, x.ID, delegation.Input{To: w.Net.ID})),
			"closes":    second(w.Ticket.Close(t.Context(), w.Pia, x.ID)),
			"recalls":   second(w.S.Recall(t.Context(), w.Pia, x.ID, "")),
		} {
			if !errs.Is(err, errs.NotFound) && !errs.Is(err, errs.Forbidden) {
				t.Errorf("the receiver %s: %v", name, err)
			}
		}
		if page := ok(w.S.InHand(t.Context(), w.Nora, "", 50))(t); len(page.Lines) != 0 {
			t.Errorf("what was taken away is listed: %+v", page.Lines)
		}
		for _, stranger := range []authz.Actor{w.Stranger, w.Bo, {}} {
			if list := ok(w.S.Overview(t.Context(), stranger, w.Desk.ID, 0, ""))(t); len(list.Lines) != 0 {
				t.Errorf("%s sees the desk's overview", stranger.Name)
			}
		}
	})
}

func TestA_third_hand_over_asks_for_a_reason_and_a_central_supplier_for_the_gateway(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		x := w.Report(t, "Boll")
		central, _ := w.supplier(t, supplier.Central, "Stadens nät", "Cia")
		_, err := w.S.Delegate(t.Context(), w.Eva, x.ID, delegation.Input{To: central.ID})
		if f := errs.FieldsOf(err); len(f) != 1 || f[0].Key != "delegation.error.no_gateway" {
			t.Fatalf("without a gateway: %v", err)
		}
		gateway, _ := w.supplier(t, supplier.Gateway, "GSIT 2.0", "Gun")
		d := w.hand(t, x.ID, central.ID)
		if d.Supplier != gateway.ID || d.Meant != central.ID {
			t.Errorf("a central supplier got it by %d, meant is %d", d.Supplier, d.Meant)
		}
		w.hand(t, x.ID, w.Net.ID)
		_, err = w.S.Delegate(t.Context(), w.Eva, x.ID, delegation.Input{To: w.Print.ID})
		if f := errs.FieldsOf(err); len(f) != 1 || f[0].Name != "reason" {
			t.Errorf("the third hand-over: %v", err)
		}
		if d := w.hand(t, x.ID, w.Print.ID); d.Hop != 3 || d.From != w.Net.ID {
			t.Errorf("%+v", d)
		}
	})
}

func TestSilence_is_found_counted_and_chased_until_both_have_been_spoken_to(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		x := w.Report(t, "Nätet")
		w.hand(t, x.ID, w.Net.ID)
		w.Clock.Advance(reportTime - 1)
		if err := w.S.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if list := ok(w.S.Chases(t.Context(), w.Eva, w.Desk.ID))(t); len(list) != 0 {
			t.Fatalf("chased before its time: %+v", list)
		}
		w.Clock.Advance(1)
		for range 2 {
			if err := w.S.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if list := ok(w.S.Chases(t.Context(), w.Eva, w.Desk.ID))(t); len(list) != 1 || list[0].Late != 1 {
			t.Fatalf("%+v", list)
		}
		_, err := w.S.Chased(t.Context(), w.Eva, x.ID, delegation.ChaseInput{Contact: "Ringde Nora."})
		if f := errs.FieldsOf(err); len(f) != 1 || f[0].Name != "to_user" {
			t.Errorf("without a word to the user: %v", err)
		}
		ok(w.S.Chased(t.Context(), w.Eva, x.ID, delegation.ChaseInput{Contact: "Ringde Nora.", ToUser: "Leverantören är på väg."}))(t)
		if list := ok(w.S.Chases(t.Context(), w.Eva, w.Desk.ID))(t); len(list) != 0 {
			t.Errorf("still chased: %+v", list)
		}
		if n := ok(delegation.LateCount(t.Context(), w.DB, w.Net.ID, w.DB.Now().AddDate(0, -1, 0)))(t); n != 1 {
			t.Errorf("late %d times", n)
		}
	})
}

func second[T any](_ T, err error) error { return err }
