package centre

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/common"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell   *shell.Shell
	Ticket  *ticket.Service
	Common  *common.Service
	Service *service.Service
}

type pages struct{ Deps }

// area is where the texts of the fields are.
const area = "proxy.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	may := web.May(ticket.MayCentre)
	rs.Handle("GET /centre", may, p.overview)
	rs.Handle("GET /centre/new", may, p.blank)
	rs.Handle("POST /centre/new", may, p.register)
}

// Menu is the entry of the portal's menu.
func Menu() shell.Link {
	return shell.Link{Area: ui.Portal, Href: paths.Centre(), Text: "proxy.via.centre", Verbs: []authz.Verb{ticket.MayCentre}}
}

func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Portal, paths.Centre()
	return sheet.Page(c, p.Shell, status, h, parts...)
}

// overview shows what may be passed on, and all the centre's cases.
func (p *pages) overview(c *web.Ctx) error {
	org := directory.OrgID(c.Actor().Org)
	old := c.Query("show") == "old"
	filter := ticket.Filter{States: []ticket.State{ticket.StateNew, ticket.StateOpen, ticket.StateOnHold, ticket.StateResolved}, Sort: ticket.Newest}
	if old {
		filter.States = []ticket.State{ticket.StateClosed, ticket.StateWithdrawn, ticket.StateMerged}
	}
	page, err := p.Ticket.Centre(c.Context(), c.Actor(), filter, c.Query("at"))
	if err != nil {
		return err
	}
	majors, err := p.Common.Publics(c.Context(), c.Actor(), org)
	if err != nil {
		return err
	}
	h := sheet.Head{Title: c.T.T("proxy.via.centre"), Lead: c.T.T("proxy.centre.lead")}
	h.Actions = append(h.Actions, ui.ButtonLink(paths.Centre("new"), ui.ButtonView{Text: c.T.T("proxy.centre.register"), Icon: "plus"}))
	h.Tabs = &ui.TabsView{Label: c.T.T("proxy.centre.cases"), Tabs: []ui.TabView{
		{Href: paths.Centre(), Text: c.T.T("portal.tickets.current"), Current: !old},
		{Href: paths.With(paths.Centre(), "show", "old"), Text: c.T.T("portal.tickets.old"), Current: old},
	}}
	parts := []templ.Component{words(c, majors), table(c, page.Rows)}
	show := ""
	if old {
		show = "old"
	}
	link := func(at string) string {
		if at == "" {
			return ""
		}
		return paths.With(paths.Centre(), "show", show, "at", at)
	}
	return p.show(c, http.StatusOK, h, append(parts, ui.Pagination(c.T, ui.PaginationView{Newer: link(page.Prev), Older: link(page.Next)}))...)
}

// words are what may be passed on about each major incident, as text that can be marked and copied.
func words(c *web.Ctx, majors []common.Public) templ.Component {
	t := c.T
	var parts []templ.Component
	for _, m := range majors {
		name := named(t, m.ServiceSv, m.ServiceEn)
		if name == "" {
			name = t.T("proxy.centre.major")
		}
		since := t.T("proxy.centre.since", "at", t.DateTime(m.DeclaredAt))
		if m.Words == "" {
			parts = append(parts, ui.Alert(ui.AlertView{ID: "major-" + sheet.Text(m.Ticket), Color: ui.Warning, Title: name, Text: since + " " + t.T("proxy.centre.no_words")}))
			continue
		}
		parts = append(parts, ui.TextArea(t, ui.FieldView{
			Name: "words-" + sheet.Text(m.Ticket), Label: name, Description: since + " " + t.T("proxy.centre.written", "at", t.DateTime(m.At)),
			Value: m.Words, ReadOnly: true, Rows: 2 + strings.Count(m.Words, "\n") + len(m.Words)/90,
		}))
	}
	if len(parts) == 0 {
		parts = append(parts, sheet.Note(t.T("proxy.centre.calm")))
	}
	return sheet.Panel(ui.PanelView{ID: "words", Title: t.T("proxy.centre.words")}, parts...)
}

func table(c *web.Ctx, rows []ticket.Row) templ.Component {
	if len(rows) == 0 {
		return ui.EmptyState(ui.EmptyView{Icon: "tickets", Title: c.T.T("proxy.centre.none")})
	}
	t := c.T
	v := ui.TableView{ID: "centre", Caption: t.T("proxy.centre.cases"), CaptionHidden: true}
	for _, name := range []string{"case", "status", "residents", "by", "updated"} {
		v.Columns = append(v.Columns, ui.Column{Text: t.T("proxy.column." + name)})
	}
	for i := range rows {
		r := &rows[i]
		v.Rows = append(v.Rows, ui.Row{ID: r.ID.String(), Cells: []ui.Cell{
			{Text: r.Title, Href: paths.Ticket(r.ID), Item: true, Note: r.ID.String()},
			{Text: t.T("portal.state." + string(r.State)), Nowrap: true},
			{Text: t.Number(int64(r.Residents))},
			{Text: cmp.Or(r.RequesterName, t.T("proxy.somebody"))},
			{Content: ui.Time(r.UpdatedAt, t.DateTime(r.UpdatedAt)), Nowrap: true},
		}})
	}
	return ui.Table(v)
}

func named(t *i18n.Printer, sv, en string) string {
	if t.Lang() == "en" && en != "" {
		return en
	}
	return sv
}

func (p *pages) blank(c *web.Ctx) error { return p.ask(c, http.StatusOK, web.NewForm()) }

func (p *pages) ask(c *web.Ctx, status int, f *web.Form) error {
	list, err := p.Service.Offered(c.Context(), directory.OrgID(c.Actor().Org))
	if err != nil {
		return err
	}
	var services []ui.Option
	for _, i := range list {
		services = append(services, ui.Option{Value: sheet.Text(i.ID), Text: i.Name(c.T.Lang())})
	}
	fields := []sheet.Field{
		{Name: "title", Required: true},
		{Name: "text", Kind: sheet.Long},
		{Name: "residents", Required: true, Width: "s"},
	}
	if len(services) > 0 {
		fields = append(fields, sheet.Field{Name: "service", Kind: sheet.Choice, Empty: c.T.T("portal.report.service_none"), Options: services, Width: "m"})
	}
	form := sheet.Of(c, f, area, paths.Centre("new"), c.T.T("proxy.centre.register"), fields...).Back(paths.Centre())
	h := sheet.Head{Title: c.T.T("proxy.centre.register"), Lead: c.T.T("proxy.centre.register_lead"), Above: []ui.Crumb{{Href: paths.Centre(), Text: c.T.T("proxy.via.centre")}}}
	return p.show(c, status, h, form.Show(c.T))
}

func (p *pages) register(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	var bad errs.Fields
	n, err := strconv.Atoi(f.Get("residents"))
	if err != nil || n < 1 {
		bad.Add("residents", "proxy.error.residents")
	}
	if strings.TrimSpace(f.Words("title")) == "" {
		bad.Add("title", "field.required")
	}
	var x ticket.Ticket
	if err = bad.Err(); err == nil {
		x, err = p.Ticket.Report(c.Context(), c.Actor(), ticket.ReportInput{
			Centre: true, Channel: ticket.Portal, Title: f.Words("title"), Text: f.Words("text"), Residents: n, Service: ticket.ServiceID(f.Int("service")),
		})
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.ask(c, status, f)
	}
	if err != nil {
		return err
	}
	c.Flash("portal.report.sent", "ref", x.ID.String())
	return c.Redirect(paths.Ticket(x.ID))
}
