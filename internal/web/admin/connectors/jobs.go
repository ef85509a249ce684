package connectors

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"lotsen/internal/desk/connector"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/portal/self"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// jobs lists an organisation's jobs, those that failed at hand.
func (p *pages) jobs(c *web.Ctx) error {
	t := c.T
	org, tabs, err := p.org(c, nil, connector.MayArrange, paths.AdminSelf("jobs"))
	if err != nil {
		return err
	}
	filter := connector.JobFilter{Connector: sheet.Asked[connector.ID](c, "connector"), Before: sheet.Asked[connector.JobID](c, "before")}
	if s := connector.State(c.Query("state")); slices.Contains(states(), s) {
		filter.State = s
	}
	rows, err := p.Connector.Jobs(c.Context(), c.Actor(), org.ID, filter)
	if err != nil {
		return err
	}
	h := sheet.Head{Title: t.T("connector.jobs.title"), Lead: t.T("connector.jobs.lead"), Tabs: tabs, Above: []ui.Crumb{home(c, org.ID)}}
	var options []ui.Option
	for _, s := range states() {
		options = append(options, ui.Option{Value: string(s), Text: t.T("connector.state." + string(s))})
	}
	narrow := sheet.Of(c, web.NewForm("state", string(filter.State)), area, paths.AdminSelf("jobs"), t.T("connector.jobs.show"),
		sheet.Field{Name: "state", Kind: sheet.Choice, Empty: t.T("connector.jobs.all"), Options: options, Width: "m"}).
		Hidden("org", sheet.Text(org.ID)).Narrow()
	parts := []templ.Component{narrow.Show(t)}
	if len(rows) == 0 {
		return p.show(c, http.StatusOK, h, append(parts, ui.EmptyState(ui.EmptyView{Icon: "check", Title: t.T("connector.jobs.none")}))...)
	}
	more := len(rows) > connector.JobsPage
	rows = rows[:min(len(rows), connector.JobsPage)]
	parts = append(parts, ui.Table(table(c, rows)))
	if more {
		next := paths.With(in(org.ID, paths.AdminSelf("jobs")), "state", string(filter.State), "connector", sheet.Text(filter.Connector), "before", sheet.Text(rows[len(rows)-1].ID))
		parts = append(parts, sheet.Go(next, t.T("connector.jobs.more")))
	}
	return p.show(c, http.StatusOK, h, parts...)
}

func states() []connector.State {
	return []connector.State{connector.Failed, connector.Waiting, connector.Sent, connector.Done}
}

func table(c *web.Ctx, rows []connector.Row) ui.TableView {
	t := c.T
	v := ui.TableView{ID: "jobs", Caption: t.T("connector.jobs.title"), CaptionHidden: true}
	for _, name := range []string{"what", "person", "state", "at", "case"} {
		v.Columns = append(v.Columns, ui.Column{Text: t.T("connector.column." + name)})
	}
	for i := range rows {
		x := &rows[i]
		note := ""
		if x.Error != "" {
			note = t.T("connector.fault." + x.Error)
		}
		v.Rows = append(v.Rows, ui.Row{ID: sheet.Text(x.ID), Cells: []ui.Cell{
			{Text: t.T("connector.kind." + string(x.Kind)), Href: paths.AdminSelf("jobs", sheet.Text(x.ID)), Note: x.Device, Item: true},
			{Text: x.PersonName, Note: t.T("connector.how." + string(x.How))},
			{Content: ui.Tag(self.State(t, &x.Job)), Note: note},
			{Content: ui.Time(x.CreatedAt, t.DateTime(x.CreatedAt)), Nowrap: true},
			{Text: x.Ticket.String(), Href: paths.DeskTicket(x.Ticket)},
		}})
	}
	return v
}

// job shows one with its history, and what can be done about it.
func (p *pages) job(c *web.Ctx) error {
	x, err := p.jobIn(c)
	if err != nil {
		return err
	}
	return p.showJob(c, http.StatusOK, x, nil)
}

// jobIn is the job in the address, for those who look after it; that it is one's own is not enough here.
func (p *pages) jobIn(c *web.Ctx) (connector.Row, error) {
	id, err := sheet.Number[connector.JobID](c, "id")
	if err != nil {
		return connector.Row{}, err
	}
	x, err := p.Connector.Job(c.Context(), c.Actor(), id)
	if err == nil && !c.Actor().MayIn(connector.MayArrange, "organisation", int64(x.Org)) {
		err = errs.Missing()
	}
	return x, err
}

