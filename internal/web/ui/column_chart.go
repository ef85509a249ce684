package ui

import (
	"fmt"
	"math"
	"strings"
)

// ColumnChartView shows how figures change over time: one to three series side by side.
type ColumnChartView struct {
	ID     string
	Title  string
	Lead   string   // what one sees, in a sentence; also the picture's description
	Head   string   // heading of the first column: "Månad"
	Series []string // names: "Inkomna", "Lösta"
	Points []Point
}

// Point is a time with a figure for each series, also as formatted text.
type Point struct {
	Label  string
	Values []float64
	Texts  []string
}

// The picture's measures, in units of its view box.
const (
	chartLeft   = 44.0
	chartTop    = 8.0
	chartHeight = 180.0
	chartStep   = 52.0 // room for one point
)

type mark struct{ x, y, width, height float64 }

func (v ColumnChartView) wide() float64 { return chartLeft + chartStep*float64(len(v.Points)) + 4 }

func (v ColumnChartView) viewBox() string {
	return fmt.Sprintf("0 0 %.0f %.0f", v.wide(), chartTop+chartHeight+28)
}

func (v ColumnChartView) description() string {
	return strings.TrimSpace(v.Lead + " " + strings.Join(v.Series, ", "))
}

// ceiling is the top of the scale: 1, 2 or 5 times a power of ten, not below the largest value.
func (v ColumnChartView) ceiling() float64 {
	top := 0.0
	for _, p := range v.Points {
		for _, each := range p.Values {
			top = math.Max(top, each)
		}
	}
	if top <= 0 {
		return 1
	}
	size := math.Pow(10, math.Floor(math.Log10(top)))
	for _, f := range []float64{1, 2, 5} {
		if top <= f*size {
			return f * size
		}
	}
	return 10 * size
}

// lines are the scale's steps from 0 to the ceiling.
func (v ColumnChartView) lines() []float64 {
	top := v.ceiling()
	return []float64{0, top / 2, top}
}

func (v ColumnChartView) y(value float64) float64 {
	return chartTop + chartHeight*(1-value/v.ceiling())
}

func (v ColumnChartView) column(point, series int) mark {
	room := chartStep - 12
	width := room / float64(len(v.Series))
	value := v.Points[point].Values[series]
	return mark{
		x:      chartLeft + chartStep*float64(point) + 6 + width*float64(series),
		y:      v.y(value),
		width:  width - 2,
		height: chartHeight * value / v.ceiling(),
	}
}

func num(f float64) string { return fmt.Sprintf("%.1f", f) }

// scaleText writes a step of the scale short: 1200 as 1200, 0.5 as 0.5.
func scaleText(f float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", f), ".0") }
