package admin

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/access"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

func (p *pages) sessionRoutes(rs *web.Routes) {
	may := web.May(access.SessionEnd)
	rs.Handle("GET /admin/people/{id}/sessions", may, p.sessions)
	rs.Handle("POST /admin/people/{id}/sessions/end", may, p.endSession, web.BackTo("/admin/people/{id}/sessions"))
}

// sessions shows where a person is logged in.
func (p *pages) sessions(c *web.Ctx) error {
	who, err := p.whom(c)
	if err != nil {
		return err
	}
	sessions, err := p.Access.SessionsOf(c.Context(), c.Actor(), who.ID)
	if err != nil {
		return err
	}
	t := ui.TableView{ID: "session", Caption: c.T.T("admin.sessions.title"), CaptionHidden: true, Columns: columns(c, "began", "seen", "browser", "address_from", "deed")}
	for _, s := range sessions {
		end := do(c, personPath(who.ID, "sessions", "end"), c.T.T("admin.sessions.end"), ui.HiddenView{Name: "session", Value: text(int64(s.ID))})
		end.button.Small, end.button.Label = true, c.T.T("admin.sessions.end")+" "+c.T.DateTime(s.CreatedAt)
		end.form.Label = end.button.Label
		t.Rows = append(t.Rows, ui.Row{ID: text(int64(s.ID)), Cells: []ui.Cell{
			{Text: c.T.DateTime(s.CreatedAt), Nowrap: true}, {Text: c.T.DateTime(s.SeenAt), Nowrap: true}, {Text: s.Agent}, {Text: s.Address}, {Content: doBody(end)},
		}})
	}
	h := head{title: c.T.T("admin.sessions.title"), lead: who.Name(), above: personCrumbs(c, who)}
	body := list(c, listView{table: t, empty: ui.EmptyView{Icon: "lock", Title: c.T.T("admin.sessions.none")}})
	if len(sessions) > 0 {
		body = append(body, doBody(do(c, personPath(who.ID, "sessions", "end"), c.T.T("admin.sessions.end_all")).dangerous()))
	}
	return p.show(c, http.StatusOK, h, body...)
}

// endSession ends one session, or all when the form names none.
func (p *pages) endSession(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	who, err := p.whom(c)
	if err != nil {
		return err
	}
	if id := f.Int("session"); id != 0 {
		err = p.Access.Revoke(c.Context(), c.Actor(), access.SessionID(id))
	} else {
		err = p.Access.RevokeAll(c.Context(), c.Actor(), who.ID)
	}
	if err != nil {
		return err
	}
	c.Flash("admin.sessions.ended", "name", who.Name())
	return c.Redirect(personPath(who.ID, "sessions"))
}

// doorLinks are the ways to what a person logs in with.
func doorLinks(c *web.Ctx, password, sessions, rights string) []templ.Component {
	var out []templ.Component
	for _, l := range []struct{ href, text, icon string }{
		{password, c.T.T("admin.password.set"), "key"}, {sessions, c.T.T("admin.sessions.title"), "device"}, {rights, c.T.T("admin.rights.title"), "group"},
	} {
		if l.href != "" {
			out = append(out, ui.ButtonLink(l.href, ui.ButtonView{Text: l.text, Icon: l.icon, Variant: ui.Secondary}))
		}
	}
	return out
}
