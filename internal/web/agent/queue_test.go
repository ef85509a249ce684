package agent_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

func TestTwenty_tickets_are_filtered_and_assigned_in_one_action(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "TK-39")
		var ids []ticket.ID
		for i := range 20 {
			x := s.Report(t, "anna", fmt.Sprintf("Skrivare %02d", i), "Text.")
			ids = append(ids, must(t)(s.App.Ticket.Change(t.Context(), s.Actor(t, "eva"), x.ID, ticket.ChangeInput{Category: &s.Category.ID})).ID)
		}
		s.Report(t, "bo", "Något annat", "Text.")
		eva := s.As(t, "eva")
		list := eva.Get("/desk").Form("Filtrera").Choose("Kategori", "Leverantörens journalsystem").Submit("Visa").MustSee("Visar 20 ärenden").MustNotSee("Något annat")
		form := list.Form("Ändra markerade ärenden")
		for _, id := range ids {
			form.Check("Markera " + id.String())
		}
		form.Choose("Grupp", "Första linjen").Choose("Handläggare", "Ada Holm").Choose("Påverkan", "Många berörs").Fill("Intern anteckning", "Tagen tillsammans.").
			Submit("Ändra").MustBe(200).MustSee("20 ärenden ändrade.")
		for _, id := range ids {
			now := s.Ticket(t, id)
			if now.Group != s.Group.ID || now.Assignee != s.Person(t, "ada") || now.Impact != 1 {
				t.Fatalf("%+v", now)
			}
		}
		eva.Get(page(ids[0])).MustSee("Tagen tillsammans.")
	})
}

func TestA_change_to_many_tells_which_were_left_and_why(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	good, ended := s.Report(t, "anna", "Ett", "Text."), s.Report(t, "anna", "Två", "Text.")
	foreign := must(t)(s.App.Ticket.Report(t.Context(), s.Actor(t, "siv"), ticket.ReportInput{Title: "Främmande ärende", Text: "Hemligt."}))
	must(t)(s.App.Ticket.Withdraw(t.Context(), s.Actor(t, "anna"), ended.ID, ""))
	eva := s.As(t, "eva")
	done := eva.Post("/desk/bulk", url.Values{"t": {good.ID.String(), ended.ID.String(), foreign.ID.String()}, "assignee": {"me"}, "list": {"view=-9"}}).MustBe(200)
	done.MustSee("1 ärende ändrat. 2 ärenden ändrades inte.", "Ärendet är avslutat. Återöppna det först.", ended.ID.String(), "Vi hittar inte det du söker.").MustNotSee("Främmande ärende", "Hemligt")
	done.Click(good.ID.String()).MustSee("Ett").Click("Till kön").MustSee("Alla")
	eva.Post("/desk/bulk", url.Values{"list": {"view=-9"}}).MustBe(422).MustSee("Markera minst ett ärende i listan.", "Välj vad som ska ändras.")
	again := eva.Post("/desk/bulk", url.Values{"t": {strings.TrimPrefix(good.ID.String(), "L-")}, "impact": {"x"}, "note": {"En lång anteckning"}, "list": {"view=-9"}}).MustBe(422)
	if form := again.Form("Ändra markerade ärenden"); form.Value("Intern anteckning") != "En lång anteckning" || form.Value("Markera "+good.ID.String()) == "" {
		t.Error("what was typed or ticked is gone")
	}
}

func TestA_list_keeps_its_place_through_a_ticket_and_back(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	for i := range 120 {
		s.Report(t, "anna", fmt.Sprintf("Ärende %03d", i), "Text.")
	}
	eva := s.As(t, "eva")
	first := eva.Get("/desk?view=-7").MustSee("99+", "Visar 50 ärenden", "Ärende 119").MustNotSee("Ärende 069")
	second := first.Click("Äldre").MustSee("Ärende 069", "Ärende 020").MustNotSee("Ärende 119")
	third := second.Click("Äldre").MustSee("Visar 20 ärenden", "Ärende 000")
	if back := third.Click("Nyare"); back.Path == "" || !strings.Contains(back.Text(), "Ärende 069") || strings.Contains(back.Text(), "Ärende 119") {
		t.Error("the way back leads elsewhere")
	}
	x := second.Click("Ärende 042")
	same := x.Click("Till kön")
	if same.Path != second.Path {
		t.Errorf("came from %s, back at %s", second.Path, same.Path)
	}
	after := x.Form("Skriv").Choose("Vad är det?", "Intern anteckning").Fill("Text", "Noterat.").Submit("Spara och skicka")
	if again := after.Click("Till kön"); again.Path != second.Path {
		t.Errorf("after a form: %s", again.Path)
	}
	oldest := first.Click("Inkom").MustSee("Ärende 000").MustNotSee("Ärende 119")
	oldest.Click("Inkom").MustSee("Ärende 119")
}

