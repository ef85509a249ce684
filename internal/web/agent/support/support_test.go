package support_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/level"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
	"lotsen/internal/web/sheet"
)

var system = authz.System("test")

// world is a site whose responsibility goes by level: three computers, and a group of the operation.
type world struct {
	*site.Site
	it, operation directory.Group
	vera          *webtest.Visitor // Works for the operation.
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	site.Each(t, func(t *testing.T, s *site.Site) {
		w := &world{Site: s, it: s.Group}
		ctx := t.Context()
		ada := s.As(t, "ada")
		ada.Get("/admin").Click("Supportnivåer").Form("Lägg in de tre nivåerna").Submit("Lägg in de tre nivåerna").MustBe(200).MustSee("Nivå 1", "Nivå 3", "Ominstallation")
		var err error
		if w.operation, err = s.App.Directory.AddGroup(ctx, system, s.Desk.ID, "Lokal it, Lindskolan", 1); err != nil {
			t.Fatal(err)
		}
		for side, group := range map[string]string{"It": "Första linjen", "Verksamheten": "Lokal it, Lindskolan"} {
			ada.Get("/admin/levels/routes").Form("Spara").Choose("Ansvarig", side).Choose("Grupp", group).Submit("Spara").MustBe(200).MustSee(group)
		}
		for tag, name := range map[string]string{"PC-1001": "Nivå 1, Hanterad datorarbetsplats", "PC-2001": "Nivå 2, Hanterad datorarbetsplats utan support (lärardator)", "PC-3001": "Nivå 3, 1:1 (elevdator)"} {
			ada.Get("/assets/new").Form("Spara").Fill("Inventarienummer", tag).Choose("Supportnivå", name).Fill("Innehavarens användarnamn", "anna").Submit("Spara").MustBe(200).MustSee(tag, "Anna Åkesson")
		}
		p, err := s.App.Directory.AddPerson(ctx, system, s.Org.ID, directory.PersonInput{Given: "Vera", Family: "Vaktmästare", Login: "vera"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.App.Access.Grant(ctx, system, access.GrantInput{Person: p.ID, Role: "technician", Reach: authz.Group, Of: int64(w.operation.ID)}); err != nil {
			t.Fatal(err)
		}
		w.vera = webtest.New(t, s.App.Handler(), webtest.Options{SignIn: func(string) string {
			token, _, err := s.App.Access.LoginAs(ctx, access.Client{Agent: "test"}, p.ID)
			if err != nil {
				t.Fatal(err)
			}
			return token
		}}).As("vera")
		fn(t, w)
	})
}

// report is a fault that Anna reports in the portal, with the computer and what it is about.
func (w *world) report(t *testing.T, device, task string) ticket.Ticket {
	t.Helper()
	w.As(t, "anna").Get("/report").Form("Skicka felanmälan").Fill("Vad fungerar inte?", "Fel på "+device).Fill("Dator eller annan enhet", device).Choose("Vad gäller felet?", task).
		Submit("Skicka felanmälan").MustBe(200)
	all, err := w.App.Ticket.Tickets(t.Context(), system, ticket.Filter{}, "", 1)
	if err != nil || len(all.Rows) != 1 {
		t.Fatalf("%d cases, %v", len(all.Rows), err)
	}
	return all.Rows[0].Ticket
}

func TestEach_device_has_one_level(t *testing.T) {
	t.Parallel()
	req.Proves(t, "TK-29")
	each(t, func(t *testing.T, w *world) {
		ada := w.As(t, "ada")
		rows := ada.Get("/assets").Rows("Inventarier")
		if len(rows) != 4 || rows[1][3] != "Nivå 1" || rows[2][3] != "Nivå 2" || rows[3][3] != "Nivå 3" {
			t.Errorf("the register is %q", rows)
		}
		ada.Get("/assets/new").Form("Spara").Fill("Inventarienummer", "pc 2001").Submit("Spara").MustBe(http.StatusUnprocessableEntity).MustSee("En annan enhet har redan det inventarienumret.")
		ada.Get("/assets?q=PC-2").Click("PC-2001").Click("Ändra").Form("Spara").Choose("Supportnivå", "Nivå 3, 1:1 (elevdator)").Submit("Spara").MustBe(200)
		if rows := ada.Get("/assets?q=pc2").Rows("Inventarier"); len(rows) != 2 || rows[1][3] != "Nivå 3" {
			t.Errorf("after the change: %q", rows)
		}
		w.As(t, "eva").Get("/assets/new").MustBe(http.StatusForbidden)
		w.As(t, "siv").Get("/admin/levels").MustBe(http.StatusForbidden)
	})
}

func TestWhat_is_reported_goes_to_whose_task_it_is(t *testing.T) {
	t.Parallel()
	req.Proves(t, "TK-30", "TK-31", "TK-32")
	each(t, func(t *testing.T, w *world) {
		for _, c := range []struct {
			device, task string
			side         level.Side
		}{
			{"PC-1001", "Ominstallation", level.IT},
			{"PC-1001", "Utskrift", level.IT},
			{"PC-1001", "Användarstöd", level.IT},
			{"PC-2001", "Ominstallation", level.Operation},
			{"pc 2001", "Trådlöst nätverk (wifi)", level.IT},
			{"PC-2001", "Utskrift", level.IT},
			{"PC-2001", "Programinstallation", level.Operation},
			{"PC-3001", "Utskrift", level.Operation},
			{"PC-3001", "Internet", level.IT},
			{"PC-3001", "Ominstallation", level.Operation},
		} {
			x := w.report(t, c.device, c.task)
			want := map[level.Side]directory.GroupID{level.IT: w.it.ID, level.Operation: w.operation.ID}[c.side]
			if x.Group != want || x.HandOvers != 0 {
				t.Errorf("%s on %s goes to group %d after %d hand-overs, want %d", c.task, c.device, x.Group, x.HandOvers, want)
			}
			words := map[level.Side]string{level.IT: "Ansvarig It", level.Operation: "Ansvarig Verksamheten"}[c.side]
			w.As(t, "eva").Get("/desk/tickets/"+x.ID.String()).Click("Supportnivå").MustSee(words, c.task)
		}
		if x := w.report(t, "Ingen dator", "Utskrift"); x.Group != 0 {
			t.Errorf("an unknown device goes to group %d", x.Group)
		}
	})
}

func TestWhose_task_it_is_stands_in_the_form_while_a_call_is_registered(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		form := w.As(t, "eva").Get("/desk/call?person=" + sheet.Text(w.Person(t, "anna"))).Form("Registrera")
		page := form.Fill("Dator eller annan enhet", "PC-2001").Submit("Visa typens fält").MustBe(200).MustSee("Dator PC-2001 har nivå 2. Välj uppgift")
		page.Form("Registrera").Choose("Vad gäller felet?", "Ominstallation").Submit("Visa typens fält").MustBe(200).MustSee("Dator PC-2001 har nivå 2. Ominstallation: Verksamheten.")
	})
}

