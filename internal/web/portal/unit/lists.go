package unit

import (
	"github.com/a-h/templ"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/delivery"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/admin/assets"
	"lotsen/internal/web/money"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// people are those who work or learn there.
func (p *pages) people(c *web.Ctx, a *about) []templ.Component {
	if len(a.people) == 0 {
		return []templ.Component{sheet.Note(c.T.T("unit.people_none"))}
	}
	t := ui.TableView{ID: "staff", Caption: c.T.T("unit.people"), CaptionHidden: true, Columns: []ui.Column{
		{Text: c.T.T("unit.column.name")}, {Text: c.T.T("unit.column.title")}, {Text: c.T.T("unit.column.category")}, {Text: c.T.T("unit.column.unit")},
	}}
	for i := range a.people[:min(len(a.people), shown)] {
		h := &a.people[i]
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(h.ID), Cells: []ui.Cell{{Text: h.Name()}, {Text: h.Title}, {Text: c.T.T("desk.person." + string(h.Category))}, {Text: h.UnitName}}})
	}
	out := []templ.Component{ui.Table(t)}
	if left := len(a.people) - shown; left > 0 {
		out = append(out, sheet.Note(c.T.T("unit.left", "count", left)))
	}
	return out
}

// equipment is the unit's part of the inventory: how many of each kind, and the first of them.
func (p *pages) equipment(c *web.Ctx, a *about) []templ.Component {
	if len(a.assets) == 0 {
		return []templ.Component{sheet.Note(c.T.T("unit.equipment_none"))}
	}
	var sums []ui.Definition
	for _, k := range asset.Kinds() {
		if n := a.tally[k]; n > 0 {
			sums = append(sums, ui.Definition{Term: c.T.T("asset.kind." + string(k)), Text: c.T.Number(int64(n))})
		}
	}
	out := []templ.Component{ui.DefinitionList(sums), assets.Table(c, a.assets, paths.Assets)}
	if a.more {
		out = append(out, sheet.Go(paths.With(paths.Assets(), "org", sheet.Text(a.unit.Org), "unit", sheet.Text(a.unit.ID)), c.T.T("unit.equipment_all", "count", a.devices())))
	}
	return out
}

// services are what was delivered that is no thing: applications, accounts, access.
func services(had []delivery.Had) []delivery.Had {
	var out []delivery.Had
	for _, h := range had {
		if !h.Device {
			out = append(out, h)
		}
	}
	return out
}

func (p *pages) used(c *web.Ctx, a *about) []templ.Component {
	list := services(a.had)
	if len(list) == 0 {
		return []templ.Component{sheet.Note(c.T.T("unit.services_none"))}
	}
	t := ui.TableView{ID: "used", Caption: c.T.T("unit.services"), CaptionHidden: true, Columns: []ui.Column{{Text: c.T.T("unit.column.service")}, {Text: c.T.T("unit.column.quantity"), Number: true}}}
	for i := range list {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: list[i].Name(c.T.Lang())}, {Text: c.T.Number(int64(list[i].Quantity))}}})
	}
	return []templ.Component{ui.Table(t)}
}

// costs are what has been delivered and is paid for, with the sum.
func (p *pages) costs(c *web.Ctx, a *about) []templ.Component {
	t := ui.TableView{ID: "paid", Caption: c.T.T("unit.costs"), CaptionHidden: true, Columns: []ui.Column{
		{Text: c.T.T("unit.column.what")}, {Text: c.T.T("unit.column.quantity"), Number: true}, {Text: c.T.T("unit.column.month"), Number: true},
	}}
	for i := range a.had {
		if h := &a.had[i]; h.Month > 0 {
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: h.Name(c.T.Lang())}, {Text: c.T.Number(int64(h.Quantity))}, {Text: money.Ore(c.T, h.Month)}}})
		}
	}
	if len(t.Rows) == 0 {
		return []templ.Component{sheet.Note(c.T.T("unit.costs_none"))}
	}
	t.Foot = []ui.Cell{{Text: c.T.T("unit.column.sum")}, {}, {Text: money.Ore(c.T, a.month())}}
	return []templ.Component{ui.Table(t)}
}

// open are the unit's open cases, newest first. The reader follows them; their pages are the desk's and the requester's.
func (p *pages) open(c *web.Ctx, a *about) []templ.Component {
	if len(a.open) == 0 {
		return []templ.Component{sheet.Note(c.T.T("unit.open_none"))}
	}
	t := ui.TableView{ID: "cases", Caption: c.T.T("unit.open"), CaptionHidden: true, Columns: []ui.Column{
		{Text: c.T.T("unit.column.case")}, {Text: c.T.T("unit.column.title_case")}, {Text: c.T.T("unit.column.who")}, {Text: c.T.T("unit.column.state")}, {Text: c.T.T("unit.column.since")},
	}}
	for i := range a.open[:min(len(a.open), shown)] {
		x := &a.open[i].Ticket
		ref := ui.Cell{Text: x.ID.String(), Nowrap: true}
		if ticket.WorksOn(c.Actor(), x) {
			ref.Href = paths.DeskTicket(x.ID)
		}
		t.Rows = append(t.Rows, ui.Row{ID: x.ID.String(), Cells: []ui.Cell{
			ref, {Text: x.Title}, {Text: a.open[i].RequesterName}, {Text: c.T.T("portal.state." + string(x.State))}, {Text: c.T.Date(x.CreatedAt), Nowrap: true},
		}})
	}
	return []templ.Component{ui.Table(t)}
}
