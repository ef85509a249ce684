package report

import (
	"strconv"
	"strings"

	"lotsen/internal/kit/i18n"
)

// Column is one figure as tables and files show it.
type Column struct {
	Name  string // As in JSON; its heading is the text "report.measure." + Name.
	whole func(*Measures) int64
	exact func(*Measures) *float64
}

// Columns lists the figures in the order in which tables and files show them.
func Columns() []Column {
	return []Column{
		{Name: "tickets", whole: func(m *Measures) int64 { return m.Tickets }},
		{Name: "events", whole: func(m *Measures) int64 { return m.Events }},
		{Name: "reopened", whole: func(m *Measures) int64 { return m.Reopened }},
		{Name: "reopenings", whole: func(m *Measures) int64 { return m.Reopenings }},
		{Name: "reassigned", whole: func(m *Measures) int64 { return m.Reassigned }},
		{Name: "hand_overs", whole: func(m *Measures) int64 { return m.HandOvers }},
		{Name: "resolved", whole: func(m *Measures) int64 { return m.Resolved }},
		{Name: "closed", whole: func(m *Measures) int64 { return m.Closed }},
		{Name: "first_contact", whole: func(m *Measures) int64 { return m.FirstContact }},
		{Name: "within_target", whole: func(m *Measures) int64 { return m.WithinTarget }},
		{Name: "outside_target", whole: func(m *Measures) int64 { return m.OutsideTarget }},
		{Name: "median_minutes_to_resolve", exact: func(m *Measures) *float64 { return m.MedianToResolve }},
		{Name: "mean_minutes_to_resolve", exact: func(m *Measures) *float64 { return m.MeanToResolve }},
		{Name: "median_minutes_to_close", exact: func(m *Measures) *float64 { return m.MedianToClose }},
		{Name: "mean_minutes_to_close", exact: func(m *Measures) *float64 { return m.MeanToClose }},
	}
}

// Head is the column's heading.
func (c Column) Head(p *i18n.Printer) string { return p.T("report.measure." + c.Name) }

// Value is the figure as a number; nil where there is none.
func (c Column) Value(m *Measures) any {
	if c.whole != nil {
		return c.whole(m)
	}
	if v := c.exact(m); v != nil {
		return *v
	}
	return nil
}

// Show is the figure as people read it.
func (c Column) Show(p *i18n.Printer, m *Measures) string {
	if c.whole != nil {
		return p.Number(c.whole(m))
	}
	v := c.exact(m)
	if v == nil {
		return "–"
	}
	whole, part, _ := strings.Cut(strconv.FormatFloat(*v, 'f', 1, 64), ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return whole
	}
	mark := ","
	if p.Lang() == string(i18n.English) {
		mark = "."
	}
	return p.Number(n) + mark + part
}

// Head is the heading of the first column: what the rows stand for.
func (d Dimension) Head(p *i18n.Printer) string {
	if d == ByNothing {
		return p.T("report.by.none")
	}
	return p.T("report.by." + string(d))
}

// Label is what a row is called, also where nothing is known.
func (r Row) Label(p *i18n.Printer, d Dimension) string {
	switch {
	case r.Key == "" && d == ByNothing:
		return p.T("report.all")
	case r.Key == "":
		return p.T("report.unknown")
	}
	return r.Name(p)
}
