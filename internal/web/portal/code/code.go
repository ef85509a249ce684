package code

import (
	"net/http"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/verify"
	"lotsen/internal/kit/clock"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/portal"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the page is made of.
type Deps struct {
	Shell  *shell.Shell
	Verify *verify.Service
	// Mark is the number of the newest event, for a page that looks again by itself.
	Mark func(c *web.Ctx) (int64, error)
}

type pages struct{ Deps }

// Mount registers the page.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	rs.Handle("GET "+paths.Code(), web.SignedIn(), p.show)
}

func (p *pages) show(c *web.Ctx) error {
	mark, err := p.Mark(c)
	if err != nil {
		return err
	}
	list, err := p.Verify.Mine(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	parts := []templ.Component{ui.PageHeader(c.T, ui.PageHeaderView{
		Crumbs: []ui.Crumb{{Href: paths.Home(), Text: c.T.T("portal.start.crumb")}, {Href: paths.Contact(), Text: c.T.T("portal.contact.title")}, {Text: c.T.T("verify.mine.title")}},
		Title:  c.T.T("verify.mine.title"), Lead: c.T.T("verify.mine.lead"),
	})}
	for i := range list {
		parts = append(parts, ui.Alert(alert(c, &list[i])))
	}
	if len(list) == 0 {
		parts = append(parts, ui.EmptyState(ui.EmptyView{Icon: "key", Title: c.T.T("verify.mine.none"), Text: c.T.T("verify.mine.none_text")}))
	} else {
		parts = append(parts, sheet.Note(c.T.T("verify.mine.not_me")))
	}
	return p.Shell.Render(c, http.StatusOK, shell.View{
		Title: c.T.T("verify.mine.title"), Area: ui.Portal, Topics: []string{"person:" + sheet.Text(c.Actor().Person)}, Mark: mark,
	}, sheet.Stack(parts...))
}

// alert is a code as its person reads it.
func alert(c *web.Ctx, x *verify.Shown) ui.AlertView {
	why := c.T.T("verify.mine.why", "ref", x.Ticket.String(), "until", clockOf(x.Expires))
	if x.AskedBy != "" {
		why = c.T.T("verify.mine.why_by", "agent", x.AskedBy, "ref", x.Ticket.String(), "until", clockOf(x.Expires))
	}
	return ui.AlertView{ID: "code-" + x.Ticket.String(), Color: ui.Info, Title: c.T.T("verify.mine.say", "code", x.Code), Text: why}
}

// Part leads from the page of a case that somebody called about to the codes. It asks for nothing.
func Part(c *web.Ctx, x *ticket.Ticket) (portal.PartView, error) {
	var v portal.PartView
	if x.State.Active() && x.Channel == ticket.Phone {
		v.Side = []templ.Component{sheet.Go(paths.Code(), c.T.T("verify.mine.link"))}
	}
	return v, nil
}

// clockOf is the time of the day by Swedish watches.
func clockOf(at time.Time) string { return at.In(clock.Stockholm()).Format("15:04") }
