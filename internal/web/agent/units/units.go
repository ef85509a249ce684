package units

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Ticket    *ticket.Service
	Outage    *outage.Service
}

type pages struct{ Deps }

// area is where the texts of the fields are.
const area = "proxy.unit."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	read, write := web.May(directory.PersonRead), web.May(directory.UnitDescribe)
	rs.Handle("GET /desk/units/{id}", read, p.unit)
	rs.Handle("GET /desk/units/{id}/history", read, p.history)
	rs.Handle("GET /desk/units/{id}/edit", write, p.edit)
	rs.Handle("POST /desk/units/{id}/edit", write, p.save)
}

// known is the unit in the address and what is known of it.
func (p *pages) known(c *web.Ctx) (directory.Unit, directory.UnitPage, error) {
	id, err := sheet.Number[directory.UnitID](c, "id")
	if err != nil {
		return directory.Unit{}, directory.UnitPage{}, err
	}
	k, err := p.Directory.UnitKnown(c.Context(), c.Actor(), id)
	if err != nil {
		return directory.Unit{}, k, err
	}
	u, err := p.Directory.Unit(c.Context(), c.Actor(), id)
	return u, k, err
}

func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Desk, paths.Desk()
	return sheet.Page(c, p.Shell, status, h, parts...)
}

// parts are what is written of a unit, in their order.
func parts(k *directory.UnitPage) []struct{ name, text string } {
	return []struct{ name, text string }{
		{"activities", k.Activities},
		{"deliveries", k.Deliveries},
		{"goals", k.Goals},
		{"conditions", k.Conditions},
		{"users", k.Users},
		{"contacts", k.Contacts},
		{"opening", k.Opening},
	}
}

// unit shows what is known, what is down there now, and what is open.
func (p *pages) unit(c *web.Ctx) error {
	u, k, err := p.known(c)
	if err != nil {
		return err
	}
	t := c.T
	h := sheet.Head{Title: u.Name, Lead: t.T("proxy.unit.lead")}
	if c.Actor().May(directory.UnitDescribe) {
		h.Actions = append(h.Actions, ui.ButtonLink(paths.Unit(u.ID, "edit"), ui.ButtonView{Text: t.T("proxy.unit.edit"), Variant: ui.Secondary}))
	}
	var main []templ.Component
	for _, part := range parts(&k) {
		panel := ui.PanelView{ID: part.name, Title: t.T(area + part.name)}
		if part.text == "" {
			main = append(main, sheet.Panel(panel, sheet.Note(t.T("proxy.unit.unknown"))))
			continue
		}
		main = append(main, sheet.Panel(panel, sheet.Say(part.text)))
	}
	beside, err := p.beside(c, &u, &k)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, h, sheet.Split(main, beside))
}

// beside is what the product itself knows: the place, outages, open cases.
func (p *pages) beside(c *web.Ctx, u *directory.Unit, k *directory.UnitPage) ([]templ.Component, error) {
	t := c.T
	var facts []ui.Definition
	add := func(key, text string) {
		if text != "" {
			facts = append(facts, ui.Definition{Term: t.T(area + key), Text: text})
		}
	}
	add("site", k.SiteName)
	add("school", k.SchoolCode)
	open, desk, err := p.open(c, u)
	if err != nil {
		return nil, err
	}
	if desk != 0 {
		facts = append(facts, ui.Definition{
			Term: t.T(area + "open"), Text: t.T("proxy.unit.cases", "count", open, "n", capped(open)),
			Href: paths.With(paths.Desk(), "desk", sheet.Text(desk), "unit", sheet.Text(u.ID)),
		})
	}
	if k.Version > 0 {
		by := k.SavedName
		if by == "" {
			by = t.T("proxy.somebody")
		}
		facts = append(facts, ui.Definition{Term: t.T(area + "saved"), Text: t.DateTime(k.SavedAt) + ", " + by, Href: paths.Unit(u.ID, "history")})
	}
	out := []templ.Component{sheet.Panel(ui.PanelView{ID: "facts", Title: t.T("proxy.unit.facts")}, ui.DefinitionList(facts))}
	if !c.Actor().May(outage.MayRead) {
		return out, nil
	}
	status, err := p.Outage.Status(c.Context(), c.Actor(), u.Org)
	if err != nil {
		return nil, err
	}
	return append(out, sheet.Panel(ui.PanelView{ID: "outages", Title: t.T("proxy.unit.outages")}, outages(t, u.ID, status.Now))), nil
}

