package ticket_test

import (
	"strings"
	"testing"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
)

func TestA_supplier_reads_no_internal_note_and_sees_only_its_own_group(t *testing.T) {
	each(t, func(t *testing.T, w *tickettest.World) {
		x, other := w.Report(t, "Delegerat"), w.Report(t, "Inte delegerat")
		ok[ticket.Ticket](t)(w.Ticket.Write(t.Context(), w.Eva, x.ID, ticket.Words{Text: "Mellan oss: kunden är arg."}))
		x = ok[ticket.Ticket](t)(w.Ticket.Assign(t.Context(), w.Eva, x.ID, ticket.AssignInput{Group: w.Network.ID}))
		by := authz.Actor{Person: w.Bo.Person, Org: w.Bo.Org, Name: "Leverantör"}
		for _, v := range []authz.Verb{ticket.MayRead, ticket.MayWork} {
			by.Grants = append(by.Grants, authz.Grant{Verb: v, Reach: authz.Group, Of: int64(w.Network.ID)})
		}
		ok[ticket.Ticket](t)(w.Ticket.Load(t.Context(), by, x.ID))
		if _, err := w.Ticket.Load(t.Context(), by, other.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("a case of no concern: %v", err)
		}
		for _, m := range ok[[]ticket.Message](t)(w.Ticket.Messages(t.Context(), by, &x)) {
			if m.Internal || strings.Contains(m.Text, "arg") {
				t.Errorf("the supplier reads %q", m.Text)
			}
		}
		for _, e := range ok[[]ticket.Entry](t)(w.Ticket.History(t.Context(), by, &x)) {
			if e.Type == ticket.EventNoted {
				t.Error("the supplier sees that a note was written")
			}
		}
		for name, err := range map[string]error{
			"closes":  second(w.Ticket.Close(t.Context(), by, x.ID)),
			"notes":   second(w.Ticket.Write(t.Context(), by, x.ID, ticket.Words{Text: "Hej"})),
			"answers": second(w.Ticket.Answer(t.Context(), by, x.ID, ticket.Words{Text: "Hej"})),
			"solves":  second(w.Ticket.Resolve(t.Context(), by, x.ID, ticket.ResolveInput{Solution: "Klart"})),
		} {
			if !errs.Is(err, errs.Forbidden) {
				t.Errorf("the supplier %s: %v", name, err)
			}
		}
	})
}

func second[T any](_ T, err error) error { return err }
