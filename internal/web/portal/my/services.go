package my

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// standing is the outages of an organisation as the reader may be told of them: an agent always, a user unless they are
// kept out of the portal.
func (d *sight) standing(c *web.Ctx, of Whom) (outage.Status, error) {
	if d.status != nil {
		return *d.status, nil
	}
	var status outage.Status
	held, err := false, error(nil)
	if !of.Desk {
		held, err = d.Held(c.Context(), of.Org)
	}
	if err == nil && !held && (int64(of.Org) == c.Actor().Org || c.Actor().May(outage.MayRead)) {
		status, err = d.Outage.Status(c.Context(), c.Actor(), of.Org)
	}
	if err == nil {
		d.status = &status
	}
	return status, err
}

// concerns reports whether an outage is the person's: everybody's, or their unit's.
func concerns(o *outage.Outage, of Whom) bool {
	return len(o.Units) == 0 || slices.Contains(o.Units, of.Unit)
}

// outages are what is down for a caller just now.
func (d *sight) outages(c *web.Ctx, of Whom) (Block, error) {
	status, err := d.standing(c, of)
	b := Block{Key: "outages", Title: c.T.T("my.outages"), Empty: c.T.T("my.outages_none")}
	var list []ui.Definition
	for i := range status.Now {
		if o := &status.Now[i]; concerns(o, of) {
			list = append(list, ui.Definition{Term: o.Name(c.T.Lang()), Text: c.T.T("outage.status.since", "time", c.T.DateTime(o.From))})
		}
	}
	if len(list) > 0 {
		b.Body, b.Waits = ui.DefinitionList(list), true
	}
	return b, err
}

// shownServices is how many services stand open on the page; the rest unfold.
const shownServices = 6

// usable are the services that somebody can use, and how they stand: what is down first.
func (d *sight) usable(c *web.Ctx, of Whom) (Block, error) {
	all, err := d.offered, error(nil)
	if all == nil {
		all, err = d.Service.Offered(c.Context(), of.Org)
	}
	if err != nil || len(all) == 0 {
		return Block{}, err
	}
	status, err := d.standing(c, of)
	if err != nil {
		return Block{}, err
	}
	b := Block{Key: "services", Title: c.T.T("my.services"), Beside: true, More: &ui.ActionLink{Href: paths.Services(), Text: c.T.T("my.services_all")}}
	var items []ui.ItemView
	disturbed := 0
	for _, first := range []bool{true, false} {
		for i := range all {
			down := downNow(status.Now, &all[i], of)
			if (down != nil) != first {
				continue
			}
			if down != nil {
				disturbed++
			}
			v := ui.ItemView{ID: "service-" + sheet.Text(all[i].ID), Title: all[i].Name(c.T.Lang()), Href: paths.With(paths.Report(), "service", sheet.Text(all[i].ID)), Tags: []ui.TagView{stateTag(c, down)}}
			if of.Desk {
				v.Href = paths.Services()
			}
			items = append(items, v)
		}
	}
	open := min(len(items), shownServices)
	if of.Desk {
		open = disturbed // Whoever is on the line asks about what is down; the rest unfolds.
	}
	b.Items = items[:open]
	if rest := items[len(b.Items):]; len(rest) > 0 {
		b.Body = sheet.Fold(ui.DetailsView{ID: "more-services", Summary: more(c, len(b.Items), len(rest)), Plain: true}, ui.Items(c.T.T("my.services"), rest))
	}
	return b, nil
}

func more(c *web.Ctx, open, rest int) string {
	if open == 0 {
		return c.T.T("my.services_work", "count", rest)
	}
	return c.T.T("my.services_more", "count", rest)
}

// downNow is the outage of a service that concerns somebody; nil while it works.
func downNow(now []outage.Outage, s *service.Item, of Whom) *outage.Outage {
	for i := range now {
		if now[i].Service == s.ID && concerns(&now[i], of) {
			return &now[i]
		}
	}
	return nil
}

func stateTag(c *web.Ctx, down *outage.Outage) ui.TagView {
	switch {
	case down == nil:
		return ui.TagView{Text: c.T.T("outage.status.works"), Color: ui.Success, Icon: "check"}
	case down.Planned:
		return ui.TagView{Text: c.T.T("outage.status.planned"), Color: ui.Warning, Icon: "clock"}
	}
	return ui.TagView{Text: c.T.T("outage.status.broken"), Color: ui.Danger, Icon: "outage"}
}

// services is everything that the organisation gets, from every supplier, and how it stands now.
func (p *pages) services(c *web.Ctx) error {
	of, d := reader(c), &sight{Deps: p.Deps}
	all, err := p.Service.Offered(c.Context(), of.Org)
	if err != nil {
		return err
	}
	from, err := p.Supplier.Delivers(c.Context(), c.Actor(), of.Org)
	if err != nil {
		return err
	}
	status, err := d.standing(c, of)
	if err != nil {
		return err
	}
	told, err := d.messages(c, of)
	if err != nil {
		return err
	}
	h := sheet.Head{Area: ui.Portal, Here: paths.My(), Title: c.T.T("my.all.title"), Lead: c.T.T("my.all.lead"), Actions: []templ.Component{
		ui.ButtonLink(paths.Report(), ui.ButtonView{Text: c.T.T("outage.status.report"), Icon: "fault", Variant: ui.Secondary}),
		ui.ButtonLink(paths.Status(), ui.ButtonView{Text: c.T.T("my.all.status"), Variant: ui.Tertiary}),
	}}
	parts := []templ.Component{}
	if told.there() {
		parts = append(parts, panels([]Block{told}, 2)...)
	}
	return sheet.Page(c, p.Shell, http.StatusOK, h, append(parts, table(c, of, all, from, &status))...)
}

// table has a row for each service: those that are down first.
func table(c *web.Ctx, of Whom, all []service.Item, from map[ticket.ServiceID]string, status *outage.Status) templ.Component {
	if len(all) == 0 {
		return ui.EmptyState(ui.EmptyView{Icon: "fault", Title: c.T.T("my.all.none")})
	}
	t := ui.TableView{ID: "services", Caption: c.T.T("my.all.title"), CaptionHidden: true, Columns: []ui.Column{
		{Text: c.T.T("my.all.service")}, {Text: c.T.T("my.all.supplier")}, {Text: c.T.T("outage.status.state")}, {Text: c.T.T("my.all.planned")},
	}}
	for _, first := range []bool{true, false} {
		for i := range all {
			down := downNow(status.Now, &all[i], of)
			if (down != nil) != first {
				continue
			}
			cell := ui.Cell{Content: sheet.Tags([]ui.TagView{stateTag(c, down)})}
			if down != nil {
				cell.Note = c.T.T("outage.status.since", "time", c.T.DateTime(down.From))
			}
			who := from[ticket.ServiceID(all[i].ID)]
			if who == "" {
				who = c.T.T("my.all.desk")
			}
			t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(all[i].ID), Cells: []ui.Cell{{Text: all[i].Name(c.T.Lang())}, {Text: who}, cell, {Text: coming(c, status.Coming, &all[i], of)}}})
		}
	}
	return ui.Table(t)
}

// coming is when a service is next down by plan.
func coming(c *web.Ctx, list []outage.Outage, s *service.Item, of Whom) string {
	var out []string
	for i := range list {
		if o := &list[i]; o.Service == s.ID && concerns(o, of) {
			out = append(out, c.T.T("outage.status.coming_time", "from", c.T.DateTime(o.From), "to", c.T.DateTime(o.To)))
		}
	}
	return strings.Join(out, ". ")
}
