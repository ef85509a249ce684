package ordering

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

func refOf(c *web.Ctx) (order.ID, error) {
	id, ok := order.ParseID(c.Param("ref"))
	if !ok {
		return 0, errs.Missing()
	}
	return id, nil
}

// order is the page of an order: where it stands, its lines, and what has happened.
func (p *pages) order(c *web.Ctx) error {
	id, err := refOf(c)
	if err != nil {
		return err
	}
	mark, err := p.Mark(c.Context())
	if err != nil {
		return err
	}
	d, err := p.Order.Get(c.Context(), c.Actor(), id, sheet.Asked[order.LineID](c, "after"))
	if err != nil {
		return err
	}
	history, err := p.Order.HistoryOf(c.Context(), &d)
	if err != nil {
		return err
	}
	names, err := p.Directory.Names(c.Context(), c.Actor(), actors(history)...)
	if err != nil {
		return err
	}
	main := append(p.asked(c, &d), p.linesOf(c, &d))
	if d.After != 0 {
		main = append(main, ui.Pagination(c.T, ui.PaginationView{Older: paths.With(paths.OrderPage(d.ID), "after", sheet.Text(d.After)), OlderText: c.T.T("order.more_lines")}))
	}
	shown := make([]order.LineID, len(d.Shown))
	for i := range d.Shown {
		shown[i] = d.Shown[i].ID
	}
	for _, part := range p.Parts {
		blocks, err := part(c, d.ID, shown)
		if err != nil {
			return err
		}
		main = append(main, blocks...)
	}
	main = append(main, sheet.Panel(ui.PanelView{ID: "history", Title: c.T.T("order.history")}, past(c, history, names)))
	beside := []templ.Component{sheet.Panel(ui.PanelView{ID: "facts", Title: c.T.T("order.facts")}, facts(c, &d))}
	if deeds := p.deeds(c, &d); len(deeds) > 0 {
		beside = append(beside, sheet.Panel(ui.PanelView{ID: "deeds", Title: c.T.T("order.deeds")}, deeds...))
	}
	return sheet.Page(c, p.Shell, http.StatusOK, sheet.Head{
		Area: ui.Portal, Here: paths.Orders(), Title: d.ID.String() + " " + d.Title(c.T.Lang()), Tags: []ui.TagView{stateTag(c, d.State)},
		Above: []ui.Crumb{{Href: paths.Orders(), Text: c.T.T("order.list.title")}}, Topics: []string{order.Topic(d.ID)}, Mark: mark,
	}, sheet.Split(main, beside))
}

// asked says what waits before anything binds: the desk's proposal for the orderer's yes, or the desk itself.
func (p *pages) asked(c *web.Ctx, d *order.Detail) []templ.Component {
	var out []templ.Component
	waits := false
	for i := range d.Shown {
		l := &d.Shown[i]
		if l.State != order.Specify || !p.Order.Mine(c.Actor(), &d.Order) {
			continue
		}
		if !l.Proposed {
			waits = true
			continue
		}
		out = append(out, ui.Alert(ui.AlertView{
			ID: "proposed-" + sheet.Text(l.ID), Color: ui.Warning, Title: c.T.T("order.help.asked", "name", l.Name(c.T.Lang())),
			Content: sheet.Go(paths.OrderPage(d.ID, "lines", sheet.Text(l.ID)), c.T.T("order.help.read")),
		}))
	}
	if waits {
		out = append(out, ui.Alert(ui.AlertView{ID: "specify", Text: c.T.T("order.help.waits")}))
	}
	return out
}

func (p *pages) linesOf(c *web.Ctx, d *order.Detail) templ.Component {
	v := ui.TableView{ID: "lines", Caption: c.T.T("order.lines_of", "count", d.Total), Roomy: true, Columns: []ui.Column{
		{Text: c.T.T("order.what")}, {Text: c.T.T("order.for")}, {Text: c.T.T("order.state")}, {Text: c.T.T("order.planned")}, {Text: c.T.T("order.cost"), Number: true},
	}}
	for i := range d.Shown {
		l := &d.Shown[i]
		note := l.PackageName(c.T.Lang())
		if l.ModelName != "" {
			note = l.ModelName
		}
		name := l.Name(c.T.Lang())
		if l.Quantity > 1 {
			name = strconv.Itoa(l.Quantity) + " × " + name
		}
		v.Rows = append(v.Rows, ui.Row{ID: sheet.Text(l.ID), Muted: l.State.Over(), Cells: []ui.Cell{
			{Text: name, Href: paths.OrderPage(d.ID, "lines", sheet.Text(l.ID)), Note: note, Header: true},
			{Text: named(c, l.PersonName), Note: l.UnitName},
			{Content: ui.Tag(stateTag(c, l.State)), Note: done(c, l)},
			{Text: dash(l.Planned), Nowrap: true},
			{Text: cost(c, l.OnceOre, l.MonthOre)},
		}})
	}
	return ui.Table(v)
}

