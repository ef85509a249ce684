package suppliers

import (
	"net/http"

	"lotsen/internal/desk/supplier"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
)

// contact is the form of a contact, a new one or one that is there.
func (p *pages) contact(c *web.Ctx) error {
	x, err := p.one(c)
	if err != nil {
		return err
	}
	if c.Param("contact") == "" {
		return p.showContact(c, http.StatusOK, web.NewForm("active", "1"), x, 0)
	}
	id, err := sheet.Number[supplier.ContactID](c, "contact")
	if err != nil {
		return err
	}
	all, err := p.Supplier.Contacts(c.Context(), c.Actor(), x.ID)
	if err != nil {
		return err
	}
	for _, k := range all {
		if k.ID == id {
			f := web.NewForm("name", k.Name, "role", k.Role, "phone", k.Phone, "email", k.Email, "hours", k.Hours)
			if k.Active {
				f.Set("active", "1")
			}
			return p.showContact(c, http.StatusOK, f, x, id)
		}
	}
	return errs.Missing()
}

func (p *pages) saveContact(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.one(c)
	if err != nil {
		return err
	}
	k := supplier.Contact{
		ID: supplier.ContactID(f.Int("contact")), Name: f.Words("name"), Role: f.Words("role"), Phone: f.Get("phone"), Email: f.Get("email"),
		Hours: f.Words("hours"), Active: f.Has("active"),
	}
	err = p.Supplier.SaveContact(c.Context(), c.Actor(), x.ID, k)
	if status, again := sheet.Again(f, err); again {
		return p.showContact(c, status, f, x, k.ID)
	}
	if err != nil {
		return err
	}
	c.Flash("supplier.saved", "name", k.Name)
	return c.Redirect(paths.Supplier(ref(x.ID)))
}

func (p *pages) showContact(c *web.Ctx, status int, f *web.Form, x supplier.Supplier, id supplier.ContactID) error {
	fields := []sheet.Field{
		{Name: "name", Required: true, Width: "m"},
		{Name: "role", Width: "m"},
		{Name: "phone", Type: "tel", Width: "m"},
		{Name: "email", Type: "email", Width: "m"},
		{Name: "hours", Width: "m"},
	}
	title := "supplier.contact.add"
	if id != 0 {
		title, fields = "supplier.contact.change", append(fields, sheet.Field{Name: "active", Kind: sheet.Yes})
	}
	form := sheet.Of(c, f, area, paths.Supplier(ref(x.ID), "contacts"), c.T.T("supplier.save"), fields...).Back(paths.Supplier(ref(x.ID)))
	if id != 0 {
		form = form.Hidden("contact", sheet.Text(id))
	}
	return p.show(c, status, below(c, x, title), form.Show(c.T))
}
