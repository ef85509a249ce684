package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"lotsen/internal/testkit/webtest"
	"lotsen/internal/web"
)

const reportPage = `<!doctype html><html lang="sv"><head><title>Rapportera</title></head><body><main><h1>Rapportera</h1>
<form method="post" action="/report" enctype="multipart/form-data"><label>Rubrik <input name="title"></label>
<label>Text <textarea name="note"></textarea></label><label>Bilagor <input type="file" name="files"></label><button>Skicka</button></form></main></body></html>`

// desk is a site with a form behind a login.
func desk(t *testing.T) (*webtest.Site, *[]string) {
	t.Helper()
	b := setup(t)
	var came []string
	b.Handle("GET /report", web.SignedIn(), func(c *web.Ctx) error { return c.Render(200, page(reportPage)) })
	b.Handle("POST /report", web.SignedIn(), func(c *web.Ctx) error {
		f, err := c.Form()
		if err != nil {
			return err
		}
		came = append(came, f.Get("title")+"|"+f.Get("note"))
		return c.Redirect("/report")
	}, web.Upload(100<<10))
	b.Handle("POST /login", web.Public("test"), func(c *web.Ctx) error {
		f, err := c.Form()
		if err != nil {
			return err
		}
		if err := c.SignIn(f.Get("name"), c.Now().Add(time.Hour)); err != nil {
			return err
		}
		return c.AfterLogin()
	})
	return webtest.New(t, b, webtest.Options{SignIn: func(person string) string { return person }}), &came
}

func TestLoggedOutWhileWriting(t *testing.T) {
	t.Parallel()
	t.Run("what_was_typed_goes_through_the_login_and_is_sent_by_a_button", func(t *testing.T) {
		site, came := desk(t)
		anna := site.As("anna")
		form := anna.Get("/report").Form("Skicka").Fill("Rubrik", `Skrivaren "3 tr" <trasig>`).Fill("Text", "rad ett\nrad två & å").
			Attach("Bilagor", "bild.png", []byte("x"))
		anna.Forget()
		login := form.Submit("Skicka").MustBe(http.StatusUnauthorized)
		if len(*came) != 0 {
			t.Fatalf("the form was taken without a login: %v", *came)
		}
		again := login.Form("Logga in").Fill("Användarnamn", "anna").Fill("Lösenord", "x").Submit("Logga in").MustBe(200)
		again.MustSee("Du är inloggad igen", "Filerna följde inte med")
		if len(*came) != 0 {
			t.Fatal("it was sent by itself")
		}
		again.Form("Skicka det du skrev").Submit("Skicka det du skrev").MustBe(200).MustSee("Rapportera")
		if len(*came) != 1 || (*came)[0] != "Skrivaren \"3 tr\" <trasig>|rad ett\nrad två & å" {
			t.Errorf("got %q", *came)
		}
	})
	t.Run("a_login_after_a_link_leads_on", func(t *testing.T) {
		site, _ := desk(t)
		p := site.Anonymous().Post("/login", url.Values{"name": {"anna"}, "next": {"/report?x=1"}})
		if p.Path != "/report?x=1" {
			t.Errorf("came to %s", p.Path)
		}
	})
	t.Run("a_login_never_leads_away_from_here", func(t *testing.T) {
		site, _ := desk(t)
		for _, next := range []string{"//evil.example", "https://evil.example/", "/\\evil.example"} {
			if p := site.Anonymous().Post("/login", url.Values{"name": {"anna"}, "next": {next}}); p.Path != "/" {
				t.Errorf("%s: came to %s", next, p.Path)
			}
		}
	})
	t.Run("a_text_too_long_to_carry_is_said_to_be", func(t *testing.T) {
		site, _ := desk(t)
		p := site.Anonymous().Post("/report", url.Values{"note": {strings.Repeat("x", 600<<10)}})
		if p.Status != http.StatusUnauthorized || len(p.Body) > 100<<10 {
			t.Errorf("got %d with %d bytes", p.Status, len(p.Body))
		}
	})
}

func TestBackTo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.Handle("GET /tickets/{ref}", web.SignedIn(), hello)
	b.Handle("POST /tickets/{ref}/reply", web.SignedIn(), hello, web.BackTo("/tickets/{ref}"))
	if w := b.do(req{path: "/tickets/L-1/reply", as: "anna"}); w.Code != 303 || w.Header().Get("Location") != "/tickets/L-1" {
		t.Errorf("got %d to %s", w.Code, w.Header().Get("Location"))
	}
}
