package clocks

import (
	"net/http"
	"strconv"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/sla"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/clockwords"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

type followsView struct {
	Head  ui.PageHeaderView
	Tabs  ui.TabsView
	Which ui.TabsView
	Table ui.TableView
}

type followView struct {
	Head    ui.PageHeaderView
	Facts   []ui.Definition
	Form    ui.FormView
	Errors  []ui.FieldError
	Owner   ui.ChoiceView
	DueOn   ui.FieldView
	Measure ui.FieldView
	Done    bool
}

func followPath(id sla.FollowID) string { return followsPath + "/" + strconv.FormatInt(int64(id), 10) }

// follows lists what is followed up because a promise was not kept.
func (p *pages) follows(c *web.Ctx) error {
	done := c.Query("done") != ""
	list, err := p.SLA.Follows(c.Context(), c.Actor(), done)
	if err != nil {
		return err
	}
	t := c.T
	v := followsView{Head: ui.PageHeaderView{Title: t.T("sla.follow.title"), Lead: t.T("sla.follow.lead")}, Tabs: tabs(c, followsPath)}
	v.Which = ui.TabsView{ID: "which", Label: t.T("sla.follow.which"), Tabs: []ui.TabView{
		{Href: followsPath, Text: t.T("sla.follow.open"), Current: !done}, {Href: paths.With(followsPath, "done", "1"), Text: t.T("sla.follow.done"), Current: done},
	}}
	v.Table = ui.TableView{ID: "follows", Caption: v.Head.Title, CaptionHidden: true, Columns: []ui.Column{
		{Text: t.T("sla.follow.what")}, {Text: t.T("sla.follow.whose")}, {Text: t.T("sla.follow.breaches"), Number: true}, {Text: t.T("sla.follow.owner")}, {Text: t.T("sla.follow.due_on")},
	}}
	today := t.Date(c.Now())
	for i := range list {
		f := &list[i]
		due := ui.Cell{Text: f.DueOn, Nowrap: true}
		if !done && f.DueOn < today {
			due = ui.Cell{Content: ui.Tag(ui.TagView{Text: t.T("sla.follow.late", "day", f.DueOn), Color: ui.Danger, Icon: "clock"})}
		}
		v.Table.Rows = append(v.Table.Rows, ui.Row{ID: strconv.FormatInt(int64(f.ID), 10), Cells: []ui.Cell{
			{Text: followName(t, f), Note: f.DeskName, Href: followPath(f.ID), Item: true, Header: true},
			{Text: whose(t, f)},
			{Text: strconv.Itoa(f.Breaches)},
			{Text: orDash(f.OwnerName)},
			due,
		}})
	}
	return p.show(c, http.StatusOK, v.Head.Title, duePath, followsPage(t, v))
}

// followName is for example "Åtgärdstid, 2026-11: Enligt inställningarna".
func followName(t *i18n.Printer, f *sla.Follow) string {
	return clockwords.Clock(t, f.Clock) + ", " + f.Month + ": " + clockwords.Level(t, f.LevelName)
}

// whose is who did not keep it: we ourselves, or a supplier who had the case.
func whose(t *i18n.Printer, f *sla.Follow) string {
	if f.Supplier == "" {
		return t.T("sla.follow.own")
	}
	return f.Supplier
}

func (p *pages) followIn(c *web.Ctx) (sla.Follow, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return sla.Follow{}, errs.Missing()
	}
	return p.SLA.Follow(c.Context(), c.Actor(), sla.FollowID(id))
}

func (p *pages) follow(c *web.Ctx) error {
	f, err := p.followIn(c)
	if err != nil {
		return err
	}
	form := web.NewForm("owner", number(f.Owner), "due_on", f.DueOn, "measure", f.Measure)
	return p.showFollow(c, http.StatusOK, f, form)
}

func number(id directory.PersonID) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(int64(id), 10)
}

func (p *pages) showFollow(c *web.Ctx, status int, f sla.Follow, form *web.Form) error {
	t := c.T
	choices, err := p.Ticket.Choices(c.Context(), c.Actor(), f.Org, f.Desk, nil)
	if err != nil {
		return err
	}
	var people []ui.Option
	there := f.Owner == 0
	for _, a := range choices.Agents {
		people = append(people, ui.Option{Value: strconv.FormatInt(a.ID, 10), Text: a.Name})
		there = there || directory.PersonID(a.ID) == f.Owner
	}
	if !there {
		people = append(people, ui.Option{Value: number(f.Owner), Text: orDash(f.OwnerName)})
	}
	title := followName(t, &f)
	v := followView{
		Head: ui.PageHeaderView{Title: title, Crumbs: []ui.Crumb{{Href: followsPath, Text: t.T("sla.follow.title")}, {Text: title}}},
		Facts: []ui.Definition{
			{Term: t.T("sla.follow.desk"), Text: f.DeskName},
			{Term: t.T("sla.follow.whose"), Text: whose(t, &f)},
			{Term: t.T("sla.follow.breaches"), Text: strconv.Itoa(f.Breaches)},
			{Term: t.T("sla.follow.first"), Text: f.Ticket.String(), Href: proofPath(f.Ticket)},
		},
		Form:    ui.FormView{Action: followPath(f.ID), Label: t.T("sla.follow.form"), Key: c.FormKey("follow", f.ID, f.Version), Version: strconv.FormatInt(f.Version, 10)},
		Errors:  form.Errors(t),
		Owner:   ui.ChoiceView{Name: "owner", Label: t.T("sla.follow.owner"), Empty: t.T("desk.filter.nobody"), Options: ui.Pick(people, form.Get("owner")), Error: form.Error(t, "owner"), Width: "m"},
		DueOn:   ui.FieldView{Name: "due_on", Label: t.T("sla.follow.due_on"), Value: form.Get("due_on"), Error: form.Error(t, "due_on"), Required: true},
		Measure: ui.FieldView{Name: "measure", Label: t.T("sla.follow.measure"), Description: t.T("sla.follow.measure_help"), Value: form.Words("measure"), Error: form.Error(t, "measure"), Rows: 5},
		Done:    !f.DoneAt.IsZero(),
	}
	if v.Done {
		v.Facts = append(v.Facts, ui.Definition{Term: t.T("sla.follow.done"), Text: t.DateTime(f.DoneAt)})
	}
	return p.show(c, status, title, duePath, followPage(t, v))
}

func (p *pages) saveFollow(c *web.Ctx) error {
	form, err := c.Form()
	if err != nil && !form.Failed(err) {
		return err
	}
	f, err := p.followIn(c)
	if err != nil {
		return err
	}
	in := f
	in.Owner, in.DueOn, in.Measure, in.Version = directory.PersonID(form.Int("owner")), form.Get("due_on"), form.Words("measure"), form.Int("version")
	_, err = p.SLA.SaveFollow(c.Context(), c.Actor(), in, form.Has("done"))
	switch {
	case err == nil:
		c.Flash("sla.follow.saved")
		return c.Redirect(followsPath)
	case errs.Is(err, errs.Conflict):
		form.Failed(formError("error.changed_meanwhile"))
		return p.showFollow(c, http.StatusConflict, f, form)
	case form.Failed(err):
		return p.showFollow(c, http.StatusUnprocessableEntity, f, form)
	}
	return err
}

func formError(key string) error {
	var f errs.Fields
	f.Add("", key)
	return f.Err()
}
