package suppliers

import (
	"net/http"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// options turns a list into the answers of a field.
func options[T any](list []T, option func(T) (value, text string)) []ui.Option {
	out := make([]ui.Option, len(list))
	for i, v := range list {
		out[i].Value, out[i].Text = option(v)
	}
	return out
}

// named is options for words with a text of their own.
func named[T ~string](c *web.Ctx, prefix string, list []T) []ui.Option {
	return options(list, func(v T) (string, string) { return string(v), c.T.T(prefix + string(v)) })
}

func (p *pages) owners(c *web.Ctx, org directory.OrgID) ([]ui.Option, error) {
	list, err := p.Supplier.Owners(c.Context(), c.Actor(), org)
	return options(list, func(o supplier.Owner) (string, string) { return sheet.Text(o.ID), o.Name }), err
}

// org is the organisation that a form is about: the one that was chosen, or the first.
func (p *pages) org(c *web.Ctx, f *web.Form) (directory.OrgID, []directory.Organisation, error) {
	list, err := p.Supplier.ReadOrgs(c.Context(), c.Actor())
	if err != nil || len(list) == 0 {
		return 0, nil, err
	}
	asked := sheet.Asked[directory.OrgID](c, "org")
	if f.Int("org") != 0 {
		asked = directory.OrgID(f.Int("org"))
	}
	for _, o := range list {
		if o.ID == asked {
			return o.ID, list, nil
		}
	}
	return list[0].ID, list, nil
}

func (p *pages) blank(c *web.Ctx) error {
	return p.showEdit(c, http.StatusOK, web.NewForm("sort", string(supplier.Other)), supplier.Supplier{})
}

func (p *pages) add(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	org, _, err := p.org(c, f)
	if err != nil {
		return err
	}
	x, err := p.Supplier.Add(c.Context(), c.Actor(), org, input(f))
	if status, again := sheet.Again(f, err); again {
		return p.showEdit(c, status, f, supplier.Supplier{})
	}
	if err != nil {
		return err
	}
	c.Flash("supplier.saved", "name", x.Name)
	return c.Redirect(paths.Supplier(ref(x.ID)))
}

func input(f *web.Form) supplier.Input {
	return supplier.Input{
		Sort: supplier.Sort(f.Get("sort")), Name: f.Words("name"), CustomerNo: f.Get("customer_no"), Phone: f.Get("phone"), Email: f.Get("email"),
		Web: f.Get("web"), Note: f.Words("note"), Login: f.Get("login"), Owner: directory.PersonID(f.Int("owner")), Active: f.Has("active"),
	}
}

// one is the supplier in the address.
func (p *pages) one(c *web.Ctx) (supplier.Supplier, error) {
	id, err := sheet.Number[supplier.ID](c, "id")
	if err != nil {
		return supplier.Supplier{}, err
	}
	return p.Supplier.Load(c.Context(), c.Actor(), id)
}

func (p *pages) edit(c *web.Ctx) error {
	x, err := p.one(c)
	if err != nil {
		return err
	}
	f := web.NewForm("sort", string(x.Sort), "name", x.Name, "customer_no", x.CustomerNo, "phone", x.Phone, "email", x.Email, "web", x.Web, "note", x.Note,
		"owner", sheet.Text(x.Owner))
	if x.Active {
		f.Set("active", "1")
	}
	if x.Person != 0 {
		behind, err := p.Directory.Person(c.Context(), c.Actor(), x.Person)
		if err != nil {
			return err
		}
		f.Set("login", behind.Login)
	}
	return p.showEdit(c, http.StatusOK, f, x)
}

func (p *pages) change(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.one(c)
	if err != nil {
		return err
	}
	done, err := p.Supplier.Change(c.Context(), c.Actor(), x.ID, f.Int("version"), input(f))
	if status, again := sheet.Again(f, err); again {
		return p.showEdit(c, status, f, x)
	}
	if err != nil {
		return err
	}
	c.Flash("supplier.saved", "name", done.Name)
	return c.Redirect(paths.Supplier(ref(x.ID)))
}

func (p *pages) showEdit(c *web.Ctx, status int, f *web.Form, x supplier.Supplier) error {
	org := x.Org
	var orgs []directory.Organisation
	if x.ID == 0 {
		var err error
		if org, orgs, err = p.org(c, f); err != nil {
			return err
		}
	}
	owners, err := p.owners(c, org)
	if err != nil {
		return err
	}
	fields := []sheet.Field{
		{Name: "name", Required: true, Width: "m"},
		{Name: "sort", Kind: sheet.Choice, Required: true, Options: named(c, "supplier.sort.", supplier.Sorts())},
		{Name: "login", Width: "m"},
		{Name: "customer_no", Width: "s"},
		{Name: "phone", Width: "m", Type: "tel"},
		{Name: "email", Width: "m", Type: "email"},
		{Name: "web", Width: "m"},
		{Name: "owner", Kind: sheet.Choice, Empty: c.T.T("supplier.nobody"), Options: owners},
		{Name: "note", Kind: sheet.Long},
	}
	action, title, back := paths.Suppliers(), c.T.T("supplier.list.add"), paths.Suppliers()
	if len(orgs) > 1 {
		f.Set("org", sheet.Text(org))
		fields = append([]sheet.Field{{Name: "org", Kind: sheet.Choice, Required: true, Options: options(orgs, func(o directory.Organisation) (string, string) {
			return sheet.Text(o.ID), o.Name
		})}}, fields...)
	}
	if x.ID != 0 {
		fields = append(fields, sheet.Field{Name: "active", Kind: sheet.Yes})
		action, title, back = paths.Supplier(ref(x.ID), "edit"), x.Name, paths.Supplier(ref(x.ID))
	}
	form := sheet.Of(c, f, area, action, c.T.T("supplier.save"), fields...).Back(back)
	if x.ID != 0 {
		form = form.Versioned(sheet.Text(x.Version))
	}
	return p.show(c, status, sheet.Head{Title: title}, form.Show(c.T))
}