func (p *pages) showJob(c *web.Ctx, status int, x connector.Row, f *web.Form) error {
	t, id := c.T, sheet.Text(x.ID)
	steps, err := p.Connector.History(c.Context(), c.Actor(), x.ID)
	if err != nil {
		return err
	}
	facts := []ui.Definition{
		{Term: t.T("connector.column.person"), Text: x.PersonName},
		{Term: t.T("connector.column.how"), Text: t.T("connector.how." + string(x.How))},
		{Term: t.T("connector.column.case"), Content: ui.Link(t, ui.LinkView{Href: paths.DeskTicket(x.Ticket), Text: x.Ticket.String()})},
		{Term: t.T("connector.column.name"), Content: ui.Link(t, ui.LinkView{Href: paths.AdminConnectors(sheet.Text(x.Connector)), Text: t.T("connector.jobs.connector")})},
		{Term: t.T("connector.column.tries"), Text: sheet.Text(x.Tries)},
	}
	if x.Device != "" {
		facts = append(facts, ui.Definition{Term: t.T("connector.field.device"), Text: x.Device})
	}
	if x.Error != "" {
		facts = append(facts, ui.Definition{Term: t.T("connector.column.error"), Text: t.T("connector.fault." + x.Error)})
	}
	if x.Said != "" {
		facts = append(facts, ui.Definition{Term: t.T("connector.column.said"), Text: x.Said})
	}
	v := ui.TableView{ID: "history", Caption: t.T("connector.history.title"), Columns: []ui.Column{{Text: t.T("connector.column.what")}, {Text: t.T("connector.column.by")}, {Text: t.T("connector.column.at")}}}
	for i, s := range steps {
		note := ""
		if s.Error != "" {
			note = t.T("connector.fault." + s.Error)
		}
		v.Rows = append(v.Rows, ui.Row{ID: sheet.Text(i + 1), Cells: []ui.Cell{
			{Text: t.T("connector.step." + s.What[len("connector."):]), Note: note}, {Text: s.By}, {Content: ui.Time(s.At, t.DateTime(s.At)), Nowrap: true},
		}})
	}
	var parts []templ.Component
	if f != nil {
		parts = append(parts, ui.ErrorSummary(t, f.Errors(t)))
	}
	parts = append(parts, ui.DefinitionList(facts))
	switch {
	case x.State == connector.Failed && x.Kind != connector.Password:
		parts = append(parts, sheet.Do(c, paths.AdminSelf("jobs", id, "again"), t.T("connector.again"), "").Show(t))
	case x.State == connector.Failed:
		parts = append(parts, sheet.Note(t.T("connector.error.gone")))
	case !x.State.Ended():
		parts = append(parts, sheet.Do(c, paths.AdminSelf("jobs", id, "stop"), t.T("connector.stop"), "").Show(t))
	}
	h := sheet.Head{
		Title: t.T("connector.kind." + string(x.Kind)), Tags: []ui.TagView{self.State(t, &x.Job)},
		Above: []ui.Crumb{home(c, x.Org), {Href: in(x.Org, paths.AdminSelf("jobs")), Text: t.T("connector.jobs.title")}},
	}
	return p.show(c, status, h, append(parts, ui.Table(v))...)
}

func (p *pages) again(c *web.Ctx) error { return p.decide(c, "connector.again_flash", true) }

func (p *pages) stop(c *web.Ctx) error { return p.decide(c, "connector.stop_flash", false) }

func (p *pages) decide(c *web.Ctx, words string, again bool) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	x, err := p.jobIn(c)
	if err != nil {
		return err
	}
	if again {
		err = p.Connector.Again(c.Context(), c.Actor(), x.ID)
	} else {
		err = p.Connector.GiveUp(c.Context(), c.Actor(), x.ID)
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.showJob(c, status, x, f)
	}
	if err != nil {
		return err
	}
	c.Flash(words)
	return c.Redirect(paths.AdminSelf("jobs", sheet.Text(x.ID)))
}

// guide is the form of the words about setting up a phone or a tablet.
func (p *pages) guide(c *web.Ctx) error {
	org, _, err := p.org(c, nil, connector.MayArrange, paths.AdminSelf("guides", c.Param("platform")))
	if err != nil {
		return err
	}
	guides, err := p.Connector.Guides(c.Context(), org.ID)
	if err != nil {
		return err
	}
	g, ok := guides[c.Param("platform")]
	if !ok {
		return errs.Missing()
	}
	return p.showGuide(c, http.StatusOK, web.NewForm("sv", g.Sv, "en", g.En), org.ID, g)
}

func (p *pages) showGuide(c *web.Ctx, status int, f *web.Form, org directory.OrgID, g connector.Guide) error {
	t := c.T
	form := sheet.Of(c, f, area, paths.AdminSelf("guides", g.Platform), t.T("connector.save"),
		sheet.Field{Name: "sv", Kind: sheet.Long, Required: true}, sheet.Field{Name: "en", Kind: sheet.Long}).
		Versioned(sheet.Text(g.Version)).Hidden("org", sheet.Text(org)).Back(in(org, paths.AdminConnectors()))
	h := sheet.Head{Title: t.T("connector.guide.title", "platform", t.T("connector.platform."+g.Platform)), Lead: t.T("connector.guides.how"), Above: []ui.Crumb{home(c, org)}}
	return p.show(c, status, h, form.Show(t))
}

func (p *pages) saveGuide(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	org, _, err := p.org(c, f, connector.MayArrange, paths.AdminConnectors())
	if err != nil {
		return err
	}
	g := connector.Guide{Platform: c.Param("platform"), Sv: f.Words("sv"), En: f.Words("en"), Version: f.Int("version")}
	err = p.Connector.SaveGuide(c.Context(), c.Actor(), org.ID, g)
	if status, again := sheet.Again(f, err); again {
		return p.showGuide(c, status, f, org.ID, g)
	}
	if err != nil {
		return err
	}
	c.Flash("connector.saved")
	return c.Redirect(in(org.ID, paths.AdminConnectors()))
}
