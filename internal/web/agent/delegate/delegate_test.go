package delegate_test

import (
	"testing"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/webtest"
)

// The life of a case in other hands, as everybody concerned sees it.
func TestA_case_is_delegated_worked_on_in_the_portal_given_back_and_closed_by_the_desk(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "SU-04", "SU-11", "TK-04", "TK-09", "TK-11", "TK-12", "TK-14", "TK-20", "CO-02", "CO-15")
		x := w.report(t, "anna", "Skrivaren i sal 12")
		w.eva.Get(desk(x.ID)).MustSee("Lämna över")
		form := w.eva.Get(hands(x.ID)).Form("Lämna över ärendet")
		form.Submit("Lämna över").MustBe(422).MustSee("Välj vem som ska få ärendet.")
		again := w.eva.Get(hands(x.ID)).Form("Lämna över ärendet").Fill("Vad ska de göra?", "Kontrollera skrivaren på plats.").
			Fill("Återrapport inom (timmar)", "evigt").Choose("Vem ska få ärendet?", "Nätdrift AB, svar inom 4 h").Submit("Lämna över").MustBe(422)
		if got := again.Form("Lämna över ärendet").Value("Vad ska de göra?"); got != "Kontrollera skrivaren på plats." {
			t.Errorf("what was typed is gone: %q", got)
		}
		page := again.Form("Lämna över ärendet").Fill("Återrapport inom (timmar)", "").Submit("Lämna över").MustSee("är överlämnat", "Nätdrift AB", "Överlämnat")
		page.MustSee("2026-03-02 14:00") // Four hours of opening time after ten in the morning.

		// The receiver finds everything that was said, and nothing that is the desk's own.
		if _, err := w.App.Ticket.Write(t.Context(), w.Actor(t, "eva"), x.ID, ticket.Words{Text: "Kunden är arg."}); err != nil {
			t.Fatal(err)
		}
		w.nora.Get("/assignments").MustSee(x.ID.String() + " Skrivaren i sal 12")
		view := w.nora.Get(mine(x.ID)).MustSee(x.ID.String(), "Det blinkar rött i sal 12.", "Kontrollera skrivaren på plats.", "Anna Åkesson", "08-555 10 17").MustNotSee("Kunden är arg.")
		view = view.Form("Återrapportera till servicedesken").Choose("Status", "Arbete pågår").Fill("Meddelande till servicedesken", "Trumman är slut.").
			Fill("Ert ärendenummer", "INC-4711").Submit("Skicka återrapport").MustSee("Återrapporten är skickad.", "Trumman är slut.")

		// The desk has the same page as ever: who has it, since when, its number, the words; and an owner.
		w.eva.Get(desk(x.ID)).MustSee("Hos Nätdrift AB", "Arbete pågår", "INC-4711", "Trumman är slut.", "Eva Lind", "Hos leverantör")
		w.eva.Get("/desk/search?q=INC-4711").MustSee("Skrivaren i sal 12")
		w.eva.Get("/desk/search?q=" + x.ID.String()).MustSee("Skrivaren i sal 12")

		// The user reads a plain word, and nothing of what the two say to each other.
		anna := w.As(t, "anna")
		anna.Get("/tickets/"+x.ID.String()).MustSee("En specialist arbetar med ditt ärende just nu.").MustNotSee("Trumman är slut.", "INC-4711", "Kontrollera skrivaren")

		// Nobody but the desk tells the user and closes.
		view.MustNotSee("Stäng")
		view.Form("Lämna tillbaka ärendet").Submit("Lämna tillbaka som åtgärdat").MustBe(422).MustSee("Skriv vad som är gjort")
		w.nora.Get(mine(x.ID)).Form("Lämna tillbaka ärendet").Fill("Vad är gjort?", "Ny trumma.").Submit("Lämna tillbaka som åtgärdat").
			MustSee("är tillbaka hos servicedesken").MustNotSee("Skrivaren i sal 12")
		w.nora.Get(mine(x.ID)).MustBe(404)
		w.eva.Get(desk(x.ID)).MustSee("Åtgärdat, väntar på återkoppling", "Nätdrift AB säger att felet är åtgärdat", "Ny trumma.")
		anna.Get("/tickets/" + x.ID.String()).MustSee("Felet ska vara åtgärdat. Servicedesken kontrollerar").MustNotSee("Ny trumma.")
		w.eva.Post(desk(x.ID)+"/close", nil).MustBe(409)
		w.Resolve(t, x.ID, "Skrivaren har en ny trumma.")
		w.eva.Post(desk(x.ID)+"/close", nil).MustBe(409)                                                                               // Solved, and the user has not heard it.
		w.Pages(t, webtest.Options{Statements: -1}).As("anna").Get("/tickets/" + x.ID.String()).MustSee("Skrivaren har en ny trumma.") // Reading writes that she has heard it.
		w.eva.Get(desk(x.ID)).Form("Åtgärder").Submit("Stäng").MustSee("Stängt")
	})
}
