package bridge_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lotsen/internal/app"
	"lotsen/internal/channel/teams/teamstest"
	"lotsen/internal/desk/bridge"
	"lotsen/internal/desk/chat"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

var by = authz.System("test")

// world is a site whose chat is joined to a Teams that runs here.
type world struct {
	*site.Site
	env   *dbtest.Env
	teams *teamstest.Connector
	path  string
	id    bridge.ID
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := &world{env: env, teams: teamstest.New(t, env.Clock)}
		w.Site = site.Configured(t, env, func(o *app.Options) { o.Teams = w.teams.Options() })
		w.join(t, "Registrets id är samma som id i Entra")
		fn(t, w)
	})
}

// join connects Teams through the pages.
func (w *world) join(t *testing.T, match string) {
	t.Helper()
	page := w.As(t, "ada").Get("/admin/bridges").MustBe(200).Click("Lägg till Teams").MustBe(200).Form("Spara").Fill("Namn", "Teams").Choose("Support", w.Desk.Name).
		Fill("Program-id", teamstest.App).Fill("Klientorganisation", teamstest.Tenant).Fill("Klienthemlighet", teamstest.Secret).
		Choose("Så känner vi igen den som skriver", match).Submit("Spara").MustBe(200).MustNotSee(teamstest.Secret)
	at := strings.Index(page.Text(), "/hook/teams/")
	if at < 0 {
		t.Fatalf("no address in %q", page.Text())
	}
	w.path, _, _ = strings.Cut(page.Text()[at:], " ")
	id, _ := strconv.ParseInt(strings.TrimPrefix(page.Path, "/admin/bridges/"), 10, 64)
	w.id = bridge.ID(id)
}

// post is the answer to a call of the connector.
func (w *world) post(t *testing.T, token string, body []byte) int {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://lotsen.test"+w.path, bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	out := httptest.NewRecorder()
	w.App.Handler().ServeHTTP(out, r)
	return out.Code
}

// write is a message from somebody, which is taken.
func (w *world) write(t *testing.T, id string, from teamstest.Writer, text string) {
	t.Helper()
	if status := w.post(t, w.teams.Token(nil), w.teams.Activity(id, from, text, nil)); status != http.StatusOK {
		t.Fatalf("a genuine call is answered %d", status)
	}
	w.drain(t)
}

