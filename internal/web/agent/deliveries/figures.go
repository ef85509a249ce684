package deliveries

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/delivery"
	"lotsen/internal/desk/report"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// ask reads the period; without one it is the last twelve months.
func ask(c *web.Ctx) (delivery.FigureInput, *web.Form, error) {
	now := c.Now().In(clock.Stockholm())
	f := web.NewForm("from", c.Query("from"), "to", c.Query("to"))
	if f.Get("from") == "" {
		f.Set("from", time.Date(now.Year(), now.Month()-11, 1, 0, 0, 0, 0, clock.Stockholm()).Format(time.DateOnly))
	}
	if f.Get("to") == "" {
		f.Set("to", now.Format(time.DateOnly))
	}
	var bad errs.Fields
	day := func(name string) time.Time {
		t, err := time.ParseInLocation(time.DateOnly, f.Get(name), clock.Stockholm())
		if err != nil {
			bad.Add(name, "error.date")
		}
		return t
	}
	in := delivery.FigureInput{From: day("from").UTC(), To: day("to").AddDate(0, 0, 1).UTC()}
	if len(bad) == 0 && (!in.From.Before(in.To) || in.To.Sub(in.From) > 1900*24*time.Hour) {
		bad.Add("to", "delivery.error.period")
	}
	return in, f, bad.Err()
}

// figures shows how much was delivered, how much of it in time, and how long it took.
func (p *pages) figures(c *web.Ctx) error {
	in, f, err := ask(c)
	status := http.StatusOK
	var parts []templ.Component
	if f.Failed(err) {
		status = http.StatusUnprocessableEntity
	} else if err != nil {
		return err
	} else {
		list, err := p.Delivery.Figures(c.Context(), c.Actor(), in)
		if err != nil {
			return err
		}
		parts = shown(c, f, list)
	}
	choose := sheet.Of(c, f, "delivery.field.", paths.DeliveryFigures(), c.T.T("delivery.figures.show"),
		sheet.Field{Name: "from", Kind: sheet.Day}, sheet.Field{Name: "to", Kind: sheet.Day}).Narrow()
	h := sheet.Head{
		Area: ui.Desk, Here: paths.DeskReports(), Title: c.T.T("delivery.figures.title"), Lead: c.T.T("delivery.figures.lead"),
		Above: []ui.Crumb{{Text: c.T.T("report.page.title"), Href: paths.DeskReports()}},
	}
	if !c.Actor().May(ticket.MayWork) {
		h.Area = ui.Portal
	}
	return sheet.Page(c, p.Shell, status, h, append([]templ.Component{choose.Show(c.T)}, parts...)...)
}

func shown(c *web.Ctx, f *web.Form, list []delivery.Figure) []templ.Component {
	if len(list) == 0 {
		return []templ.Component{ui.EmptyState(ui.EmptyView{Icon: "search", Title: c.T.T("delivery.figures.none")})}
	}
	var sum delivery.Tally
	for i := range list {
		sum = sum.Plus(list[i].Tally)
	}
	facts := []ui.Definition{
		{Term: c.T.T("delivery.figures.delivered"), Text: c.T.Number(sum.Delivered)},
		{Term: c.T.T("delivery.figures.share"), Text: share(c, sum)},
		{Term: c.T.T("delivery.figures.median"), Text: median(c, sum)},
		{Term: c.T.T("delivery.figures.faults"), Text: c.T.Number(sum.Faults)},
	}
	return []templ.Component{
		sheet.Panel(ui.PanelView{ID: "facts", Title: c.T.T("delivery.figures.all")}, ui.DefinitionList(facts)),
		chart(c, list), table(c, list, sum), downloads(c, f),
	}
}

func share(c *web.Ctx, t delivery.Tally) string {
	n, ok := t.Share()
	if !ok {
		return "–"
	}
	return c.T.T("delivery.figures.percent", "n", n)
}

func median(c *web.Ctx, t delivery.Tally) string {
	n, ok := t.Median()
	if !ok {
		return "–"
	}
	return c.T.T("delivery.days", "count", n)
}

// chart draws the months, in their order.
func chart(c *web.Ctx, list []delivery.Figure) templ.Component {
	var months []string
	sums := map[string]delivery.Tally{}
	for i := len(list) - 1; i >= 0; i-- { // The newest month comes first in the table.
		m := list[i].Month
		if _, there := sums[m]; !there {
			months = append(months, m)
		}
		sums[m] = sums[m].Plus(list[i].Tally)
	}
	v := ui.BarChartView{ID: "months", Title: c.T.T("delivery.figures.chart"), Lead: c.T.T("delivery.figures.chart_lead"), Heads: [2]string{c.T.T("delivery.figures.month"), c.T.T("delivery.figures.delivered")}}
	for _, m := range months {
		t := sums[m]
		v.Bars = append(v.Bars, ui.Bar{Label: m, Value: float64(t.Delivered), Text: c.T.Number(t.Delivered), Note: share(c, t)})
	}
	return ui.BarChart(v)
}

