package chat_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/chat"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
	"lotsen/internal/testkit/webtest"
)

var by = authz.System("test")

// entrance gives the desk a line on which chats wait.
func entrance(t *testing.T, s *site.Site) {
	t.Helper()
	l := line.Line{Org: s.Org.ID, Desk: s.Desk.ID, Channel: ticket.Chat, Key: "chatt", NameSv: "Chatten", NameEn: "The chat", Target: time.Minute, Active: true}
	if _, err := s.App.Line.Save(t.Context(), by, l); err != nil {
		t.Fatal(err)
	}
}

// begin opens a chat as Anna.
func begin(t *testing.T, v *webtest.Visitor, text string) *webtest.Page {
	t.Helper()
	p := v.Get("/chat").MustBe(200).Form("Chatta med it-supporten").Fill("Vad gäller det?", text).Submit("Börja chatta")
	return p.MustBe(200)
}

func number(t *testing.T, p *webtest.Page) string {
	t.Helper()
	id := strings.TrimPrefix(strings.SplitN(p.Path, "#", 2)[0], "/chat/")
	if id == "" || strings.Contains(id, "/") {
		t.Fatalf("no chat at %s", p.Path)
	}
	return id
}

func TestA_chat_is_held_and_becomes_a_case(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		req.Proves(t, "CH-05")
		s := site.Mailing(t, env)
		entrance(t, s)
		anna, eva := s.As(t, "anna"), s.As(t, "eva")
		p := begin(t, anna, "Skrivaren svarar inte").MustSee("Du har plats 1 i kön.", "Skrivaren svarar inte")
		id := number(t, p)
		eva.Get("/desk/chats").MustBe(200).MustSee("Anna Åkesson", "Skrivaren svarar inte").Form("Ta nästa").Submit("Ta nästa").MustBe(200).MustSee("Chatt med Anna Åkesson")
		anna.Get("/chat/"+id).MustBe(200).MustSee("Eva Lind har kommit in i chatten.", "Du chattar med Eva Lind.")
		eva.Get("/desk/chats/"+id).MustBe(200).Form("Svara").Fill("Svara", "Hej Anna! Vilken skrivare?").Submit("Skicka").MustBe(200).MustSee("Hej Anna! Vilken skrivare?")
		anna.Get("/chat/"+id).MustSee("Hej Anna! Vilken skrivare?").Form("Skriv ett meddelande").Fill("Skriv ett meddelande", "Den på plan 3").
			Attach("Bilder eller filer", "fel.txt", []byte("E-17")).Submit("Skicka").MustBe(200).MustSee("Den på plan 3", "fel.txt")
		end := eva.Get("/desk/chats/" + id + "/end").MustBe(200).Form("Avsluta chatten")
		done := end.Fill("Rubrik, för ett nytt ärende", "Skrivaren på plan 3").Submit("Avsluta chatten").MustBe(200)
		done.MustSee("Skrivaren på plan 3", "Hej Anna! Vilken skrivare?", "Den på plan 3", "fel.txt", "Skrivaren svarar inte")
		ref := done.Path[strings.LastIndex(done.Path, "/")+1:]
		anna.Get("/chat/"+id).MustBe(200).MustSee("Chatten är avslutad.", ref, "Den på plan 3")
		anna.Get("/tickets/"+ref).MustBe(200).MustSee("Skrivaren svarar inte", "Hej Anna! Vilken skrivare?", "Den på plan 3", "fel.txt")
		if err := s.App.Jobs.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		anna.Get("/demo/mail").MustBe(200).Click("["+ref+"] Er chatt: Skrivaren på plan 3").MustBe(200).MustSee("Den på plan 3", "Hej Anna! Vilken skrivare?")
	})
}

func TestThe_page_before_a_chat_tells_hours_outages_and_waiting_time(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		entrance(t, s)
		_, err := s.App.Notice.Save(t.Context(), by, notice.Input{
			Org: s.Org.ID, Kind: notice.Disturbance, TitleSv: "E-posten ligger nere", TextSv: "Vi arbetar med det.", Channels: []notice.Channel{notice.Chat}, Publish: true,
		})
		if err != nil {
			t.Fatal(err)
		}
		anna := s.As(t, "anna")
		anna.Get("/chat").MustBe(200).MustSee("E-posten ligger nere", "Öppet")
		anna.Get("/").MustNotSee("E-posten ligger nere")
		// Nothing typed: the form says so.
		anna.Get("/chat").Form("Chatta med it-supporten").Submit("Börja chatta").MustBe(422).MustSee("Skriv vad det gäller.")
		// What was typed comes along to a case.
		p := anna.Get("/chat").Form("Chatta med it-supporten").Fill("Vad gäller det?", "Min skärm är svart").Submit("Skriv ett ärende i stället").MustBe(200)
		if got := p.Form("Anmäl ett fel").Value("Vad fungerar inte?"); got != "Min skärm är svart" {
			t.Errorf("the case begins with %q", got)
		}
	})
}

