package ticket_test

import (
	"testing"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/errs"
)

func TestTwo_people_who_edit_an_extra_field_meet_both_values(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		x := w.Report(t, "Datorn startar inte")
		change := func(seen, value string) error {
			_, err := w.Ticket.Change(t.Context(), w.Eva, x.ID, ticket.ChangeInput{Fields: map[string]string{"device": value}, Seen: map[string]string{"device": seen}})
			return err
		}
		if err := change("", "SP-1"); err != nil {
			t.Fatal(err)
		}
		err := change("", "SP-2")
		fields := errs.FieldsOf(err)
		if !errs.Is(err, errs.Conflict) || len(fields) != 1 || fields[0].Name != "field.device" || fields[0].Args[3] != "SP-1" || fields[0].Args[5] != "SP-2" {
			t.Fatalf("want both values, got %v", err)
		}
		if err := change("", ""); err != nil {
			t.Errorf("a field left as it was seen: %v", err)
		}
		now := ok[map[string]string](t)(w.Ticket.Fields(t.Context(), &x))
		if now["device"] != "SP-1" {
			t.Errorf("the other's value is gone: %q", now["device"])
		}
	})
}