func TestThe_desk_says_which_computer_it_is_and_the_case_goes_right(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *world) {
		x := w.Report(t, "anna", "Datorn är långsam", "Hjälp!")
		page := w.As(t, "eva").Get("/desk/tickets/" + x.ID.String()).Click("Supportnivå").MustSee("Ange datorns inventarienummer")
		page.Form("Spara och skicka rätt").Fill("Inventarienummer", "PC-9").Submit("Spara och skicka rätt").MustBe(http.StatusUnprocessableEntity).MustSee("Vi hittar ingen enhet")
		page.Form("Spara och skicka rätt").Fill("Inventarienummer", "PC-3001").Choose("Uppgift", "Ominstallation").Submit("Spara och skicka rätt").MustBe(200).MustSee("ligger hos den som ansvarar")
		if got := w.Ticket(t, x.ID).Group; got != w.operation.ID {
			t.Errorf("it is with group %d", got)
		}
		w.As(t, "siv").Get("/desk/tickets/" + x.ID.String() + "/support").MustBe(http.StatusNotFound)
		w.As(t, "siv").Post("/desk/tickets/"+x.ID.String()+"/escalate", url.Values{"done": {"X"}}).MustBe(http.StatusNotFound)
	})
}

func TestThe_operation_hands_on_to_IT_with_what_was_done(t *testing.T) {
	t.Parallel()
	req.Proves(t, "TK-33")
	each(t, func(t *testing.T, w *world) {
		x := w.report(t, "PC-2001", "Felsökning")
		page := w.vera.Get("/desk/tickets/" + x.ID.String()).Click("Supportnivå").MustSee("Ansvarig Verksamheten")
		page.Form("Lämna över till it").Submit("Lämna över till it").MustBe(http.StatusUnprocessableEntity).MustSee("Skriv vad som redan är gjort.")
		page.Form("Lämna över till it").Fill("Vad som är gjort", "Startat om två gånger och bytt sladd.").Submit("Lämna över till it").MustBe(200).MustSee("är hos it, med det ni har gjort")
		now := w.Ticket(t, x.ID)
		if now.Group != w.it.ID || now.HandOvers != 1 {
			t.Errorf("it is with group %d after %d hand-overs", now.Group, now.HandOvers)
		}
		eva := w.As(t, "eva")
		eva.Get("/desk").MustSee("Fel på PC-2001")
		eva.Get("/desk/tickets/" + x.ID.String()).MustSee("Startat om två gånger och bytt sladd.").Click("Supportnivå").MustSee("Lämnat till it")
		w.As(t, "anna").Get("/tickets/" + x.ID.String()).MustNotSee("Startat om två gånger")
		w.vera.Get("/desk/tickets/" + x.ID.String()).MustBe(http.StatusNotFound)
	})
}

