package groups

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/common"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// asked is the period that a report was asked for; without one, what is open.
type asked struct {
	desk     directory.Desk
	from, to string
	filter   common.GroupsFilter
}

func (p *pages) asked(c *web.Ctx) (asked, []directory.Desk, error) {
	a := asked{from: c.Query("from"), to: c.Query("to")}
	list, err := p.Directory.DesksOf(c.Context(), c.Actor(), ticket.MayRead)
	if err != nil || len(list) == 0 {
		return a, nil, err
	}
	a.desk = list[0]
	for _, d := range list {
		if id(d.ID) == c.Query("desk") {
			a.desk = d
		}
	}
	a.filter.From, a.filter.To = day(a.from), day(a.to)
	if !a.filter.To.IsZero() {
		a.filter.To = a.filter.To.AddDate(0, 0, 1)
	}
	a.filter.Open = a.filter.From.IsZero() && a.filter.To.IsZero()
	a.filter.Before, _ = ticket.ParseID(c.Query("before")) // What is no number begins at the beginning.
	return a, list, nil
}

// day reads a day; what is none does not narrow.
func day(s string) time.Time {
	d, err := time.ParseInLocation(time.DateOnly, s, clock.Stockholm())
	if err != nil {
		return time.Time{}
	}
	return d
}

// report shows each group as one line with its number of cases.
func (p *pages) report(c *web.Ctx) error {
	a, desks, err := p.asked(c)
	if err != nil {
		return err
	}
	t := c.T
	h := sheet.Head{Title: t.T("common.report.title"), Lead: t.T("common.report.lead"), Here: paths.Groups()}
	if a.desk.ID == 0 {
		return p.show(c, http.StatusOK, h, ui.EmptyState(ui.EmptyView{Title: t.T("desk.queue.no_desk"), Text: t.T("desk.queue.no_desk_text"), Icon: "info"}))
	}
	list, more, err := p.Common.Groups(c.Context(), c.Actor(), a.desk.ID, a.filter)
	if err != nil {
		return err
	}
	fields := []sheet.Field{{Name: "from", Kind: sheet.Day}, {Name: "to", Kind: sheet.Day}}
	if len(desks) > 1 {
		var options []ui.Option
		for _, d := range desks {
			options = append(options, ui.Option{Value: id(d.ID), Text: d.Name})
		}
		fields = append(fields, sheet.Field{Name: "desk", Kind: sheet.Choice, Options: options})
	}
	filter := sheet.Of(c, web.NewForm("from", a.from, "to", a.to, "desk", id(a.desk.ID)), area, paths.Groups(), t.T("common.report.show"), fields...).Narrow()
	sum := 0
	for i := range list {
		sum += list[i].Cases
	}
	said := t.T("common.report.sum_groups", "count", len(list)) + " " + t.T("common.report.sum_cases", "count", sum)
	pages := ui.PaginationView{Text: said}
	if more {
		pages.Older = paths.With(paths.Groups(), "from", a.from, "to", a.to, "desk", id(a.desk.ID), "before", list[len(list)-1].ID.String())
	}
	if len(list) == 0 {
		return p.show(c, http.StatusOK, h, filter.Show(t), ui.EmptyState(ui.EmptyView{Title: t.T("common.report.empty"), Text: t.T("common.report.empty_text"), Icon: "link"}))
	}
	file := paths.With(paths.GroupsFile(), "from", a.from, "to", a.to, "desk", id(a.desk.ID))
	return p.show(c, http.StatusOK, h, filter.Show(t), sheet.Say(said), ui.Table(groupTable(c, list)), ui.Pagination(t, pages), sheet.Go(file, t.T("common.report.file")))
}

func groupTable(c *web.Ctx, list []common.Group) ui.TableView {
	t := c.T
	v := ui.TableView{ID: "groups", Caption: t.T("common.report.title"), CaptionHidden: true, Columns: []ui.Column{
		{Text: t.T("common.report.group")},
		{Text: t.T("common.fact.cases"), Number: true},
		{Text: t.T("common.fact.people"), Number: true},
		{Text: t.T("common.fact.residents"), Number: true},
		{Text: t.T("desk.col.priority")},
		{Text: t.T("desk.col.state")},
		{Text: t.T("common.report.with")},
		{Text: t.T("desk.col.created")},
	}}
	for i := range list {
		g := &list[i]
		note := g.ID.String()
		if name := inLang(t, g.CategorySv, g.CategoryEn); name != "" {
			note += " · " + name
		}
		if g.Major {
			note += " · " + t.T("common.major.tag")
		}
		with := g.Supplier
		if with == "" {
			with = t.T("common.report.desk")
		}
		v.Rows = append(v.Rows, ui.Row{ID: id(g.ID), Muted: g.State.Ended(), Cells: []ui.Cell{
			{Text: g.Title, Note: note, Href: paths.DeskTicket(g.ID), Header: true},
			{Text: t.Number(int64(g.Cases))},
			{Text: t.Number(int64(g.Users))},
			{Text: t.Number(int64(g.Residents))},
			{Text: t.T("desk.priority." + strconv.Itoa(g.Priority))},
			{Text: t.T("desk.state." + string(g.State))},
			{Text: with},
			{Content: ui.Time(g.CreatedAt, t.DateTime(g.CreatedAt)), Nowrap: true},
		}})
	}
	return v
}

// file is the report as a file that spreadsheets open: at most 500 groups of the period.
func (p *pages) file(c *web.Ctx) error {
	a, _, err := p.asked(c)
	if err != nil {
		return err
	}
	a.filter.Limit = 500
	list, _, err := p.Common.Groups(c.Context(), c.Actor(), a.desk.ID, a.filter)
	if err != nil {
		return err
	}
	t := c.T
	var b strings.Builder
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.Comma = ';'
	lines := [][]string{{
		t.T("common.report.group"), t.T("desk.col.title"), t.T("common.fact.cases"), t.T("common.fact.people"), t.T("common.fact.units"),
		t.T("common.fact.residents"), t.T("desk.col.priority"), t.T("desk.col.state"), t.T("common.report.with"), t.T("desk.col.created"), t.T("common.report.resolved"),
	}}
	for i := range list {
		g := &list[i]
		lines = append(lines, []string{
			g.ID.String(), plain(g.Title), strconv.Itoa(g.Cases), strconv.Itoa(g.Users), strconv.Itoa(g.Units), strconv.Itoa(g.Residents),
			strconv.Itoa(g.Priority), t.T("desk.state." + string(g.State)), plain(g.Supplier), t.DateTime(g.CreatedAt), t.DateTime(g.ResolvedAt),
		})
	}
	if err := w.WriteAll(lines); err != nil {
		return err
	}
	head := c.Writer().Header()
	head.Set("Content-Type", "text/csv; charset=utf-8")
	head.Set("Content-Disposition", `attachment; filename="groups.csv"`)
	_, _ = c.Writer().Write([]byte(b.String())) // A reader that went away is nobody's fault.
	return nil
}

// plain keeps a spreadsheet from taking somebody's words for a formula.
func plain(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
