package suppliers

import (
	"strconv"
	"strings"

	"lotsen/internal/desk/supplier"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// chosen reads "supplier:contact" of one field, so that nobody can choose one's contact at another.
func chosen(f *web.Form) supplier.ContactInput {
	who, contact, _ := strings.Cut(f.Get("contact"), ":")
	id, _ := strconv.ParseInt(who, 10, 64)     // What is no number names nobody, and the use case says so.
	at, _ := strconv.ParseInt(contact, 10, 64) // See above.
	return supplier.ContactInput{Supplier: supplier.ID(id), Contact: supplier.ContactID(at), Note: f.Words("note")}
}

func (p *pages) showServiceContact(c *web.Ctx, status int, f *web.Form, k supplier.ServiceContact) error {
	list, err := p.Supplier.Reachable(c.Context(), c.Actor(), k.Org)
	if err != nil {
		return err
	}
	var choices []ui.Option
	for _, r := range list {
		o := ui.Option{Value: sheet.Text(r.Supplier) + ":" + sheet.Text(r.Contact), Text: r.SupplierName, Group: c.T.T("supplier.sort." + string(r.Sort))}
		if r.Contact != 0 {
			o.Text += ", " + r.Name
		}
		choices = append(choices, o)
	}
	form := sheet.Of(c, f, area, paths.DelegationContacts(sheet.Text(k.Service)), c.T.T("supplier.save"),
		sheet.Field{Name: "contact", Kind: sheet.Choice, Required: true, Empty: c.T.T("supplier.choose"), Options: choices},
		sheet.Field{Name: "note", Width: "m"},
	).Back(paths.DelegationContacts())
	h := sheet.Head{
		Title: inLang(c, k.Sv, k.En), Lead: c.T.T("supplier.contacts.whom"),
		Above: []ui.Crumb{{Href: paths.DelegationContacts(), Text: c.T.T("supplier.contacts.title")}},
	}
	return p.show(c, status, h, form.Show(c.T))
}
