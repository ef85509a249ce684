package ordering

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	offers "lotsen/internal/web/portal/catalogue"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

func lineOf(c *web.Ctx) (order.ID, order.LineID, error) {
	id, err := refOf(c)
	if err != nil {
		return 0, 0, err
	}
	line, err := sheet.Number[order.LineID](c, "line")
	return id, line, err
}

// line is the page of one thing that was ordered: what was answered, what it costs, and how it can be changed still.
func (p *pages) line(c *web.Ctx) error { return p.showLine(c, http.StatusOK, nil) }

func (p *pages) showLine(c *web.Ctx, status int, f *web.Form) error {
	id, line, err := lineOf(c)
	if err != nil {
		return err
	}
	o, l, err := p.Order.LineOf(c.Context(), c.Actor(), id, line)
	if err != nil {
		return err
	}
	item, err := p.Order.ItemOf(c.Context(), &l)
	if err != nil {
		return err
	}
	told, err := p.Order.Told(c.Context(), p.DB, c.T.Lang(), []order.Line{l})
	if err != nil {
		return err
	}
	main := []templ.Component{sheet.Panel(ui.PanelView{ID: "line", Title: c.T.T("order.line.facts")}, lineFacts(c, &l, told[l.ID]))}
	if l.State == order.Specify && p.Order.Works(c.Actor(), &o) {
		main = append(main, ui.ButtonLink(paths.OrderPageAtDesk(o.ID, sheet.Text(l.ID)), ui.ButtonView{Text: c.T.T("order.specify.open"), Variant: ui.Secondary}))
	}
	if p.Order.Mine(c.Actor(), &o) && l.State.Changeable() {
		deeds, err := p.changing(c, &o, &l, &item, f)
		if err != nil {
			return err
		}
		main = append(main, deeds...)
	}
	return sheet.Page(c, p.Shell, status, sheet.Head{
		Area: ui.Portal, Here: paths.Orders(), Title: l.Name(c.T.Lang()), Tags: []ui.TagView{stateTag(c, l.State)},
		Above: []ui.Crumb{{Href: paths.Orders(), Text: c.T.T("order.list.title")}, {Href: paths.OrderPage(o.ID), Text: o.ID.String()}},
	}, main...)
}

func lineFacts(c *web.Ctx, l *order.Line, told []string) templ.Component {
	var list []ui.Definition
	add := func(key, text string) {
		if text != "" {
			list = append(list, ui.Definition{Term: c.T.T(key), Text: text})
		}
	}
	add("order.for", named(c, l.PersonName))
	add("order.unit", l.UnitName)
	add("order.site", l.SiteName)
	if l.Receiver != 0 {
		add("order.receiver", named(c, l.ReceiverName))
	}
	add("order.package", l.PackageName(c.T.Lang()))
	add("order.model", l.ModelName)
	add("order.quantity", strconv.Itoa(l.Quantity))
	for _, x := range told {
		list = append(list, ui.Definition{Term: c.T.T("order.answer"), Text: x})
	}
	add("order.price", price(c, l))
	if l.Quantity > 1 {
		add("order.cost", cost(c, l.OnceOre, l.MonthOre))
	}
	add("order.reference", l.ReferenceCode)
	add("order.cost_centre", l.CostCentreCode)
	if l.SupplierName != "" {
		add("order.supplier", l.SupplierName)
	} else {
		add("order.supplier", l.GroupName)
	}
	add("order.planned", l.Planned)
	if !l.DeliveredAt.IsZero() {
		add("order.delivered", c.T.T("order.came", "day", c.T.Date(l.DeliveredAt), "count", days(l)))
	}
	if !l.AcceptedAt.IsZero() {
		add("order.accepted", c.T.DateTime(l.AcceptedAt))
	}
	return ui.DefinitionList(list)
}

