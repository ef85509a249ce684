package statement_test

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

func board(t *testing.T, s *site.Site) string {
	t.Helper()
	a, err := s.App.Directory.SaveAuthority(t.Context(), authz.System("test"), directory.Authority{Org: s.Org.ID, Name: "Utbildningsnämnden"})
	if err != nil {
		t.Fatal(err)
	}
	return "/accessibility/" + strconv.FormatInt(int64(a.ID), 10)
}

var reference = regexp.MustCompile(`L-(\d+)`)

// Whoever cannot use the login must be able to say so.
func TestAnybody_reads_the_statement_and_reports_without_a_login(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		path := board(t, s)
		nobody := s.Pages(t).Anonymous()
		page := nobody.Get("/login").Click("Tillgänglighet").MustBe(200)
		page.MustSee("Utbildningsnämnden", "har inte bedömt portalen än", "Att använda portalen utan att se", "Myndigheten för digital förvaltning")
		if !strings.Contains(string(page.Body), "https://www.digg.se/tdosanmalan") {
			t.Error("the statement does not lead to the supervisor")
		}
		page.Form("Skicka").Fill("På vilken sida var det?", "beställningen").Submit("").MustBe(422).MustSee("Skriv vad som inte fungerar")
		sent := nobody.Get(path).Form("Skicka").Fill("Vad fungerar inte, eller vad behöver du?", "Knappen läses inte upp\nav min skärmläsare").
			Fill("På vilken sida var det?", "beställningen").Fill("Din e-postadress", "kim@hem.example").Submit("").MustBe(200)
		sent.MustSee("Tack för att du sa till")
		id, ok := ticket.ParseID(reference.FindString(sent.Text()))
		if !ok {
			t.Fatalf("no number in %q", sent.Text())
		}
		s.As(t, "eva").Get("/desk/tickets/"+id.String()).MustBe(200).
			MustSee("Tillgänglighet: Knappen läses inte upp", "Portalens tillgänglighet", "På vilken sida var det?: beställningen", "kim@hem.example")

		// Without a name or an address it is a case all the same; who asks for another form gets a request.
		sent = nobody.Get(path).Form("Skicka").Fill("Vad fungerar inte, eller vad behöver du?", "Kan jag få det uppläst?").Check("Jag vill ha innehållet i en annan form").Submit("").MustBe(200)
		id, _ = ticket.ParseID(reference.FindString(sent.Text()))
		if x := s.Ticket(t, id); x.Kind != ticket.Request || x.SenderName != "Utbildningsnämnden" || x.Requester != 0 {
			t.Errorf("the case is %+v", x)
		}
		nobody.Post(path, url.Values{"text": {strings.Repeat("å", 10_001)}}).MustBe(422).MustSee("10")
		nobody.Post("/accessibility/999", url.Values{"text": {"x"}}).MustBe(404)
	})
}

func TestAn_administrator_writes_the_statement_of_their_own_authority(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		path := board(t, s)
		ada := s.As(t, "ada")
		edit := ada.Get("/admin/statements").Click("Utbildningsnämnden").MustBe(200)
		edit.Form("Spara redogörelsen").Fill("Dag för bedömningen", "2099-01-01").Submit("").MustBe(422).MustSee("Bedömningen kan inte ligga i framtiden")
		edit.Form("Spara redogörelsen").Choose("Hur förenlig är portalen med lagen?", "Delvis förenlig").Choose("Hur bedömdes den?", "Egen granskning").
			Fill("Dag för bedömningen", "2026-01-15").Fill("Innehåll utanför lagen, på svenska", "Kartan över skolorna.").Submit("").MustBe(200).MustSee("Redogörelsen är sparad")
		// The form that was open meanwhile does not write over it.
		edit.Form("Spara redogörelsen").Choose("Hur förenlig är portalen med lagen?", "Helt förenlig").Choose("Hur bedömdes den?", "Egen granskning").
			Fill("Dag för bedömningen", "2026-01-16").Submit("").MustBe(409)
		ada.Get(edit.Path).Form("Lägg till brist").Choose("För vem är det ett hinder?", "Att använda portalen utan att höra").Fill("Bristen, på svenska", "Filmen saknar text.").
			Fill("Åtgärdas senast", "2026-12-01").Submit("").MustBe(200).MustSee("Bristen står nu i redogörelsen")
		nobody := s.Pages(t).Anonymous()
		nobody.Get(path).MustSee("delvis förenlig", "Filmen saknar text.", "Ska vara åtgärdat 2026-12-01", "Kartan över skolorna.", "2026-01-15")
		ada.Get(edit.Path).Form("Ta bort bristen: Filmen saknar text.").Submit("").MustBe(200)
		nobody.Get(path).MustNotSee("Filmen saknar text.")

		s.As(t, "anna").Get("/admin/statements").MustBe(403)
		other, err := s.App.Directory.Organisations(t.Context(), authz.System("test"))
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range other {
			if o.ID == s.Org.ID {
				continue
			}
			a, err := s.App.Directory.SaveAuthority(t.Context(), authz.System("test"), directory.Authority{Org: o.ID, Name: "Annans nämnd"})
			if err != nil {
				t.Fatal(err)
			}
			ada.Get("/admin/statements").MustNotSee("Annans nämnd")
			ada.Get("/admin/statements/" + strconv.FormatInt(int64(a.ID), 10)).MustBe(404)
		}
	})
}

func TestWords_are_explained_to_everybody(t *testing.T) {
	t.Parallel()
	req.Proves(t, "PO-30")
	s := site.New(t)
	s.As(t, "anna").Get("/").Click("Ordlista").MustBe(200).MustSee("Behörig godkännare", "Ingen godkänner sin egen beställning")
	s.Pages(t).Anonymous().Get("/glossary?lang=en").MustBe(200).MustSee("Authorised approver", "Nobody approves their own order")
}

// The portal is a service like any other: faults of it are reported like any other's.
func TestA_problem_with_the_portal_is_a_case_about_the_portal(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "PO-05")
		page := s.As(t, "anna").Get("/tickets").Click("Rapportera fel i portalen").MustBe(200).MustSee("Det gäller portalen själv")
		page = page.Form("Anmäl ett fel").Submit("Skicka felanmälan").MustBe(422).MustSee("Det gäller portalen själv")
		sent := page.Form("Anmäl ett fel").Fill("Vad fungerar inte?", "Listan är tom").Submit("Skicka felanmälan").MustBe(200)
		id, _ := ticket.ParseID(reference.FindString(sent.Text()))
		s.As(t, "eva").Get("/desk/tickets/" + id.String()).MustBe(200).MustSee("Portalen")
		services, err := s.App.Service.Offered(t.Context(), s.Org.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range services {
			if ticket.ServiceID(i.ID) == s.Ticket(t, id).Service && i.Code == "portalen" {
				return
			}
		}
		t.Error("the case is not about the portal's service")
	})
}
