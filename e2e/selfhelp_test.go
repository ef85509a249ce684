package e2e_test

import (
	"strings"
	"testing"

	"lotsen/internal/desk/selfhelp"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/browser"
	"lotsen/internal/testkit/site"
)

// TestSelf_help_appears_while_one_types looks at what scripts add: nothing has to be pressed, and nothing is in the way.
func TestSelf_help_appears_while_one_types(t *testing.T) {
	for name, opts := range map[string][]browser.Option{"wide": nil, "on_a_small_phone": {browser.Width(320), browser.Height(640)}} {
		t.Run(name, func(t *testing.T) {
			s := site.New(t)
			_, err := s.App.SelfHelp.Save(t.Context(), authz.System("test"), selfhelp.Entry{
				Org: s.Org.ID, Sv: selfhelp.Words{Title: "Byt lösenord själv", Text: "Logga in med BankID."}, URL: "https://konto.storstad.example", Keywords: "glömt lösenord",
			})
			if err != nil {
				t.Fatal(err)
			}
			base := s.Serve(t)
			p := enter(browser.Open(t, base+"/login", opts...), base, "Anna Åkesson").Go(base + "/report")
			p.Click("#f-title").Type("glömt lösenord")
			p.Wait(`document.querySelector("#guides")?.textContent.includes("Byt lösenord själv")`)
			fits(t, p)
			p.Submit(`form[action="/report"] button[type=submit]`)
			mustRead(t, p, ".flash", "Tack!")
			if got := newest(t, s); !strings.Contains(got.Title, "glömt lösenord") {
				t.Errorf("reported %q", got.Title)
			}
			if c := p.Complaints(); len(c) > 0 {
				t.Errorf("the browser complains: %q", c)
			}
		})
	}
}
