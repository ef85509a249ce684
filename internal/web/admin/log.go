package admin

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/connector"
	"lotsen/internal/desk/directory"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// logPage is how many entries a page of the log holds.
const logPage = 50

func (p *pages) logRoutes(rs *web.Routes) {
	rs.Handle("GET /admin/log", web.May(audit.SecurityRead), p.log)
}

// sorts are the entries that the filter offers.
func sorts() []audit.What {
	return []audit.What{
		audit.LoginOK, audit.LoginFailed, audit.LoginLimited, audit.Logout, audit.PersonRead, audit.PersonProtect, audit.PersonOpen,
		audit.RightGranted, audit.RightEnded, audit.RoleChanged, audit.PasswordSet, audit.TokenMade, audit.TokenEnded, audit.SessionRevoked,
		audit.Exported, audit.Imported, connector.LogReset, connector.LogResetDone, connector.LogWrong, connector.LogLocked,
	}
}

// log shows the security log, newest first. Nothing on the page changes it.
func (p *pages) log(c *web.Ctx) error {
	f := web.NewForm("what", c.Query("what"), "from", c.Query("from"), "to", c.Query("to"), "who", c.Query("who"))
	filter := audit.Filter{What: audit.What(c.Query("what")), Before: query(c, "at"), Limit: logPage}
	var err error
	if filter.From, err = dayOf(c, "from", c.Query("from")); err != nil {
		f.Failed(err)
	}
	if filter.To, err = dayOf(c, "to", c.Query("to")); err != nil {
		f.Failed(err)
	}
	if !filter.To.IsZero() {
		filter.To = filter.To.AddDate(0, 0, 1)
	}
	filter.Actor = query(c, "who")
	entries, err := p.Access.SecurityLog(c.Context(), c.Actor(), filter)
	if err != nil {
		return err
	}
	t, err := p.logTable(c, entries)
	if err != nil {
		return err
	}
	var whats []ui.Option
	for _, w := range sorts() {
		whats = append(whats, ui.Option{Value: string(w), Text: whatText(c, w)})
	}
	narrow := ask(c, f, "admin.log.").choice("what", c.T.T("admin.all"), whats).day("from").day("to").filter(paths.AdminPage("log"), c.T.T("admin.log.filter"))
	narrow.form.Hidden = []ui.HiddenView{{Name: "who", Value: c.Query("who")}}
	address := func(at string) string {
		return paths.With(paths.AdminPage("log"), "what", c.Query("what"), "from", c.Query("from"), "to", c.Query("to"), "who", c.Query("who"), "at", at)
	}
	older := ""
	if len(entries) == logPage {
		older = text(entries[len(entries)-1].ID)
	}
	pages := next(c, c.Query("at"), address, older)
	pages.OlderText = ""
	body := append([]templ.Component{filterBody(narrow)}, list(c, listView{table: t, pages: pages, empty: ui.EmptyView{Icon: "lock", Title: c.T.T("admin.log.none")}})...)
	return p.show(c, http.StatusOK, head{title: c.T.T("admin.section.log"), lead: c.T.T("admin.log.lead")}, body...)
}

func whatText(c *web.Ctx, w audit.What) string {
	if k := "admin.log.what." + string(w); c.T.Has(k) {
		return c.T.T(k)
	}
	return string(w)
}

// logTable names whom the reader may know; others are a number.
func (p *pages) logTable(c *web.Ctx, entries []audit.Entry) (ui.TableView, error) {
	var ids []directory.PersonID
	for _, e := range entries {
		if e.Actor != 0 {
			ids = append(ids, directory.PersonID(e.Actor))
		}
		if e.Subject == "person" {
			ids = append(ids, directory.PersonID(e.SubjectID))
		}
	}
	names, err := p.Directory.Names(c.Context(), c.Actor(), ids...)
	t := ui.TableView{ID: "log", Caption: c.T.T("admin.section.log"), CaptionHidden: true, Columns: columns(c, "at", "what", "by", "about", "address", "detail")}
	for _, e := range entries {
		by := ui.Cell{Text: orValue(e.ActorAs, c.T.T("admin.log.unknown"))}
		if e.Actor != 0 {
			if names[directory.PersonID(e.Actor)] == "" {
				by.Text = c.T.T("admin.log.somebody", "number", text(e.Actor)) // The entry has the name; the reader may not.
			}
			by.Href = paths.With(paths.AdminPage("log"), "who", text(e.Actor))
		}
		t.Rows = append(t.Rows, ui.Row{ID: text(e.ID), Cells: []ui.Cell{
			{Text: c.T.DateTime(e.At), Nowrap: true}, {Text: whatText(c, e.What)}, by, {Text: about(c, e, names)}, {Text: e.Address}, {Text: detail(e.Detail)},
		}})
	}
	return t, err
}

// about is what an entry tells of.
func about(c *web.Ctx, e audit.Entry, names map[directory.PersonID]string) string {
	switch {
	case e.Subject == "" || e.SubjectID == 0:
		return ""
	case e.Subject == "person" && names[directory.PersonID(e.SubjectID)] != "":
		return names[directory.PersonID(e.SubjectID)]
	case e.Subject == "person":
		return c.T.T("admin.log.somebody", "number", text(e.SubjectID))
	}
	return e.Subject + " " + text(e.SubjectID)
}

// detail writes the facts of an entry in a fixed order.
func detail(raw json.RawMessage) string {
	facts := map[string]any{}
	if json.Unmarshal(raw, &facts) != nil {
		return "" // Only an entry of another form: nothing to show.
	}
	var out []string
	for name, v := range facts {
		out = append(out, fmt.Sprintf("%s: %v", name, v))
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}
