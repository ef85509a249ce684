package ordering

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/money"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// checkout shows what is about to be ordered, and asks who pays and who takes delivery.
func (p *pages) checkout(c *web.Ctx) error {
	s, err := p.side(c)
	if err != nil {
		return err
	}
	return p.showCheckout(c, &s, http.StatusOK, web.NewForm(), nil)
}

func (p *pages) showCheckout(c *web.Ctx, s *side, status int, f *web.Form, choices map[int64]order.Choice) error {
	now, err := p.Order.PreviewOf(c.Context(), s.standing, choices)
	if err != nil {
		return err
	}
	if len(now.Batches) == 0 {
		return c.Redirect(s.cart())
	}
	refs, err := p.Order.References(c.Context(), s.standing)
	if err != nil {
		return err
	}
	if !f.Has("seen") { // What is wrong from the beginning is said at once, at its own place.
		f.Failed(early(now.Wrong, f).Err())
	}
	f.Set("seen", now.Digest)
	once, month := int64(0), int64(0)
	for i := range now.Lines {
		once, month = once+now.Lines[i].OnceOre, month+now.Lines[i].MonthOre
	}
	form := sheet.Of(c, f, "order.checkout.", s.cart("checkout"), c.T.T("order.checkout.send")).Hidden("seen", now.Digest)
	for i := range now.Batches {
		b := &now.Batches[i]
		form = form.Add(sheet.Panel(ui.PanelView{ID: "batch-" + strconv.FormatInt(b.ID, 10), Title: title(c, b)}, p.payer(c, f, b, refs, &now)...))
	}
	form = form.Add(ui.TextField(c.T, ui.FieldView{
		Name: "receiver", Label: c.T.T("order.checkout.receiver"), Description: c.T.T("order.checkout.receiver_help", "name", s.who.Name),
		Value: f.Words("receiver"), Error: f.Error(c.T, "receiver"), Autocomplete: "off", Width: "m",
	}))
	if len(now.Changed) > 0 {
		form = form.Add(ui.Alert(ui.AlertView{Color: ui.Warning, Title: c.T.T("order.checkout.changed"), Text: c.T.T("order.checkout.changed_text")}),
			ui.Checkbox(c.T, ui.CheckView{Name: "agree", Label: c.T.T("order.checkout.agree"), Error: f.Error(c.T, "agree"), Checked: f.Get("agree") != ""}))
	}
	form = form.Add(ui.DefinitionList([]ui.Definition{
		{Term: c.T.T("order.lines"), Text: strconv.Itoa(len(now.Lines))}, {Term: c.T.T("order.cost"), Text: cost(c, once, month)},
	})).Back(s.cart())
	h := sheet.Head{Title: c.T.T("order.checkout.title"), Lead: c.T.T("order.checkout.lead"), Above: []ui.Crumb{{Href: s.cart(), Text: c.T.T("order.cart.title")}}}
	return p.show(c, s, status, h, form.Show(c.T))
}

// early leaves out what can be answered on the page itself and has not been asked yet.
func early(wrong errs.Fields, f *web.Form) errs.Fields {
	if len(f.Names()) > 0 {
		return wrong
	}
	return slices.DeleteFunc(slices.Clone(wrong), func(x errs.Field) bool { return x.Key == "order.error.reference" })
}

func title(c *web.Ctx, b *order.Batch) string {
	if b.Count > 1 {
		return c.T.T("order.cart.times", "name", b.Name(c.T.Lang()), "count", b.Count)
	}
	return b.Name(c.T.Lang())
}

