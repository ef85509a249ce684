package admin_test

import (
	"fmt"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/site"
)

// chief makes Ada the administrator of the whole installation.
func chief(t *testing.T, s *site.Site) {
	t.Helper()
	grant(t, s, "ada", "admin", authz.Everywhere, 0)
}

func grant(t *testing.T, s *site.Site, person, role string, reach authz.Reach, of int64) {
	t.Helper()
	_, err := s.App.Access.Grant(t.Context(), authz.System("test"), access.GrantInput{Person: s.Person(t, person), Role: role, Reach: reach, Of: of})
	if err != nil {
		t.Fatal(err)
	}
}

// furnish puts something of everything into the organisation, so that no page is empty. It returns every page's address.
func furnish(t *testing.T, s *site.Site) []string {
	t.Helper()
	ctx, by, d := t.Context(), authz.System("test"), s.App.Directory
	unit, err := d.AddUnit(ctx, by, s.Org.ID, directory.UnitInput{Name: "Lindskolan"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.AddSite(ctx, by, s.Org.ID, directory.SiteInput{Name: "Lindvägen 1", Address: "Lindvägen 1"}); err != nil {
		t.Fatal(err)
	}
	person := fmt.Sprint(s.Person(t, "anna"))
	return []string{
		"/admin", "/admin/people", "/admin/people?q=anna", "/admin/people?ended=1", "/admin/people/new", "/admin/people/" + person,
		"/admin/people/" + person + "/history", "/admin/people/" + person + "/password", "/admin/people/" + person + "/rights",
		"/admin/people/" + person + "/rights/new", "/admin/people/" + fmt.Sprint(s.Person(t, "eva")) + "/rights", "/admin/people/" + person + "/sessions",
		"/admin/units", "/admin/units?ended=1", "/admin/units/new", fmt.Sprintf("/admin/units/%d", unit.ID), fmt.Sprintf("/admin/units/%d/move", unit.ID),
		fmt.Sprintf("/admin/units/%d/history", unit.ID), "/admin/sites", "/admin/sites/new", "/admin/sites/1", "/admin/costs", "/admin/costs/new",
		"/admin/authorities", "/admin/authorities/new", "/admin/organisations", fmt.Sprintf("/admin/organisations/%d", s.Org.ID),
		"/admin/desks", "/admin/desks/new", fmt.Sprintf("/admin/desks/%d", s.Desk.ID), fmt.Sprintf("/admin/desks/%d/ways", s.Desk.ID),
		"/admin/groups", "/admin/groups/new", fmt.Sprintf("/admin/groups/%d", s.Group.ID), fmt.Sprintf("/admin/groups/%d?q=anna", s.Group.ID),
		"/admin/categories", "/admin/categories/new", fmt.Sprintf("/admin/categories/%d", s.Category.ID),
		"/admin/kinds", "/admin/kinds/incident", "/admin/kinds/incident/states/new", "/admin/kinds/incident/states/investigating",
		"/admin/kinds/incident/fields/new", "/admin/kinds/incident/fields/device", "/admin/kinds/change", "/admin/templates", "/admin/templates/new",
		"/admin/views", "/admin/settings", "/admin/settings/priority.matrix", "/admin/settings/hours.opening", "/admin/settings/target.respond",
		"/admin/settings/publish.places", "/admin/settings/close.after", "/admin/settings/mail.notify", "/admin/settings/close.who",
		"/admin/settings/availability.target", "/admin/roles", "/admin/roles/agent", "/admin/grants", "/admin/grants?day=2026-03-02", "/admin/tokens",
		"/admin/tokens?ended=1", "/admin/tokens/new", "/admin/log", "/admin/log?what=right.granted",
	}
}

// installation are the pages of those who look after all organisations.
var installation = []string{"/admin/organisations/new", "/admin/roles/new", "/admin/jobs"}

func TestEvery_page_opens_in_both_languages(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		all := append(furnish(t, s), installation...)
		chief(t, s)
		for _, lang := range []string{"sv", "en"} {
			ada := s.As(t, "ada")
			ada.Get("/admin?lang=" + lang)
			for _, path := range all {
				ada.Get(path).MustBe(200)
			}
		}
	})
}
