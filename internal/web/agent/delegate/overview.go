package delegate

import (
	"net/http"
	"strconv"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// overviewView is a desk's cases in other hands.
type overviewView struct {
	Desks  ui.TabsView
	Loads  ui.TableView
	Chases []ui.ItemView
	Which  ui.TabsView
	Table  ui.TableView
	Empty  ui.EmptyView
	Pages  ui.PaginationView
	Ways   string
}

// overview lists what is in other hands, the oldest first: of all, or of one supplier.
func (p *pages) overview(c *web.Ctx) error {
	desks, desk, err := p.desk(c)
	if err != nil {
		return err
	}
	of, err := idOf(c.Query("supplier"))
	if err != nil {
		return err
	}
	ctx, by := c.Context(), c.Actor()
	loads, err := p.Delegation.Loads(ctx, by, desk.ID)
	if err != nil {
		return err
	}
	list, err := p.Delegation.Overview(ctx, by, desk.ID, supplier.ID(of), c.Query("at"))
	if err != nil {
		return err
	}
	chases, err := p.Delegation.Chases(ctx, by, desk.ID)
	if err != nil {
		return err
	}
	v := overviewOf(c, desks, desk, loads, list, chases, of)
	if by.May(ticket.MayConfigure) {
		v.Ways = paths.DeskDelegated() + "/ways"
	}
	return p.render(c, http.StatusOK, c.T.T("delegation.overview.title"), paths.DeskDelegated(), overviewPage(c.T, v))
}

// desk returns the desks at which the reader works, and the one that the address names, or else the first.
func (p *pages) desk(c *web.Ctx) ([]directory.Desk, directory.Desk, error) {
	asked, err := idOf(c.Query("desk"))
	if err != nil {
		return nil, directory.Desk{}, err
	}
	list, err := p.Directory.DesksOf(c.Context(), c.Actor(), ticket.MayNote)
	if err != nil || len(list) == 0 {
		return nil, directory.Desk{}, err
	}
	for _, d := range list {
		if int64(d.ID) == asked {
			return list, d, nil
		}
	}
	if asked != 0 {
		return nil, directory.Desk{}, errs.Missing()
	}
	return list, list[0], nil
}

func idOf(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0, errs.Missing()
	}
	return n, nil
}

func overviewOf(c *web.Ctx, desks []directory.Desk, desk directory.Desk, loads []delegation.Load, list delegation.Page, chases []delegation.Chase, of int64) overviewView {
	t, at := c.T, ""
	if len(desks) > 1 {
		at = strconv.FormatInt(int64(desk.ID), 10)
	}
	href := func(pairs ...string) string {
		return paths.With(paths.DeskDelegated(), append([]string{"desk", at}, pairs...)...)
	}
	v := overviewView{
		Table: tableOf(c, list.Lines),
		Empty: ui.EmptyView{Icon: "check", Title: t.T("delegation.overview.empty"), Text: t.T("delegation.overview.empty_text")},
		Loads: ui.TableView{ID: "loads", Caption: t.T("delegation.loads.title"), Columns: []ui.Column{
			{Text: t.T("delegation.fact.who")}, {Text: t.T("delegation.loads.count"), Number: true}, {Text: t.T("delegation.loads.late"), Number: true}, {Text: t.T("delegation.loads.oldest")},
		}},
	}
	if len(desks) > 1 {
		v.Desks = ui.TabsView{ID: "desks", Label: t.T("delegation.overview.desks")}
		for _, d := range desks {
			v.Desks.Tabs = append(v.Desks.Tabs, ui.TabView{Href: paths.With(paths.DeskDelegated(), "desk", strconv.FormatInt(int64(d.ID), 10)), Text: d.Name, Current: d.ID == desk.ID})
		}
	}
	v.Which = ui.TabsView{ID: "which", Label: t.T("delegation.overview.which"), Tabs: []ui.TabView{{Href: href(), Text: t.T("delegation.overview.all"), Current: of == 0}}}
	for _, l := range loads {
		id := strconv.FormatInt(int64(l.Supplier), 10)
		v.Loads.Rows = append(v.Loads.Rows, ui.Row{ID: id, Current: int64(l.Supplier) == of, Cells: []ui.Cell{
			{Text: l.Name, Href: href("supplier", id), Header: true}, {Text: strconv.Itoa(l.Count)}, {Text: strconv.Itoa(l.Late)}, {Text: age(t, c.Now(), l.Oldest), Nowrap: true},
		}})
		if int64(l.Supplier) == of {
			v.Which.Tabs = append(v.Which.Tabs, ui.TabView{Href: href("supplier", id), Text: l.Name, Current: true})
		}
	}
	for _, h := range chases {
		v.Chases = append(v.Chases, ui.ItemView{
			ID: "chase-" + strconv.FormatInt(h.ID, 10), Href: paths.DeskTicketDo(h.Ticket, "delegate"), Title: h.Ticket.String() + " " + h.Title,
			Note: h.Name + ", " + t.T("delegation.late", "count", h.Late) + ",", At: h.WasDue, AtText: t.T("delegation.chase.was_due", "at", h.WasDue),
		})
	}
	if c.Query("at") != "" {
		v.Pages.Newer, v.Pages.NewerText = href("supplier", c.Query("supplier")), t.T("delegation.overview.oldest")
	}
	if list.Next != "" {
		v.Pages.Older, v.Pages.OlderText = href("supplier", c.Query("supplier"), "at", list.Next), t.T("delegation.overview.younger")
	}
	return v
}

