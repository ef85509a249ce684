package e2e_test

import (
	"strings"
	"testing"

	"lotsen/internal/app"
)

// TestJourney_an_approvers_august is Maria's, who approves for Almskolan and is away: Annika stands in for her, decides what
// comes, and gives it back.
func TestJourney_an_approvers_august(t *testing.T) {
	t.Parallel()
	bothWays(t, func(t *testing.T, _ *app.App, as func(name string) *walker) {
		per := as("Per Holm")
		for range 2 {
			per.at("/catalogue/mobiltelefon").tick("Fairphone").tick("Nytt nummer").press("Lägg i varukorgen")
			per.at("/cart/checkout").press("Beställ").sees("Tack!", "Väntar på godkännande")
		}
		annika := as("Annika Ström")
		annika.at("/").follow("Att godkänna").sees("Som vikarie för Maria Lindqvist", "Mobiltelefon")
		annika.follow("B-").sees("Per Holm", "7001010", "Fairphone")
		first, _, _ := strings.Cut(annika.URL(), "?")
		annika.press("Godkänn").sees("Du har godkänt en rad")
		// The second one is refused, which takes a word.
		annika.at("/approvals").follow("B-")
		annika.Click("#refuse > summary").Wait(`document.querySelector("#refuse").innerText.includes("Varför avslår du?")`)
		annika.press("Avslå").sees("Skriv varför du avslår")
		annika.fill("Varför avslår du?", "Vänta till nästa termin.").press("Avslå").sees("Du har avslagit en rad")
		per.at("/orders").sees("Avslagen")
		maria := as("Maria Lindqvist")
		maria.Go(first)
		maria.sees("Annika Ström för Maria Lindqvist", "godkände en rad")
		// Back before the time: what comes is hers alone again.
		maria.at("/substitutes").press("Avsluta")
		per.at("/catalogue/mobiltelefon").tick("Fairphone").tick("Nytt nummer").press("Lägg i varukorgen")
		per.at("/cart/checkout").press("Beställ").sees("Tack!")
		annika.at("/").misses("Att godkänna")
		maria.at("/approvals").sees("Väntar på dig", "Mobiltelefon").follow("B-").press("Godkänn").sees("Du har godkänt en rad")
	})
}
