package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/browser"
	"lotsen/internal/testkit/site"
)

// office is a site whose administrator, Ada, looks after the whole installation.
type office struct {
	*site.Site
	url, unit string
}

func openOffice(t *testing.T) *office {
	t.Helper()
	o := &office{Site: site.New(t)}
	ctx, by, d := t.Context(), authz.System("test"), o.App.Directory
	if _, err := o.App.Access.Grant(ctx, by, access.GrantInput{Person: o.Person(t, "ada"), Role: "admin", Reach: authz.Everywhere}); err != nil {
		t.Fatal(err)
	}
	city, err := d.AddUnit(ctx, by, o.Org.ID, directory.UnitInput{Name: "Utbildningsförvaltningen"})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Lindskolan", "Ekskolan", "Björkgymnasiet"} {
		u, err := d.AddUnit(ctx, by, o.Org.ID, directory.UnitInput{Name: name, Parent: city.ID})
		if err != nil {
			t.Fatal(err)
		}
		o.unit = fmt.Sprint(u.ID)
		if _, err := d.AddSite(ctx, by, o.Org.ID, directory.SiteInput{Name: name, Address: "Skolvägen 1"}); err != nil {
			t.Fatal(err)
		}
	}
	o.url = o.Serve(t)
	return o
}

func (o *office) as(t *testing.T, person, path string, options ...browser.Option) *browser.Page {
	t.Helper()
	p := browser.Open(t, o.url+"/contact", options...)
	browser.Eval[string](p, fmt.Sprintf("document.cookie = 'lotsen_session=%s; path=/'", o.Token(t, person)))
	return p.Go(o.url + path)
}

func TestAdmin_pages_are_accessible(t *testing.T) {
	o := openOffice(t)
	anna, eva, org, desk := fmt.Sprint(o.Person(t, "anna")), fmt.Sprint(o.Person(t, "eva")), fmt.Sprint(o.Org.ID), fmt.Sprint(o.Desk.ID)
	page := o.as(t, "ada", "/admin")
	for _, path := range []string{
		"", "people", "people/new", "people/" + anna, "people/" + anna + "/history", "people/" + anna + "/password", "people/" + eva + "/rights",
		"people/" + eva + "/rights/new", "people/" + anna + "/sessions", "units", "units/new", "units/" + o.unit, "units/" + o.unit + "/move",
		"sites", "sites/new", "costs", "authorities", "organisations", "organisations/" + org, "desks", "desks/" + desk, "desks/" + desk + "/ways",
		"groups", "groups/" + fmt.Sprint(o.Group.ID) + "?q=anna", "categories", "categories/" + fmt.Sprint(o.Category.ID), "kinds", "kinds/incident",
		"kinds/incident/states/new", "kinds/incident/fields/device", "templates", "templates/new", "views", "settings", "settings/priority.matrix",
		"settings/close.who", "settings/publish.places", "roles", "roles/new", "roles/agent", "grants", "tokens", "tokens/new", "log", "jobs",
	} {
		page.Go(o.url + strings.TrimSuffix("/admin/"+path, "/"))
		browser.AxeAll(t, page, "admin_"+strings.NewReplacer("/", "_", "?", "_", "=", "_").Replace(path))
	}
	if c := page.Complaints(); len(c) > 0 {
		t.Errorf("the browser complains: %v", c)
	}
}

func TestAdmin_error_states_are_accessible(t *testing.T) {
	o := openOffice(t)
	anna := fmt.Sprint(o.Person(t, "anna"))
	page := o.as(t, "ada", "/admin")
	for _, path := range []string{
		"people/new", "people/" + anna + "/password", "people/" + anna + "/rights/new", "units/new", "sites/new", "groups/new", "categories/new",
		"kinds/incident/states/new", "templates/new", "tokens/new", "import",
	} {
		page.Go(o.url + "/admin/" + path).Submit("main form [type=submit]:not([name])")
		if page.Text("#error-summary") == "" {
			t.Errorf("%s: nothing was wrong with an empty form", path)
			continue
		}
		if f := page.Focused(); f.Name != "Det här behöver rättas till" {
			t.Errorf("%s: the focus is on %q", path, f.Name)
		}
		browser.AxeAll(t, page, "admin_wrong_"+strings.ReplaceAll(path, "/", "_"))
	}
	page.Go(o.url + "/admin/settings/priority.matrix")
	browser.Eval[bool](page, "(document.querySelector('#f-value').value = 'x', true)")
	page.Submit("main form [type=submit]")
	browser.AxeAll(t, page, "admin_wrong_matrix")
	// Two have changed the same person.
	page.Go(o.url + "/admin/people/" + anna)
	who, err := o.App.Directory.Person(t.Context(), authz.System("test"), o.Person(t, "anna"))
	if err != nil {
		t.Fatal(err)
	}
	in := who.Input()
	in.Title = "Rektor"
	if _, err := o.App.Directory.ChangePerson(t.Context(), authz.System("test"), who.ID, who.Version, in); err != nil {
		t.Fatal(err)
	}
	page.Submit("main form [type=submit]")
	browser.AxeAll(t, page, "admin_conflict")
}

func TestAdmin_pages_are_accessible_in_English(t *testing.T) {
	o := openOffice(t)
	page := o.as(t, "ada", "/admin?lang=en")
	for _, path := range []string{"", "/people/new", "/units", "/kinds/incident", "/settings", "/roles", "/import"} {
		page.Go(o.url + "/admin" + path)
		if got := browser.Eval[string](page, "document.documentElement.lang"); got != "en" {
			t.Errorf("%s is in %q", path, got)
		}
		browser.AxePhone(t, page, "admin_en"+strings.ReplaceAll(path, "/", "_"))
	}
}

// A new colleague: taken up, given a role and a password, at work. Nothing of it needs a script.
func TestAdmin_takes_up_an_agent_without_scripts(t *testing.T) {
	o := openOffice(t)
	o.Report(t, "anna", "Projektorn visar ingen bild", "")
	page := enter(browser.Open(t, o.url+"/login", browser.NoScript()), o.url, "Ada Holm")
	page.Go(o.url+"/admin/people/new").Fill("[name=given]", "Olle").Fill("[name=family]", "Ek").Fill("[name=login]", "olle").Submit("main form [type=submit]")
	if got := page.Text("h1"); got != "Olle Ek" {
		t.Fatalf("the person's page is %q", got)
	}
	own := page.URL()
	page.Go(own+"/password").Fill("[name=password]", "tre ord utan samband").Click("[name=must_change]").Submit("main form [type=submit]")
	page.Go(own + "/rights/new")
	browser.Eval[bool](page, `(document.querySelector("[name=role]").value = "agent", true)`)
	browser.Eval[bool](page, fmt.Sprintf(`(document.querySelector("[name=of]").value = "desk:%d", true)`, o.Desk.ID))
	page.Submit("main form [type=submit]")
	if got := page.Text("main table"); !strings.Contains(got, "Handläggare") {
		t.Fatalf("the rights are %q", got)
	}
	olle := browser.Open(t, o.url+"/login", browser.NoScript())
	olle.Fill("[name=name]", "olle").Fill("[name=password]", "tre ord utan samband").Submit(`form[action="/login"] [type=submit]`)
	olle.Go(o.url + "/desk")
	if got := olle.Text("main"); !strings.Contains(got, "Projektorn visar ingen bild") {
		t.Errorf("the queue is %q", got)
	}
}