func (w *world) drain(t *testing.T) {
	t.Helper()
	if err := w.App.Jobs.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// person is somebody of the register with an id of the other system.
func (w *world) person(t *testing.T, given, external string) (teamstest.Writer, directory.PersonID) {
	t.Helper()
	in := directory.PersonInput{Given: given, Family: "Ek", Category: directory.Employee, Login: strings.ToLower(given) + "@storstad.example", ExternalID: external}
	p, err := w.App.Directory.AddPerson(t.Context(), by, w.Org.ID, in)
	if err != nil {
		t.Fatal(err)
	}
	return teamstest.Writer{ID: "29:" + strings.ToLower(given), Name: given, Directory: strings.ToUpper(external)}, p.ID
}

// chats are those from Teams, oldest first.
func (w *world) chats(t *testing.T) []chat.Chat {
	t.Helper()
	ids, err := sqldb.All(t.Context(), w.App.DB, sqldb.Q("test.chats", `select id from chat where source = 'teams' order by id`), sqldb.Value[chat.ID])
	if err != nil {
		t.Fatal(err)
	}
	var out []chat.Chat
	for _, id := range ids {
		c, err := w.App.Chat.Load(t.Context(), by, id)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}
	return out
}

func (w *world) count(t *testing.T, stmt string) int {
	t.Helper()
	n, err := sqldb.One(t.Context(), w.App.DB, sqldb.Q("test.count", stmt), sqldb.Value[int])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func link(id chat.ID) string { return "/desk/chats/" + strconv.FormatInt(int64(id), 10) }

func TestWhat_is_written_in_teams_is_a_chat_and_the_answer_goes_back(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "IN-06", "CH-05")
		ture, person := w.person(t, "Ture", "0d0e0000-0000-4000-8000-000000000009")
		w.write(t, "1", ture, "Skrivaren svarar inte")
		list := w.chats(t)
		if len(list) != 1 || list[0].Person != person || list[0].Topic != "Skrivaren svarar inte" {
			t.Fatalf("chats %+v", list)
		}
		eva := w.As(t, "eva")
		eva.Get("/desk/chats").MustBe(200).MustSee("Ture Ek", "Skrivaren svarar inte").Form("Ta nästa").Submit("Ta nästa").MustBe(200)
		eva.Get(link(list[0].ID)).MustBe(200).Form("Svara").Fill("Svara", "Hej Ture! Vilken skrivare?").Submit("Skicka").MustBe(200)
		w.drain(t)
		texts := w.teams.Texts()
		if len(texts) != 2 || !strings.Contains(texts[0], "Eva Lind") || texts[1] != "Hej Ture! Vilken skrivare?" || w.teams.Said()[1].Talk != "a:"+ture.ID {
			t.Errorf("Teams was told %q", texts)
		}
		w.write(t, "2", ture, "Den på plan 3")
		eva.Get(link(list[0].ID)).MustSee("Den på plan 3")
		eva.Get(link(list[0].ID)+"/end").Form("Avsluta chatten").Fill("Rubrik, för ett nytt ärende", "Skrivaren på plan 3").Submit("Avsluta chatten").MustBe(200)
		w.drain(t)
		x := w.chats(t)[0]
		eva.Get("/desk/tickets/"+x.Ticket.String()).MustBe(200).MustSee("Skrivaren svarar inte", "Hej Ture! Vilken skrivare?", "Den på plan 3")
		texts = w.teams.Texts()
		if last := texts[len(texts)-1]; !strings.Contains(last, x.Ticket.String()) {
			t.Errorf("the end is told by %q", last)
		}
		w.write(t, "3", ture, "En sak till")
		if n := len(w.chats(t)); n != 2 {
			t.Errorf("after the end a new word gives %d chats", n)
		}
	})
}

func TestThe_same_call_again_is_one_message_and_a_false_one_is_none(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ture, _ := w.person(t, "Ture", "0d0e0000-0000-4000-8000-000000000009")
		w.write(t, "1", ture, "Hej")
		w.write(t, "1", ture, "Hej")
		w.write(t, "1", ture, "Något annat under samma namn")
		if n := w.count(t, `select count(*) from chat_message where side = 'user'`); n != 1 {
			t.Errorf("%d messages", n)
		}
		foreign := func(a map[string]any) { a["channelData"] = map[string]any{"tenant": map[string]any{"id": "annan"}} }
		body := w.teams.Activity("2", ture, "Falskt", nil)
		for name, status := range map[string]int{
			"audience":  w.post(t, w.teams.Token(func(_, c map[string]any) { c["aud"] = "annan" }), body),
			"issuer":    w.post(t, w.teams.Token(func(_, c map[string]any) { c["iss"] = "annan" }), body),
			"expired":   w.post(t, w.teams.Token(func(_, c map[string]any) { c["exp"] = w.Clock.Now().Add(-time.Hour).Unix() }), body),
			"signature": w.post(t, w.teams.Token(nil)+"A", body),
			"nothing":   w.post(t, "", body),
			"tenant":    w.post(t, w.teams.Token(nil), w.teams.Activity("3", ture, "Falskt", foreign)),
		} {
			if status != http.StatusUnauthorized {
				t.Errorf("%s: %d", name, status)
			}
		}
		path := w.path
		w.path = "/hook/teams/finns-inte"
		if status := w.post(t, w.teams.Token(nil), body); status != http.StatusUnauthorized {
			t.Errorf("an address that is none: %d", status)
		}
		w.path = path
		w.drain(t)
		if n := w.count(t, `select count(*) from chat_message where side = 'user'`); n != 1 {
			t.Errorf("%d messages", n)
		}
		w.As(t, "ada").Get("/admin/bridges/" + strconv.FormatInt(int64(w.id), 10)).MustBe(200).MustSee("Senast avvisat")
		if n := w.count(t, `select count(*) from bridge_heard where body <> ''`); n != 0 {
			t.Errorf("%d words are kept twice", n)
		}
	})
}

