package suppliers

import (
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/supplier"
	"lotsen/internal/web"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// flow is the panel of how delegation to a supplier has gone.
func (p *pages) flow(c *web.Ctx, x *supplier.Supplier) ([]templ.Component, error) {
	f, err := p.Delegation.FlowOf(c.Context(), c.Actor(), x)
	if err != nil {
		return nil, err
	}
	v := ui.PanelView{ID: "flow", Title: c.T.T("supplier.flow.title")}
	sum := ui.DefinitionList([]ui.Definition{
		{Term: c.T.T("supplier.flow.now"), Text: c.T.Number(int64(f.Now))}, {Term: c.T.T("supplier.flow.overdue"), Text: c.T.Number(int64(f.Late))},
	})
	if len(f.Months) == 0 {
		return []templ.Component{sheet.Panel(v, sum, sheet.Note(c.T.T("supplier.flow.empty")))}, nil
	}
	t := ui.TableView{ID: "flow-list", Caption: v.Title, CaptionHidden: true}
	for i, name := range []string{"month", "given", "done", "minutes", "late", "bounced"} {
		t.Columns = append(t.Columns, ui.Column{Text: c.T.T("supplier.flow." + name), Number: i > 0})
	}
	for _, m := range f.Months {
		row := ui.Row{ID: m.Month, Cells: []ui.Cell{{Text: m.Month, Nowrap: true}}}
		for _, n := range []int{m.Given, m.Done, m.Minutes, m.Late, m.Bounced} {
			row.Cells = append(row.Cells, ui.Cell{Text: strconv.Itoa(n)})
		}
		t.Rows = append(t.Rows, row)
	}
	return []templ.Component{sheet.Panel(v, sum, ui.Table(t))}, nil
}
