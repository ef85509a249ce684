package portal_test

import (
	"testing"

	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

func TestContact_details_are_always_shown(t *testing.T) {
	t.Parallel()
	req.Proves(t, "PO-18")
	s := site.New(t)
	got := s.Report(t, "anna", "Skärmen", "")
	for _, path := range []string{"/", "/report", "/tickets", at(got.ID), "/profile", "/search?q=x", "/tickets/L-999999"} {
		s.As(t, "anna").Get(path).MustSee("08-555 10 00", "it-support@storstad.example", "alla dagar 07–22").MustNotSee("020-555 100")
	}
	// The number is the one for the reader's sort of person, and another organisation's desk is not shown.
	s.As(t, "bo").Get("/").MustSee("020-555 100").MustNotSee("08-555 10 00", "It i Annan")
	s.As(t, "bo").Get("/report").Form("Anmäl ett fel").Submit("").MustBe(422).MustSee("020-555 100")
	page := s.As(t, "anna").Get("/").Click("Alla sätt att nå oss").MustBe(200)
	page.MustSee("Telefon för medarbetare 08-555 10 00 Öppet: alla dagar 07–22", "Telefon för elever 020-555 100", "E-post it-support@storstad.example",
		"Chatt IT-chatten Öppet: vardagar 08–17").MustNotSee("It i Annan")
	s.Pages(t).Anonymous().Get("/login").MustSee("It-supporten i Storstad, 08-555 10 00").Click("Alla sätt att nå oss").
		MustBe(200).MustSee("It-supporten i Storstad, Storstad", "08-555 10 00")
}

func TestPages_speak_the_readers_language(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	anna := s.As(t, "anna")
	anna.Get("/report").Click("English").MustBe(200).MustSee("Report a fault", "What does not work?")
	anna.Get("/").MustSee("Hello Anna, what do you need help with?", "every day 07–22")
	// The choice stays with the person, not with the browser.
	s.As(t, "anna").Get("/tickets").MustSee("My tickets")
	s.As(t, "bo").Get("/tickets").MustSee("Mina ärenden")
}
