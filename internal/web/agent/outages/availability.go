package outages

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/outage"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// period is the one in the address: a year, or a tertial of it.
func period(c *web.Ctx) outage.Period {
	p := outage.Period{Year: year(c)}
	if n, err := strconv.Atoi(c.Query("tertial")); err == nil && n >= 1 && n <= 3 {
		p.Tertial = n
	}
	return p
}

func tertial(p outage.Period) string {
	if p.Tertial == 0 {
		return ""
	}
	return strconv.Itoa(p.Tertial)
}

// figures are those that the address asks for.
func (p *pages) figures(c *web.Ctx) (outage.Report, error) {
	org, err := p.org(c)
	if err != nil {
		return outage.Report{}, err
	}
	return p.Outage.Figures(c.Context(), c.Actor(), org, period(c))
}

// availability shows each function against what was promised, both ways, and the outages of the period.
func (p *pages) availability(c *web.Ctx) error {
	r, err := p.figures(c)
	if err != nil {
		return err
	}
	title := c.T.T("outage.availability_in", "period", periodName(c, r.Period))
	h := sheet.Head{Title: title, Lead: c.T.T("outage.availability_lead", "target", percent(c, r.Target)), Tabs: tabs(c, paths.Availability(), r.Org, r.Period.Year)}
	h.Actions = append(h.Actions, ui.ButtonLink(at("/desk/availability.csv", r.Org, r.Period.Year, "tertial", tertial(r.Period)), ui.ButtonView{Text: c.T.T("outage.file"), Icon: "down", Variant: ui.Secondary}))
	parts := []templ.Component{thirds(c, &r), counter(c, &r), figuresTable(c, &r), ui.Heading(2, "xs", c.T.T("outage.in_period", "period", periodName(c, r.Period)))}
	parts = append(parts, table(c, inPeriod(&r)), years(c, paths.Availability(), r.Org, r.Period.Year))
	return p.show(c, http.StatusOK, h, parts...)
}

// inPeriod is the outages of the report's own period.
func inPeriod(r *outage.Report) []outage.Outage {
	from, to := r.Period.Bounds()
	var out []outage.Outage
	for _, o := range r.List {
		if o.Void == "" && o.From.Before(to) && (o.To.IsZero() || o.To.After(from)) {
			out = append(out, o)
		}
	}
	return out
}

// thirds leads between the year and its tertials.
func thirds(c *web.Ctx, r *outage.Report) templ.Component {
	v := ui.TabsView{Label: c.T.T("outage.period")}
	for _, p := range append([]outage.Period{{Year: r.Period.Year}}, outage.Tertials(r.Period.Year)...) {
		v.Tabs = append(v.Tabs, ui.TabView{Href: at(paths.Availability(), r.Org, p.Year, "tertial", tertial(p)), Text: periodName(c, p), Current: p == r.Period})
	}
	return ui.Tabs(v)
}

func periodName(c *web.Ctx, p outage.Period) string {
	if p.Tertial == 0 {
		return strconv.Itoa(p.Year)
	}
	return c.T.T("outage.tertial", "n", p.Tertial, "year", strconv.Itoa(p.Year))
}

func figuresTable(c *web.Ctx, r *outage.Report) templ.Component {
	t := ui.TableView{ID: "figures", Caption: c.T.T("outage.figures"), Columns: heads(c, "function", "all", "unplanned", "target", "down", "outages")}
	for i := 1; i < len(t.Columns); i++ {
		t.Columns[i].Number = true
	}
	for i := range r.Lines {
		l := &r.Lines[i]
		all, unplanned := r.Available(l)
		outages := ui.Cell{Text: strconv.Itoa(l.Outages)}
		if r.Scope == outage.PerFunction && r.Over(l) {
			outages.Content = sheet.Tags([]ui.TagView{{Text: c.T.T("outage.too_many"), Color: ui.Danger, Icon: "warning"}})
		}
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(l.Service), Cells: []ui.Cell{
			{Text: l.Name(c.T.Lang())},
			against(c, all, r.Target), against(c, unplanned, r.Target),
			{Text: percent(c, r.Target)},
			{Text: lasted(c, l.All), Note: room(c, r, l)},
			outages,
		}})
	}
	return ui.Table(t)
}

// against marks a figure that misses its target by a word, not by colour alone.
func against(c *web.Ctx, v, target float64) ui.Cell {
	cell := ui.Cell{Text: percent(c, v), Nowrap: true}
	if v < target {
		cell.Content = sheet.Tags([]ui.TagView{{Text: c.T.T("outage.below"), Color: ui.Danger, Icon: "warning"}})
	}
	return cell
}

// room is how much more a function may be down.
func room(c *web.Ctx, r *outage.Report, l *outage.Line) string {
	left := r.Room(l)
	if left < 0 {
		return c.T.T("outage.room_over", "time", lasted(c, -left))
	}
	return c.T.T("outage.room", "time", lasted(c, left))
}

// file is the same figures for a spreadsheet. What begins like a formula is none.
func (p *pages) file(c *web.Ctx) error {
	r, err := p.figures(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.Comma = ';'
	var head []string
	for _, n := range []string{"period", "function", "all", "unplanned", "target", "down_hours", "unplanned_hours", "outages"} {
		head = append(head, c.T.T("outage.column."+n))
	}
	rows := [][]string{head}
	for i := range r.Lines {
		l := &r.Lines[i]
		all, unplanned := r.Available(l)
		rows = append(rows, []string{
			r.Period.String(), plain(l.Name(c.T.Lang())), decimal(c, all, 3), decimal(c, unplanned, 3), decimal(c, r.Target, 3), decimal(c, l.All.Hours(), 2),
			decimal(c, l.Unplanned.Hours(), 2), strconv.Itoa(l.Outages),
		})
	}
	rows = append(rows, nil)
	head = nil
	for _, n := range []string{"function", "from", "to", "minutes", "planned", "cause"} {
		head = append(head, c.T.T("outage.column."+n))
	}
	rows = append(rows, head)
	for _, o := range inPeriod(&r) {
		rows = append(rows, []string{
			plain(o.Name(c.T.Lang())), c.T.DateTime(o.From), c.T.DateTime(o.To), strconv.Itoa(int(o.Length(c.Now()) / time.Minute)), c.T.T("outage.yes." + strconv.FormatBool(o.Planned)), plain(o.Cause),
		})
	}
	for _, row := range rows {
		if len(row) == 0 {
			row = []string{""}
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return c.Send(web.Download{Name: "availability-" + r.Period.String() + ".csv", Type: "text/csv; charset=utf-8", Size: int64(b.Len()), Body: &b})
}

// plain keeps a spreadsheet from taking a text for a formula.
func plain(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@' || s[0] == '\t') {
		return "'" + s
	}
	return s
}
