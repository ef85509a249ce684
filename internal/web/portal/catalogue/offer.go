package catalogue

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/money"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// offer is the page of an offer, with its form filled in as far as is known.
func (p *Pages) offer(c *web.Ctx) error {
	to, err := p.recipient(c, sheet.Asked[directory.PersonID](c, "for"))
	if err != nil {
		return err
	}
	item, err := p.Catalogue.GetTo(c.Context(), c.Actor(), c.Param("key"), &to)
	if err != nil {
		return err
	}
	f, err := p.blank(c, &item, &to)
	if err != nil {
		return err
	}
	return p.showOffer(c, http.StatusOK, &item, &to, f)
}

// Again shows the page of the offer that a form was about once more: with what was typed, and what is wrong with it.
func (p *Pages) Again(c *web.Ctx, status int, f *web.Form) error {
	to, err := p.recipient(c, directory.PersonID(f.Int("person")))
	if err != nil {
		return err
	}
	item, err := p.offered(c, f, &to)
	if err != nil {
		return err
	}
	f.Set("item_version", sheet.Text(item.Version)) // Whoever sees it again has seen how it reads now.
	return p.showOffer(c, status, &item, &to, f)
}

// offered is the offer that a form names, as it is shown to the person for whom it is.
func (p *Pages) offered(c *web.Ctx, f *web.Form, to *catalogue.Recipient) (catalogue.Item, error) {
	id := catalogue.ID(f.Int("item"))
	list, err := catalogue.OfferedIn(c.Context(), p.DB, c.Actor(), to.ID, id)
	if err != nil {
		return catalogue.Item{}, err
	}
	item, ok := list[id]
	if !ok {
		return item, errs.Missing()
	}
	return item, nil
}

func (p *Pages) showOffer(c *web.Ctx, status int, item *catalogue.Item, to *catalogue.Recipient, f *web.Form) error {
	names, err := p.Catalogue.Names(c.Context(), item.Org)
	if err != nil {
		return err
	}
	main, err := p.ordering(c, item, to, f)
	if err != nil {
		return err
	}
	if about := item.About(c.T.Lang()); about != "" {
		main = append([]templ.Component{sheet.Say(about)}, main...)
	}
	beside := []templ.Component{sheet.Panel(ui.PanelView{ID: "facts", Title: c.T.T("catalogue.facts")}, Facts(c, item, &names))}
	if terms := item.Terms(c.T.Lang()); terms != "" {
		beside = append(beside, sheet.Panel(ui.PanelView{ID: "terms", Title: c.T.T("catalogue.terms")}, sheet.Say(terms)))
	}
	// Who orders finds the answer by a link; who cannot needs it here.
	if p.Who != nil && catalogue.Offers(c.Actor(), &item.Config) {
		beside = append(beside, sheet.Go(paths.With(paths.Who(), "service", number(item.Service)), c.T.T("catalogue.who")))
	} else if p.Who != nil {
		who, err := p.Who(c, item, to)
		if err != nil {
			return err
		}
		if who != nil {
			beside = append(beside, who)
		}
	}
	if item.Model != "" {
		beside = append(beside, sheet.Go(paths.Models(), c.T.T("catalogue.models")))
	}
	h := sheet.Head{
		Title: item.Name(c.T.Lang()), Lead: strings.TrimSpace(Cost(c.T, &item.Config, c.Now()) + ". " + Lead(c.T, item)),
		Above: []ui.Crumb{{Href: paths.With(paths.Catalogue(), "for", keep(c, to)), Text: c.T.T("catalogue.title")}},
	}
	return p.show(c, status, h, sheet.Split(main, beside))
}

// ordering is the form, or why there is none.
func (p *Pages) ordering(c *web.Ctx, item *catalogue.Item, to *catalogue.Recipient, f *web.Form) ([]templ.Component, error) {
	if !catalogue.Offers(c.Actor(), &item.Config) {
		return []templ.Component{ui.Alert(ui.AlertView{
			Title: c.T.T("catalogue.only_see"), Text: c.T.T("catalogue.only_see." + string(catalogue.VerbOf(&item.Config))),
		})}, nil
	}
	if href := atOnce(item.Connector); href != "" {
		return []templ.Component{sheet.Row(ui.ButtonLink(href, ui.ButtonView{Text: c.T.T("catalogue.begin." + item.Connector)}))}, nil
	}
	whom, err := p.whom(c, to, paths.Offer(item.Key))
	if err != nil {
		return nil, err
	}
	if c.Query("whom") != "" {
		return []templ.Component{whom}, nil // The form is the chosen person's.
	}
	form, err := p.form(c, item, to, f)
	help := sheet.Go(paths.With("/cart/help", "item", item.Key, "for", keep(c, to)), c.T.T("catalogue.help"))
	return []templ.Component{whom, form, help}, err
}

// Facts is what there is to know of an offer beside its words: the same for everybody who sees it.
func Facts(c *web.Ctx, item *catalogue.Item, names *catalogue.Names) templ.Component {
	var list []ui.Definition
	add := func(key, text string) {
		if text != "" {
			list = append(list, ui.Definition{Term: c.T.T("catalogue.fact." + key), Text: text})
		}
	}
	lang := c.T.Lang()
	for _, x := range item.PricesAt(c.Now()) {
		list = append(list, ui.Definition{Term: c.T.T("money.kind." + x.Kind), Text: money.Per(c.T, x.Ore, x.Per)})
	}
	if len(item.Prices) == 0 {
		add("price", Cost(c.T, &item.Config, c.Now()))
	}
	for _, x := range item.Coming(c.Now()) {
		add("coming", c.T.T("catalogue.coming", "day", day(c.T, x.From), "price", money.Price(c.T, x.Kind, x.Ore, x.Per)))
	}
	switch lead := Lead(c.T, item); lead {
	case "":
		add("lead", c.T.T("catalogue.lead_none"))
	default:
		add("lead", lead)
	}
	switch supplier := catalogue.Of(names.Suppliers, item.Supplier, lang); supplier {
	case "":
		add("supplier", c.T.T("catalogue.own"))
	default:
		add("supplier", supplier)
	}
	for i, line := range Rule(c.T, item.Steps) {
		if len(item.Steps) > 1 {
			line = c.T.T("catalogue.rule.step", "number", i+1, "rule", line)
		}
		add("rule", line)
	}
	add("shown", Shown(c.T, item.Visible))
	switch level := catalogue.Of(names.Levels, item.Level, lang); level {
	case "":
		add("level", c.T.T("catalogue.level_none"))
	default:
		add("level", level)
	}
	add("service", catalogue.Of(names.Services, item.Service, lang))
	if item.RenewMonths > 0 {
		add("renew", c.T.T("catalogue.renew", "count", item.RenewMonths))
	}
	return ui.DefinitionList(list)
}

// atOnce is the page where something is had at once, by itself, instead of by an order.
func atOnce(connector string) string {
	switch connector {
	case "password":
		return paths.Self("password")
	case "reinstall":
		return paths.Self("reinstall")
	case "register":
		return paths.Self("phone")
	case "rental":
		return paths.Rental()
	}
	return ""
}

// number is an id in an address; "" for none.
func number[T ~int64](id T) string {
	if id == 0 {
		return ""
	}
	return sheet.Text(id)
}
