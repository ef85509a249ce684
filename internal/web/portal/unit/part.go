package unit

import (
	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/report"
	"lotsen/internal/kit/authz"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/portal/my"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// My is the block of somebody's own page on what they answer for: their units, and their part of the inventory.
func (d Deps) My(c *web.Ctx, of my.Whom) (my.Block, error) {
	b := my.Block{Key: "units", Title: c.T.T("unit.mine")}
	by := c.Actor()
	if of.Desk {
		return my.Block{}, nil
	}
	if by.Has(report.MayRead, authz.Unit) {
		led, err := d.Directory.UnitsLed(c.Context(), by, report.MayRead)
		if err != nil {
			return b, err
		}
		for _, u := range led {
			b.Items = append(b.Items, ui.ItemView{ID: "led-" + sheet.Text(u.ID), Href: paths.UnitOwn(u.ID), Title: u.Name, Note: c.T.T("unit.lead")})
		}
	}
	if by.May(asset.MayWrite) {
		b.Items = append(b.Items, ui.ItemView{ID: "inventory", Href: paths.Assets(), Title: c.T.T("asset.title"), Note: c.T.T("unit.inventory")})
	}
	return b, nil
}
