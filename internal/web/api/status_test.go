package api_test

import (
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/service"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/site"
)

func TestStatus_tells_other_systems_what_the_portal_tells_users(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		sys := authz.System("test")
		mail, err := s.App.Service.Save(t.Context(), sys, service.Item{Org: s.Org.ID, Code: "post", Sv: "Posten", En: "The mail"})
		if err != nil {
			t.Fatal(err)
		}
		get := func(person string) string { return string(as(t, s, person).do("GET", "/status", nil).want(200).raw) }
		if got := get("anna"); !strings.Contains(got, `"name":"Posten","state":"works"`) {
			t.Errorf("before: %s", got)
		}
		if _, err := s.App.Outage.Register(t.Context(), sys, s.Org.ID, outage.Input{Service: mail.ID, From: s.Clock.Now().Add(-time.Hour), Cause: "En hemlig orsak"}); err != nil {
			t.Fatal(err)
		}
		if got := get("anna"); !strings.Contains(got, `"name":"Posten","state":"down","since"`) || strings.Contains(got, "hemlig") {
			t.Errorf("while it is down: %s", got)
		}
		if got := get("siv"); strings.Contains(got, "Posten") {
			t.Errorf("another organisation is told: %s", got)
		}
		if _, err := s.App.Notice.Hold(t.Context(), sys, notice.Hold{
			Org: s.Org.ID, Channels: []notice.Channel{notice.Portal}, Instructor: "Chefen", Instruction: "Inget sägs.", Relief: "Vitet", Credits: "Alla", From: s.Clock.Now(),
		}); err != nil {
			t.Fatal(err)
		}
		if got := get("anna"); !strings.Contains(got, `"name":"Posten","state":"works"`) {
			t.Errorf("held: %s", got)
		}
	})
}
