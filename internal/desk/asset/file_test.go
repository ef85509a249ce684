package asset_test

import (
	"testing"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory/directorytest"
	"lotsen/internal/kit/errs"
)

func TestA_file_does_what_was_shown_and_nothing_the_second_time(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		old := w.have(t, asset.Draft{Tag: "ST-1", Name: "Gammalt namn", Kind: asset.Computer, Person: w.anna.ID})
		gone := w.have(t, asset.Draft{Tag: "ST-9", Kind: asset.Screen})
		file := []byte("Inventarienummer;Serienummer;Typ;Namn;Användarnamn;Enhet;Leveransdatum;Livslängd;Status\n" +
			"ST-1;;Dator;Nytt namn;bo.ek;;;;\n" +
			"st 2;5CG2;Telefon;=HYPERLINK(1);anna.berg;Almskolan;2025-01-15;36;I bruk\n" +
			"ST-9;;Skärm;;;;;;Utrangerad\n" +
			"ST-2;;Dator;Dubblett;;;;;\n" +
			"ST-4;;Rymdskepp;;;;;;\n" +
			"ST-5;;Dator;;ingen.alls;;;;\n" +
			"ST-6;;Dator;;;;2025-13-40;;\n")
		plan, err := w.assets.PlanFile(ctx, w.ada, w.Org.ID, file)
		if err != nil {
			t.Fatal(err)
		}
		want := map[asset.Action]int{asset.Added: 1, asset.Changed: 1, asset.Finished: 1, asset.Refused: 4}
		for action, n := range want {
			if plan.Counts[action] != n {
				t.Errorf("%s: %d, want %d: %+v", action, plan.Counts[action], n, plan.Rows)
			}
		}
		for _, r := range plan.Rows {
			if r.Action == asset.Refused && (len(r.Reasons) == 0 || r.Line < 5 || r.Line > 8) {
				t.Errorf("refused without line or reason: %+v", r)
			}
		}
		if page, err := w.assets.List(ctx, w.ada, asset.Filter{}); err != nil || tags(page.Assets) != "ST-1 ST-9" {
			t.Errorf("the plan wrote: %q, %v", tags(page.Assets), err)
		}
		if _, err := w.assets.ApplyFile(ctx, w.ada, w.Org.ID, file, "another"); !errs.Is(err, errs.Conflict) {
			t.Errorf("another plan: %v", err)
		}
		done, err := w.assets.ApplyFile(ctx, w.ada, w.Org.ID, file, plan.Digest)
		if err != nil || done.Digest != plan.Digest {
			t.Fatalf("%+v, %v", done, err)
		}
		list, err := w.assets.List(ctx, w.ada, asset.Filter{})
		if err != nil || tags(list.Assets) != "ST-1 st 2" {
			t.Fatalf("%q, %v", tags(list.Assets), err)
		}
		a, b := list.Assets[0], list.Assets[1]
		if a.ID != old.ID || a.Name != "Nytt namn" || a.Person != w.bo.ID || a.Unit != w.other.ID {
			t.Errorf("%+v", a)
		}
		if b.Kind != asset.Phone || b.Source != asset.Import || b.Person != w.anna.ID || b.Unit != w.school.ID || b.Renew != "2028-01-15" || b.Name != "=HYPERLINK(1)" {
			t.Errorf("%+v", b)
		}
		if x, err := w.assets.ByID(ctx, directorytest.System(), gone.ID); err != nil || x.Active() {
			t.Errorf("%+v, %v", x, err)
		}
		again, err := w.assets.PlanFile(ctx, w.ada, w.Org.ID, file)
		if err != nil || again.Counts[asset.Added]+again.Counts[asset.Changed]+again.Counts[asset.Finished] != 0 {
			t.Errorf("the second time: %+v, %v", again, err)
		}
	})
}

func TestA_file_without_numbers_is_no_inventory(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for _, file := range []string{"", "Namn;Typ\nX;Dator\n", "Inventarienummer;Inventarienummer\nA;B\n"} {
			if _, err := w.assets.PlanFile(t.Context(), w.ada, w.Org.ID, []byte(file)); !errs.Is(err, errs.Invalid) {
				t.Errorf("%q: %v", file, err)
			}
		}
	})
}