func TestA_caretaker_documents_a_measure_in_a_simple_view(t *testing.T) {
	t.Parallel()
	req.Proves(t, "TK-44")
	each(t, func(t *testing.T, w *world) {
		x := w.report(t, "PC-3001", "Felanmälan av hårdvara")
		page := w.vera.Get("/desk/tickets/" + x.ID.String()).Click("Enkel vy").MustSee("Läge Nytt")
		page.Form("Spara åtgärd").Fill("Tid i minuter", "snart").Submit("Spara åtgärd").MustBe(http.StatusUnprocessableEntity).MustSee("Det här behöver fyllas i.")
		png := []byte("\x89PNG\r\n\x1a\n" + strings.Repeat("x", 20))
		page.Form("Spara åtgärd").Fill("Åtgärd", "Bytte uttaget bakom katedern.").Attach("Bild", "uttag.png", png).Fill("Tid i minuter", "25").Choose("Kategori", "Dator").
			Choose("Hur står det till nu?", "Det är inte klart").Submit("Spara åtgärd").MustBe(200).MustSee("Åtgärden är sparad", "Bytte uttaget bakom katedern.", "uttag.png", "25")
		if got := w.Ticket(t, x.ID); got.State != ticket.StateOpen {
			t.Errorf("it stands in %s", got.State)
		}
		w.vera.Get("/desk/tickets/"+x.ID.String()+"/simple").MustSee("Läge Pågår").Form("Spara åtgärd").Fill("Åtgärd", "Lampan lyser igen.").Choose("Hur står det till nu?", "Det är åtgärdat").
			Submit("Spara åtgärd").MustBe(200)
		if got := w.Ticket(t, x.ID); got.State != ticket.StateResolved || got.Solution != "Lampan lyser igen." {
			t.Errorf("it stands in %s with %q", got.State, got.Solution)
		}
		w.As(t, "siv").Get("/desk/tickets/" + x.ID.String() + "/simple").MustBe(http.StatusNotFound)
	})
}
