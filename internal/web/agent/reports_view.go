package agent

import (
	"slices"

	"lotsen/internal/desk/report"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/ui"
)

// mostBars is how many rows the chart draws; the table has all of them.
const mostBars = 30

// reportFacts are the figures that people ask for first.
func reportFacts(p *i18n.Printer, t *report.Table) []ui.Definition {
	m := &t.Totals
	share := func(n, of int64) string {
		if of == 0 {
			return "–"
		}
		return p.T("report.page.share", "share", (n*100+of/2)/of, "count", n, "of", of)
	}
	facts := []ui.Definition{
		{Term: p.T("report.page.tickets"), Text: p.Number(m.Tickets)},
		{Term: p.T("report.page.first_share"), Text: share(m.FirstContact, m.Tickets)},
	}
	if measured := m.WithinTarget + m.OutsideTarget; measured > 0 {
		facts = append(facts, ui.Definition{Term: p.T("report.page.target_share"), Text: share(m.WithinTarget, measured)})
	}
	if m.MedianToResolve != nil {
		facts = append(facts, ui.Definition{Term: p.T("report.page.median"), Text: p.T("report.page.minutes", "minutes", int64(*m.MedianToResolve+0.5))})
	}
	if !t.Params.OpenAt.IsZero() {
		facts = append(facts, ui.Definition{Term: p.T("report.page.open", "day", p.DateTime(t.Params.OpenAt)), Text: p.Number(t.OpenAt)})
	}
	return facts
}

// reportChart draws the rows as bars, in the order of the table.
func reportChart(p *i18n.Printer, t *report.Table) ui.BarChartView {
	by := t.Params.GroupBy
	measure := p.T("report.measure.tickets")
	v := ui.BarChartView{ID: "chart", Title: p.T("report.page.chart", "measure", measure, "by", by.Head(p)), Heads: [2]string{by.Head(p), measure}}
	rows := t.Rows
	if len(rows) > mostBars {
		rows = rows[:mostBars]
		v.Lead = p.T("report.page.most", "count", mostBars, "of", len(t.Rows)) + " " + p.T("report.page.all_rows")
	}
	for i := range rows {
		r := &rows[i]
		v.Bars = append(v.Bars, ui.Bar{Label: r.Label(p, by), Value: float64(r.Tickets), Text: p.Number(r.Tickets)})
	}
	return v
}

// shownFigures are the columns of the page's table; the files have all of them.
var shownFigures = []string{
	"tickets", "resolved", "closed", "first_contact", "within_target", "reopened", "reassigned", "hand_overs",
	"median_minutes_to_resolve", "median_minutes_to_close",
}

func reportTable(p *i18n.Printer, t *report.Table) ui.TableView {
	by := t.Params.GroupBy
	v := ui.TableView{ID: "figures", Caption: p.T("report.page.table"), Columns: []ui.Column{{Text: by.Head(p)}}}
	var columns []report.Column
	for _, c := range report.Columns() {
		if slices.Contains(shownFigures, c.Name) || c.Name == "events" && by == report.ByState {
			columns = append(columns, c)
			v.Columns = append(v.Columns, ui.Column{Text: c.Head(p), Number: true})
		}
	}
	line := func(label string, m *report.Measures) []ui.Cell {
		cells := []ui.Cell{{Text: label, Header: true}}
		for _, c := range columns {
			cells = append(cells, ui.Cell{Text: c.Show(p, m), Nowrap: true})
		}
		return cells
	}
	for i := range t.Rows {
		v.Rows = append(v.Rows, ui.Row{Cells: line(t.Rows[i].Label(p, by), &t.Rows[i].Measures)})
	}
	if by != report.ByNothing {
		v.Foot = line(p.T("report.total"), &t.Totals)
	}
	return v
}
