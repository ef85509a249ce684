package major

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/common"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/event"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// hourData is all that the page is made of.
type hourData struct {
	row     ticket.Row
	over    common.Overview
	hour    common.Hour
	notices []notice.Notice
	holds   []notice.Hold
	agents  []ticket.Named
	leads   bool // The reader may lead.
	works   bool
	form    *web.Form
}

// sent is the form that came back, where it is the one that asks for a field; nil for the others of the page.
func (d *hourData) sent(field string) *web.Form {
	if !d.form.Has(field) {
		return nil
	}
	return d.form
}

func (p *pages) page(c *web.Ctx) error {
	n, err := ref(c)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, n, nil)
}

// show answers with the page; it looks again by itself whenever something happens to the case.
func (p *pages) show(c *web.Ctx, status int, n ticket.ID, f *web.Form) error {
	mark, err := event.Mark(c.Context(), p.DB)
	if err != nil {
		return err
	}
	d := hourData{form: f}
	if err := p.read(c, n, &d); err != nil {
		return err
	}
	t := c.T
	head := ui.PageHeaderView{
		Title: d.row.Title, Lead: t.T("common.major.lead_line", "at", d.hour.DeclaredAt),
		Crumbs: []ui.Crumb{{Href: paths.Desk(), Text: t.T("desk.queue.back")}, {Href: paths.DeskTicket(n), Text: n.String()}, {Text: t.T("common.major.tag")}},
		Tags:   []ui.TagView{{Text: t.T("common.major.tag"), Color: ui.Danger, Icon: "alarm"}, {Text: t.T("desk.state." + string(d.row.State))}, {Text: t.T("desk.priority." + strconv.Itoa(d.row.Priority))}},
	}
	if !d.hour.Running() {
		head.Tags[0] = ui.TagView{Text: t.T("common.major.over", "at", d.hour.EndedAt), Icon: "check"}
	}
	view := shell.View{Title: t.T("common.major.tag") + ": " + d.row.Title, Area: ui.Desk, Here: paths.Desk(), Mark: mark}
	if c.Request().Method == http.MethodGet {
		view.Topics = []string{"ticket:" + strconv.FormatInt(int64(n), 10)}
	}
	main := []templ.Component{p.publication(c, &d), public(c, &d), logPanel(c, &d)}
	beside := []templ.Component{leading(c, &d), reach(c, &d), checks(c, &d)}
	if d.leads && d.hour.Running() {
		beside = append(beside, sheet.Fold(ui.DetailsView{ID: "end", Summary: t.T("common.major.end"), Plain: true},
			sheet.Of(c, d.sent("learnt"), area, paths.Major(n, "end"), t.T("common.major.end_do"), sheet.Field{Name: "learnt", Kind: sheet.Long}).Keyed(c, "end", n, d.hour.Version).Quiet().Show(t)))
	}
	return p.Shell.Render(c, status, view, sheet.Stack(ui.PageHeader(t, head), sheet.Split(main, beside)))
}

// read asks for what the page tells: seven statements, however many are concerned.
func (p *pages) read(c *web.Ctx, n ticket.ID, d *hourData) error {
	ctx, by := c.Context(), c.Actor()
	var err error
	if d.row, err = p.Ticket.Show(ctx, by, n); err != nil {
		return err
	}
	x := &d.row.Ticket
	if d.hour, err = p.Common.Hour(ctx, by, x); err != nil {
		return err
	}
	if d.over, err = p.Common.Of(ctx, by, x); err != nil {
		return err
	}
	d.leads, d.works = p.Common.MayLead(by, x), p.Ticket.Can(by, ticket.MayWork, x)
	if by.May(notice.MayPublish) {
		if d.notices, _, err = p.Notice.List(ctx, by, notice.Filter{Ticket: n, Limit: 10}); err != nil {
			return err
		}
		if d.holds, err = p.Notice.Holds(ctx, by, false); err != nil {
			return err
		}
	}
	if d.leads && d.hour.Running() {
		choices, err := p.Ticket.Choices(ctx, by, x.Org, x.Desk, nil)
		if err != nil {
			return err
		}
		d.agents = choices.Agents
	}
	return nil
}
