package agent

import (
	"net/http"
	"strconv"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/report"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
	"lotsen/internal/web/unitpick"
)

// ReportDeps is what the page of figures is made of.
type ReportDeps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Report    *report.Service
}

// reports holds the page of figures, which leaders of units and auditors open too.
type reports struct{ ReportDeps }

// MountReports registers the page of figures.
func MountReports(rs *web.Routes, d ReportDeps) {
	r := &reports{d}
	rs.Handle("GET "+paths.DeskReports(), web.May(report.MayRead), r.page)
}

// page shows the figures that the address asks for; without anything asked, a year by months.
func (r *reports) page(c *web.Ctx) error {
	form := web.NewForm()
	for _, name := range []string{"from", "to", "unit", "group_by", "open_at"} {
		form.Set(name, c.Query(name))
	}
	if len(c.Request().URL.Query()) == 0 {
		now := c.Now().In(clock.Stockholm())
		form.Set("from", time.Date(now.Year(), now.Month()-11, 1, 0, 0, 0, 0, clock.Stockholm()).Format(time.DateOnly))
		form.Set("to", now.Format(time.DateOnly))
		form.Set("group_by", string(report.ByOpenedMonth))
	}
	unit, err := r.unit(c, form)
	if err != nil {
		return err
	}
	var table report.Table
	params, err := report.Parse(form.Get)
	status := http.StatusOK
	if unit.Unclear() {
		var f errs.Fields
		f.Add("unit_name", "ui.unit.unclear")
		form.Failed(f.Err()) // Beside whatever else is wrong.
	}
	if form.Failed(err) || unit.Unclear() && err == nil {
		status = http.StatusUnprocessableEntity
	} else if err != nil {
		return err
	} else if table, err = r.Report.Tickets(c.Context(), c.Actor(), params); errs.Is(err, errs.Forbidden) && params.GroupBy == report.ByRequester {
		var f errs.Fields
		f.Add("group_by", "report.error.group_by")
		form.Failed(f.Err())
		status = http.StatusUnprocessableEntity
	} else if err != nil {
		return err
	}
	v := reportOf(c, form, unit, &table, status)
	frame := shell.View{Title: c.T.T("report.page.title"), Here: paths.DeskReports()}
	if c.Actor().May(ticket.MayWork) {
		frame.Area = ui.Desk
		frame.Search = &ui.SearchView{Action: "/desk/search", Label: c.T.T("desk.search.label"), Shortcut: "/"}
		frame.Keys = []ui.ShortcutView{{Key: "/", Text: c.T.T("desk.key.search")}}
	}
	return r.Shell.Render(c, status, frame, reportPage(c.T, v))
}

// unit makes out which unit the figures are asked for.
func (r *reports) unit(c *web.Ctx, form *web.Form) (unitpick.Pick, error) {
	id, err := strconv.ParseInt(form.Get("unit"), 10, 64)
	if err != nil {
		id = 0 // What is no number at all, report.Parse refuses with its reason.
	}
	q := c.Request().URL.Query()
	pick, err := unitpick.Read(c.Context(), r.Directory, c.Actor(), directory.OrgID(c.Actor().Org), directory.UnitID(id), c.Query("unit_name"), q.Has("unit_name"))
	if err == nil && q.Has("unit_name") {
		form.Set("unit", "")
		if pick.Unit.ID != 0 {
			form.Set("unit", strconv.FormatInt(int64(pick.Unit.ID), 10))
		}
	}
	return pick, err
}

// reportView is the page, in words.
type reportView struct {
	Errors    []ui.FieldError
	Form      ui.FormView
	From, To  ui.FieldView
	Unit      ui.FinderView
	GroupBy   ui.ChoiceView
	OpenAt    ui.FieldView
	Facts     []ui.Definition
	Chart     *ui.BarChartView
	Table     *ui.TableView
	Downloads []ui.LinkView
	Empty     bool
}

func reportOf(c *web.Ctx, form *web.Form, unit unitpick.Pick, t *report.Table, status int) reportView {
	p := c.T
	field := func(name string) ui.FieldView {
		return ui.FieldView{Name: name, Label: p.T("report.page." + name), Value: form.Get(name), Error: form.Error(p, name)}
	}
	v := reportView{
		Errors: form.Errors(p), Form: ui.FormView{Action: paths.DeskReports(), Get: true, Inline: true, Label: p.T("report.page.choose")},
		From: field("from"), To: field("to"), OpenAt: field("open_at"),
		Unit:    unit.Field(p, p.T("report.page.unit"), p.T("report.page.every_unit")),
		GroupBy: ui.ChoiceView{Name: "group_by", Label: p.T("report.page.group_by"), Error: form.Error(p, "group_by")},
	}
	v.OpenAt.Description = p.T("report.page.open_at_help")
	for _, d := range report.Dimensions() {
		value := string(d)
		if d == report.ByNothing {
			value = report.None
		}
		v.GroupBy.Options = append(v.GroupBy.Options, ui.Option{Value: value, Text: d.Head(p)})
	}
	v.GroupBy.Options = ui.Pick(v.GroupBy.Options, form.Get("group_by"))
	if status != http.StatusOK {
		return v
	}
	v.Facts = reportFacts(p, t)
	if v.Empty = t.Totals.Tickets == 0 && len(t.Rows) == 0; v.Empty {
		return v
	}
	chart, table := reportChart(p, t), reportTable(p, t)
	v.Chart, v.Table = &chart, &table
	for _, format := range []string{"csv", "xlsx", "json"} {
		v.Downloads = append(v.Downloads, ui.LinkView{
			Text: p.T("report.page." + format),
			Href: paths.With("/api/v1/reports/tickets", "from", form.Get("from"), "to", form.Get("to"), "unit", form.Get("unit"),
				"group_by", form.Get("group_by"), "open_at", form.Get("open_at"), "format", format),
		})
	}
	return v
}
