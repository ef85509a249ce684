package admin_test

import (
	"net/http"
	"testing"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/site"
)

func TestSettings(t *testing.T) {
	t.Parallel()
	t.Run("priority_follows_the_matrix_that_counts", func(t *testing.T) {
		t.Parallel()
		site.Each(t, func(t *testing.T, s *site.Site) {
			x := s.Report(t, "anna", "Skrivaren", "Den skriver inte.")
			ada, eva := s.As(t, "ada"), s.As(t, "eva")
			page := ada.Get("/admin/settings").MustSee("1 2 3 / 2 3 4 / 3 4 5", "Förval Ekdal & Sjövik").Click("Prioritet")
			page.Form("Bestäm").Fill("En person, Kan vänta", "1").Submit("Bestäm").MustBe(200).MustSee("Prioritet är bestämt.", "1 2 3 / 2 3 4 / 3 4 1", "Ada Holm")
			desk := eva.Get("/desk/tickets/"+x.ID.String()).Form("Kategori och prioritet").Choose("Kategori", "Skrivare").Choose("Påverkan", "En person").Choose("Brådska", "Kan vänta").Submit("Spara")
			desk.MustSee("1 Kritisk")
			desk.Form("Kategori och prioritet").Choose("Påverkan", "Flera berörs").Submit("Spara").MustSee("4 Låg")
		})
	})
	t.Run("a_value_counts_from_its_day_and_the_past_stays", func(t *testing.T) {
		t.Parallel()
		site.Each(t, func(t *testing.T, s *site.Site) {
			ada := s.As(t, "ada")
			page := ada.Get("/admin/settings/close.after").MustSee("Ingen har bestämt något än", "Förval Storstad 72 timmar")
			page = page.Form("Bestäm").Fill("Stäng löst ärende efter, timmar", "48").Fill("Gäller från", "2026-03-10").Submit("Bestäm").MustBe(200)
			page.MustSee("Kommande", "48 timmar", "Gäller nu 72 timmar")
			ada.Get("/admin/settings").MustSee("48 timmar från 2026-03-10")
			page.Form("Bestäm").Fill("Gäller från", "2026-03-01").Submit("Bestäm").MustBe(http.StatusUnprocessableEntity).MustSee("Ett värde kan inte börja gälla bakåt i tiden.")
			s.Clock.Advance(9 * 24 * time.Hour)
			s.As(t, "ada").Get("/admin/settings/close.after").MustSee("Gäller nu 48 timmar")
		})
	})
	t.Run("what_is_wrong_is_told_and_kept", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		ada := s.As(t, "ada")
		for _, c := range []struct{ path, label, value string }{
			{"close.after", "Stäng löst ärende efter, timmar", "mycket länge"},
			{"close.after", "Stäng löst ärende efter, timmar", "0"},
			{"hours.opening", "Öppettider", "alltid"},
			{"target.respond", "Prioritet 1, minuter", "strax"},
			{"priority.matrix", "Många berörs, Måste lösas nu", "9"},
		} {
			page := ada.Get("/admin/settings/"+c.path).Form("Bestäm").Fill(c.label, c.value).Submit("Bestäm").MustBe(http.StatusUnprocessableEntity)
			if got := page.Form("Bestäm").Value(c.label); got != c.value {
				t.Errorf("%s: %q became %q", c.path, c.value, got)
			}
		}
		ada.Get("/admin/settings/no.such").MustBe(http.StatusNotFound)
	})
	t.Run("opening_hours_are_written_in_the_readers_language", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		form := s.As(t, "ada").Get("/admin/settings/hours.opening").MustSee("mån-tor 07:30-16:30; fre 07:30-16:00").Form("Bestäm")
		form.Fill("Öppettider", "Mån-fre 08:00-17:00; lör 10:00-14:00").Submit("Bestäm").MustBe(200).MustSee("Gäller nu mån-fre 08:00-17:00; lör 10:00-14:00")
	})
	t.Run("every_kind_of_setting_can_be_decided", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		ada := s.As(t, "ada")
		ada.Get("/admin/settings/close.who").Form("Bestäm").Choose("Vem stänger", "Den som har ärendet").Submit("Bestäm").MustSee("Gäller nu Den som har ärendet")
		ada.Get("/admin/settings/mail.notify").Form("Bestäm").Choose("Skicka e-post", "nej").Submit("Bestäm").MustSee("Gäller nu nej")
		ada.Get("/admin/settings/publish.places").Form("Bestäm").Choose("Här publicerar vi", "Intranätet").Submit("Bestäm").MustSee("Gäller nu Portalen, Intranätet")
		ada.Get("/admin/settings/availability.target").Form("Bestäm").Fill("Tillgänglighet, procent", "99,5").Submit("Bestäm").MustSee("Gäller nu 99,5 procent")
		ada.Get("/admin/settings/target.resolve").Form("Bestäm").Fill("Prioritet 1, timmar", "2").Submit("Bestäm").MustSee("Gäller nu 2, 8, 24, 40, 80 timmar")
	})
}

func TestTemplates(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		ada := s.As(t, "ada")
		page := ada.Get("/admin/templates/new").Form("Lägg till mall").Fill("Namn", "Vi tittar på det").Fill("Text", "Hej {name}! Vi tittar på {number}.").Submit("Förhandsgranska").MustBe(200)
		page = page.MustSee("Hej Anna Berg! Vi tittar på L-100042.").Form("Lägg till mall").Submit("Lägg till mall").MustSee("Vi tittar på det är sparad.")
		first, second := page.Click("Vi tittar på det"), page.Click("Vi tittar på det")
		first.Form("Spara").Fill("Text", "Hej {name}!").Submit("Spara").MustBe(200)
		second.Form("Spara").Fill("Text", "Tjena {name}!").Submit("Spara").MustBe(http.StatusConflict).MustSee("Någon annan skrev: Hej {name}!. Du skrev: Tjena {name}!.")
		x := s.Report(t, "anna", "Skrivaren", "")
		s.As(t, "eva").Get("/desk/tickets/" + x.ID.String()).MustSee("Vi tittar på det")
	})
}

func TestShared_views_are_renamed_and_deleted(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		if _, err := s.App.Ticket.SaveView(t.Context(), s.Actor(t, "ada"), ticket.View{Org: s.Org.ID, Desk: s.Desk.ID, Name: "Skrivare", Filter: ticket.Filter{Category: s.Category.ID}}, true); err != nil {
			t.Fatal(err)
		}
		page := s.As(t, "ada").Get("/admin/views").Click("Skrivare").Form("Spara").Fill("Namn", "Alla skrivare").Submit("Spara").MustSee("Alla skrivare är sparad.")
		s.As(t, "eva").Get("/desk").MustSee("Alla skrivare")
		page.Click("Alla skrivare").Form("Spara").Submit("Ta bort vyn").MustSee("Vyn Alla skrivare är borttagen.")
		s.As(t, "eva").Get("/desk").MustNotSee("Alla skrivare")
	})
}
