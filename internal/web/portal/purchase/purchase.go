package purchase

import (
	"net/http"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/model"
	"lotsen/internal/desk/purchase"
	"lotsen/internal/web"
	"lotsen/internal/web/money"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the page is made of.
type Deps struct {
	Shell    *shell.Shell
	Purchase *purchase.Service
}

type pages struct{ Deps }

const area = "purchase.field."

// Mount registers the page.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	rs.Handle("GET "+paths.OwnPurchase(), web.May(model.MayRead), p.ask)
	rs.Handle("POST "+paths.OwnPurchase(), web.May(model.MayRead), p.tell)
}

func (p *pages) ask(c *web.Ctx) error { return p.show(c, http.StatusOK, web.NewForm()) }

func (p *pages) show(c *web.Ctx, status int, f *web.Form) error {
	var kinds []ui.Option
	for _, k := range asset.Kinds() {
		kinds = append(kinds, ui.Option{Value: string(k), Text: c.T.T("asset.kind." + string(k))})
	}
	form := sheet.Of(c, f, area, paths.OwnPurchase(), c.T.T("purchase.send"),
		sheet.Field{Name: "kind", Kind: sheet.Choice, Required: true, Empty: c.T.T("purchase.choose"), Options: kinds},
		sheet.Field{Name: "model", Required: true},
		sheet.Field{Name: "serial", Required: true},
		sheet.Field{Name: "bought", Kind: sheet.Day, Required: true},
		sheet.Field{Name: "shop"},
		sheet.Field{Name: "price", Width: "s"},
		sheet.Field{Name: "why", Kind: sheet.Long, Required: true},
	).Back(paths.Models())
	return sheet.Page(c, p.Shell, status, sheet.Head{
		Area: ui.Portal, Here: paths.Catalogue(), Title: c.T.T("purchase.title"), Lead: c.T.T("purchase.lead"),
		Above: []ui.Crumb{{Href: paths.Home(), Text: c.T.T("portal.start.crumb")}, {Href: paths.Models(), Text: c.T.T("model.title")}},
	}, form.Show(c.T))
}

func (p *pages) tell(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	in := purchase.Input{
		Kind: asset.Kind(f.Get("kind")), Model: f.Words("model"), Serial: f.Get("serial"), Bought: f.Get("bought"), Shop: f.Words("shop"), Why: f.Words("why"),
	}
	if typed := f.Get("price"); typed != "" {
		var ok bool
		if in.Ore, ok = money.Read(typed); !ok {
			in.Ore = -1 // The use case refuses it together with whatever else is wrong.
		}
	}
	a, t, err := p.Purchase.Tell(c.Context(), c.Actor(), in)
	if status, again := sheet.Again(f, err); again {
		return p.show(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("purchase.done", "tag", a.Tag, "ref", t.ID.String())
	return c.Redirect(paths.Ticket(t.ID))
}
