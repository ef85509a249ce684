package groups_test

import (
	"fmt"
	"testing"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

func TestThe_third_printer_fault_meets_the_two_others_while_it_is_registered(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "GR-26")
		first, second := s.Report(t, "eva", "Skrivaren på plan 2 skriver inte", "Den blinkar."), s.Report(t, "bo", "Skrivare: pappersstopp hela tiden", "Igen.")
		other := s.Report(t, "bo", "Mejlen går inte att öppna", "Vit sida.")
		eva := agent(t, s)
		call := "/desk/call?person=" + fmt.Sprint(int64(s.Person(t, "anna")))
		form := eva.Get(call).Form("Registrera").Fill("Vad gäller det?", "Skrivaren krånglar").Submit("Visa liknande ärenden").MustBe(200)
		form.MustSee("Liknande öppna ärenden", first.Title, second.Title).MustNotSee(other.Title)
		again := form.Form("Registrera")
		if again.Value("Vad gäller det?") != "Skrivaren krånglar" {
			t.Error("what was typed is gone")
		}
		got := again.Check(first.ID.String()+" "+first.Title).Check(second.ID.String()+" "+second.Title).Choose("Kategori", "Skrivare").Submit("Registrera").MustBe(200)
		top := parent(t, got.MustSee("3 ärenden ligger nu under"))
		eva.Get(page(top)+"/group").MustSee("Skrivaren krånglar", first.Title, second.Title)
		// The fourth meets the common ticket alone.
		eva.Get(call).Form("Registrera").Fill("Vad gäller det?", "Skrivaren i entrén").Submit("Visa liknande ärenden").MustSee("gemensamt, 3 ärenden").MustNotSee(first.Title)
	})
}

func TestWhoever_did_not_look_is_shown_the_others_after_the_call(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	first, second := s.Report(t, "eva", "Skrivaren på plan 2 skriver inte", "Den blinkar."), s.Report(t, "bo", "Skrivare: pappersstopp hela tiden", "Igen.")
	eva := agent(t, s)
	got := eva.Get("/desk/call?person="+fmt.Sprint(int64(s.Person(t, "anna")))).Form("Registrera").Fill("Vad gäller det?", "Skrivaren krånglar").Submit("Registrera").MustBe(200)
	got.MustSee("är registrerat", "Lägg ihop ärenden", first.Title, second.Title)
	top := parent(t, got.Form("Lägg ihop").Submit("").MustSee("3 ärenden ligger nu under"))
	if x := s.Ticket(t, top); x.State == ticket.StateClosed || x.Requester != 0 {
		t.Errorf("%+v", x)
	}
}
