package clocks

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/web"
	"lotsen/internal/web/clockwords"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

const (
	// soon is how far ahead a lead looks.
	soon = 2 * time.Hour
	// dueShown is how many cases the page shows at most, the most urgent first.
	dueShown = 200
)

// dueView is what is broken and what breaks soon, by who has it.
type dueView struct {
	Head    ui.PageHeaderView
	Tabs    ui.TabsView
	Desks   *ui.TabsView
	Late    []dueGroup
	Soon    []dueGroup
	More    bool
	LateN   int
	SoonN   int
	Nothing bool
}

type dueGroup struct {
	Name  string
	Table ui.TableView
}

// due shows a lead what has broken and what breaks within two hours, by group and assignee.
func (p *pages) due(c *web.Ctx) error {
	desks, err := p.desks(c)
	if err != nil {
		return err
	}
	asked, _ := strconv.ParseInt(c.Query("desk"), 10, 64) // What is no number chooses nothing.
	desk := desks[0]
	if i := slices.IndexFunc(desks, func(d directory.Desk) bool { return int64(d.ID) == asked }); i >= 0 {
		desk = desks[i]
	} else if asked != 0 {
		return errs.Missing()
	}
	mark, err := event.Mark(c.Context(), p.DB)
	if err != nil {
		return err
	}
	page, err := p.Ticket.Queue(c.Context(), c.Actor(), desk.Org, desk.ID, ticket.Filter{Sort: ticket.Due}, "", dueShown)
	if err != nil {
		return err
	}
	var late, near []ticket.Row
	for _, r := range page.Rows {
		switch {
		case r.DueAt.IsZero():
		case !r.DueAt.After(c.Now()):
			late = append(late, r)
		case !r.DueAt.After(c.Now().Add(soon)):
			near = append(near, r)
		}
	}
	v := dueView{
		Head: ui.PageHeaderView{Title: c.T.T("sla.due.title"), Lead: c.T.T("sla.due.lead")}, Tabs: tabs(c, duePath),
		Late: p.groups(c, "late", late), Soon: p.groups(c, "soon", near), LateN: len(late), SoonN: len(near),
		More: page.Next != "" && len(late)+len(near) == len(page.Rows), Nothing: len(late)+len(near) == 0,
	}
	if len(desks) > 1 {
		v.Desks = &ui.TabsView{ID: "desks", Label: c.T.T("desk.queue.desks")}
		for _, d := range desks {
			v.Desks.Tabs = append(v.Desks.Tabs, ui.TabView{Href: paths.With(duePath, "desk", strconv.FormatInt(int64(d.ID), 10)), Text: d.Name, Current: d.ID == desk.ID})
		}
	}
	frame := frameOf(c, v.Head.Title, duePath)
	frame.Topics, frame.Mark = []string{"desk:" + strconv.FormatInt(int64(desk.ID), 10)}, mark
	return p.Shell.Render(c, http.StatusOK, frame, duePage(c.T, v))
}

// desks are those at which the reader follows what is promised.
func (p *pages) desks(c *web.Ctx) ([]directory.Desk, error) {
	list, err := p.Directory.DesksOf(c.Context(), c.Actor(), sla.MayFollow)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(d directory.Desk) bool { return !sla.MayFollowAt(c.Actor(), d.Org, d.ID) })
	if len(list) == 0 {
		return nil, errs.Denied(string(sla.MayFollow))
	}
	return list, nil
}

// groups puts cases under the group that has them, the assignee in each line; the most urgent group first.
func (p *pages) groups(c *web.Ctx, id string, rows []ticket.Row) []dueGroup {
	t := c.T
	var out []dueGroup
	for _, r := range rows {
		name := r.GroupName
		if name == "" {
			name = t.T("desk.filter.none")
		}
		i := slices.IndexFunc(out, func(g dueGroup) bool { return g.Name == name })
		if i < 0 {
			i = len(out)
			out = append(out, dueGroup{Name: name, Table: ui.TableView{ID: id + "-" + strconv.Itoa(i), Caption: name, Columns: []ui.Column{
				{Text: t.T("desk.col.title")}, {Text: t.T("sla.due.clock")}, {Text: t.T("desk.col.due")}, {Text: t.T("desk.col.owner")}, {Text: t.T("desk.col.state")},
			}}})
		}
		state := t.T("desk.state." + string(r.State))
		out[i].Table.Rows = append(out[i].Table.Rows, ui.Row{ID: id + "-" + r.ID.String(), Cells: []ui.Cell{
			{Text: r.Title, Note: r.ID.String(), Href: paths.DeskTicket(r.ID), Item: true, Header: true},
			{Text: clockwords.Clock(t, sla.Clock(r.DueClock))},
			dueCell(c, &r),
			{Text: orDash(r.AssigneeName)},
			{Text: state},
		}})
	}
	return out
}

func dueCell(c *web.Ctx, r *ticket.Row) ui.Cell {
	at := clockwords.Moment(c.T, clock.Stockholm(), c.Now(), r.DueAt)
	if r.DueAt.After(c.Now()) {
		return ui.Cell{Text: at, Nowrap: true}
	}
	return ui.Cell{Content: ui.Tag(ui.TagView{Text: c.T.T("sla.standing.late", "at", at), Color: lateColor(sla.Clock(r.DueClock)), Icon: "clock"})}
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
