package admin_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

// stranger makes Siv the administrator of the other organisation.
func stranger(t *testing.T, s *site.Site) {
	t.Helper()
	siv, err := s.App.Directory.Person(t.Context(), authz.System("test"), s.Person(t, "siv"))
	if err != nil {
		t.Fatal(err)
	}
	grant(t, s, "siv", "admin", authz.Organisation, int64(siv.Org))
}

func TestThe_administrator_of_one_organisation_knows_nothing_of_another(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		all := furnish(t, s)
		stranger(t, s)
		siv := s.As(t, "siv")
		for _, path := range append(all, installation...) {
			page := siv.Get(path)
			switch page.Status {
			case http.StatusOK:
				page.MustNotSee("Åkesson", "Lindskolan", "Lindvägen", "anna@storstad.example", "It-supporten i Storstad", "Journalsystem")
			case http.StatusNotFound, http.StatusForbidden:
			default:
				t.Errorf("%s: status %d", path, page.Status)
			}
		}
		for _, path := range []string{"people", "people/new", "units", "units/new", "sites", "costs", "authorities", "desks", "kinds", "kinds/incident", "settings", "settings/close.after", "grants", "import", "mailboxes"} {
			siv.Get(fmt.Sprintf("/admin/%s?org=%d", path, s.Org.ID)).MustBe(http.StatusNotFound)
		}
		for _, path := range []string{"groups", "groups/new", "categories", "templates", "views"} {
			siv.Get(fmt.Sprintf("/admin/%s?desk=%d", path, s.Desk.ID)).MustBe(http.StatusNotFound)
		}
	})
}

func TestWhat_a_stranger_sends_changes_nothing(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		furnish(t, s)
		stranger(t, s)
		anna, eva, org, desk, group := s.Person(t, "anna"), s.Person(t, "eva"), s.Org.ID, s.Desk.ID, s.Group.ID
		before := tally(t, s)
		siv := s.As(t, "siv")
		for path, values := range map[string]url.Values{
			"people":                                             {"org": {fmt.Sprint(org)}, "given": {"Olle"}},
			fmt.Sprintf("people/%d", anna):                       {"version": {"1"}, "given": {"Stulen"}},
			fmt.Sprintf("people/%d/end", anna):                   nil,
			fmt.Sprintf("people/%d/protect", anna):               nil,
			fmt.Sprintf("people/%d/password", anna):              {"password": {"mycket svårt att gissa"}},
			fmt.Sprintf("people/%d/sessions/end", eva):           nil,
			fmt.Sprintf("people/%d/rights", anna):                {"role": {"admin"}, "of": {fmt.Sprintf("organisation:%d", org)}},
			fmt.Sprintf("people/%d/rights/end", eva):             {"right": {"1"}},
			"units":                                              {"org": {fmt.Sprint(org)}, "name": {"Ny"}},
			"units/1":                                            {"version": {"1"}, "name": {"Ny"}},
			"units/1/move":                                       {"parent": {"0"}},
			fmt.Sprintf("sites?org=%d", org):                     {"name": {"Ny"}},
			fmt.Sprintf("sites/1?org=%d", org):                   {"name": {"Ny"}},
			fmt.Sprintf("costs?org=%d", org):                     {"code": {"1"}},
			fmt.Sprintf("authorities?org=%d", org):               {"name": {"Ny"}},
			fmt.Sprintf("desks?org=%d", org):                     {"name": {"Ny"}, "key": {"ny"}},
			fmt.Sprintf("desks/%d?org=%d", desk, org):            {"name": {"Ny"}},
			fmt.Sprintf("desks/%d/ways", desk):                   {"lines": {"1"}},
			fmt.Sprintf("organisations/%d", org):                 {"version": {"1"}, "name": {"Ny"}},
			"organisations":                                      {"key": {"ny"}, "name": {"Ny"}},
			"groups":                                             {"desk": {fmt.Sprint(desk)}, "name": {"Ny"}, "line": {"1"}},
			fmt.Sprintf("groups/%d", group):                      {"name": {"Ny"}, "line": {"1"}},
			fmt.Sprintf("groups/%d/join", group):                 {"person": {fmt.Sprint(anna)}},
			fmt.Sprintf("groups/%d/leave", group):                {"person": {fmt.Sprint(eva)}},
			"categories":                                         {"desk": {fmt.Sprint(desk)}, "sv": {"Ny"}},
			fmt.Sprintf("categories/%d", s.Category.ID):          {"version": {"1"}, "sv": {"Ny"}},
			fmt.Sprintf("kinds/incident?org=%d", org):            {"version": {"0"}},
			fmt.Sprintf("kinds/incident/states/new?org=%d", org): {"version": {"0"}, "sv": {"Ny"}, "state": {"open"}},
			fmt.Sprintf("kinds/incident/fields/new?org=%d", org): {"version": {"0"}, "sv": {"Ny"}, "type": {"text"}},
			fmt.Sprintf("templates?desk=%d", desk):               {"name": {"Ny"}, "lang": {"sv"}, "text": {"Hej"}},
			fmt.Sprintf("settings/close.after?org=%d", org):      {"value": {"1"}},
			fmt.Sprintf("mailboxes?org=%d", org):                 {"name": {"Ny"}, "address": {"a@b.se"}, "desk": {fmt.Sprint(desk)}},
			"tokens":                                             {"name": {"Ny"}, "for": {"anna"}},
			"roles":                                              {"sv": {"Ny"}, "en": {"New"}, "key": {"ny"}, "verbs": {"ticket.read"}},
			"roles/admin":                                        {"sv": {"Ny"}, "en": {"New"}},
			"jobs/retry":                                         {"job": {"1"}},
			"jobs/discard":                                       {"job": {"1"}},
			"import/apply":                                       {"org": {fmt.Sprint(org)}, "kind": {"people"}, "digest": {"x"}, "carried": {"x"}},
		} {
			page := siv.Post("/admin/"+path, values)
			if page.Status != http.StatusNotFound && page.Status != http.StatusForbidden && page.Status != http.StatusUnprocessableEntity {
				t.Errorf("POST %s: status %d\n%.300s", path, page.Status, page.Text())
			}
		}
		if after := tally(t, s); after != before {
			t.Errorf("changed from\n%s to\n%s", before, after)
		}
	})
}

