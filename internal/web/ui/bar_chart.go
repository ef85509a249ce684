package ui

import (
	"fmt"
	"math"
)

// BarChartView compares things of one kind: tickets by category, time by group.
type BarChartView struct {
	ID      string
	Title   string    // the table's caption
	Lead    string    // what one sees, in a sentence
	Heads   [2]string // headings of the two columns: "Kategori", "Ärenden"
	Bars    []Bar
	Percent bool // bars as parts of 100 instead of the largest
}

// Bar is one thing with its figure, also as formatted text.
type Bar struct {
	Label string
	Href  string // to what the figure counts
	Value float64
	Text  string
	Color Color // the page's own when empty
	Note  string
}

// width is a bar's length in per cent of the room.
func (v BarChartView) width(b Bar) string {
	top := 100.0
	if !v.Percent {
		top = 0
		for _, each := range v.Bars {
			top = math.Max(top, each.Value)
		}
	}
	return share(b.Value, top)
}

func share(value, top float64) string {
	if top <= 0 || value <= 0 {
		return "0%"
	}
	return fmt.Sprintf("%.1f%%", math.Min(value/top, 1)*100)
}
