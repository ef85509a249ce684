package notices

import (
	"github.com/a-h/templ"

	"lotsen/internal/desk/common"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/ticket"
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
	Ticket    *ticket.Service
	Notice    *notice.Service
	Common    *common.Service // Whose log tells of a notice about a major incident.
}

type pages struct{ Deps }

// area is where the texts of the fields are.
const area = "notice.field."

// Mount registers the pages.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	read, publish, hold := web.May(notice.MayPublish, notice.MayHold), web.May(notice.MayPublish), web.May(notice.MayHold)
	const one = "/desk/notices/{id}"
	rs.Handle("GET /desk/notices", read, p.list)
	rs.Handle("GET /desk/notices/new", publish, p.blank)
	rs.Handle("POST /desk/notices", publish, p.add)
	rs.Handle("GET "+one, read, p.one)
	rs.Handle("GET "+one+"/edit", publish, p.edit)
	rs.Handle("POST "+one+"/edit", publish, p.change)
	rs.Handle("POST "+one+"/publish", publish, p.publish, web.BackTo(one))
	rs.Handle("POST "+one+"/end", publish, p.end, web.BackTo(one))
	rs.Handle("GET /desk/notice-holds", read, p.holds)
	rs.Handle("POST /desk/notice-holds", hold, p.hold)
	rs.Handle("POST /desk/notice-holds/{id}/lift", hold, p.lift, web.BackTo("/desk/notice-holds"))
	rs.Handle("POST /desk/notice-places", hold, p.approve, web.BackTo("/desk/notice-holds"))
}

// Menu is the entry of the desk's menu.
func Menu() shell.Link {
	return shell.Link{Area: ui.Desk, Href: paths.Notices(), Text: "notice.menu", Verbs: notice.Verbs()}
}

// show answers with a page. Every page below the list leads back to it.
func (p *pages) show(c *web.Ctx, status int, h sheet.Head, parts ...templ.Component) error {
	h.Area, h.Here = ui.Desk, paths.Notices()
	if c.Request().URL.Path != paths.Notices() {
		h.Above = append([]ui.Crumb{{Href: paths.Notices(), Text: c.T.T("notice.menu")}}, h.Above...)
	}
	return sheet.Page(c, p.Shell, status, h, parts...)
}

// desks are those for which the actor publishes.
func (p *pages) desks(c *web.Ctx) ([]directory.Desk, error) {
	return p.Directory.DesksOf(c.Context(), c.Actor(), notice.MayPublish)
}

// Channels are named in a row.
func Channels(t *i18n.Printer, list []notice.Channel) string {
	out := ""
	for i, ch := range list {
		if i > 0 {
			out += ", "
		}
		out += t.T("notice.channel." + string(ch))
	}
	return out
}

// period says from when to when.
func period(t *i18n.Printer, n *notice.Notice) string {
	if n.EndsAt.IsZero() {
		return t.T("notice.from", "at", n.StartsAt)
	}
	return t.T("notice.from_to", "from", n.StartsAt, "to", n.EndsAt)
}

func stateTag(t *i18n.Printer, n *notice.Notice) ui.TagView {
	v := ui.TagView{Text: t.T("notice.state." + string(n.State))}
	if n.State == notice.Published {
		v.Color, v.Icon = ui.Success, "check"
	}
	return v
}