func tableOf(c *web.Ctx, lines []delegation.Line) ui.TableView {
	t := c.T
	v := ui.TableView{ID: "delegated", Caption: t.T("delegation.overview.table"), Columns: []ui.Column{
		{Text: t.T("delegation.fact.case")},
		{Text: t.T("delegation.fact.who")},
		{Text: t.T("delegation.fact.status")},
		{Text: t.T("delegation.fact.age")},
		{Text: t.T("delegation.fact.due")},
		{Text: t.T("delegation.fact.owner")},
		{Text: t.T("delegation.fact.external")},
	}}
	for _, l := range lines {
		due := ui.Cell{Text: t.DateTime(l.Due), Nowrap: true}
		if l.Chased {
			due.Note = t.T("delegation.chase.open")
		}
		v.Rows = append(v.Rows, ui.Row{ID: l.ID.String(), Cells: []ui.Cell{
			{Text: l.Ticket.String() + " " + l.Title, Href: paths.DeskTicket(l.Ticket), Header: true, Item: true},
			{Text: l.Name},
			{Text: t.T("delegation.status." + string(l.Status))},
			{Text: age(t, c.Now(), l.GivenAt), Nowrap: true},
			due,
			{Text: l.OwnerName},
			{Text: l.External},
		}})
	}
	return v
}

// ways is the list of ways to go on with what cannot be solved remotely.
func (p *pages) ways(c *web.Ctx) error { return p.waysPage(c, http.StatusOK, nil) }

func (p *pages) waysPage(c *web.Ctx, status int, f *web.Form) error {
	_, desk, err := p.desk(c)
	if err != nil {
		return err
	}
	list, err := p.Delegation.Ways(c.Context(), desk.Org)
	if err != nil {
		return err
	}
	return p.render(c, status, c.T.T("delegation.ways.title"), paths.DeskDelegated(), waysPage(c.T, waysOf(c, list, f)))
}

func (p *pages) addWay(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	_, desk, err := p.desk(c)
	if err != nil {
		return err
	}
	err = p.Delegation.AddWay(c.Context(), c.Actor(), desk.Org, delegation.Way{Sv: f.Get("name_sv"), En: f.Get("name_en"), What: f.Get("what")})
	if f.Failed(err) {
		return p.waysPage(c, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	c.Flash("delegation.done.way")
	return c.Redirect(paths.DeskDelegated() + "/ways")
}

type waysView struct {
	Table  ui.TableView
	Errors []ui.FieldError
	Form   ui.FormView
	Names  []ui.FieldView
	What   ui.ChoiceView
}

func waysOf(c *web.Ctx, list []delegation.Way, f *web.Form) waysView {
	t := c.T
	v := waysView{
		Errors: f.Errors(t), Form: ui.FormView{Action: paths.DeskDelegated() + "/ways", Label: t.T("delegation.ways.add"), Key: c.FormKey()},
		Names: []ui.FieldView{field(t, f, "name_sv"), field(t, f, "name_en")},
		What:  ui.ChoiceView{Name: "what", Label: t.T("delegation.field.what"), Required: true, Error: f.Error(t, "what")},
		Table: ui.TableView{ID: "ways", Caption: t.T("delegation.ways.title"), CaptionHidden: true, Columns: []ui.Column{{Text: t.T("delegation.field.name_sv")}, {Text: t.T("delegation.field.what")}}},
	}
	for _, what := range []string{delegation.WayLocal, delegation.WayVisit, delegation.WayOther} {
		v.What.Options = append(v.What.Options, ui.Option{Value: what, Text: t.T("delegation.what." + what)})
	}
	v.What.Options = ui.Pick(v.What.Options, f.Get("what"))
	for _, y := range list {
		v.Table.Rows = append(v.Table.Rows, ui.Row{ID: y.Code, Cells: []ui.Cell{{Text: wayName(t, y), Header: true}, {Text: t.T("delegation.what." + y.What)}}})
	}
	return v
}

// crumbs lead from the queue to a page of the overview.
func crumbs(t *i18n.Printer, title string) []ui.Crumb {
	return []ui.Crumb{{Href: paths.DeskDelegated(), Text: t.T("delegation.overview.title")}, {Text: title}}
}
