package agent

import (
	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/clockwords"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// queueView is the queue's page, ready to show.
type queueView struct {
	Title   string
	Lead    string
	Desks   ui.TabsView
	Views   ui.TabsView
	Filter  filterView
	Table   ui.TableView
	Pages   ui.PaginationView
	Bulk    *bulkView
	Save    saveView
	MayCall bool
	// Announce is said aloud when a live look changes it.
	Announce string
}

func queueKeys(t *i18n.Printer) []ui.ShortcutView {
	return []ui.ShortcutView{{Key: "c", Text: t.T("desk.key.call")}, {Key: "f", Text: t.T("desk.key.filter")}, {Key: "m", Text: t.T("desk.key.bulk")}}
}

func queueOf(c *web.Ctx, d queueData) queueView {
	t := c.T
	v := queueView{
		Title: viewName(t, d.view), Views: viewTabs(t, d), Desks: deskTabs(t, d),
		Filter: filterOf(t, d), Table: queueTable(c, d), MayCall: c.Actor().May(ticket.MayRegister),
		Pages: ui.PaginationView{Newer: d.list.at(d.page.Prev), Older: d.list.at(d.page.Next), Text: t.T("desk.queue.shown", "count", len(d.page.Rows))},
	}
	for i, view := range d.views {
		if view.ID == d.list.View && !d.list.Filtered {
			v.Lead = t.T("desk.queue.count", "count", d.counts[i], "n", capped(d.counts[i]))
		}
	}
	if len(d.desks) > 1 {
		v.Lead = d.desk.Name + ". " + v.Lead
	}
	v.Announce = v.Lead
	if c.Actor().May(ticket.MayWork) && len(d.page.Rows) > 0 {
		v.Bulk = bulkOf(c, d)
	}
	v.Save = saveOf(c, d)
	return v
}

// viewName is the name of a queue: a text of ours, or what somebody called it.
func viewName(t *i18n.Printer, v ticket.View) string {
	if len(v.Name) > 0 && v.Name[0] == '@' {
		return t.T(v.Name[1:])
	}
	return v.Name
}

func viewTabs(t *i18n.Printer, d queueData) ui.TabsView {
	out := ui.TabsView{ID: "views", Label: t.T("desk.queue.views")}
	for i, v := range d.views {
		l := list{Desk: d.list.Desk, View: v.ID}
		count := ""
		if d.counts[i] > 0 {
			count = capped(d.counts[i])
		}
		out.Tabs = append(out.Tabs, ui.TabView{Href: l.href(), Text: viewName(t, v), Count: count, Current: v.ID == d.list.View})
	}
	return out
}

func deskTabs(t *i18n.Printer, d queueData) ui.TabsView {
	out := ui.TabsView{ID: "desks", Label: t.T("desk.queue.desks")}
	if len(d.desks) < 2 {
		return out
	}
	for _, k := range d.desks {
		l := list{Desk: k.ID, View: defaultView}
		out.Tabs = append(out.Tabs, ui.TabView{Href: l.href(), Text: k.Name, Current: k.ID == d.desk.ID})
	}
	return out
}

func queueTable(c *web.Ctx, d queueData) ui.TableView {
	t := c.T
	tick := c.Actor().May(ticket.MayWork)
	v := ui.TableView{ID: "queue", Caption: viewName(t, d.view), CaptionHidden: true}
	if tick {
		v.Columns = append(v.Columns, ui.Column{Text: t.T("desk.col.tick"), TextHidden: true})
	}
	v.Columns = append(
		v.Columns, ui.Column{Text: t.T("desk.col.title")}, ui.Column{Text: t.T("desk.col.who")}, ui.Column{Text: t.T("desk.col.state")},
		d.column(t.T("desk.col.priority"), ticket.Priority, "", ui.Ascending, ""), d.column(t.T("desk.col.due"), ticket.Due, "", ui.Ascending, ""), ui.Column{Text: t.T("desk.col.owner")},
		d.column(t.T("desk.col.created"), ticket.Newest, ticket.Oldest, ui.Descending, ui.Ascending),
		d.column(t.T("desk.col.updated"), ticket.Updated, "", ui.Descending, ""),
	)
	for i := range d.page.Rows {
		v.Rows = append(v.Rows, queueRow(c, d, &d.page.Rows[i], tick))
	}
	return v
}

// column is a heading that sorts: by first, and by second when it is sorted by first already.
func (d queueData) column(text string, first, second ticket.Sort, firstWay, secondWay ui.Sort) ui.Column {
	col := ui.Column{Text: text, SortHref: d.list.sorted(first)}
	switch d.list.Filter.Sort {
	case first:
		col.Sorted = firstWay
		if second != "" {
			col.SortHref = d.list.sorted(second)
		}
	case second:
		if second != "" {
			col.Sorted = secondWay
		}
	}
	return col
}

func queueRow(c *web.Ctx, d queueData, r *ticket.Row, tick bool) ui.Row {
	t := c.T
	row := ui.Row{ID: r.ID.String(), Muted: r.State.Ended()}
	if tick {
		row.Cells = append(row.Cells, ui.Cell{Content: ui.Checkbox(t, ui.CheckView{
			Name: "t", Value: id(r.ID), ID: "tick-" + id(r.ID), Form: "bulk", LabelHidden: true,
			Label: t.T("desk.queue.tick", "ref", r.ID.String()), Checked: d.form.Chosen("t", id(r.ID)),
		})})
	}
	row.Cells = append(
		row.Cells,
		ui.Cell{Content: titleCell(titleOf(c, d, r)), Header: true},
		ui.Cell{Text: who(t, r), Note: r.UnitName, Nowrap: true},
		ui.Cell{Content: ui.Tag(stateTag(t, &r.Ticket, d.choices.Kinds[r.Kind]))},
		priorityCell(t, r.Priority),
		dueCell(c, &r.Ticket),
		ui.Cell{Text: dash(r.AssigneeName), Note: r.GroupName},
		ui.Cell{Content: ui.Time(r.CreatedAt, shortTime(t, c.Now(), r.CreatedAt)), Nowrap: true},
		ui.Cell{Content: ui.Time(r.UpdatedAt, shortTime(t, c.Now(), r.UpdatedAt)), Nowrap: true},
	)
	return row
}

// dueCell is when the next clock of a case breaks, and stands out when it has.
func dueCell(c *web.Ctx, x *ticket.Ticket) ui.Cell {
	if x.DueAt.IsZero() {
		return ui.Cell{Text: "–", Nowrap: true}
	}
	name := clockwords.Clock(c.T, sla.Clock(x.DueClock))
	at := clockwords.Moment(c.T, clock.Stockholm(), c.Now(), x.DueAt)
	if !x.DueAt.Before(c.Now()) {
		return ui.Cell{Content: ui.Time(x.DueAt, at), Note: name, Nowrap: true}
	}
	color := ui.Danger
	if sla.Clock(x.DueClock).Soft() {
		color = ui.Warning
	}
	return ui.Cell{Content: ui.Tag(ui.TagView{Text: c.T.T("desk.due.late", "at", at), Color: color, Icon: "clock"}), Note: name, Nowrap: true}
}

func priorityCell(t *i18n.Printer, n int) ui.Cell {
	if tag := priorityTag(t, n); tag.Color != ui.Neutral {
		return ui.Cell{Content: ui.Tag(tag), Nowrap: true}
	}
	return ui.Cell{Text: priorityText(t, n), Nowrap: true}
}

// titleView is the main cell of a row.
type titleView struct {
	Href, Title, Note string
	Tags              []ui.TagView
}

func titleOf(c *web.Ctx, d queueData, r *ticket.Row) titleView {
	t := c.T
	v := titleView{Href: paths.With(paths.DeskTicket(r.ID), "list", d.list.query()), Title: r.Title, Note: r.ID.String()}
	if r.Kind != ticket.Incident {
		v.Note += " · " + t.T("desk.kind."+string(r.Kind))
	}
	if category := inLang(t, r.CategorySv, r.CategoryEn); category != "" {
		v.Note += " · " + category
	}
	if r.ServiceClass != "" && r.Kind == ticket.Incident {
		v.Tags = append(v.Tags, ui.TagView{Text: t.T("sla.class." + r.ServiceClass), Color: ui.Warning, Icon: "fault"})
	}
	v.Tags = append(v.Tags, viaTags(t, &r.Ticket)...)
	if r.AwaitsDesk && !r.RepliedAt.IsZero() {
		v.Tags = append(v.Tags, ui.TagView{Text: t.T("desk.queue.new_words"), Color: ui.Info, Icon: "chat"})
	}
	if !r.OwedAt.IsZero() {
		v.Tags = append(v.Tags, ui.TagView{Text: t.T("contact.owed", "at", shortTime(t, c.Now(), r.OwedAt)), Color: ui.Warning, Icon: "clock"})
	}
	if r.Reopened > 0 {
		v.Tags = append(v.Tags, ui.TagView{Text: t.T("desk.queue.reopened")})
	}
	if r.Sealed {
		v.Tags = append(v.Tags, ui.TagView{Text: t.T("ui.protected"), Color: ui.Warning, Icon: "lock"})
	}
	return v
}

// mayShare reports whether the actor may save views for the whole desk.
func mayShare(by authz.Actor, d queueData) bool {
	return by.MayIn(ticket.MayConfigure, authz.Desk, int64(d.desk.ID)) || by.MayIn(ticket.MayConfigure, authz.Organisation, int64(d.desk.Org))
}
