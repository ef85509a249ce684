package suppliers

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/supplier"
	"lotsen/internal/kit/authz"
	"lotsen/internal/web"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// Flow is how delegation to a supplier has gone.
type Flow struct {
	Now    int // Delegated just now.
	Late   int // Of those, with a report that is overdue.
	Months []FlowMonth
}

// FlowMonth is what was handed over in a month, and what came of it.
type FlowMonth struct {
	Month   string // 2026-11.
	Given   int
	Done    int
	Minutes int // From hand-over to done, on average.
	Late    int // Reports that came late.
	Bounced int // Handed back or on without being solved.
}

// Figures tells a supplier's flow, newest month first.
type Figures func(ctx context.Context, by authz.Actor, id supplier.ID) (Flow, error)

func (p *pages) figures(c *web.Ctx, id supplier.ID) (*Flow, error) {
	if p.Figures == nil {
		return nil, nil
	}
	f, err := p.Figures(c.Context(), c.Actor(), id)
	return &f, err
}

// flow is the panel of a supplier's figures; nothing where nothing is delegated at all.
func (p *pages) flow(c *web.Ctx, id supplier.ID) ([]templ.Component, error) {
	f, err := p.figures(c, id)
	if err != nil || f == nil {
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