// The preset: every day from seven in the morning until ten in the evening.
func TestA_closed_chat_says_when_it_opens_and_keeps_what_was_typed(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "CH-03")
		anna := s.As(t, "anna")
		at := func(when string) {
			instant, err := time.ParseInLocation("2006-01-02 15:04", when, clock.Stockholm())
			if err != nil {
				t.Fatal(err)
			}
			s.Clock.Set(instant)
			anna = s.As(t, "anna")
		}
		day := s.Clock.Now().AddDate(0, 0, 6-int(s.Clock.Now().Weekday()-time.Monday)).In(clock.Stockholm()).Format(time.DateOnly)
		at(day + " 21:59")
		form := anna.Get("/chat").MustBe(200).MustSee("Öppet").Form("Chatta med it-supporten").Fill("Vad gäller det?", "Min skärm är svart")
		s.Clock.Advance(2 * time.Minute)
		form.Submit("Börja chatta").MustBe(422).MustSee("Chatten har stängt.", "Min skärm är svart")
		p := anna.Get("/chat").MustBe(200).MustSee("Chatten är stängd", "Öppnar", "07:00")
		if p.HasForm("Chatta med it-supporten") {
			t.Error("a closed chat takes words")
		}
	})
}

func TestStrangers_meet_no_chat(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		anna, bo, eva := s.As(t, "anna"), s.As(t, "bo"), s.As(t, "eva")
		id := number(t, begin(t, anna, "Min lön"))
		eva.Get("/desk/chats").Form("Ta nästa").Submit("Ta nästa")
		anna.Get("/chat/"+id).Form("Skriv ett meddelande").Fill("Skriv ett meddelande", "Se filen").Attach("Bilder eller filer", "lön.txt", []byte("hemligt")).Submit("Skicka").MustBe(200)
		var file string
		for _, href := range anna.Get("/chat/" + id).Hrefs() {
			if strings.Contains(href, "/files/") {
				file = href
			}
		}
		if file == "" {
			t.Fatal("the file has no address")
		}
		anna.Get(file).MustBe(200)
		eva.Get("/desk" + strings.Replace(file, "/chat/", "/chats/", 1)).MustBe(200)
		for _, path := range []string{"/chat/" + id, file, "/chat/999999"} {
			bo.Get(path).MustBe(404)
		}
		for _, verb := range []string{"say", "typing", "letters", "end"} {
			bo.Post("/chat/"+id+"/"+verb, map[string][]string{"text": {"x"}}).MustBe(404)
		}
		bo.Get("/desk/chats/" + id).MustBe(403)
		// The desk's way to a chat is not the user's, and the reverse.
		eva.Get("/chat/" + id).MustBe(404)
		for _, topic := range []string{"chat:" + id, "chat:" + id + "-user", "chat:" + id + "-agent", "chats:" + fmt.Sprint(s.Desk.ID), "chatline:" + fmt.Sprint(s.Desk.ID)} {
			bo.Get("/live?topic=" + topic).MustBe(404)
		}
		anna.Get("/live?topic=chat:" + id + "-agent").MustBe(404)
		eva.Get("/live?topic=chat:" + id + "-user").MustBe(404)
	})
}

// A right that is withdrawn ends what is open: the page, the next word, and the stream.
func TestA_right_that_is_withdrawn_counts_at_once(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		anna, eva := s.As(t, "anna"), s.As(t, "eva")
		id := number(t, begin(t, anna, "Hej"))
		eva.Get("/desk/chats").Form("Ta nästa").Submit("Ta nästa")
		form := eva.Get("/desk/chats/"+id).Form("Svara").Fill("Svara", "Ett svar")
		rights, err := s.App.Access.GrantsOf(t.Context(), by, s.Person(t, "eva"))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rights {
			if err := s.App.Access.EndGrant(t.Context(), by, r.ID); err != nil {
				t.Fatal(err)
			}
		}
		if p := form.SubmitOnce("Skicka"); p.Status != 403 && p.Status != 404 {
			t.Errorf("answered %d", p.Status)
		}
		anna.Get("/chat/" + id).MustNotSee("Ett svar")
	})
}