// tally is all that the organisation has, in words that differ when anything does.
func tally(t *testing.T, s *site.Site) string {
	t.Helper()
	ctx, by, d := t.Context(), authz.System("test"), s.App.Directory
	var b strings.Builder
	note := func(v any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%+v\n", v)
	}
	people, err := d.People(ctx, by, directory.PersonFilter{Org: s.Org.ID})
	note(people, err)
	for _, who := range []string{"anna", "eva", "ada"} {
		rights, err := s.App.Access.GrantsOf(ctx, by, s.Person(t, who))
		note(rights, err)
	}
	units, err := d.Units(ctx, by, s.Org.ID)
	note(units, err)
	sites, err := d.Sites(ctx, by, s.Org.ID)
	note(sites, err)
	desks, err := d.Desks(ctx, by)
	note(desks, err)
	ways, err := d.ContactWays(ctx, s.Desk.ID)
	note(ways, err)
	groups, err := d.Groups(ctx, by, 0)
	note(groups, err)
	members, err := d.Members(ctx, by, s.Group.ID)
	note(members, err)
	orgs, err := d.Organisations(ctx, by)
	note(orgs, err)
	categories, err := s.App.Ticket.Categories(ctx, s.Desk.ID)
	note(categories, err)
	kind, err := s.App.Ticket.KindConfig(ctx, s.Org.ID, ticket.Incident)
	note(kind.Version, err)
	templates, err := s.App.Ticket.Templates(ctx, by, s.Org.ID, s.Desk.ID)
	note(templates, err)
	settings, err := s.App.Setting.All(ctx, by, s.Org.ID)
	for _, st := range settings {
		fmt.Fprintf(&b, "%s %s\n", st.Key, st.Current.Raw)
	}
	note(len(settings), err)
	tokens, err := s.App.Access.Tokens(ctx, by)
	note(tokens, err)
	return b.String()
}

func TestWho_holds_no_verb_is_refused_at_the_door(t *testing.T) {
	t.Parallel()
	s := site.New(t)
	all := append(furnish(t, s), installation...)
	anna, eva := s.As(t, "anna"), s.As(t, "eva")
	for _, path := range all {
		anna.Get(path).MustBe(http.StatusForbidden)
		eva.Get(path).MustBe(http.StatusForbidden)
	}
	s.Pages(t).Anonymous().Get("/admin").MustSee("Logga in")
}

func TestAnother_operations_desk_is_invisible_to_the_agents_of_it(t *testing.T) {
	t.Parallel()
	req.Proves(t, "SE-07")
	site.Each(t, func(t *testing.T, s *site.Site) {
		ada := s.As(t, "ada")
		ada.Get("/admin/desks").Click("Lägg till servicedesk").Form("Lägg till servicedesk").Fill("Namn", "HR-servicedesk").Fill("Kortnamn", "hr").
			Submit("Lägg till servicedesk").MustSee("HR-servicedesk är sparad.")
		desks, err := s.App.Directory.Desks(t.Context(), authz.System("test"))
		if err != nil {
			t.Fatal(err)
		}
		var hr directory.Desk
		for _, d := range desks {
			if d.Key == "hr" {
				hr = d
			}
		}
		bo := fmt.Sprint(s.Person(t, "bo"))
		ada.Get("/admin/people/"+bo+"/rights/new").Form("Ge en roll").Choose("Roll", "Handläggare").Choose("Gäller för", "HR-servicedesk").Submit("Ge en roll").MustSee("Bo Öberg har fått rollen.")
		case_, err := s.App.Ticket.Report(t.Context(), s.Actor(t, "anna"), ticket.ReportInput{Desk: hr.ID, Title: "Rehabilitering efter sjukskrivning"})
		if err != nil {
			t.Fatal(err)
		}
		s.As(t, "bo").Get("/desk").MustSee("Rehabilitering efter sjukskrivning")
		eva := s.As(t, "eva")
		eva.Get("/desk").MustNotSee("Rehabilitering")
		eva.Get("/desk/tickets/" + case_.ID.String()).MustBe(http.StatusNotFound)
		eva.Get(fmt.Sprintf("/desk?desk=%d", hr.ID)).MustBe(http.StatusNotFound)
	})
}