func TestWords_wait_in_order_while_teams_is_away_and_come_once(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ture, _ := w.person(t, "Ture", "0d0e0000-0000-4000-8000-000000000009")
		w.write(t, "1", ture, "Hej")
		c := w.chats(t)[0]
		eva := w.Actor(t, "eva")
		if _, err := w.App.Chat.Take(t.Context(), eva, c.ID); err != nil {
			t.Fatal(err)
		}
		w.drain(t)
		say := func(text string) {
			t.Helper()
			if _, err := w.App.Chat.Say(t.Context(), eva, c.ID, chat.SayInput{Text: text}); err != nil {
				t.Fatal(err)
			}
			_ = w.App.Jobs.Drain(t.Context()) // Teams does not answer.
		}
		before := len(w.teams.Said())
		w.teams.Answer(http.StatusServiceUnavailable, 0)
		say("ett")
		say("två")
		w.teams.Answer(http.StatusTooManyRequests, 30)
		w.Clock.Advance(time.Minute)
		say("tre")
		if n := len(w.teams.Said()); n != before {
			t.Fatalf("%d words while it was away", n-before)
		}
		w.As(t, "ada").Get("/admin/bridges").MustBe(200).MustSee("Når inte fram")
		w.teams.Answer(0, 0)
		for range 4 {
			w.Clock.Advance(time.Minute)
			w.drain(t)
		}
		if got := w.teams.Texts()[before:]; !slices.Equal(got, []string{"ett", "två", "tre"}) {
			t.Errorf("told %q", got)
		}
		w.As(t, "ada").Get("/admin/bridges").MustBe(200).MustSee("Fungerar")

		w.teams.Answer(http.StatusForbidden, 0)
		say("fyra")
		page := w.As(t, "ada").Get("/admin/bridges/" + strconv.FormatInt(int64(w.id), 10)).MustBe(200).MustSee("1 meddelande kom inte fram")
		w.teams.Answer(0, 0)
		page.Form("Skicka igen").Submit("Skicka igen").MustBe(200)
		w.drain(t)
		if got := w.teams.Texts(); got[len(got)-1] != "fyra" {
			t.Errorf("told %q", got)
		}
	})
}

func TestNobody_is_known_by_a_name(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.write(t, "1", teamstest.Writer{ID: "29:x", Name: "Anna Åkesson", Directory: "0d0e0000-0000-4000-8000-00000000ffff"}, "Byt mitt lösenord")
		c := w.chats(t)[0]
		if c.Person != 0 || c.Name != "Anna Åkesson (okänd, via Teams)" {
			t.Errorf("chat of %d, %q", c.Person, c.Name)
		}
	})
}

func TestWho_writes_is_known_by_login_where_that_was_chosen(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		page := w.As(t, "ada").Get("/admin/bridges/" + strconv.FormatInt(int64(w.id), 10)).MustBe(200)
		if got := page.Form("Spara").Value("Klienthemlighet"); got != "" {
			t.Errorf("the secret is sent back: %q", got)
		}
		page.Form("Spara").Choose("Så känner vi igen den som skriver", "Inloggningsnamnet är samma som i Teams (UPN)").Submit("Spara").MustBe(200).
			Form("Prova inloggningen").Submit("Prova inloggningen").MustBe(200).MustSee("Microsoft känner igen oss")
		ture, person := w.person(t, "Ture", "annat")
		w.teams.Member(ture.ID, "Ture@Storstad.example")
		w.write(t, "1", ture, "Hej")
		w.write(t, "2", teamstest.Writer{ID: "29:okand", Name: "Ture"}, "Hej")
		list := w.chats(t)
		if len(list) != 2 || list[0].Person != person || list[1].Person != 0 {
			t.Errorf("chats %+v", list)
		}
	})
}

