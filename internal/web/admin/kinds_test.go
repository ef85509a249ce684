package admin_test

import (
	"fmt"
	"net/http"
	"testing"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

func TestKinds(t *testing.T) {
	t.Parallel()
	t.Run("a_new_status_is_offered_and_running_tickets_keep_working", func(t *testing.T) {
		t.Parallel()
		req.Proves(t, "TK-02")
		site.Each(t, func(t *testing.T, s *site.Site) {
			x := s.Report(t, "anna", "Projektorn är trasig", "Den visar bara blått.")
			s.Answer(t, x.ID, "Vi tittar på det.")
			if _, err := s.App.Ticket.Begin(t.Context(), s.Actor(t, "eva"), x.ID, "investigating"); err != nil {
				t.Fatal(err)
			}
			ada := s.As(t, "ada")
			page := ada.Get("/admin/kinds").Click("Felanmälan").MustSee("Felsöks").Click("Lägg till läge")
			page = page.Form("Spara").Fill("Namn på svenska", "Väntar på reservdel").Fill("Namn på engelska", "Waiting for a spare part").Choose("Läget hör till", "Väntar").Submit("Spara")
			page.MustBe(200).MustSee("Felanmälan har en ny version.", "Väntar på reservdel", "version: 1", "Ada Holm")
			// The state that the running ticket stands in is taken out of use.
			page.Click("Felsöks").Form("Spara").Uncheck("Används").Submit("Spara").MustSee("version: 2")

			eva := s.As(t, "eva")
			desk := eva.Get("/desk/tickets/"+x.ID.String()).MustBe(200).MustSee("Felsöks", "Väntar på reservdel")
			desk = desk.Form("Låt ärendet vänta").Choose("Väntar på", "Väntar på reservdel").Fill("Varför?", "Lampan är beställd").Fill("Ta upp igen", "2026-03-05").Submit("Låt vänta").MustBe(200)
			desk.MustSee("Väntar på reservdel")
			if now := s.Ticket(t, x.ID); now.State != ticket.StateOnHold || now.Substate != "waiting_for_a_spare_part" || now.KindVersion != 2 {
				t.Errorf("the ticket stands at %s %s, version %d", now.State, now.Substate, now.KindVersion)
			}
			s.Resolve(t, x.ID, "Ny lampa.")
		})
	})
	t.Run("what_is_required_is_asked_for_at_once", func(t *testing.T) {
		t.Parallel()
		req.Proves(t, "TK-05")
		site.Each(t, func(t *testing.T, s *site.Site) {
			page := s.As(t, "ada").Get("/admin/kinds/incident").Click("Lägg till fält").Form("Spara").Fill("Namn på svenska", "Sal").Choose("Innehåll", "En rad").
				Choose("Måste fyllas i", "När ärendet registreras").Check("Visas i portalen").Submit("Spara").MustBe(200)
			page.MustSee("Sal", "När ärendet registreras")
			anna := s.As(t, "anna")
			form := anna.Get("/report").Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Projektorn")
			form.Submit("Skicka felanmälan").MustBe(http.StatusUnprocessableEntity)
			form.Fill("Sal", "B12").Submit("Skicka felanmälan").MustBe(200).MustSee("Vi har tagit emot ditt ärende.")
		})
	})
	t.Run("of_two_who_change_a_kind_the_second_is_told", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		ada := s.As(t, "ada")
		first, second := ada.Get("/admin/kinds/question/states/new"), ada.Get("/admin/kinds/question/states/new")
		first.Form("Spara").Fill("Namn på svenska", "Hos experten").Submit("Spara").MustBe(200)
		again := second.Form("Spara").Fill("Namn på svenska", "Hos chefen").Submit("Spara").MustBe(http.StatusConflict).MustSee("Någon annan har sparat en nyare version.")
		if got := again.Form("Spara").Value("Namn på svenska"); got != "Hos chefen" {
			t.Errorf("what was typed is lost: %q", got)
		}
	})
	t.Run("what_is_wrong_stands_beside_its_field", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		ada := s.As(t, "ada")
		ada.Get("/admin/kinds/question/states/new").Form("Spara").Submit("Spara").MustBe(http.StatusUnprocessableEntity).MustSee("Det här behöver fyllas i.")
		ada.Get("/admin/kinds/question/fields/new").Form("Spara").Fill("Namn på svenska", "Storlek").Choose("Innehåll", "Val i en lista").Submit("Spara").MustBe(http.StatusUnprocessableEntity)
	})
}

func TestCategories(t *testing.T) {
	t.Parallel()
	t.Run("a_ticket_needs_one_of_the_administrators_tree_before_it_leaves_new", func(t *testing.T) {
		t.Parallel()
		req.Proves(t, "TK-06")
		site.Each(t, func(t *testing.T, s *site.Site) {
			page := s.As(t, "ada").Get("/admin/categories").Click("Lägg till kategori").Form("Lägg till kategori").Fill("Namn på svenska", "Nät").Submit("Lägg till kategori").MustSee("Nät är sparad.")
			page = page.Click("Lägg till kategori").Form("Lägg till kategori").Fill("Namn på svenska", "Trådlöst nät").Choose("Hör till", "Nät").Choose("Grupp som brukar lösa det", "Första linjen").Submit("Lägg till kategori")
			page.MustSee("Trådlöst nät", "Första linjen")
			x := s.Report(t, "anna", "Inget nät", "På hela plan 3.")
			desk := s.As(t, "eva").Get("/desk/tickets/" + x.ID.String())
			desk.Form("Låt ärendet vänta").Fill("Varför?", "Felsöker").Fill("Ta upp igen", "2026-03-05").Submit("Låt vänta").MustBe(http.StatusUnprocessableEntity).MustSee("Nytt")
			if now := s.Ticket(t, x.ID); now.State != ticket.StateNew {
				t.Fatalf("the ticket left new without a category: %s", now.State)
			}
			desk = desk.Form("Kategori och prioritet").Choose("Kategori", "Nät / Trådlöst nät").Submit("Spara").MustBe(200)
			desk.Form("Låt ärendet vänta").Fill("Varför?", "Felsöker").Fill("Ta upp igen", "2026-03-05").Submit("Låt vänta").MustBe(200)
		})
	})
	t.Run("two_who_change_one_see_both_values", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		ada, path := s.As(t, "ada"), fmt.Sprintf("/admin/categories/%d", s.Category.ID)
		first, second := ada.Get(path), ada.Get(path)
		first.Form("Spara").Fill("Namn på svenska", "Journaler").Submit("Spara").MustBe(200)
		page := second.Form("Spara").Fill("Namn på svenska", "Journalen").Submit("Spara").MustBe(http.StatusConflict)
		page.MustSee("Någon annan skrev: Journaler. Du skrev: Journalen.")
		page.Form("Spara").Submit("Spara").MustBe(200).MustSee("Journalen är sparad.")
	})
	t.Run("one_out_of_use_is_not_offered", func(t *testing.T) {
		t.Parallel()
		s := site.New(t)
		s.As(t, "ada").Get(fmt.Sprintf("/admin/categories/%d", s.Category.ID)).Form("Spara").Uncheck("Används").Submit("Spara").MustSee("Används inte")
		s.As(t, "anna").Get("/report").MustNotSee("Leverantörens journalsystem")
	})
}
