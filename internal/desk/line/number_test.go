package line_test

import (
	"context"
	"testing"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/line"
)

func Test_numbers_in_one_form(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ raw, prefix, want, national, international string }{
		{"+46701234567", "", "+46701234567", "070-123 45 67", "+46 70 123 45 67"},
		{"08-508 100 00", "", "+46850810000", "08-508 100 00", "+46 8 508 100 00"},
		{"0046 8 508 100 00", "", "+46850810000", "08-508 100 00", "+46 8 508 100 00"},
		{"46850810000", "", "+46850810000", "08-508 100 00", "+46 8 508 100 00"},
		{" 46701234567", "", "+46701234567", "070-123 45 67", "+46 70 123 45 67"}, // A plus that an address took for a space.
		{"+46 (0)8 508 100 00", "", "+46850810000", "08-508 100 00", "+46 8 508 100 00"},
		{"0415-123 45", "", "+4641512345", "0415-123 45", "+46 415 123 45"},
		{"sip:+46701234567@vaxel.example.se;user=phone", "", "+46701234567", "070-123 45 67", "+46 70 123 45 67"},
		{"+47 22 22 55 55", "", "+4722225555", "+4722225555", "+4722225555"},
		{"0047 22 22 55 55", "", "+4722225555", "+4722225555", "+4722225555"},
		{"4711", "", "4711", "4711", "4711"},
		{"711", "+46850820", "+46850820711", "08-508 207 11", "+46 8 508 207 11"},
		{"anonymous", "", "", "", ""},
		{"", "", "", "", ""},
		{"Dolt nummer", "", "", "", ""},
		{"<unknown>", "", "", "", ""},
		{"99999999999999999999999", "", "", "", ""},
	} {
		got := line.Number(x.raw, x.prefix)
		if got != x.want || line.National(got) != x.national || line.International(got) != x.international {
			t.Errorf("%q: %q, %q, %q", x.raw, got, line.National(got), line.International(got))
		}
	}
}

func Test_callers_numbers_go_after_their_time(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.hear(t, line.CallNew, "old", nil)
		w.hear(t, line.CallHangup, "old", nil)
		before := w.sum(t)
		w.Clock.Advance(20 * 24 * time.Hour)
		w.hear(t, line.CallNew, "new", nil)
		w.hear(t, line.CallHangup, "new", nil)
		days := func(context.Context, directory.OrgID) (int, error) { return 10, nil }
		for range 2 {
			if err := w.Line.Forget(t.Context(), days); err != nil {
				t.Fatal(err)
			}
		}
		for id, want := range map[line.ContactID]string{1: "", 2: "+46701234567"} {
			if c := ok[line.Contact](t)(w.Line.Get(t.Context(), w.Eva, id)); c.Caller != want {
				t.Errorf("%d: %q, want %q", id, c.Caller, want)
			}
		}
		if got := w.sum(t)[directory.Employee]; got != before[directory.Employee] {
			t.Errorf("figures: %+v, want %+v", got, before[directory.Employee])
		}
	})
}

func Test_one_node_listens_at_a_time(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		src, _, err := w.Line.SaveSource(t.Context(), w.Lea, line.Source{Org: w.Org.ID, Name: "Asterisk", Kind: line.AMI, Address: "127.0.0.1:5038", Login: "lotsen", Active: true}, "hemligt")
		if err != nil {
			t.Fatal(err)
		}
		list := ok[[]line.Listening](t)(w.Line.Listened(t.Context(), line.AMI))
		if len(list) != 1 || list[0].Secret != "hemligt" {
			t.Fatalf("listened: %+v", list)
		}
		hold := func(node string) bool { return ok[bool](t)(w.Line.Lease(t.Context(), src.ID, node)) }
		if !hold("a") || hold("b") || !hold("a") {
			t.Error("two nodes listen")
		}
		w.Clock.Advance(2 * line.LeaseFor)
		if !hold("b") || hold("a") {
			t.Error("nobody takes over")
		}
		if err := w.Line.Release(t.Context(), src.ID, "b"); err != nil || !hold("a") {
			t.Errorf("what was given back is not taken: %v", err)
		}
	})
}
