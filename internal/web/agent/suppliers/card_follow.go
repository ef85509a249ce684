package suppliers

import (
	"github.com/a-h/templ"

	"lotsen/internal/desk/supplier"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// followPanel is what is followed up with one supplier, all kinds in one list, and the ways to open more.
func followPanel(c *web.Ctx, x supplier.Card) templ.Component {
	v := ui.PanelView{ID: "follow", Title: c.T.T("supplier.follow.title")}
	parts := []templ.Component{sheet.Note(c.T.T("supplier.follow.empty"))}
	if len(x.Matters) > 0 {
		t := ui.TableView{ID: "matters", Caption: v.Title, CaptionHidden: true, Columns: columns(c, "kind", "title", "due", "state", "owner")}
		for _, m := range x.Matters {
			t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(m.ID), Cells: []ui.Cell{
				{Text: c.T.T("supplier.one." + string(m.Kind))}, withHeader(matterCell(c, m, "title")), matterCell(c, m, supplier.FieldDue), matterCell(c, m, "state"), matterCell(c, m, supplier.FieldOwner),
			}})
		}
		parts = []templ.Component{ui.Table(t)}
	}
	var open []ui.ItemView
	for _, k := range supplier.Kinds() {
		if mayOpen(c, k) && mayGive(c, x) {
			open = append(open, ui.ItemView{ID: "open-" + string(k), Href: paths.With(paths.Follow(string(k), "new"), "supplier", sheet.Text(x.ID)), Title: c.T.T("supplier.open." + string(k))})
		}
	}
	if len(open) > 0 {
		parts = append(parts, sheet.Fold(ui.DetailsView{ID: "open", Summary: c.T.T("supplier.follow.more"), Plain: true}, ui.Items(c.T.T("supplier.follow.more"), open)))
	}
	return sheet.Panel(v, parts...)
}

func withHeader(cell ui.Cell) ui.Cell {
	cell.Header = true
	return cell
}
