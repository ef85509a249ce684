package self

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/connector"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages work with.
type Deps struct {
	Shell     *shell.Shell
	Directory *directory.Service
	Asset     *asset.Service
	Connector *connector.Service
	// Mark is the number of the newest event, for the pages that look again by themselves.
	Mark func(c *web.Ctx) (int64, error)
}

type pages struct{ Deps }

const area = "connector.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	in, open := web.SignedIn(), web.Public("whoever forgot their password cannot log in")
	rs.Handle("GET /self", in, p.start)
	rs.Handle("GET /self/password", in, p.askOwn)
	rs.Handle("POST /self/password", in, p.beginOwn)
	rs.Handle("GET /self/reinstall", in, p.askReinstall)
	rs.Handle("POST /self/reinstall", in, p.reinstall)
	rs.Handle("GET /self/phone", in, p.askPhone)
	rs.Handle("POST /self/phone", in, p.phone)
	rs.Handle("GET /self/guides/{platform}", in, p.guide)
	rs.Handle("GET /self/jobs/{id}", in, p.job)
	rs.Handle("GET /password-help", open, p.askHelp)
	rs.Handle("POST /password-help", open, p.beginHelp)
	rs.Handle("GET /password-help/code", open, p.askCode)
	rs.Handle("POST /password-help/code", open, p.finish)
}

func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area = ui.Portal
	if !c.Actor().Anonymous() {
		above := []ui.Crumb{{Href: paths.Home(), Text: c.T.T("portal.start.crumb")}}
		if h.Title != c.T.T("connector.self.title") {
			above = append(above, ui.Crumb{Href: paths.Self(), Text: c.T.T("connector.self.title")})
		}
		h.Above = above
	}
	return sheet.Page(c, p.Shell, status, h, parts...)
}

// start shows what there is, and the reader's own jobs.
func (p *pages) start(c *web.Ctx) error {
	mark, err := p.Mark(c)
	if err != nil {
		return err
	}
	offers, err := p.Connector.Offers(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	mine, err := p.Connector.Mine(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	parts := []templ.Component{ui.Cards(true, cards(c.T, offers))}
	if len(mine) > 0 {
		parts = append(parts, ui.Table(jobTable(c, mine)))
	}
	h := sheet.Head{Title: c.T.T("connector.self.title"), Lead: c.T.T("connector.self.lead"), Topics: own(c), Mark: mark}
	return p.show(c, http.StatusOK, h, parts...)
}

// cards are what the organisation offers, and what everybody has: their own details.
func cards(t *i18n.Printer, offers map[connector.Kind]connector.Connector) []ui.CardView {
	var out []ui.CardView
	for _, k := range []struct {
		kind       connector.Kind
		href, icon string
	}{{connector.Password, paths.Self("password"), "key"}, {connector.Reinstall, paths.Self("reinstall"), "device"}, {connector.Register, paths.Self("phone"), "phone"}} {
		if _, ok := offers[k.kind]; ok {
			out = append(out, ui.CardView{Href: k.href, Icon: k.icon, Title: t.T("connector.card." + string(k.kind)), Text: t.T("connector.card." + string(k.kind) + "_text")})
		}
	}
	return append(out, ui.CardView{Href: paths.Profile(), Icon: "person", Title: t.T("connector.card.details"), Text: t.T("connector.card.details_text")})
}

func own(c *web.Ctx) []string { return []string{"person:" + sheet.Text(c.Actor().Person)} }

func jobTable(c *web.Ctx, rows []connector.Row) ui.TableView {
	t := c.T
	v := ui.TableView{ID: "jobs", Caption: t.T("connector.mine.title"), Columns: []ui.Column{
		{Text: t.T("connector.column.what")}, {Text: t.T("connector.column.state")}, {Text: t.T("connector.column.at")},
	}}
	for i := range rows {
		x := &rows[i]
		v.Rows = append(v.Rows, ui.Row{ID: sheet.Text(x.ID), Cells: []ui.Cell{
			{Text: t.T("connector.kind." + string(x.Kind)), Href: paths.Self("jobs", sheet.Text(x.ID)), Note: x.Device, Item: true},
			{Content: ui.Tag(State(t, &x.Job))},
			{Content: ui.Time(x.CreatedAt, t.DateTime(x.CreatedAt)), Nowrap: true},
		}})
	}
	return v
}

// State is where a job stands, as a word with a colour.
func State(t *i18n.Printer, j *connector.Job) ui.TagView {
	v := ui.TagView{Text: t.T("connector.state." + string(j.State)), Color: ui.Info, Icon: "clock"}
	switch {
	case j.State == connector.Done:
		v.Color, v.Icon = ui.Success, "check"
	case j.State == connector.Failed:
		v.Color, v.Icon = ui.Danger, "outage"
	case j.State == connector.Waiting && j.Error != "":
		v.Text, v.Color = t.T("connector.state.delayed"), ui.Warning
	}
	return v
}