func TestAn_agent_saves_a_list_as_a_queue_of_their_own_and_a_lead_shares_one(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	s.Report(t, "anna", "Skrivaren", "Text.")
	must(t)(s.App.Ticket.Change(t.Context(), s.Actor(t, "eva"), s.Report(t, "anna", "Nätet", "Text.").ID, ticket.ChangeInput{Impact: ptr(1), Urgency: ptr(1)}))
	eva, ada := s.As(t, "eva"), s.As(t, "ada")
	list := eva.Get("/desk").Form("Filtrera").Choose("Prioritet", "2 Hög eller högre").Submit("Visa").MustNotSee("Skrivaren")
	list.Form("Spara listan som egen kö").Submit("Spara kön").MustBe(422).MustSee("Det här behöver fyllas i.")
	saved := list.Form("Spara listan som egen kö").Fill("Köns namn", "Dagens brådskande").Submit("Spara kön").MustSee("Kön Dagens brådskande är sparad.", "Nätet").MustNotSee("Skrivaren")
	ada.Get("/desk").MustNotSee("Dagens brådskande")
	ada.Get("/desk?f=1&state=any").Form("Spara listan som egen kö").Fill("Köns namn", "Allas kö").Check("Delad med hela servicedesken").Submit("Spara kön").MustSee("Kön Allas kö är sparad.")
	shared := eva.Get("/desk").MustSee("Allas kö").Click("Allas kö 2")
	if shared.HasForm("Ta bort kön Allas kö") {
		t.Error("an agent is offered to delete the desk's shared queue")
	}
	ada.Post("/desk/views/"+viewID(t, s, "Dagens brådskande")+"/drop", nil).MustBe(404)
	saved.Form("Ta bort kön Dagens brådskande").Submit("Ta bort kön Dagens brådskande").MustSee("Kön är borttagen.").MustNotSee("Dagens brådskande")
}

func viewID(t *testing.T, s *site.Site, name string) string {
	t.Helper()
	views, err := s.App.Ticket.Views(t.Context(), s.Actor(t, "eva"), s.Desk.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range views {
		if v.Name == name {
			return fmt.Sprint(int64(v.ID))
		}
	}
	t.Fatalf("no view %s", name)
	return ""
}

func ptr[T any](v T) *T { return &v }

func TestAn_agent_at_two_desks_switches_between_them(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	hr, err := s.App.Directory.AddDesk(t.Context(), authz.System("test"), s.Org.ID, "hr", "Personalfrågor")
	if err != nil {
		t.Fatal(err)
	}
	s.Report(t, "anna", "Datorn", "Text.")
	must(t)(s.App.Ticket.Report(t.Context(), s.Actor(t, "anna"), ticket.ReportInput{Desk: hr.ID, Title: "Semestern", Text: "Text."}))
	ada := s.As(t, "ada") // Her role reaches the whole organisation.
	ada.Get("/desk").MustSee("Datorn", "Personalfrågor").MustNotSee("Semestern").Click("Personalfrågor").MustSee("Semestern").MustNotSee("Datorn").
		Click("Semestern").Click("Till kön").MustSee("Semestern")
	s.As(t, "eva").Get(fmt.Sprintf("/desk?desk=%d", hr.ID)).MustBe(404)
}

func TestPages_of_the_desk_cost_the_same_at_any_size(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		x := s.Report(t, "anna", "Det stora ärendet", "Text.")
		eva := s.As(t, "eva")
		look := func() []int {
			var out []int
			for _, path := range []string{
				"/desk", "/desk?view=-9&f=1&state=any&sort=updated", page(x.ID), page(x.ID) + "/history", page(x.ID) + "/edit", page(x.ID) + "/relate",
				"/desk/call?q=anna+%C3%A5kesson", "/desk/call?person=" + fmt.Sprint(s.Person(t, "anna")), "/desk/new?kind=change", "/desk/search?q=text",
			} {
				p := eva.Get(path).MustBe(200)
				if p.Statements > 12 {
					t.Errorf("%s: %d statements: %v", path, p.Statements, p.StatementNames)
				}
				out = append(out, p.Statements)
			}
			return out
		}
		look() // The first look also notes that Eva is present.
		small := look()
		for i := range 60 {
			y := s.Report(t, "anna", fmt.Sprintf("Ärende %d", i), "Mer text.")
			must(t)(s.App.Ticket.Write(t.Context(), s.Actor(t, "eva"), x.ID, ticket.Words{Text: fmt.Sprint("Anteckning ", i)}))
			if i%10 == 0 {
				if err := s.App.Ticket.Link(t.Context(), s.Actor(t, "eva"), x.ID, y.ID, ticket.LinkRelated); err != nil {
					t.Fatal(err)
				}
				must(t)(s.App.Ticket.LogTime(t.Context(), s.Actor(t, "eva"), x.ID, ticket.TimeEntry{Minutes: 5}))
			}
		}
		for i, n := range look() {
			if n > small[i] {
				t.Errorf("page %d: %d statements with little, %d with much", i, small[i], n)
			}
		}
	})
}

func TestWhoever_else_has_the_ticket_open_is_named(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	x := s.Report(t, "anna", "Nätet", "Text.")
	s.As(t, "ada").Get(page(x.ID)).MustNotSee("läser också")
	s.As(t, "eva").Get(page(x.ID)).MustSee("Ada Holm läser också ärendet")
}

func TestAn_own_ticket_opened_at_the_desk_leads_to_its_users_page(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	hr, err := s.App.Directory.AddDesk(t.Context(), authz.System("test"), s.Org.ID, "hr", "Personalfrågor")
	if err != nil {
		t.Fatal(err)
	}
	x := must(t)(s.App.Ticket.Report(t.Context(), s.Actor(t, "eva"), ticket.ReportInput{Desk: hr.ID, Requester: directory.PersonID(s.Actor(t, "eva").Person), Title: "Min semester", Text: "Text."}))
	if p := s.As(t, "eva").Get(page(x.ID)); p.Path != "/tickets/"+x.ID.String() {
		t.Errorf("landed at %s", p.Path)
	}
}
