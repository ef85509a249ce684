package deliveries

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/delivery"
	"lotsen/internal/desk/order"
	"lotsen/internal/desk/report"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/web"
	"lotsen/internal/web/parcel"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages are made of.
type Deps struct {
	Shell    *shell.Shell
	Ticket   *ticket.Service
	Delivery *delivery.Service
}

type pages struct{ Deps }

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	work, in, count := web.May(order.MayWork), web.SignedIn(), web.May(report.MayRead)
	rs.Handle("GET "+paths.Deliveries(), work, p.list)
	const atDesk, inHand = "/desk/tickets/{ref}/deliveries", "/assignments/{ref}/deliveries"
	rs.Handle("GET "+atDesk, work, p.atDesk)
	rs.Handle("POST "+atDesk, work, p.doAtDesk)
	rs.Handle("GET "+inHand, in, p.inHand)
	rs.Handle("POST "+inHand, in, p.doInHand)
	rs.Handle("GET "+paths.DeliveryFigures(), count, p.figures, web.In(web.LaneReports))
	rs.Handle("GET "+paths.DeliveryFigures()+"/{file}", count, p.file, web.In(web.LaneExports))
}

// Menu is the entry of the desk's menu.
func Menu() shell.Link {
	return shell.Link{Area: ui.Desk, Href: paths.Deliveries(), Text: "delivery.menu", Verbs: []authz.Verb{order.MayWork}}
}

// list shows what is to be delivered.
func (p *pages) list(c *web.Ctx) error {
	f := delivery.Filter{View: delivery.View(c.Query("view")), After: c.Query("after")}
	if f.View == "" {
		f.View = delivery.Undelivered
	}
	page, err := p.Delivery.List(c.Context(), c.Actor(), f)
	if err != nil {
		return err
	}
	late, err := p.Delivery.Late(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	tabs := &ui.TabsView{Label: c.T.T("delivery.views")}
	for _, v := range delivery.Views() {
		text := c.T.T("delivery.view." + string(v))
		if v == delivery.Overdue && late > 0 {
			text = c.T.T("delivery.view.late_count", "count", late)
		}
		tabs.Tabs = append(tabs.Tabs, ui.TabView{Href: paths.With(paths.Deliveries(), "view", string(v)), Text: text, Current: v == f.View})
	}
	h := sheet.Head{Area: ui.Desk, Title: c.T.T("delivery.title"), Lead: c.T.T("delivery.lead"), Here: paths.Deliveries(), Tabs: tabs}
	if c.Actor().May(report.MayRead) {
		h.Actions = append(h.Actions, ui.ButtonLink(paths.DeliveryFigures(), ui.ButtonView{Text: c.T.T("delivery.figures.link"), Variant: ui.Secondary}))
	}
	return sheet.Page(c, p.Shell, http.StatusOK, h, p.tasks(c, f, &page)...)
}

func (p *pages) tasks(c *web.Ctx, f delivery.Filter, page *delivery.Page) []templ.Component {
	if len(page.Tasks) == 0 {
		return []templ.Component{ui.EmptyState(ui.EmptyView{Icon: "check", Title: c.T.T("delivery.empty." + string(f.View))})}
	}
	columns := []parcel.Column{parcel.Item, parcel.Order, parcel.Person, parcel.Executor, parcel.Planned, parcel.State}
	if f.View == delivery.Over {
		columns = append(columns, parcel.Took)
	}
	href := func(t *delivery.Task) string { return paths.TicketDeliveries(t.Ticket) }
	nav := ui.PaginationView{OlderText: c.T.T("delivery.next"), NewerText: c.T.T("delivery.first")}
	if page.Next != "" {
		nav.Older = paths.With(paths.Deliveries(), "view", string(f.View), "after", page.Next)
	}
	if f.After != "" {
		nav.Newer = paths.With(paths.Deliveries(), "view", string(f.View))
	}
	return []templ.Component{parcel.Table(c.T, "tasks", c.T.T("delivery.view."+string(f.View)), p.Delivery.Today(), page.Tasks, href, columns...), ui.Pagination(c.T, nav)}
}
