package unit

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/delivery"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/report"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/money"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Asset     *asset.Service
	Delivery  *delivery.Service
	Ticket    *ticket.Service
}

type pages struct{ Deps }

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	read := web.May(report.MayRead)
	rs.Handle("GET /units", read, p.list)
	rs.Handle("GET /units/{id}", read, p.unit)
	rs.Handle("GET /units/{id}/{file}", read, p.file, web.In(web.LaneExports))
}

func (p *pages) show(c *web.Ctx, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Portal, paths.My()
	return sheet.Page(c, p.Shell, http.StatusOK, h, parts...)
}

// list offers the units that the reader answers for; a single one is opened at once.
func (p *pages) list(c *web.Ctx) error {
	led, err := p.Directory.UnitsLed(c.Context(), c.Actor(), report.MayRead)
	if err != nil {
		return err
	}
	if len(led) == 1 {
		return c.Redirect(paths.UnitOwn(led[0].ID))
	}
	h := sheet.Head{Title: c.T.T("unit.title"), Lead: c.T.T("unit.lead")}
	if len(led) == 0 {
		return p.show(c, h, ui.EmptyState(ui.EmptyView{Icon: "site", Title: c.T.T("unit.none"), Text: c.T.T("unit.none_help")}))
	}
	var items []ui.ItemView
	for _, u := range led {
		items = append(items, ui.ItemView{ID: "unit-" + sheet.Text(u.ID), Href: paths.UnitOwn(u.ID), Title: u.Name})
	}
	return p.show(c, h, ui.Items(c.T.T("unit.title"), items))
}

// about is what a unit has.
type about struct {
	unit   directory.Unit
	people []directory.PersonHit
	tally  map[asset.Kind]int
	assets []asset.Asset
	more   bool // There are more devices than are listed.
	had    []delivery.Had
	open   []ticket.Row
	opens  string // How many open cases there are, in words.
}

func (a *about) devices() int {
	n := 0
	for _, of := range a.tally {
		n += of
	}
	return n
}

func (a *about) month() int64 {
	var n int64
	for i := range a.had {
		n += a.had[i].Month
	}
	return n
}

// read gathers what a unit has, in a statement each.
func (p *pages) read(c *web.Ctx, devices int) (*about, error) {
	id, err := sheet.Number[directory.UnitID](c, "id")
	if err != nil {
		return nil, err
	}
	ctx, by := c.Context(), c.Actor()
	a := &about{}
	if a.unit, err = p.Directory.UnitFor(ctx, by, report.MayRead, id); err != nil {
		return nil, err
	}
	if a.people, err = p.Directory.Staff(ctx, by, report.MayRead, id, directory.MostStaff); err != nil {
		return nil, err
	}
	f := asset.Filter{Org: a.unit.Org, Unit: id, Limit: devices}
	if a.tally, err = p.Asset.Tally(ctx, by, f); err != nil {
		return nil, err
	}
	page, err := p.Asset.List(ctx, by, f)
	if err != nil {
		return nil, err
	}
	a.assets, a.more = page.Assets, page.Next != ""
	if a.had, err = p.Delivery.HadIn(ctx, by, id); err != nil {
		return nil, err
	}
	open, err := p.Ticket.Tickets(ctx, by, ticket.Filter{Unit: id}, "", mostOpen)
	a.open, a.opens = open.Rows, strconv.Itoa(len(open.Rows))
	if len(open.Rows) == mostOpen {
		a.opens = fmt.Sprintf("%d+", mostOpen-1)
	}
	return a, err
}

const (
	// shown is how many lines of each list stand on the page; the files have all.
	shown = 25
	// mostOpen is how many open cases are counted.
	mostOpen = 200
)

func (p *pages) unit(c *web.Ctx) error {
	a, err := p.read(c, shown)
	if err != nil {
		return err
	}
	t := c.T
	sums := []ui.Definition{
		{Term: t.T("unit.people"), Text: t.Number(int64(len(a.people))), Href: "#people"},
		{Term: t.T("unit.equipment"), Text: t.Number(int64(a.devices())), Href: "#equipment"},
		{Term: t.T("unit.services"), Text: t.Number(int64(len(services(a.had)))), Href: "#services"},
		{Term: t.T("unit.cost"), Text: money.Per(t, a.month(), "month"), Href: "#costs"},
		{Term: t.T("unit.open"), Text: a.opens, Href: "#open"},
	}
	parts := []templ.Component{sheet.Panel(ui.PanelView{ID: "sums", Title: t.T("unit.sums")}, ui.DefinitionList(sums))}
	for _, panel := range []struct {
		name, file string
		body       []templ.Component
	}{
		{"people", "people.csv", p.people(c, a)},
		{"equipment", "equipment.csv", p.equipment(c, a)},
		{"services", "", p.used(c, a)},
		{"costs", "costs.csv", p.costs(c, a)},
		{"open", "", p.open(c, a)},
	} {
		v := ui.PanelView{ID: panel.name, Title: t.T("unit." + panel.name)}
		if panel.file != "" {
			v.Action = &ui.ActionLink{Href: paths.UnitOwn(a.unit.ID, panel.file), Text: t.T("unit.file." + panel.name)}
		}
		parts = append(parts, sheet.Panel(v, panel.body...))
	}
	return p.show(c, sheet.Head{Title: a.unit.Name, Lead: t.T("unit.lead"), Above: []ui.Crumb{{Href: "/units", Text: t.T("unit.title")}}}, parts...)
}