// changing are the forms by which the orderer changes, confirms or cancels a line.
func (p *pages) changing(c *web.Ctx, o *order.Order, l *order.Line, item *catalogue.Item, f *web.Form) ([]templ.Component, error) {
	at := paths.OrderPage(o.ID, "lines", sheet.Text(l.ID))
	cancel := sheet.Panel(ui.PanelView{ID: "cancel", Title: c.T.T("order.cancel.line")},
		sheet.Of(c, nil, "order.cancel.", at+"/cancel", c.T.T("order.cancel.line"), sheet.Field{Name: "why"}).Quiet().Show(c.T))
	if l.State == order.Specify {
		return append(p.confirming(c, l, at), cancel), nil
	}
	to, err := catalogue.RecipientIn(c.Context(), p.DB, c.Actor(), l.Person)
	if errs.Is(err, errs.NotFound) {
		return []templ.Component{cancel}, nil // Somebody for whom the reader orders no more.
	}
	if err != nil {
		return nil, err
	}
	if f == nil {
		f = web.NewForm("quantity", strconv.Itoa(l.Quantity), "line_version", strconv.FormatInt(l.Version, 10), "reference", sheet.Text(l.Reference), "model", sheet.Text(l.Model))
		offers.Put(f, item, &to, l.Answers)
	}
	options, err := p.Offers.Options(c, item, &to, f)
	if err != nil {
		return nil, err
	}
	form := sheet.Of(c, f, "order.change.", at, c.T.T("order.change.send")).Hidden("line_version", f.Get("line_version")).Hidden("model", f.Get("model")).
		Hidden("reference", f.Get("reference")).Add(offers.Fields(c, item, f, options)...)
	if item.MostOf() > 1 {
		form = form.Add(ui.TextField(c.T, ui.FieldView{
			Name: "quantity", Label: c.T.T("order.quantity"), Value: f.Get("quantity"), Error: f.Error(c.T, "quantity"), Width: "s", InputMode: "numeric", Autocomplete: "off",
		}))
	}
	form = form.Add(
		ui.TextField(c.T, ui.FieldView{
			Name: "receiver", Label: c.T.T("order.change.receiver"), Description: c.T.T("order.change.receiver_help", "name", named(c, l.ReceiverName)),
			Value: f.Words("receiver"), Error: f.Error(c.T, "receiver"), Width: "m", Autocomplete: "off",
		}),
		ui.TextField(c.T, ui.FieldView{Name: "comment", Label: c.T.T("order.change.comment"), Value: f.Words("comment"), Autocomplete: "off"}),
	)
	fold := sheet.Fold(ui.DetailsView{ID: "change", Summary: c.T.T("order.change.title"), Open: form.Wrong()}, sheet.Note(c.T.T("order.change.note")), form.Show(c.T))
	return []templ.Component{fold, cancel}, nil
}

// change sends the changed line.
func (p *pages) change(c *web.Ctx) error {
	id, line, err := lineOf(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	_, l, err := p.Order.LineOf(c.Context(), c.Actor(), id, line)
	if err != nil {
		return err
	}
	in, err := p.readChange(c, f, &l)
	var after order.LineID
	if err == nil {
		after, err = p.Order.ChangeLine(c.Context(), c.Actor(), id, line, in)
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.showLine(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("order.change.done")
	return c.Redirect(paths.OrderPage(id, "lines", sheet.Text(after)))
}

// readChange makes out what a line is to be instead.
func (p *pages) readChange(c *web.Ctx, f *web.Form, l *order.Line) (order.ChangeInput, error) {
	in := order.ChangeInput{
		Version: f.Int("line_version"), Reference: directory.ReferenceID(f.Int("reference")), Model: l.Model, Receiver: l.Receiver, Quantity: l.Quantity, Comment: f.Words("comment"),
	}
	if f.Has("quantity") {
		in.Quantity = int(f.Int("quantity"))
		if in.Quantity < 1 {
			in.Quantity = -1 // Refused, and not taken for "as it was".
		}
	}
	item, err := p.Order.ItemOf(c.Context(), l)
	if err != nil {
		return in, err
	}
	to, err := catalogue.RecipientIn(c.Context(), p.DB, c.Actor(), l.Person)
	if err != nil {
		return in, err
	}
	values, wrong, err := p.Offers.ReadFields(c, f, &item, &to)
	if err != nil {
		return in, err
	}
	in.Answers = values
	who := side{}
	receiver, err := p.receiver(c, &who, f)
	if errs.Is(err, errs.Invalid) {
		wrong = append(wrong, errs.FieldsOf(err)...)
	} else if err != nil {
		return in, err
	}
	if receiver != 0 {
		in.Receiver = receiver
	}
	return in, wrong.Err()
}

func (p *pages) cancelLine(c *web.Ctx) error {
	id, line, err := lineOf(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	if err := p.Order.Cancel(c.Context(), c.Actor(), id, f.Words("why"), line); err != nil {
		return err
	}
	c.Flash("order.cancel.done")
	return c.Redirect(paths.OrderPage(id))
}
