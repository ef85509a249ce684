package suppliers

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// contactList is whom to delegate to, service by service, with what nobody has made sure of for long.
func (p *pages) contactList(c *web.Ctx) error {
	org, orgs, err := p.org(c, nil)
	if err != nil {
		return err
	}
	list, err := p.Supplier.ServiceContacts(c.Context(), c.Actor(), org)
	if err != nil {
		return err
	}
	h := sheet.Head{Title: c.T.T("supplier.contacts.title"), Lead: c.T.T("supplier.contacts.lead"), Tabs: orgTabs(c, paths.DelegationContacts(), orgs, org)}
	overdue := 0
	for _, k := range list {
		if k.Overdue(c.Now()) {
			overdue++
		}
	}
	if overdue > 0 {
		h.Tags = []ui.TagView{{Text: c.T.T("supplier.contacts.overdue_count", "count", overdue), Color: ui.Warning, Icon: "warning"}}
	}
	return p.show(c, http.StatusOK, h, contactTable(c, list))
}

// orgTabs lead to the same page about another organisation.
func orgTabs(c *web.Ctx, path string, orgs []directory.Organisation, now directory.OrgID) *ui.TabsView {
	tabs := &ui.TabsView{Label: c.T.T("supplier.field.org")}
	for _, o := range orgs {
		tabs.Tabs = append(tabs.Tabs, ui.TabView{Href: paths.With(path, "org", sheet.Text(o.ID)), Text: o.Name, Current: o.ID == now})
	}
	return tabs
}

func contactTable(c *web.Ctx, list []supplier.ServiceContact) templ.Component {
	if len(list) == 0 {
		return ui.EmptyState(ui.EmptyView{Icon: "info", Title: c.T.T("supplier.contacts.empty"), Text: c.T.T("supplier.contacts.empty_text")})
	}
	t := ui.TableView{
		ID: "contacts", Caption: c.T.T("supplier.contacts.title"), CaptionHidden: true,
		Columns: append(columns(c, "service", "supplier", "reach", "verified"), ui.Column{Text: c.T.T("supplier.contacts.do"), TextHidden: true}),
	}
	give := c.Actor().May(supplier.MayContribute)
	for _, k := range list {
		name := inLang(c, k.Sv, k.En)
		tag := ui.TagView{Text: c.T.T("supplier.contacts.fresh"), Color: ui.Success, Icon: "check"}
		if k.Overdue(c.Now()) {
			tag = ui.TagView{Text: c.T.T("supplier.contacts.overdue"), Color: ui.Warning, Icon: "warning"}
		}
		who, note := ui.Cell{Text: c.T.T("supplier.nobody")}, k.Note
		if k.Supplier != 0 {
			who = ui.Cell{Text: k.SupplierName, Href: paths.Supplier(ref(k.Supplier)), Note: k.ContactName}
		}
		cells := []ui.Cell{
			{Text: name, Header: true, Note: note},
			who,
			{Text: k.Phone, Note: k.Email},
			{Text: c.T.Date(k.VerifiedAt), Content: sheet.Tags([]ui.TagView{tag})},
			{},
		}
		if give {
			cells[0].Href = paths.DelegationContacts(sheet.Text(k.Service))
			if k.Supplier != 0 {
				cells[4].Content = sheet.Do(c, paths.DelegationContacts(sheet.Text(k.Service), "verify"), c.T.T("supplier.contacts.verify"), c.T.T("supplier.contacts.verify_of", "name", name)).Show(c.T)
			}
		}
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(k.Service), Cells: cells})
	}
	return ui.Table(t)
}

func inLang(c *web.Ctx, sv, en string) string {
	if c.T.Lang() == "en" && en != "" {
		return en
	}
	return sv
}

func (p *pages) verify(c *web.Ctx) error {
	id, err := sheet.Number[ticket.ServiceID](c, "service")
	if err != nil {
		return err
	}
	if err := p.Supplier.Verify(c.Context(), c.Actor(), id); err != nil {
		return err
	}
	c.Flash("supplier.contacts.verified")
	k, err := p.Supplier.ServiceContact(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	return c.Redirect(paths.With(paths.DelegationContacts(), "org", sheet.Text(k.Org)))
}

func (p *pages) serviceContact(c *web.Ctx) error {
	id, err := sheet.Number[ticket.ServiceID](c, "service")
	if err != nil {
		return err
	}
	k, err := p.Supplier.ServiceContact(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	return p.showServiceContact(c, http.StatusOK, web.NewForm("contact", sheet.Text(k.Supplier)+":"+sheet.Text(k.Contact), "note", k.Note), k)
}

func (p *pages) setServiceContact(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	id, err := sheet.Number[ticket.ServiceID](c, "service")
	if err != nil {
		return err
	}
	k, err := p.Supplier.ServiceContact(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	err = p.Supplier.SetServiceContact(c.Context(), c.Actor(), id, chosen(f))
	if status, again := sheet.Again(f, err); again {
		return p.showServiceContact(c, status, f, k)
	}
	if err != nil {
		return err
	}
	c.Flash("supplier.contacts.verified")
	return c.Redirect(paths.With(paths.DelegationContacts(), "org", sheet.Text(k.Org)))
}
