package ordering

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/order"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// list is the reader's orders: their own, or those that they get something of, take delivery of or decide on.
func (p *pages) list(c *web.Ctx) error {
	which := c.Query("which")
	if which != order.Concern {
		which = order.Own
	}
	tab := func(w, key string) ui.TabView {
		return ui.TabView{Href: paths.With(paths.Orders(), "which", w), Text: c.T.T(key), Current: which == w || which == order.Own && w == ""}
	}
	h := sheet.Head{
		Area: ui.Portal, Here: paths.Orders(), Title: c.T.T("order.list.title"), Lead: c.T.T("order.list.lead"),
		Above: []ui.Crumb{{Href: paths.Home(), Text: c.T.T("portal.start.crumb")}},
		Tabs:  &ui.TabsView{Label: c.T.T("order.list.which"), Tabs: []ui.TabView{tab("", "order.list.own"), tab(order.Concern, "order.list.concern")}},
	}
	if order.Orders(c.Actor()) {
		h.Actions = []templ.Component{ui.ButtonLink(paths.Cart(), ui.ButtonView{Text: c.T.T("order.cart.title"), Variant: ui.Secondary})}
	}
	h.Topics = []string{"person:" + strconv.FormatInt(c.Actor().Person, 10)}
	return p.showList(c, h, paths.Orders(), which)
}

// deskList is all orders that the desk may see.
func (p *pages) deskList(c *web.Ctx) error {
	h := sheet.Head{
		Area: ui.Desk, Here: "/desk/orders", Title: c.T.T("order.desk.title"), Lead: c.T.T("order.desk.lead"),
		Actions: []templ.Component{ui.ButtonLink(paths.DeskOrder(), ui.ButtonView{Text: c.T.T("order.desk.new")})},
	}
	return p.showList(c, h, "/desk/orders", order.All)
}

func (p *pages) showList(c *web.Ctx, h sheet.Head, at, which string) error {
	mark, err := p.Mark(c.Context())
	if err != nil {
		return err
	}
	h.Mark = mark
	in := order.ListInput{Which: which, State: order.State(c.Query("state")), Q: c.Query("q"), Before: sheet.Asked[order.ID](c, "before")}
	list, next, err := p.Order.List(c.Context(), c.Actor(), in)
	if err != nil {
		return err
	}
	keep := ""
	if which == order.Concern {
		keep = which
	}
	states := []ui.Option{{Value: string(order.Active), Text: c.T.T("order.state.active")}}
	for _, s := range order.States() {
		states = append(states, ui.Option{Value: string(s), Text: c.T.T("order.state." + string(s))})
	}
	f := web.NewForm("q", c.Query("q"), "state", c.Query("state"))
	parts := []templ.Component{sheet.Of(c, f, "order.find.", at, c.T.T("order.find"),
		sheet.Field{Name: "q", Type: "search"}, sheet.Field{Name: "state", Kind: sheet.Choice, Options: states, Empty: c.T.T("order.state.every")},
	).Narrow().Hidden("which", keep).Show(c.T)}
	if len(list) == 0 {
		parts = append(parts, ui.EmptyState(ui.EmptyView{Title: c.T.T("order.list.empty"), Text: c.T.T("order.list.empty_text")}))
	} else {
		parts = append(parts, p.table(c, list))
	}
	if next != 0 {
		parts = append(parts, ui.Pagination(c.T, ui.PaginationView{
			Older:     paths.With(at, "q", in.Q, "state", string(in.State), "which", keep, "before", sheet.Text(next)),
			OlderText: c.T.T("order.list.older"),
		}))
	}
	return sheet.Page(c, p.Shell, http.StatusOK, h, parts...)
}

func (p *pages) table(c *web.Ctx, list []order.Order) templ.Component {
	v := ui.TableView{ID: "orders", Caption: c.T.T("order.list.title"), CaptionHidden: true, Roomy: true, Columns: []ui.Column{
		{Text: c.T.T("order.number")},
		{Text: c.T.T("order.what")},
		{Text: c.T.T("order.state")},
		{Text: c.T.T("order.planned")},
		{Text: c.T.T("order.ordered_at")},
		{Text: c.T.T("order.cost"), Number: true},
	}}
	for i := range list {
		o := &list[i]
		v.Rows = append(v.Rows, ui.Row{ID: o.ID.String(), Muted: o.State.Over(), Cells: []ui.Cell{
			{Text: o.ID.String(), Href: paths.OrderPage(o.ID), Header: true, Nowrap: true, Item: true},
			{Text: o.Title(c.T.Lang()), Note: whose(c, o)},
			{Content: ui.Tag(stateTag(c, o.State))},
			{Text: dash(o.Planned), Nowrap: true},
			{Content: ui.Time(o.OrderedAt, c.T.DateTime(o.OrderedAt)), Nowrap: true},
			{Text: cost(c, o.OnceOre, o.MonthOre)},
		}})
	}
	return ui.Table(v)
}

// whose says how many lines there are and, where it is not the reader's own, whose order it is.
func whose(c *web.Ctx, o *order.Order) string {
	text := c.T.T("order.count", "count", o.Lines)
	if int64(o.Orderer) != c.Actor().Person {
		text += ", " + named(c, o.OrdererName)
	}
	return text
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// stateTag is a state as a word with a colour.
func stateTag(c *web.Ctx, s order.State) ui.TagView {
	colour := map[order.State]ui.Color{
		order.Specify: ui.Info, order.Approval: ui.Warning, order.Rejected: ui.Danger, order.Ordered: ui.Info, order.Started: ui.Info,
		order.Delivered: ui.Warning, order.Fault: ui.Danger, order.Accepted: ui.Success,
	}
	return ui.TagView{Text: c.T.T("order.state." + string(s)), Color: colour[s]}
}
