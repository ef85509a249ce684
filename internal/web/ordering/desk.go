package ordering

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/desk/order"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/money"
	"lotsen/internal/web/paths"
	offers "lotsen/internal/web/portal/catalogue"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// deskStart asks for whom the desk orders.
func (p *pages) deskStart(c *web.Ctx) error {
	if id := sheet.Asked[directory.PersonID](c, "person"); id != 0 {
		return c.Redirect(paths.DeskCart(sheet.Text(id), "offers"))
	}
	f := web.NewForm("q", c.Query("q"))
	parts := []templ.Component{sheet.Of(c, f, "order.desk.", paths.DeskOrder(), c.T.T("order.find"), sheet.Field{Name: "q", Type: "search"}).Narrow().Show(c.T)}
	if q := c.Query("q"); q != "" {
		list, more, err := p.Catalogue.Recipients(c.Context(), c.Actor(), q)
		if err != nil {
			return err
		}
		items := make([]ui.ItemView, 0, len(list))
		for _, r := range list {
			items = append(items, ui.ItemView{Href: paths.DeskCart(sheet.Text(r.ID), "offers"), Title: r.Name, Note: r.UnitName})
		}
		if len(items) == 0 {
			parts = append(parts, sheet.Note(c.T.T("catalogue.whom.none")))
		} else {
			parts = append(parts, ui.Items(c.T.T("catalogue.whom.found"), items))
		}
		if more {
			parts = append(parts, sheet.Note(c.T.T("catalogue.whom.more")))
		}
	}
	return sheet.Page(c, p.Shell, http.StatusOK, sheet.Head{
		Area: ui.Desk, Here: "/desk/orders", Title: c.T.T("order.desk.new"), Lead: c.T.T("order.desk.new_lead"), Above: []ui.Crumb{{Href: "/desk/orders", Text: c.T.T("order.desk.title")}},
	}, parts...)
}

// deskOffers is the customer's catalogue: what they would see themselves.
func (p *pages) deskOffers(c *web.Ctx) error {
	s, err := p.side(c)
	if err != nil {
		return err
	}
	in := catalogue.ListInput{Q: c.Query("q"), After: sheet.Asked[catalogue.ID](c, "after")}
	page, err := p.Catalogue.List(c.Context(), s.who, in)
	if err != nil {
		return err
	}
	f := web.NewForm("q", in.Q)
	parts := []templ.Component{
		sheet.Of(c, f, "order.find.", s.offersAt(), c.T.T("order.find"), sheet.Field{Name: "q", Type: "search"}).Narrow().Show(c.T),
		ui.ButtonLink(s.cart(), ui.ButtonView{Text: c.T.T("order.cart.title"), Variant: ui.Secondary}),
	}
	var cards []ui.CardView
	for i := range page.Items {
		item := &page.Items[i]
		card := ui.CardView{Href: paths.DeskCart(sheet.Text(s.customer), "offers", item.Key), Title: item.Name(c.T.Lang()), Note: offers.Cost(c.T, &item.Config, c.Now())}
		if !catalogue.Offers(s.who, &item.Config) {
			card.Text = c.T.T("order.desk.not_theirs")
		}
		cards = append(cards, card)
	}
	if len(cards) == 0 {
		parts = append(parts, sheet.Note(c.T.T("order.desk.nothing")))
	} else {
		parts = append(parts, ui.Cards(false, cards))
	}
	if page.Next != 0 {
		parts = append(parts, ui.Pagination(c.T, ui.PaginationView{Older: paths.With(s.offersAt(), "q", in.Q, "after", sheet.Text(page.Next)), OlderText: c.T.T("catalogue.more")}))
	}
	return sheet.Page(c, p.Shell, http.StatusOK, sheet.Head{
		Area: ui.Desk, Here: "/desk/orders", Title: c.T.T("order.desk.offers", "name", s.name), Lead: c.T.T("order.desk.offers_lead"),
		Above: []ui.Crumb{{Href: "/desk/orders", Text: c.T.T("order.desk.title")}},
	}, parts...)
}

// offered is an offer as it is shown to the customer, and the customer.
func (p *pages) offered(c *web.Ctx, s *side) (catalogue.Item, catalogue.Recipient, error) {
	to, err := catalogue.RecipientIn(c.Context(), p.DB, s.who, s.customer)
	if err != nil {
		return catalogue.Item{}, to, err
	}
	item, err := p.Catalogue.GetTo(c.Context(), s.who, c.Param("key"), &to)
	return item, to, err
}

func (p *pages) deskOffer(c *web.Ctx) error {
	s, err := p.side(c)
	if err != nil {
		return err
	}
	item, to, err := p.offered(c, &s)
	if err != nil {
		return err
	}
	f := web.NewForm("quantity", "1")
	last, err := p.Order.Last(c.Context(), c.Actor(), item.ID, s.customer)
	if err != nil {
		return err
	}
	values, err := p.Catalogue.PrefillFor(c.Context(), s.who, &item, &to, last)
	if err != nil {
		return err
	}
	offers.Put(f, &item, &to, values)
	return p.showDeskOffer(c, &s, http.StatusOK, &item, &to, f)
}