// open counts the unit's open cases at the organisation's first desk that the reader works at.
func (p *pages) open(c *web.Ctx, u *directory.Unit) (int, directory.DeskID, error) {
	desks, err := p.Directory.Desks(c.Context(), c.Actor())
	if err != nil {
		return 0, 0, err
	}
	i := slices.IndexFunc(desks, func(d directory.Desk) bool { return d.Org == u.Org && ticket.WorksAt(c.Actor(), d.Org, d.ID) })
	if i < 0 {
		return 0, 0, nil
	}
	n, err := p.Ticket.Counts(c.Context(), c.Actor(), u.Org, desks[i].ID, []ticket.Filter{{Unit: u.ID}})
	if err != nil || len(n) == 0 {
		return 0, 0, err
	}
	return n[0], desks[i].ID, nil
}

func capped(n int) string {
	if n >= ticket.CountCap {
		return fmt.Sprintf("%d+", ticket.CountCap-1)
	}
	return strconv.Itoa(n)
}

// outages are those that last now and concern the unit, or everybody.
func outages(t *i18n.Printer, unit directory.UnitID, now []outage.Outage) templ.Component {
	var list []ui.Definition
	for i := range now {
		if o := &now[i]; len(o.Units) == 0 || slices.Contains(o.Units, unit) {
			list = append(list, ui.Definition{Term: o.Name(t.Lang()), Text: t.T("proxy.centre.since", "at", t.DateTime(o.From))})
		}
	}
	if len(list) == 0 {
		return sheet.Note(t.T("proxy.unit.no_outage"))
	}
	return ui.DefinitionList(list)
}

func above(u *directory.Unit) []ui.Crumb { return []ui.Crumb{{Href: paths.Unit(u.ID), Text: u.Name}} }

func (p *pages) edit(c *web.Ctx) error {
	u, k, err := p.known(c)
	if err != nil {
		return err
	}
	f := web.NewForm("version", strconv.FormatInt(k.Version, 10))
	for _, part := range parts(&k) {
		f.Set(part.name, part.text)
	}
	return p.ask(c, http.StatusOK, &u, f)
}

func (p *pages) ask(c *web.Ctx, status int, u *directory.Unit, f *web.Form) error {
	var fields []sheet.Field
	for _, part := range parts(&directory.UnitPage{}) {
		fields = append(fields, sheet.Field{Name: part.name, Kind: sheet.Long})
	}
	form := sheet.Of(c, f, area, paths.Unit(u.ID, "edit"), c.T.T("proxy.unit.save"), fields...).Versioned(f.Get("version")).Back(paths.Unit(u.ID))
	return p.show(c, status, sheet.Head{Title: c.T.T("proxy.unit.edit"), Lead: u.Name, Above: above(u)}, form.Show(c.T))
}

func (p *pages) save(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	u, now, err := p.known(c)
	if err != nil {
		return err
	}
	err = p.Directory.SaveUnitKnown(c.Context(), c.Actor(), directory.UnitPage{
		Unit: u.ID, Version: f.Int("version"), Activities: f.Words("activities"), Deliveries: f.Words("deliveries"), Goals: f.Words("goals"),
		Conditions: f.Words("conditions"), Users: f.Words("users"), Contacts: f.Words("contacts"), Opening: f.Words("opening"),
	})
	if errs.Is(err, errs.Conflict) {
		f.Set("version", strconv.FormatInt(now.Version, 10)) // Whoever has been told saves again.
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.ask(c, status, &u, f)
	}
	if err != nil {
		return err
	}
	c.Flash("proxy.unit.saved_flash")
	return c.Redirect(paths.Unit(u.ID))
}

// history shows what was known before, newest first.
func (p *pages) history(c *web.Ctx) error {
	u, _, err := p.known(c)
	if err != nil {
		return err
	}
	list, err := p.Directory.UnitKnownBefore(c.Context(), c.Actor(), u.ID)
	if err != nil {
		return err
	}
	var out []templ.Component
	for i := range list {
		k := &list[i]
		if k.Version == 0 {
			continue
		}
		var facts []ui.Definition
		for _, part := range parts(k) {
			if part.text != "" {
				facts = append(facts, ui.Definition{Term: c.T.T(area + part.name), Text: part.text})
			}
		}
		title := c.T.DateTime(k.SavedAt)
		if k.SavedName != "" {
			title += ", " + k.SavedName
		}
		out = append(out, sheet.Panel(ui.PanelView{ID: "v" + strconv.FormatInt(k.Version, 10), Title: title}, ui.DefinitionList(facts)))
	}
	if len(out) == 0 {
		out = append(out, sheet.Note(c.T.T("proxy.unit.unknown")))
	}
	return p.show(c, http.StatusOK, sheet.Head{Title: c.T.T("proxy.unit.history"), Lead: u.Name, Above: above(&u)}, out...)
}
