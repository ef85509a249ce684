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
