package ordering

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/money"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// cart shows what is gathered, what was put in together as one.
func (p *pages) cart(c *web.Ctx) error {
	s, err := p.side(c)
	if err != nil {
		return err
	}
	cart, err := p.Order.CartOf(c.Context(), s.standing)
	if err != nil {
		return err
	}
	h := sheet.Head{Title: c.T.T("order.cart.title")}
	more := ui.ButtonLink(s.offersAt(), ui.ButtonView{Text: c.T.T("order.cart.more"), Variant: ui.Secondary})
	if cart.Empty() {
		return p.show(c, &s, http.StatusOK, h, ui.EmptyState(ui.EmptyView{Title: c.T.T("order.cart.empty"), Text: c.T.T("order.cart.empty_text"), Content: more}))
	}
	h.Lead = c.T.T("order.cart.lead", "count", cart.Lines, "cost", cost(c, cart.OnceOre, cart.MonthOre))
	var parts []templ.Component
	for i := range cart.Batches {
		parts = append(parts, p.batch(c, &s, &cart.Batches[i]))
	}
	parts = append(parts, sheet.Row(ui.ButtonLink(s.cart("checkout"), ui.ButtonView{Text: c.T.T("order.cart.checkout")}), more))
	return p.show(c, &s, http.StatusOK, h, parts...)
}

// batch is one thing in the cart, for one person or many.
func (p *pages) batch(c *web.Ctx, s *side, b *order.Batch) templ.Component {
	id := strconv.FormatInt(b.ID, 10)
	var parts []templ.Component
	if tags := batchTags(c, b); len(tags) > 0 {
		parts = append(parts, sheet.Tags(tags))
	}
	list := []ui.Definition{{Term: c.T.T("order.for"), Text: people(c, b)}}
	if b.Quantity > 1 {
		list = append(list, ui.Definition{Term: c.T.T("order.quantity"), Text: strconv.Itoa(b.Quantity)})
	}
	list = append(list, ui.Definition{Term: c.T.T("order.cost"), Text: cost(c, b.OnceOre, b.MonthOre)})
	if b.Help {
		list = append(list, ui.Definition{Term: c.T.T("order.words"), Text: b.Words})
	}
	parts = append(parts, ui.DefinitionList(list))
	for _, key := range b.Suggest {
		at := paths.Offer(key)
		if s.customer != 0 {
			at = paths.DeskCart(sheet.Text(s.customer), "offers", key)
		}
		parts = append(parts, sheet.Note(c.T.T("order.cart.suggest")), sheet.Go(at, c.T.T("order.cart.suggest_show")))
	}
	parts = append(parts, sheet.Row(
		ui.ButtonLink(s.cart("batches", id, "people"), ui.ButtonView{Text: c.T.T("order.cart.people"), Variant: ui.Secondary, Small: true}),
		sheet.Do(c, s.cart("batches", id, "remove"), c.T.T("order.cart.remove"), c.T.T("order.cart.remove_what", "name", b.Name(c.T.Lang()))).Keyed(c, "remove", id, b.Count).Show(c.T),
	))
	title := b.Name(c.T.Lang())
	if b.Count > 1 {
		title = c.T.T("order.cart.times", "name", title, "count", b.Count)
	}
	return sheet.Panel(ui.PanelView{ID: "batch-" + id, Title: title}, parts...)
}

func batchTags(c *web.Ctx, b *order.Batch) (tags []ui.TagView) {
	if b.Package != 0 {
		tags = append(tags, ui.TagView{Text: c.T.T("order.package"), Color: ui.Info})
	}
	if b.Help {
		tags = append(tags, ui.TagView{Text: c.T.T("order.help.tag"), Color: ui.Info})
	}
	if b.Changed {
		tags = append(tags, ui.TagView{Text: c.T.T("order.cart.changed"), Color: ui.Warning})
	}
	if b.Gone {
		tags = append(tags, ui.TagView{Text: c.T.T("order.cart.gone"), Color: ui.Danger})
	}
	return tags
}

// people are the first of those who get it, and how many others do.
func people(c *web.Ctx, b *order.Batch) string {
	names := make([]string, 0, len(b.People))
	for _, x := range b.People {
		names = append(names, named(c, x.Name))
	}
	text := strings.Join(names, ", ")
	if more := b.Count - len(b.People); more > 0 {
		text = c.T.T("order.cart.and_more", "names", text, "count", more)
	}
	return text
}

// named is a person's name, or that it is not the reader's to know.
func named(c *web.Ctx, name string) string {
	if strings.TrimSpace(name) == "" {
		return c.T.T("order.protected")
	}
	return name
}

// cost is what is paid at once and each month, in words.
func cost(c *web.Ctx, once, month int64) string {
	if once == 0 && month == 0 {
		return "–" // Free, or known afterwards: the offer says which.
	}
	var parts []string
	if once != 0 {
		parts = append(parts, money.Ore(c.T, once))
	}
	if month != 0 {
		parts = append(parts, money.Per(c.T, month, catalogue.PerMonth))
	}
	return strings.Join(parts, " + ")
}

// add takes what the page of an offer asks for into the cart.
func (p *pages) add(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	asked, err := p.Offers.Read(c, f)
	if err == nil {
		if asked.Offer.Connector != "" {
			return errs.E(errs.Conflict, "order.error.at_once")
		}
		_, err = p.Order.Add(c.Context(), c.Actor(), order.AddInput{
			Item: asked.Offer.ID, People: []directory.PersonID{asked.To.ID}, Reference: asked.Reference, Model: asked.Model, Quantity: asked.Quantity, Answers: asked.Values,
		})
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.Offers.Again(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("order.cart.added", "name", asked.Offer.Name(c.T.Lang()))
	if f.Get("then") == "more" {
		return c.Redirect(paths.Catalogue())
	}
	return c.Redirect(paths.Cart())
}

func (p *pages) remove(c *web.Ctx) error {
	s, err := p.side(c)
	if err != nil {
		return err
	}
	batch, err := number(c, "batch")
	if err != nil {
		return err
	}
	if err := p.Order.Remove(c.Context(), c.Actor(), s.customer, batch, 0); err != nil {
		return err
	}
	c.Flash("order.cart.removed")
	return c.Redirect(s.cart())
}
