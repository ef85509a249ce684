package demo

import (
	"fmt"
	"time"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/order"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
)

// bundle is a package of offers that come with the product.
type bundle struct {
	key, sv, en, aboutSv, aboutEn string
	items                         []string
}

// bundles are the packages of either organisation.
var bundles = []bundle{
	{
		"nyanstalld", "Nyanställd", "New employee", "Allt som en ny medarbetare behöver den första dagen.", "All that a new employee needs on the first day.",
		[]string{"datorarbetsplats", "skarm", "tillbehor", "follow-me-print"},
	},
	{
		"ny-arbetsplats", "Ny arbetsplats i rummet", "New desk in the room", "Skärm, uttag och flytt på en gång.", "Screen, outlet and move in one go.",
		[]string{"skarm", "natverksuttag", "flytt-av-datorutrustning"},
	},
}

// bundled makes the packages, and orders that wait for somebody's word: for an approval, for help to specify, in a cart.
func (c *customer) bundled(p *plan, end time.Time) {
	orderer := "Per"
	if c.org.Preset == "ekdal" {
		orderer = "Stina"
	}
	p.add(end.AddDate(0, 0, -29), c.makePackages)
	p.add(end.AddDate(0, 0, -3), func() error { return c.orderOne(orderer, "datorarbetsplats", false) })
	p.add(end.AddDate(0, 0, -1), func() error { return c.orderOne(orderer, "datorarbetsplats", true) })
	p.add(end.Add(-3*time.Hour), func() error { return c.gather(orderer) })
}

func (c *customer) makePackages() error {
	for _, b := range bundles {
		in := order.PackageInput{Org: c.org.ID, Key: b.key, State: catalogue.Published, NameSv: b.sv, NameEn: b.en, AboutSv: b.aboutSv, AboutEn: b.aboutEn}
		who, err := c.as(map[string]string{"storstad": "Bengt", "ekdal": "Tore"}[c.org.Preset])
		if err != nil {
			return err
		}
		for _, key := range b.items {
			item, err := c.app.Catalogue.Get(c.ctx, who, key)
			if errs.Is(err, errs.NotFound) {
				continue // Not every organisation offers everything.
			}
			if err != nil {
				return err
			}
			in.Parts = append(in.Parts, order.PartInput{Item: item.ID, Quantity: 1})
		}
		if _, err := c.app.Order.SavePackage(c.ctx, by, in); err != nil {
			return fmt.Errorf("package %s: %w", b.key, err)
		}
	}
	return nil
}

// orderOne orders an offer, or asks for help with it.
func (c *customer) orderOne(orderer, key string, help bool) error {
	who, err := c.as(orderer)
	if err != nil {
		return err
	}
	item, err := c.app.Catalogue.Get(c.ctx, who, key)
	if err != nil {
		return err
	}
	in, err := c.wish(who, &item)
	if err != nil {
		return err
	}
	if help {
		in = order.AddInput{Item: item.ID, Help: true, Words: "Vi får en ny kollega som ritar mycket. Vilken dator passar, och behövs något mer?", Answers: map[string]string{}}
	}
	if _, err := c.app.Order.PlaceNow(c.ctx, who, 0, []order.AddInput{in}, ticket.Portal); err != nil {
		return fmt.Errorf("order of %s: %w", key, err)
	}
	return nil
}

// gather leaves something in the orderer's cart.
func (c *customer) gather(orderer string) error {
	who, err := c.as(orderer)
	if err != nil {
		return err
	}
	item, err := c.app.Catalogue.Get(c.ctx, who, "skarm")
	if err != nil {
		return err
	}
	in, err := c.wish(who, &item)
	if err != nil {
		return err
	}
	in.People = []directory.PersonID{directory.PersonID(who.Person)}
	_, err = c.app.Order.Add(c.ctx, who, in)
	return err
}
