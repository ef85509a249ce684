package styleguide

import "lotsen/internal/web/ui"

func flashed(v ui.PageView) ui.PageView {
	v.Flash = []ui.AlertView{{Color: ui.Success, Text: "Ditt svar är skickat till IT-supporten."}}
	return v
}

func costTable() ui.TableView {
	return ui.TableView{
		ID: "costs", Caption: "Kostnad per enhet i oktober", Roomy: true,
		Columns: []ui.Column{{Text: "Enhet", SortHref: "#", Sorted: ui.Descending}, {Text: "Datorer", Number: true}, {Text: "Telefoner", Number: true, SortHref: "#"}, {Text: "Summa, kr", Number: true}},
		Rows: []ui.Row{
			{ID: "1", Cells: []ui.Cell{{Text: "Lindskolan", Href: "#"}, {Text: "212"}, {Text: "48"}, {Text: "61\u00a0420"}}},
			{ID: "2", Current: true, Cells: []ui.Cell{{Text: "Ekskolan", Href: "#", Note: "ny beställning på väg"}, {Text: "168"}, {Text: "31"}, {Text: "47\u00a0905"}}},
			{ID: "3", Muted: true, Cells: []ui.Cell{{Text: "Sjövägens förskola", Note: "nedlagd i augusti"}, {Text: "0"}, {Text: "0"}, {Text: "0"}}},
		},
		Foot: []ui.Cell{{Text: "Summa"}, {Text: "380"}, {Text: "79"}, {Text: "109\u00a0325"}},
	}
}

func months() ui.ColumnChartView {
	v := ui.ColumnChartView{ID: "by-month", Title: "Inkomna och lösta ärenden", Lead: "Augusti och september är toppen, skolstarten.", Head: "Månad", Series: []string{"Inkomna", "Lösta"}}
	add := func(label string, in, out float64, inText, outText string) {
		v.Points = append(v.Points, ui.Point{Label: label, Values: []float64{in, out}, Texts: []string{inText, outText}})
	}
	add("maj", 640, 655, "640", "655")
	add("jun", 410, 450, "410", "450")
	add("jul", 120, 130, "120", "130")
	add("aug", 1480, 1210, "1\u00a0480", "1\u00a0210")
	add("sep", 1120, 1290, "1\u00a0120", "1\u00a0290")
	add("okt", 820, 840, "820", "840")
	return v
}
