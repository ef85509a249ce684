package lines

import (
	"bytes"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/line"
	"lotsen/internal/desk/report"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages are made of.
type Deps struct {
	Shell *shell.Shell
	Line  *line.Service
}

type pages struct{ Deps }

// area is where the texts of the fields are.
const area = "line.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	read := web.May(line.MayRead)
	rs.Handle("GET "+paths.ContactFigures(), read, p.page, web.In(web.LaneReports))
	rs.Handle("GET "+paths.ContactFigures()+"/{file}", read, p.file, web.In(web.LaneExports))
}

// Menu is the entry of the desk's menu.
func Menu() shell.Link {
	return shell.Link{Area: ui.Desk, Href: paths.ContactFigures(), Text: "line.report.title", Verbs: []authz.Verb{line.MayRead}}
}

// asked is what the address asks for.
type asked struct {
	from, to time.Time // To is the instant after the last day.
	hourly   bool
	form     *web.Form
}

// ask reads the period; without one it is this month until today.
func ask(c *web.Ctx) (asked, error) {
	now := c.Now().In(clock.Stockholm())
	a := asked{form: web.NewForm("from", c.Query("from"), "to", c.Query("to"), "by", c.Query("by")), hourly: c.Query("by") == "hour"}
	if a.form.Get("from") == "" {
		a.form.Set("from", time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, clock.Stockholm()).Format(time.DateOnly))
	}
	if a.form.Get("to") == "" {
		a.form.Set("to", now.Format(time.DateOnly))
	}
	var bad errs.Fields
	day := func(name string) time.Time {
		t, err := time.ParseInLocation(time.DateOnly, a.form.Get(name), clock.Stockholm())
		if err != nil {
			bad.Add(name, "error.date")
		}
		return t
	}
	a.from, a.to = day("from").UTC(), day("to").AddDate(0, 0, 1).UTC()
	most := 800 * 24 * time.Hour
	if a.hourly {
		most = 32 * 24 * time.Hour
	}
	if len(bad) == 0 && (!a.from.Before(a.to) || a.to.Sub(a.from) > most) {
		bad.Add("to", "line.error.period")
	}
	return a, bad.Err()
}

// figures are the tables of a period.
type figures struct {
	rows  []line.Figure
	lines map[line.LineID]line.Line
	kinds []line.KindCount
}

func (p *pages) figures(c *web.Ctx, a asked) (figures, error) {
	f := figures{lines: map[line.LineID]line.Line{}}
	ctx, by := c.Context(), c.Actor()
	lines, err := p.Line.Counted(ctx, by)
	if err != nil {
		return f, err
	}
	for _, l := range lines {
		f.lines[l.ID] = l
	}
	if a.hourly {
		f.rows, err = p.Line.Hours(ctx, by, a.from, a.to)
	} else {
		f.rows, err = p.Line.Figures(ctx, by, a.from, a.to)
	}
	if err != nil {
		return f, err
	}
	f.kinds, err = p.Line.Kinds(ctx, by, a.from, a.to)
	return f, err
}

// page shows volumes, answer times and who gave up, and the kinds of case by channel.
func (p *pages) page(c *web.Ctx) error {
	a, err := ask(c)
	status := http.StatusOK
	var parts []templ.Component
	if a.form.Failed(err) {
		status = http.StatusUnprocessableEntity
	} else if err != nil {
		return err
	} else {
		f, err := p.figures(c, a)
		if err != nil {
			return err
		}
		parts = append(parts, volumes(c, a, f), kindTable(c, f), downloads(c, a))
	}
	choose := sheet.Of(c, a.form, area, paths.ContactFigures(), c.T.T("line.report.show"),
		sheet.Field{Name: "from", Kind: sheet.Day}, sheet.Field{Name: "to", Kind: sheet.Day},
		sheet.Field{Name: "by", Kind: sheet.Choice, Label: c.T.T("line.report.hours"), Options: []ui.Option{
			{Value: "", Text: c.T.T("line.report.by_day")}, {Value: "hour", Text: c.T.T("line.report.by_hour")},
		}}).Narrow()
	h := sheet.Head{
		Area: ui.Desk, Here: paths.DeskReports(), Title: c.T.T("line.report.title"), Lead: c.T.T("line.report.lead"),
		Above: []ui.Crumb{{Text: c.T.T("report.page.title"), Href: paths.DeskReports()}},
	}
	if !c.Actor().May(ticket.MayWork) {
		h.Area = ui.Portal
	}
	return sheet.Page(c, p.Shell, status, h, append([]templ.Component{choose.Show(c.T)}, parts...)...)
}

func downloads(c *web.Ctx, a asked) templ.Component {
	var links []templ.Component
	for _, file := range []string{"contacts.csv", "contacts.xlsx", "kinds.csv", "kinds.xlsx"} {
		href := paths.With(paths.ContactFigures()+"/"+file, "from", a.form.Get("from"), "to", a.form.Get("to"), "by", a.form.Get("by"))
		links = append(links, ui.ButtonLink(href, ui.ButtonView{Text: file, Variant: ui.Tertiary, Icon: "down"}))
	}
	return sheet.Row(links...)
}

// file hands out the same figures for a spreadsheet.
func (p *pages) file(c *web.Ctx) error {
	a, err := ask(c)
	if err != nil {
		return err
	}
	f, err := p.figures(c, a)
	if err != nil {
		return err
	}
	var lines [][]any
	switch c.Param("file") {
	case "contacts.csv", "contacts.xlsx":
		lines = volumeLines(c, a, f)
	case "kinds.csv", "kinds.xlsx":
		lines = kindLines(c, f)
	default:
		return errs.Missing()
	}
	var b bytes.Buffer
	kind := "text/csv; charset=utf-8"
	if name := c.Param("file"); name[len(name)-1] == 'x' {
		kind, err = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", report.Workbook(&b, lines)
	} else {
		err = report.WriteLines(&b, c.T, words(lines))
	}
	if err != nil {
		return err
	}
	return c.Send(web.Download{Name: c.Param("file"), Type: kind, Size: int64(b.Len()), Body: bytes.NewReader(b.Bytes())})
}
