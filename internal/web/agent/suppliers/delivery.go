package suppliers

import (
	"fmt"
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/supplier"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// deliveries is what a product supplier needs to know of its deliveries and what it will invoice.
func (p *pages) deliveries(c *web.Ctx) error {
	x, err := p.one(c)
	if err != nil {
		return err
	}
	list, err := p.Supplier.Matters(c.Context(), c.Actor(), supplier.MatterFilter{Kind: supplier.Delivery, Supplier: x.ID, All: true})
	if err != nil {
		return err
	}
	basis, err := p.Supplier.Basis(c.Context(), c.Actor(), x.ID)
	if err != nil {
		return err
	}
	h := below(c, x, "supplier.deliveries.title")
	if mayOpen(c, supplier.Delivery) {
		h.Actions = append(h.Actions, ui.ButtonLink(paths.With(paths.Follow(string(supplier.Delivery), "new"), "supplier", sheet.Text(x.ID)),
			ui.ButtonView{Text: c.T.T("supplier.open." + string(supplier.Delivery)), Icon: "plus"}))
	}
	return p.show(c, http.StatusOK, h,
		sheet.Panel(ui.PanelView{ID: "delivered", Title: c.T.T("supplier.kind." + string(supplier.Delivery))}, matterTable(c, "deliveries", h.Title, supplier.Delivery, list)),
		sheet.Panel(ui.PanelView{ID: "basis", Title: c.T.T("supplier.deliveries.basis")}, append(basisTable(c, basis), sheet.Note(c.T.T("supplier.deliveries.waits")))...),
	)
}

func basisTable(c *web.Ctx, list []supplier.Basis) []templ.Component {
	if len(list) == 0 {
		return nil
	}
	t := ui.TableView{ID: "basis-list", Caption: c.T.T("supplier.deliveries.basis"), CaptionHidden: true, Columns: columns(c, "month", "reference")}
	for _, name := range []string{"count", "accepted", "waiting"} {
		t.Columns = append(t.Columns, ui.Column{Text: c.T.T("supplier.deliveries." + name), Number: true})
	}
	for i, b := range list {
		t.Rows = append(t.Rows, ui.Row{ID: fmt.Sprint(i), Cells: []ui.Cell{
			{Text: b.Month, Nowrap: true}, {Text: b.Reference}, {Text: c.T.Number(int64(b.Count))}, {Text: kronor(c, b.Accepted), Nowrap: true}, {Text: kronor(c, b.Waiting), Nowrap: true},
		}})
	}
	return []templ.Component{ui.Table(t)}
}