// payer is what the check-out says and asks of one batch.
func (p *pages) payer(c *web.Ctx, f *web.Form, b *order.Batch, refs []directory.Reference, now *order.Preview) []templ.Component {
	id := strconv.FormatInt(b.ID, 10)
	var once, month, n int64
	binds := false
	for i := range now.Lines {
		if l := &now.Lines[i]; l.Batch() == b.ID {
			once, month, n = once+l.OnceOre, month+l.MonthOre, n+1
			binds = binds || len(l.Prices) > 0 || l.Kind == catalogue.Order
		}
	}
	list := []ui.Definition{{Term: c.T.T("order.for"), Text: people(c, b)}}
	if n > 0 {
		text := cost(c, once, month)
		if slices.Contains(now.Changed, b.ID) && (once != b.OnceOre || month != b.MonthOre) {
			text = c.T.T("order.checkout.was", "now", text, "was", cost(c, b.OnceOre, b.MonthOre))
		}
		list = append(list, ui.Definition{Term: c.T.T("order.cost"), Text: text})
	}
	parts := []templ.Component{ui.DefinitionList(list)}
	for _, name := range []string{"item", "person", "quantity", "model"} {
		if e := f.Error(c.T, id+"."+name); e != "" {
			parts = append(parts, ui.Alert(ui.AlertView{ID: ui.FieldID(id + "." + name), Color: ui.Danger, Text: e}))
		}
	}
	if len(refs) == 0 && !binds {
		return parts
	}
	v := ui.ChoiceView{
		Name: id + ".reference", Label: c.T.T("order.checkout.reference"), Empty: c.T.T("order.checkout.own_unit"), Error: f.Error(c.T, id+".reference"),
	}
	for _, r := range refs {
		v.Options = append(v.Options, ui.Option{Value: sheet.Text(r.ID), Text: r.Title()})
	}
	chosen := f.Get(v.Name)
	if chosen == "" && !f.Has(v.Name) && b.Reference != 0 {
		chosen = sheet.Text(b.Reference)
	}
	v.Options = ui.Pick(v.Options, chosen)
	return append(parts, ui.SelectField(c.T, v))
}

// place orders what the page showed.
func (p *pages) place(c *web.Ctx) error {
	s, err := p.side(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	choices, err := p.choices(c, &s, f)
	in := order.PlaceInput{Customer: s.customer, Choices: choices, Seen: f.Get("seen"), Agree: f.Get("agree") != ""}
	if s.customer != 0 {
		in.Channel = ticket.Phone
	}
	var o order.Order
	if err == nil {
		o, err = p.Order.Place(c.Context(), c.Actor(), in)
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.showCheckout(c, &s, status, f, choices)
	}
	if err != nil {
		return err
	}
	c.Flash("order.checkout.done", "order", o.ID.String())
	return c.Redirect(paths.OrderPage(o.ID))
}

// choices are what the form says of each batch: the reference that pays, and for all of them who takes delivery.
func (p *pages) choices(c *web.Ctx, s *side, f *web.Form) (map[int64]order.Choice, error) {
	out := map[int64]order.Choice{}
	receiver, err := p.receiver(c, s, f)
	if err != nil && !errs.Is(err, errs.Invalid) {
		return nil, err
	}
	for _, name := range f.Names() {
		batch, ok := strings.CutSuffix(name, ".reference")
		if id, err := strconv.ParseInt(batch, 10, 64); ok && err == nil {
			out[id] = order.Choice{Reference: directory.ReferenceID(f.Int(name))}
		}
	}
	if receiver != 0 {
		out[order.Every] = order.Choice{Receiver: receiver}
	}
	return out, err
}

// receiver is the designated employee, written as a login or a mail address.
func (p *pages) receiver(c *web.Ctx, s *side, f *web.Form) (directory.PersonID, error) {
	typed := f.Words("receiver")
	if f.Get("receiver") == "" {
		return 0, nil
	}
	id, err := p.Order.Receiver(c.Context(), c.Actor(), s.customer, typed)
	if errs.Is(err, errs.NotFound) {
		var wrong errs.Fields
		wrong.Add("receiver", "order.error.receiver")
		return 0, wrong.Err()
	}
	return id, err
}

// price is what a line costs, in words.
func price(c *web.Ctx, l *order.Line) string {
	if len(l.Prices) == 0 {
		return c.T.T("order.free")
	}
	text := ""
	for i, x := range l.Prices {
		if i > 0 {
			text += ", "
		}
		text += money.Price(c.T, x.Kind, x.Ore, x.Per)
	}
	return text
}