func (p *pages) showDeskOffer(c *web.Ctx, s *side, status int, item *catalogue.Item, to *catalogue.Recipient, f *web.Form) error {
	h := sheet.Head{Title: item.Name(c.T.Lang()), Lead: offers.Cost(c.T, &item.Config, c.Now())}
	if !catalogue.Offers(s.who, &item.Config) {
		return p.show(c, s, status, h, ui.Alert(ui.AlertView{Color: ui.Warning, Title: c.T.T("order.desk.not_theirs"), Text: c.T.T("order.desk.not_theirs_text", "name", s.name)}))
	}
	form, err := p.questions(c, item, to, f, paths.DeskCart(sheet.Text(s.customer), "offers", item.Key), c.T.T("catalogue.form.add"))
	if err != nil {
		return err
	}
	return p.show(c, s, status, h, sheet.Say(item.About(c.T.Lang())), form.Show(c.T))
}

// questions is the form of an offer for whoever fills it in for somebody else.
func (p *pages) questions(c *web.Ctx, item *catalogue.Item, to *catalogue.Recipient, f *web.Form, action, button string) (sheet.Sheet, error) {
	o, err := p.Offers.Options(c, item, to, f)
	if err != nil {
		return sheet.Sheet{}, err
	}
	form := sheet.Of(c, f, "order.questions.", action, button)
	if item.Model != "" {
		list, err := p.inRange(c, to, item)
		if err != nil {
			return form, err
		}
		form = form.Add(models(c, item, list, f, "model"))
	}
	form = form.Add(offers.Fields(c, item, f, o)...)
	if item.MostOf() > 1 {
		form = form.Add(ui.TextField(c.T, ui.FieldView{
			Name: "quantity", Label: c.T.T("order.quantity"), Value: f.Get("quantity"), Error: f.Error(c.T, "quantity"), Width: "s", InputMode: "numeric", Autocomplete: "off",
		}))
	}
	return form, nil
}

// inRange reads the devices that may be ordered by some offers, once for all of them.
func (p *pages) inRange(c *web.Ctx, to *catalogue.Recipient, items ...*catalogue.Item) ([]model.Model, error) {
	want := model.Want{Unit: to.Unit, At: c.Now()}
	for _, item := range items {
		want.Org = item.Org
		for _, k := range item.Models() {
			want.Kinds = append(want.Kinds, model.Kind(k))
		}
	}
	if len(want.Kinds) == 0 {
		return nil, nil
	}
	return model.Orderable(c.Context(), p.DB, want)
}

// models asks which device of the range is wanted.
func models(c *web.Ctx, item *catalogue.Item, list []model.Model, f *web.Form, name string) templ.Component {
	v := ui.ChoiceView{Name: name, Label: c.T.T("order.model"), Required: true, Error: f.Error(c.T, name), Empty: c.T.T("catalogue.form.choose")}
	for i := range list {
		if !slices.Contains(item.Models(), string(list[i].Kind)) {
			continue
		}
		text := list[i].Title()
		for _, x := range list[i].Prices {
			text += ", " + money.Price(c.T, x.Kind, x.Ore, x.Per)
		}
		v.Options = append(v.Options, ui.Option{Value: strconv.FormatInt(int64(list[i].ID), 10), Text: text})
	}
	v.Options = ui.Pick(v.Options, f.Get(name))
	return ui.SelectField(c.T, v)
}

// answered makes out how such a form was answered.
func (p *pages) answered(c *web.Ctx, item *catalogue.Item, to *catalogue.Recipient, f *web.Form) (order.ChangeInput, error) {
	in := order.ChangeInput{Model: model.ID(f.Int("model")), Quantity: 1, Comment: f.Words("comment")}
	values, wrong, err := p.Offers.ReadFields(c, f, item, to)
	if err != nil {
		return in, err
	}
	in.Answers = values
	if f.Has("quantity") {
		if in.Quantity = int(f.Int("quantity")); in.Quantity < 1 {
			wrong.Add("quantity", "error.number")
		}
	}
	return in, wrong.Err()
}

func (p *pages) deskAdd(c *web.Ctx) error {
	s, err := p.side(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	item, to, err := p.offered(c, &s)
	if err != nil {
		return err
	}
	if item.Connector != "" {
		return errs.E(errs.Conflict, "order.error.at_once")
	}
	in, err := p.answered(c, &item, &to, f)
	if err == nil {
		_, err = p.Order.Add(c.Context(), c.Actor(), order.AddInput{
			Customer: s.customer, Item: item.ID, People: []directory.PersonID{s.customer}, Model: in.Model, Quantity: in.Quantity, Answers: in.Answers,
		})
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.showDeskOffer(c, &s, status, &item, &to, f)
	}
	if err != nil {
		return err
	}
	c.Flash("order.cart.added", "name", item.Name(c.T.Lang()))
	return c.Redirect(s.cart())
}