// done is when a line came, and how long that took.
func done(c *web.Ctx, l *order.Line) string {
	if l.DeliveredAt.IsZero() {
		return ""
	}
	return c.T.T("order.came", "day", c.T.Date(l.DeliveredAt), "count", days(l))
}

// days is how many days passed from the order until the delivery.
func days(l *order.Line) int {
	return int(l.DeliveredAt.Sub(l.OrderedAt).Hours() / 24)
}

func facts(c *web.Ctx, d *order.Detail) templ.Component {
	list := []ui.Definition{
		{Term: c.T.T("order.orderer"), Text: named(c, d.OrdererName)},
		{Term: c.T.T("order.ordered_at"), Text: c.T.DateTime(d.OrderedAt)},
	}
	if d.For != 0 {
		list = append(list, ui.Definition{Term: c.T.T("order.in_place_of"), Text: named(c, d.ForName)})
	}
	if d.Register != 0 {
		list = append(list, ui.Definition{Term: c.T.T("order.registered_by"), Text: named(c, d.RegisterName)})
	}
	if d.Planned != "" {
		list = append(list, ui.Definition{Term: c.T.T("order.planned"), Text: d.Planned})
	}
	list = append(list, ui.Definition{Term: c.T.T("order.cost"), Text: cost(c, d.OnceOre, d.MonthOre)})
	return ui.DefinitionList(list)
}

// deeds are what the reader may do with the order.
func (p *pages) deeds(c *web.Ctx, d *order.Detail) (parts []templ.Component) {
	if d.Mine && d.Waiting > 0 {
		parts = append(parts, sheet.Of(c, nil, "order.cancel.", paths.OrderPage(d.ID, "cancel"), c.T.T("order.cancel.all"),
			sheet.Field{Name: "why"}).Quiet().Keyed(c, "cancel", d.ID, d.Version).Show(c.T))
	}
	if order.Orders(c.Actor()) {
		parts = append(parts, sheet.Do(c, paths.OrderPage(d.ID, "again"), c.T.T("order.again"), "").Keyed(c, "again", d.ID, d.Version).Show(c.T))
	}
	return parts
}

func actors(history []event.Event) []directory.PersonID {
	var out []directory.PersonID
	for _, e := range history {
		for _, id := range []int64{e.Actor, e.For} {
			if id != 0 {
				out = append(out, directory.PersonID(id))
			}
		}
	}
	return out
}

// past is what has happened, the newest first.
func past(c *web.Ctx, history []event.Event, names map[directory.PersonID]string) templ.Component {
	var list []ui.Definition
	for i := len(history) - 1; i >= 0; i-- {
		list = append(list, ui.Definition{Term: c.T.DateTime(history[i].At), Text: happened(c, &history[i], names)})
	}
	return ui.DefinitionList(list)
}

// happened is an event in words: what, how many lines of it, who, for whom, why.
func happened(c *web.Ctx, e *event.Event, names map[directory.PersonID]string) string {
	var x order.Payload
	if err := e.Decode(&x); err != nil {
		return c.T.T(eventKey(e.Type))
	}
	text := c.T.T(eventKey(e.Type), "count", len(x.Lines), "day", x.Day)
	if e.Actor != 0 {
		by := named(c, names[directory.PersonID(e.Actor)])
		if e.For != 0 {
			by = c.T.T("order.event.for", "name", by, "other", named(c, names[directory.PersonID(e.For)]))
		}
		text += ", " + by
	}
	for _, change := range x.Changes {
		if change.What == "quantity" || change.What == "model" {
			text += " (" + c.T.T("order."+change.What) + ": " + change.From + " → " + change.To + ")"
		}
	}
	if x.Comment != "" {
		text += ": " + x.Comment
	}
	return text
}

// eventKey is the text of an event.
func eventKey(kind string) string {
	switch kind {
	case order.EventPlaced:
		return "order.event.placed"
	case order.EventReleased:
		return "order.event.released"
	case order.EventRejected:
		return "order.event.rejected"
	case order.EventStarted:
		return "order.event.started"
	case order.EventPlanned:
		return "order.event.planned"
	case order.EventDelivered:
		return "order.event.delivered"
	case order.EventFault:
		return "order.event.fault"
	case order.EventAccepted:
		return "order.event.accepted"
	case order.EventCancelled:
		return "order.event.cancelled"
	case order.EventProposed:
		return "order.event.proposed"
	case order.EventConfirmed:
		return "order.event.confirmed"
	}
	return "order.event.changed"
}

func (p *pages) cancel(c *web.Ctx) error {
	id, err := refOf(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	if err := p.Order.Cancel(c.Context(), c.Actor(), id, f.Words("why")); err != nil {
		return err
	}
	c.Flash("order.cancel.done")
	return c.Redirect(paths.OrderPage(id))
}

// again fills the cart with what was ordered once.
func (p *pages) again(c *web.Ctx) error {
	id, err := refOf(c)
	if err != nil {
		return err
	}
	put, skipped, err := p.Order.Again(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	if skipped > 0 {
		c.FlashWarning("order.again.skipped", "count", skipped)
	} else {
		c.Flash("order.again.done", "count", put)
	}
	return c.Redirect(paths.Cart())
}