func TestA_message_sent_twice_is_said_once(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		anna := s.As(t, "anna")
		id := number(t, begin(t, anna, "Hej"))
		form := anna.Get("/chat/"+id).Form("Skriv ett meddelande").Fill("Skriv ett meddelande", "En gång")
		form.Submit("Skicka").MustBe(200)
		form.Submit("Skicka").MustBe(200)
		text := anna.Get("/chat/" + id).Text()
		if n := strings.Count(text, "En gång"); n != 1 {
			t.Errorf("said %d times", n)
		}
		anna.Get("/chat/" + id).Form("Skriv ett meddelande").Submit("Skicka").MustBe(422).MustSee("Skriv något, eller skicka med en fil.")
	})
}

func TestTemplates_notes_hand_over_and_case(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		ctx := t.Context()
		if _, err := s.App.Ticket.SaveTemplate(ctx, by, ticket.Template{Org: s.Org.ID, Desk: s.Desk.ID, Name: "Hälsa", Lang: "sv", Text: "Hej {name}, {agent} här."}); err != nil {
			t.Fatal(err)
		}
		mine := s.Report(t, "anna", "Skärmen är svart", "Sedan i går")
		anna, eva := s.As(t, "anna"), s.As(t, "eva")
		id := number(t, begin(t, anna, "Hur går det?"))
		page := eva.Get("/desk/chats").Form("Ta nästa").Submit("Ta nästa").MustBe(200).MustSee("Skärmen är svart")
		filled := page.Form("Svara").Choose("Svarsmall", "Hälsa (sv)").Submit("Lägg in mallens text").MustBe(200)
		if got := filled.Form("Svara").Value("Svara"); got != "Hej Anna, Eva Lind här." {
			t.Errorf("the template gave %q", got)
		}
		eva.Get("/desk/chats/"+id).Form("Svara").Fill("Svara", "Låter osäkert").Check("Anteckning som bara supporten ser").Submit("Skicka").MustBe(200).MustSee("Låter osäkert")
		anna.Get("/chat/" + id).MustNotSee("Låter osäkert")
		eva.Get("/desk/chats/"+id).Form("Ärende").Choose("Vilket ärende", mine.ID.String()+" Skärmen är svart").Submit("Välj ärende").MustBe(200).MustSee(mine.ID.String())
		eva.Get("/desk/chats/"+id+"/move").MustBe(200).Form("Lämna över").Choose("Till", s.Group.Name).Submit("Lämna över").MustBe(200)
		anna.Get("/chat/"+id).MustSee("Vi har bett våra kollegor i "+s.Group.Name, "Du har plats 1 i kön.")
		anna.Get("/chat/" + id).Form("Lämna kön").Submit("Lämna kön").MustBe(200).MustSee(mine.ID.String())
		eva.Get("/desk/tickets/"+mine.ID.String()).MustBe(200).MustSee("Hur går det?", "Låter osäkert")
		anna.Get("/tickets/" + mine.ID.String()).MustSee("Hur går det?").MustNotSee("Låter osäkert")
	})
}

func TestPages_of_chats_stay_within_their_statements(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		entrance(t, s)
		anna, eva := s.As(t, "anna"), s.As(t, "eva")
		id := number(t, begin(t, anna, "Hej"))
		for _, p := range []*webtest.Page{anna.Get("/chat/" + id), eva.Get("/desk/chats"), eva.Get("/desk/chats/" + id), eva.Get("/desk/chats/" + id + "/move")} {
			t.Logf("%s: %d %v", p.Path, p.Statements, p.StatementNames)
		}
		eva.Get("/desk/chats").Form("Ta nästa").Submit("Ta nästa")
		for _, p := range []*webtest.Page{anna.Get("/chat/" + id), eva.Get("/desk/chats/" + id), eva.Get("/desk/chats/" + id + "/end")} {
			t.Logf("%s: %d %v", p.Path, p.Statements, p.StatementNames)
		}
	})
}

// The stream pokes the other side's page on another node's word too: here the same database, as after a restart.
func TestA_new_message_pokes_the_other_side(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	anna := s.As(t, "anna")
	id := number(t, begin(t, anna, "Hej"))
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	base := s.Serve(t)
	eva := s.Actor(t, "eva")
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/live?topic=chat:"+id+"&mark=999999999", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(&http.Cookie{Name: "lotsen_session", Value: s.Token(t, "anna")})
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), ": open") {
	}
	var n chat.ID
	fmt.Sscan(id, &n)
	if _, err := s.App.Chat.Take(ctx, eva, n); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "data:") {
			return
		}
	}
	t.Errorf("no poke came: %v", lines.Err())
}
