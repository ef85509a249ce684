package agent_test

import (
	"testing"

	"lotsen/internal/testkit/site"
)

func TestTwo_agents_who_change_the_same_field_choose_between_both_values(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		x := s.Report(t, "anna", "Nätet", "Text.")
		eva, ada := s.As(t, "eva"), s.As(t, "ada")
		mine := eva.Get(page(x.ID))
		ada.Get(page(x.ID)).Form("Kategori och prioritet").Choose("Kategori", "Dator").Submit("Spara")
		conflict := mine.Form("Kategori och prioritet").Choose("Kategori", "Skrivare").Choose("Brådska", "Måste lösas nu").Submit("Spara").MustBe(409)
		conflict.MustSee("Någon annan hann före", "Behåll det som är sparat: Dator", "Skriv mitt: Skrivare", "Ada Holm")
		kept := conflict.Form("Någon annan hann före").Submit("Spara").MustSee("är sparat.")
		if got := kept.Form("Kategori och prioritet"); got.Value("Kategori") == "" || got.Value("Brådska") != "1" {
			t.Errorf("the other field that was typed is lost: %s", got.Value("Brådska"))
		}
		kept.MustSee("Dator")

		mine = eva.Get(page(x.ID))
		ada.Get(page(x.ID)).Form("Tilldela").Choose("Handläggare", "Ada Holm").Submit("Tilldela")
		conflict = mine.Form("Tilldela").Choose("Handläggare", "Eva Lind").Submit("Tilldela").MustBe(409).MustSee("Ada Holm", "Eva Lind")
		conflict.Form("Någon annan hann före").Choose("Handläggare", "Skriv mitt: Eva Lind").Submit("Spara").MustSee("är tilldelat.")
		if now := s.Ticket(t, x.ID); now.Assignee != s.Person(t, "eva") {
			t.Errorf("assignee %d", now.Assignee)
		}
	})
}

func TestTwo_agents_who_edit_the_facts_lose_nothing(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	x := s.Report(t, "anna", "Nätet", "Text.")
	eva, ada := s.As(t, "eva"), s.As(t, "ada")
	mine := eva.Get(page(x.ID) + "/edit")
	ada.Get(page(x.ID)+"/edit").Form("Redigera uppgifterna").Fill("Rubrik", "Nätet på plan 3").Fill("Dator eller annan enhet", "SP-1").Submit("Spara")
	conflict := mine.Form("Redigera uppgifterna").Fill("Rubrik", "Nätet är nere").Fill("Dator eller annan enhet", "SP-2").Fill("Upptäckt", "2026-03-01T12:00").Submit("Spara").MustBe(409)
	conflict.MustSee("Behåll det som är sparat: Nätet på plan 3", "Skriv mitt: Nätet är nere", "Behåll det som är sparat: SP-1", "Skriv mitt: SP-2")
	conflict.Form("Någon annan hann före").Choose("Rubrik", "Skriv mitt: Nätet är nere").Submit("Spara").MustSee("är sparat.", "Nätet är nere", "SP-1", "Upptäckt 2026-03-01 12:00")
}

func TestAn_edit_of_another_field_does_not_undo_a_colleagues(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	x := s.Report(t, "anna", "Nätet", "Text.")
	eva, ada := s.As(t, "eva"), s.As(t, "ada")
	mine := eva.Get(page(x.ID))
	ada.Get(page(x.ID)).Form("Kategori och prioritet").Choose("Kategori", "Dator").Submit("Spara")
	mine.Form("Kategori och prioritet").Choose("Brådska", "Måste lösas nu").Submit("Spara").MustBe(200).MustSee("Dator")
}

func TestThe_requester_is_changed_by_name(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	x := s.Report(t, "anna", "Nätet", "Text.")
	person(t, s, "Bosse", "Öberg", "", "", 0)
	eva := s.As(t, "eva")
	edit := eva.Get(page(x.ID) + "/edit")
	edit.Form("Redigera uppgifterna").Fill("Byt anmälare till", "ingen alls").Submit("Spara").MustBe(422).MustSee("Ingen person passar på ingen alls.")
	several := edit.Form("Redigera uppgifterna").Fill("Byt anmälare till", "öberg").Submit("Spara").MustBe(422).MustSee("Flera personer passar. Välj en.", "Bo Öberg", "Bosse Öberg")
	several.Form("Redigera uppgifterna").Choose("Vem är det?", "Bo Öberg").Submit("Spara").MustSee("är sparat.", "Bo Öberg")
	if now := s.Ticket(t, x.ID); now.Requester != s.Person(t, "bo") {
		t.Errorf("requester %d", now.Requester)
	}
}
