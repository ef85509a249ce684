package lines

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/line"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// measures are the columns of figures, in their order.
var measures = []string{"offered", "answered", "abandoned", "other", "waiting", "mean", "timely", "score"}

func volumes(c *web.Ctx, a asked, f figures) templ.Component {
	if len(f.rows) == 0 {
		return ui.EmptyState(ui.EmptyView{Icon: "phone", Title: c.T.T("line.report.none")})
	}
	t := ui.TableView{ID: "volume", Caption: c.T.T("line.report.channels")}
	for _, name := range heads(a) {
		t.Columns = append(t.Columns, ui.Column{Text: c.T.T("line.report." + name), Number: slices.Contains(measures, name)})
	}
	var sum line.Tally
	for i := range f.rows {
		r := &f.rows[i]
		sum = sum.Plus(r.Tally)
		row := ui.Row{ID: strconv.Itoa(i)}
		for _, text := range named(c, a, f, r) {
			row.Cells = append(row.Cells, ui.Cell{Text: text})
		}
		row.Cells = append(row.Cells, figureCells(c, r.Tally)...)
		t.Rows = append(t.Rows, row)
	}
	for i := range len(heads(a)) - len(measures) {
		cell := ui.Cell{}
		if i == 0 {
			cell.Text = c.T.T("line.report.sum")
		}
		t.Foot = append(t.Foot, cell)
	}
	t.Foot = append(t.Foot, figureCells(c, sum)...)
	return ui.Table(t)
}

func heads(a asked) []string {
	out := []string{"line", "channel", "category", "service_time"}
	if a.hourly {
		out = append(out, "hour")
	}
	return append(out, measures...)
}

// named is which contacts a row counts, in words.
func named(c *web.Ctx, a asked, f figures, r *line.Figure) []string {
	l := f.lines[r.Line]
	category, open := c.T.T("line.report.total"), "open"
	if r.Category != "" {
		category = c.T.T("desk.person." + string(r.Category))
	}
	if !r.Open {
		open = "closed"
	}
	out := []string{l.Name(i18n.ParseLang(c.T.Lang())), c.T.T("desk.channel." + string(r.Channel)), category, c.T.T("line.report." + open)}
	if a.hourly {
		out = append(out, r.Hour.In(clock.Stockholm()).Format("2006-01-02 15"))
	}
	return out
}

func figureCells(c *web.Ctx, t line.Tally) []ui.Cell {
	var out []ui.Cell
	for _, n := range []int64{t.Offered, t.Answered, t.Abandoned, t.Other, t.Waiting()} {
		out = append(out, ui.Cell{Text: c.T.Number(n)})
	}
	return append(out, ui.Cell{Text: mean(c, t), Nowrap: true}, ui.Cell{Text: timely(c, t), Nowrap: true}, ui.Cell{Text: score(c, t)})
}

func mean(c *web.Ctx, t line.Tally) string {
	if t.Answered == 0 {
		return "–"
	}
	s := int(t.Mean().Round(time.Second) / time.Second)
	return c.T.T("line.minutes", "minutes", s/60, "seconds", s%60)
}

func timely(c *web.Ctx, t line.Tally) string {
	if t.Answered == 0 {
		return "–"
	}
	return c.T.T("line.report.percent", "n", (t.Timely*100+t.Answered/2)/t.Answered)
}

func score(c *web.Ctx, t line.Tally) string {
	if t.Rated == 0 {
		return "–"
	}
	tenths := (t.Score*10 + t.Rated/2) / t.Rated
	mark := ","
	if c.T.Lang() == "en" {
		mark = "."
	}
	return fmt.Sprintf("%d%s%d (%d)", tenths/10, mark, tenths%10, t.Rated)
}

// volumeLines are the same for a spreadsheet: times in seconds.
func volumeLines(c *web.Ctx, a asked, f figures) [][]any {
	var head []any
	for _, name := range heads(a) {
		head = append(head, c.T.T("line.report."+name))
	}
	head[len(head)-3] = c.T.T("line.report.mean") + " (s)"
	out := [][]any{head}
	for i := range f.rows {
		r := &f.rows[i]
		var cells []any
		for _, text := range named(c, a, f, r) {
			cells = append(cells, text)
		}
		out = append(out, append(cells, r.Offered, r.Answered, r.Abandoned, r.Other, r.Waiting(), int64(r.Mean()/time.Second), r.Timely, r.Score))
	}
	return out
}

// crossed are the kinds and channels that occur, and how many cases of each began in each.
func crossed(f figures) (kinds []ticket.Kind, channels []ticket.Channel, count map[ticket.Kind]map[ticket.Channel]int64) {
	count = map[ticket.Kind]map[ticket.Channel]int64{}
	found := map[ticket.Channel]bool{}
	for _, k := range f.kinds {
		if count[k.Kind] == nil {
			count[k.Kind] = map[ticket.Channel]int64{}
		}
		count[k.Kind][k.Channel] += k.Count
		found[k.Channel] = true
	}
	for _, k := range ticket.Kinds() {
		if count[k] != nil {
			kinds = append(kinds, k)
		}
	}
	for _, ch := range ticket.Channels() {
		if found[ch] {
			channels = append(channels, ch)
		}
	}
	return kinds, channels, count
}

func kindLines(c *web.Ctx, f figures) [][]any {
	kinds, channels, count := crossed(f)
	head := []any{c.T.T("line.report.kind")}
	for _, ch := range channels {
		head = append(head, c.T.T("desk.channel."+string(ch)))
	}
	out := [][]any{append(head, c.T.T("line.report.total"))}
	for _, k := range kinds {
		row, sum := []any{c.T.T("desk.kind." + string(k))}, int64(0)
		for _, ch := range channels {
			row, sum = append(row, count[k][ch]), sum+count[k][ch]
		}
		out = append(out, append(row, sum))
	}
	return out
}

func kindTable(c *web.Ctx, f figures) templ.Component {
	lines := words(kindLines(c, f))
	if len(lines) < 2 {
		return sheet.Stack()
	}
	t := ui.TableView{ID: "kind", Caption: c.T.T("line.report.kinds")}
	for i, text := range lines[0] {
		t.Columns = append(t.Columns, ui.Column{Text: text, Number: i > 0})
	}
	for i, cells := range lines[1:] {
		row := ui.Row{ID: strconv.Itoa(i)}
		for _, text := range cells {
			row.Cells = append(row.Cells, ui.Cell{Text: text})
		}
		t.Rows = append(t.Rows, row)
	}
	return ui.Table(t)
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
