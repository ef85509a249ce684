package ui

import "testing"

func TestBarsAreScaled(t *testing.T) {
	t.Parallel()
	v := BarChartView{Bars: []Bar{{Value: 50}, {Value: 200}, {Value: 0}, {Value: -1}}}
	for i, want := range []string{"25.0%", "100.0%", "0%", "0%"} {
		if got := v.width(v.Bars[i]); got != want {
			t.Errorf("bar %d is %s wide, want %s", i, got, want)
		}
	}
	v.Percent = true
	if got := v.width(v.Bars[1]); got != "100.0%" {
		t.Errorf("200 per cent is %s wide", got)
	}
	if got := v.width(v.Bars[0]); got != "50.0%" {
		t.Errorf("50 per cent is %s wide", got)
	}
	if got := (BarChartView{}).width(Bar{}); got != "0%" {
		t.Errorf("nothing of nothing is %s wide", got)
	}
}

func TestColumnsHaveARoundScale(t *testing.T) {
	t.Parallel()
	for top, want := range map[float64]float64{0: 1, 1: 1, 3: 5, 7: 10, 99: 100, 101: 200, 1480: 2000, 0.3: 0.5} {
		v := ColumnChartView{Series: []string{"a"}, Points: []Point{{Values: []float64{top}}}}
		if got := v.ceiling(); got != want {
			t.Errorf("up to %v: %v, want %v", top, got, want)
		}
		if m := v.column(0, 0); m.height < 0 || m.height > chartHeight || m.y < chartTop-0.001 {
			t.Errorf("up to %v the column sticks out: %+v", top, m)
		}
	}
}
