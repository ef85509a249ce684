package suppliers

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

func (p *pages) card(c *web.Ctx) error {
	return p.showCard(c, http.StatusOK, nil)
}

// showCard is all about one supplier: who they are, what was agreed, how it goes, what is followed up. Join is the form
// that lets somebody in, when it came back.
func (p *pages) showCard(c *web.Ctx, status int, join *web.Form) error {
	id, err := sheet.Number[supplier.ID](c, "id")
	if err != nil {
		return err
	}
	x, err := p.Supplier.Card(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	flow, err := p.flow(c, &x.Supplier)
	if err != nil {
		return err
	}
	h := sheet.Head{Title: x.Name, Tags: []ui.TagView{{Text: c.T.T("supplier.sort." + string(x.Sort))}}, Actions: cardActs(c, x)}
	if !x.Active {
		h.Tags = append(h.Tags, ui.TagView{Text: c.T.T("supplier.list.ended"), Icon: "pause"})
	}
	main := append(flow, followPanel(c, x), levelPanel(c, x), reportPanel(c, x))
	beside := []templ.Component{factPanel(c, x), agreementPanel(c, x), contactPanel(c, x), peoplePanel(c, x, join)}
	return p.show(c, status, h, sheet.Split(main, beside))
}

func mayWrite(c *web.Ctx, x supplier.Card) bool {
	return supplier.Seems(c.Actor(), supplier.MayWrite, x.Org)
}

func mayGive(c *web.Ctx, x supplier.Card) bool {
	return supplier.Seems(c.Actor(), supplier.MayContribute, x.Org) || len(c.Actor().Reaches(supplier.MayContribute, "supplier")) > 0
}

func cardActs(c *web.Ctx, x supplier.Card) []templ.Component {
	var out []templ.Component
	add := func(href, key, icon string) {
		out = append(out, ui.ButtonLink(href, ui.ButtonView{Text: c.T.T(key), Icon: icon, Variant: ui.Secondary}))
	}
	if mayWrite(c, x) {
		add(paths.Supplier(ref(x.ID), "edit"), "supplier.card.edit", "")
	}
	if x.Sort == supplier.Product {
		add(paths.Supplier(ref(x.ID), "deliveries"), "supplier.deliveries.title", "order")
	}
	add(paths.Supplier(ref(x.ID), "tickets.csv"), "supplier.card.tickets", "down")
	add(paths.Supplier(ref(x.ID), "card.csv"), "supplier.card.export", "down")
	return out
}

// facts are the definitions that have something to say.
func facts(c *web.Ctx, pairs ...string) []ui.Definition {
	var out []ui.Definition
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			out = append(out, ui.Definition{Term: c.T.T(area + pairs[i]), Text: pairs[i+1]})
		}
	}
	return out
}

func factPanel(c *web.Ctx, x supplier.Card) templ.Component {
	list := facts(c, "phone", x.Phone, "email", x.Email, "web", x.Web, "customer_no", x.CustomerNo, "person", x.PersonName, "owner", x.OwnerName, "note", x.Note)
	if len(list) == 0 {
		return sheet.Panel(ui.PanelView{ID: "facts", Title: c.T.T("supplier.card.facts")}, sheet.Note(c.T.T("supplier.card.none")))
	}
	return sheet.Panel(ui.PanelView{ID: "facts", Title: c.T.T("supplier.card.facts")}, ui.DefinitionList(list))
}

func agreementPanel(c *web.Ctx, x supplier.Card) templ.Component {
	v := ui.PanelView{ID: "agreement", Title: c.T.T("supplier.agreement.title")}
	if mayWrite(c, x) {
		v.Action = &ui.ActionLink{Href: paths.Supplier(ref(x.ID), "agreement"), Text: c.T.T("supplier.agreement.edit")}
	}
	a := x.Agreement
	list := facts(c, "way", c.T.T("supplier.way."+string(a.Way)), "address", a.Address, "minutes", minutes(c, a.Minutes), "hours", a.Hours, "forums", a.Forums,
		"from", a.From, "to", a.To, "text", a.Text)
	if len(a.Shows) > 0 {
		seen := make([]string, len(a.Shows))
		for i, part := range a.Shows {
			seen[i] = c.T.T("supplier.show." + part)
		}
		list = append(list, ui.Definition{Term: c.T.T("supplier.agreement.shows"), Text: joined(seen...)})
	}
	return sheet.Panel(v, ui.DefinitionList(list))
}

func contactPanel(c *web.Ctx, x supplier.Card) templ.Component {
	v := ui.PanelView{ID: "contacts", Title: c.T.T("supplier.card.contacts")}
	give := mayGive(c, x)
	if give {
		v.Action = &ui.ActionLink{Href: paths.Supplier(ref(x.ID), "contacts", "new"), Text: c.T.T("supplier.contact.add")}
	}
	if len(x.Contacts) == 0 {
		return sheet.Panel(v, sheet.Note(c.T.T("supplier.card.none")))
	}
	var list []ui.Definition
	for _, k := range x.Contacts {
		d := ui.Definition{Term: k.Name, Text: joined(k.Role, k.Phone, k.Email, k.Hours)}
		if !k.Active {
			d.Text = joined(c.T.T("supplier.list.ended"), d.Text)
		}
		if give {
			d.Content = sheet.Go(paths.Supplier(ref(x.ID), "contacts", sheet.Text(k.ID)), c.T.T("supplier.contact.change_of", "name", k.Name))
		}
		list = append(list, d)
	}
	return sheet.Panel(v, ui.DefinitionList(list))
}

// peoplePanel is who logs in for the supplier, with the form that lets one more in.
func peoplePanel(c *web.Ctx, x supplier.Card, f *web.Form) templ.Component {
	v := ui.PanelView{ID: "people", Title: c.T.T("supplier.card.people")}
	var parts []templ.Component
	var list []ui.Definition
	for _, w := range x.Workers {
		list = append(list, ui.Definition{Term: w.Name, Text: joined(w.Title, c.T.Date(w.To))})
	}
	parts = append(parts, ui.DefinitionList(list))
	if len(list) == 0 {
		parts = []templ.Component{sheet.Note(c.T.T("supplier.card.nobody"))}
	}
	if c.Actor().May(access.RoleGrant) {
		form := sheet.Of(c, f, area, paths.Supplier(ref(x.ID), "people"), c.T.T("supplier.card.join"), sheet.Field{Name: "login", Required: true, Width: "m", Hint: c.T.T("supplier.card.join_help")}).Quiet()
		parts = append(parts, sheet.Fold(ui.DetailsView{ID: "join", Summary: c.T.T("supplier.card.join"), Plain: true, Open: form.Wrong()}, form.Show(c.T)))
	}
	return sheet.Panel(v, parts...)
}

// joined writes what is there with commas between.
func joined(parts ...string) string {
	out := ""
	for _, s := range parts {
		if s != "" && out != "" {
			out += ", "
		}
		out += s
	}
	return out
}