func TestNothing_about_a_protected_person_leaves_but_a_link(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		mona, person := w.person(t, "Mona", "0d0e0000-0000-4000-8000-000000000007")
		if _, err := w.App.Directory.Protect(t.Context(), by, person); err != nil {
			t.Fatal(err)
		}
		w.write(t, "1", mona, "Hej")
		c := w.chats(t)[0]
		if !c.Sealed {
			t.Fatal("the chat is not sealed")
		}
		w.As(t, "eva").Get("/desk/chats").MustBe(200).MustNotSee("Mona")
		eva := w.Actor(t, "eva")
		eva.Grants = append(eva.Grants, authz.Grant{Verb: directory.PersonProtected, Reach: authz.Organisation, Of: int64(w.Org.ID)})
		if _, err := w.App.Chat.Take(t.Context(), eva, c.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := w.App.Chat.Say(t.Context(), eva, c.ID, chat.SayInput{Text: "Hemligt svar"}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.App.Chat.Say(t.Context(), eva, c.ID, chat.SayInput{Text: "Anteckning", Internal: true}); err != nil {
			t.Fatal(err)
		}
		w.drain(t)
		texts := w.teams.Texts()
		if len(texts) != 2 {
			t.Errorf("told %q", texts)
		}
		for _, text := range texts {
			if strings.Contains(text, "Hemligt") || strings.Contains(text, "Anteckning") || strings.Contains(text, "Mona") || !strings.Contains(text, "/chat/") {
				t.Errorf("told %q", text)
			}
		}
	})
}

func TestWhere_others_read_along_nothing_is_said(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ture, _ := w.person(t, "Ture", "0d0e0000-0000-4000-8000-000000000009")
		body := w.teams.Activity("1", ture, "Hej", func(a map[string]any) {
			a["conversation"] = map[string]any{"id": "19:grupp", "conversationType": "groupChat", "isGroup": true, "tenantId": teamstest.Tenant}
		})
		if status := w.post(t, w.teams.Token(nil), body); status != http.StatusOK {
			t.Fatalf("status %d", status)
		}
		w.drain(t)
		if n := len(w.chats(t)); n != 0 {
			t.Errorf("%d chats", n)
		}
		if got := w.teams.Texts(); len(got) != 1 || !strings.Contains(got[0], "egen chatt") {
			t.Errorf("told %q", got)
		}
	})
}

func TestOnly_administrators_of_the_organisation_join_it(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.As(t, "eva").Get("/admin/bridges").MustBe(403)
		w.As(t, "anna").Get("/admin/bridges").MustBe(403)
		siv := w.Actor(t, "siv")
		siv.Grants = append(siv.Grants, authz.Grant{Verb: bridge.MayConnect, Reach: authz.Organisation, Of: siv.Org})
		_, listErr := w.App.Bridge.List(ctx, siv, w.Org.ID)
		_, loadErr := w.App.Bridge.Load(ctx, siv, w.id)
		for name, err := range map[string]error{
			"list": listErr, "load": loadErr, "try": w.App.Bridge.Try(ctx, siv, w.id), "again": w.App.Bridge.Again(ctx, siv, w.id),
			"change": w.App.Bridge.Change(ctx, siv, w.id, 1, bridge.Input{Name: "X", App: "x", Tenant: "x", Match: bridge.ByExternal, Desk: w.Desk.ID}),
		} {
			if err == nil || !strings.Contains(err.Error(), "not_found") {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
