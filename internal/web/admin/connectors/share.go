package connectors

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/connector"
	"lotsen/internal/desk/report"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Menu is the entry of the desk's menu, for whoever arranges self-service: the figures are of a whole organisation, and a right
// to read those of one desk does not reach them.
func Menu() shell.Link {
	return shell.Link{Area: ui.Desk, Href: paths.SelfShare(), Text: "connector.share.title", Verbs: []authz.Verb{connector.MayArrange}}
}

// share shows how many cases helped themselves to the end, month by month.
func (p *pages) share(c *web.Ctx) error {
	t := c.T
	org, tabs, err := p.org(c, nil, report.MayRead, paths.SelfShare())
	if err != nil {
		return err
	}
	months, err := p.Connector.Share(c.Context(), c.Actor(), report.MayRead, org.ID)
	if err != nil {
		return err
	}
	v := ui.TableView{ID: "share", Caption: t.T("connector.share.title"), CaptionHidden: true}
	for _, name := range []string{"month", "cases", "self", "share", "password", "reinstall", "register"} {
		v.Columns = append(v.Columns, ui.Column{Text: t.T("connector.share." + name), Number: name != "month"})
	}
	var sum connector.Month
	for i, m := range months {
		v.Rows = append(v.Rows, ui.Row{ID: sheet.Text(i + 1), Cells: append([]ui.Cell{{Text: m.From.In(clock.Stockholm()).Format("2006-01")}}, cells(c, m)...)})
		sum.Cases, sum.Self, sum.Password, sum.Reinstall, sum.Register = sum.Cases+m.Cases, sum.Self+m.Self, sum.Password+m.Password, sum.Reinstall+m.Reinstall, sum.Register+m.Register
	}
	v.Foot = append([]ui.Cell{{Text: t.T("connector.share.sum")}}, cells(c, sum)...)
	return sheet.Page(c, p.Shell, http.StatusOK, sheet.Head{
		Area: ui.Desk, Title: t.T("connector.share.title"), Lead: t.T("connector.share.lead", "share", percent(c, sum)), Tabs: tabs, Here: paths.DeskReports(),
		Above: []ui.Crumb{{Href: paths.DeskReports(), Text: t.T("report.page.title")}},
	}, []templ.Component{ui.Table(v), sheet.Note(t.T("connector.share.how"))}...)
}

func cells(c *web.Ctx, m connector.Month) []ui.Cell {
	var out []ui.Cell
	for _, n := range []int64{m.Cases, m.Self} {
		out = append(out, ui.Cell{Text: sheet.Text(n)})
	}
	out = append(out, ui.Cell{Text: percent(c, m)})
	for _, n := range []int64{m.Password, m.Reinstall, m.Register} {
		out = append(out, ui.Cell{Text: sheet.Text(n)})
	}
	return out
}

// percent is a share with one decimal, as the language writes it.
func percent(c *web.Ctx, m connector.Month) string {
	if m.Cases == 0 {
		return "–"
	}
	text := fmt.Sprintf("%.1f\u00a0%%", 100*m.Share())
	if c.T.Lang() == "sv" {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}