// measures are the columns of figures, in their order.
var measures = []string{"delivered", "timely", "late", "share", "median", "accepted", "faults"}

func cells(c *web.Ctx, t delivery.Tally) []ui.Cell {
	return []ui.Cell{
		{Text: c.T.Number(t.Delivered)},
		{Text: c.T.Number(t.Timely)},
		{Text: c.T.Number(t.Late)},
		{Text: share(c, t), Nowrap: true},
		{Text: median(c, t), Nowrap: true},
		{Text: c.T.Number(t.Accepted)},
		{Text: c.T.Number(t.Faults)},
	}
}

// mostRows is how many rows the page shows; the files have all of them.
const mostRows = 300

func table(c *web.Ctx, list []delivery.Figure, sum delivery.Tally) templ.Component {
	v := ui.TableView{ID: "figures", Caption: c.T.T("delivery.figures.table"), Columns: []ui.Column{{Text: c.T.T("delivery.figures.month")}, {Text: c.T.T("delivery.column.item")}}}
	for _, m := range measures {
		v.Columns = append(v.Columns, ui.Column{Text: c.T.T("delivery.figures." + m), Number: true})
	}
	for i := range list[:min(len(list), mostRows)] {
		f := &list[i]
		v.Rows = append(v.Rows, ui.Row{ID: strconv.Itoa(i), Cells: append([]ui.Cell{{Text: f.Month, Nowrap: true}, {Text: f.Name(c.T.Lang()), Header: true}}, cells(c, f.Tally)...)})
	}
	v.Foot = append([]ui.Cell{{Text: c.T.T("delivery.figures.all")}, {}}, cells(c, sum)...)
	return ui.Table(v)
}

// file hands out the same figures for a spreadsheet, and notes in the security log who took them.
func (p *pages) file(c *web.Ctx) error {
	name := c.Param("file")
	if name != "deliveries.csv" && name != "deliveries.xlsx" {
		return errs.Missing()
	}
	in, f, err := ask(c)
	if err != nil {
		return err
	}
	list, err := p.Delivery.Figures(c.Context(), c.Actor(), in)
	if err != nil {
		return err
	}
	if err := p.Delivery.Exported(c.Context(), c.Actor(), name, f.Get("from"), f.Get("to")); err != nil {
		return err
	}
	lines := linesOf(c, list)
	var b bytes.Buffer
	kind := "text/csv; charset=utf-8"
	if strings.HasSuffix(name, "xlsx") {
		kind, err = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", report.Workbook(&b, lines)
	} else {
		err = report.WriteLines(&b, c.T, words(lines))
	}
	if err != nil {
		return err
	}
	return c.Send(web.Download{Name: name, Type: kind, Size: int64(b.Len()), Body: bytes.NewReader(b.Bytes())})
}

func linesOf(c *web.Ctx, list []delivery.Figure) [][]any {
	head := []any{c.T.T("delivery.figures.month"), c.T.T("delivery.column.item")}
	for _, m := range measures {
		head = append(head, c.T.T("delivery.figures."+m))
	}
	out := [][]any{head}
	for i := range list {
		f := &list[i]
		share, _ := f.Share()
		days, _ := f.Median()
		out = append(out, []any{f.Month, f.Name(c.T.Lang()), f.Delivered, f.Timely, f.Late, share, int64(days), f.Accepted, f.Faults})
	}
	return out
}

func words(lines [][]any) [][]string {
	out := make([][]string, len(lines))
	for i, cells := range lines {
		for _, cell := range cells {
			out[i] = append(out[i], fmt.Sprint(cell))
		}
	}
	return out
}

func downloads(c *web.Ctx, f *web.Form) templ.Component {
	var links []templ.Component
	for _, name := range []string{"deliveries.csv", "deliveries.xlsx"} {
		href := paths.With(paths.DeliveryFile(name), "from", f.Get("from"), "to", f.Get("to"))
		links = append(links, ui.ButtonLink(href, ui.ButtonView{Text: name, Variant: ui.Tertiary, Icon: "down"}))
	}
	return sheet.Row(links...)
}
