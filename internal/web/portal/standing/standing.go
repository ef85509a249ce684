// Package standing is the portal's page of what works, what is down and what is planned.
//
// Owns: the address /status.
// Does not own: outages (desk/outage), functions (desk/service), notices and what is to be kept quiet (desk/notice).
//
// Invariants: every page leads here from its foot; causes are the desk's and not shown; while an organisation's outages are to be kept out of the portal, the
// page shows none.
package standing

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/service"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the page works with.
type Deps struct {
	Shell   *shell.Shell
	Service *service.Service
	Outage  *outage.Service
	// Held reports whether the organisation's outages are to be kept out of the portal.
	Held func(ctx context.Context, org directory.OrgID) (bool, error)
}

type pages struct{ Deps }

// Mount registers the page.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	rs.Handle("GET /status", web.SignedIn(), p.status)
}

func (p *pages) status(c *web.Ctx) error {
	org := directory.OrgID(c.Actor().Org)
	functions, err := p.Service.Offered(c.Context(), org)
	if err != nil {
		return err
	}
	var now outage.Status
	held, err := p.Held(c.Context(), org)
	if err == nil && !held {
		now, err = p.Outage.Status(c.Context(), c.Actor(), org)
	}
	if err != nil {
		return err
	}
	h := sheet.Head{Area: ui.Portal, Title: c.T.T("outage.status.title"), Lead: c.T.T("outage.status.lead"), Here: paths.Status(), Actions: []templ.Component{
		ui.ButtonLink(paths.Report(), ui.ButtonView{Text: c.T.T("outage.status.report"), Icon: "fault", Variant: ui.Secondary}),
	}}
	parts := []templ.Component{summary(c, now.Now), table(c, functions, now.Now)}
	for _, list := range []struct {
		name string
		of   []outage.Outage
	}{{"coming", now.Coming}, {"past", now.Past}} {
		if len(list.of) > 0 {
			parts = append(parts, sheet.Panel(ui.PanelView{ID: list.name, Title: c.T.T("outage.status." + list.name)}, ui.DefinitionList(lines(c, list.of))))
		}
	}
	return sheet.Page(c, p.Shell, http.StatusOK, h, parts...)
}

// summary says in a sentence whether something is down.
func summary(c *web.Ctx, down []outage.Outage) templ.Component {
	var functions []service.ID
	for _, o := range down {
		if !slices.Contains(functions, o.Service) {
			functions = append(functions, o.Service)
		}
	}
	if len(functions) == 0 {
		return ui.Alert(ui.AlertView{Color: ui.Success, Text: c.T.T("outage.status.fine")})
	}
	return ui.Alert(ui.AlertView{Color: ui.Warning, Text: c.T.T("outage.status.down", "count", len(functions))})
}

// table has a row for each function: those that are down first.
func table(c *web.Ctx, functions []service.Item, down []outage.Outage) templ.Component {
	t := ui.TableView{ID: "function", Caption: c.T.T("outage.status.functions"), Columns: []ui.Column{{Text: c.T.T("outage.column.function")}, {Text: c.T.T("outage.status.state")}}}
	for _, first := range []bool{true, false} {
		for _, i := range functions {
			at := slices.IndexFunc(down, func(o outage.Outage) bool { return o.Service == i.ID })
			if (at >= 0) != first {
				continue
			}
			state := ui.Cell{Content: sheet.Tags([]ui.TagView{{Text: c.T.T("outage.status.works"), Color: ui.Success, Icon: "check"}})}
			if at >= 0 {
				state = broken(c, &down[at])
			}
			t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(i.ID), Cells: []ui.Cell{{Text: i.Name(c.T.Lang())}, state}})
		}
	}
	if len(t.Rows) == 0 {
		return sheet.Stack()
	}
	return ui.Table(t)
}

func broken(c *web.Ctx, o *outage.Outage) ui.Cell {
	tag := ui.TagView{Text: c.T.T("outage.status.broken"), Color: ui.Danger, Icon: "outage"}
	if o.Planned {
		tag = ui.TagView{Text: c.T.T("outage.status.planned"), Color: ui.Warning, Icon: "clock"}
	}
	note := []string{c.T.T("outage.status.since", "time", c.T.DateTime(o.From))}
	if !o.To.IsZero() {
		note = append(note, c.T.T("outage.status.until", "time", c.T.DateTime(o.To)))
	}
	if len(o.UnitNames) > 0 {
		note = append(note, c.T.T("outage.status.for", "units", strings.Join(o.UnitNames, ", ")))
	}
	return ui.Cell{Content: sheet.Tags([]ui.TagView{tag}), Note: strings.Join(note, ", ")}
}

// lines are outages that are not now: when, and for whom.
func lines(c *web.Ctx, list []outage.Outage) []ui.Definition {
	var out []ui.Definition
	for i := range list {
		o := &list[i]
		words := c.T.T("outage.status.coming_time", "from", c.T.DateTime(o.From), "to", c.T.DateTime(o.To))
		if len(o.UnitNames) > 0 {
			words += ". " + c.T.T("outage.status.for", "units", strings.Join(o.UnitNames, ", "))
		}
		out = append(out, ui.Definition{Term: o.Name(c.T.Lang()), Text: words})
	}
	return out
}
