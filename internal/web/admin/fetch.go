package admin

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// Try is what a try of a mailbox's connection has found: a word of ours for what is wrong, "" when all is well, and what
// was said.
type Try struct {
	Waiting   int
	Step, Why string
}

func (p *pages) fetchRoutes(rs *web.Routes) {
	may := web.May(directory.OrgWrite)
	rs.Handle("GET /admin/mailboxes/{id}/fetch", may, p.showFetch)
	rs.Handle("POST /admin/mailboxes/{id}/fetch", may, p.saveFetch)
	rs.Handle("POST /admin/mailboxes/{id}/try", may, p.tryFetch, web.BackTo("/admin/mailboxes"))
}

func fetchPath(id inbox.MailboxID, page string) string {
	return paths.AdminPage("mailboxes", text(int64(id)), page)
}

func (p *pages) mailbox(c *web.Ctx) (inbox.Mailbox, inbox.Fetch, error) {
	id, err := number(c, "id")
	if err != nil {
		return inbox.Mailbox{}, inbox.Fetch{}, err
	}
	return p.Inbox.FetchOf(c.Context(), c.Actor(), inbox.MailboxID(id))
}

func (p *pages) showFetch(c *web.Ctx) error {
	box, f, err := p.mailbox(c)
	if err != nil {
		return err
	}
	return p.fetchPage(c, http.StatusOK, box, f, fetchForm(&f), nil)
}

// fetchForm is the form as it begins. What is kept secret is never part of it.
func fetchForm(f *inbox.Fetch) *web.Form {
	form := web.NewForm("host", f.Host, "port", text(int64(f.Port)), "security", f.Security, "username", f.Username, "auth", f.Auth, "token_url", f.TokenURL,
		"client_id", f.ClientID, "scope", f.Scope, "folder", f.Folder, "after", f.After, "done", f.Done, "alarm", text(int64(f.Alarm)), "version", text(f.Version))
	if f.Active {
		form.Set("active", "1")
	}
	return form
}

// fetchPage asks how a mailbox is fetched, and shows how that goes.
func (p *pages) fetchPage(c *web.Ctx, status int, box inbox.Mailbox, f inbox.Fetch, form *web.Form, tried *Try) error {
	a := ask(c, form, "imap.")
	options := func(name string, values ...string) []ui.Option {
		var out []ui.Option
		for _, v := range values {
			out = append(out, ui.Option{Value: v, Text: c.T.T("imap." + name + "." + v)})
		}
		return out
	}
	a.group("server", func(g *asker) {
		g.line("host", medium, required).line("port", short, required, typed("number"))
		g.choice("security", "", options("security", inbox.TLS, inbox.StartTLS, inbox.Plain), medium, required)
	})
	secret := func(v *ui.FieldView) {
		v.Width, v.Required = "m", f.Version == 0 || !f.HasSecret
		if f.Version == 0 {
			v.Description = " "
		}
	}
	a.group("login", func(g *asker) {
		g.line("username", medium, required).choice("auth", "", options("auth", inbox.ByPassword, inbox.ByOAuth), medium, required)
		g.secret("secret", secret)
		g.line("token_url", typed("url")).line("client_id", medium).line("scope").secret("refresh", medium)
	})
	a.group("mails", func(g *asker) {
		g.line("folder", medium, required).choice("after", "", options("after", inbox.MoveAfter, inbox.SeenAfter, inbox.DeleteAfter), medium, required)
		g.line("done", medium).line("alarm", short, required, typed("number")).yes("active")
	})
	fv := a.form(fetchPath(box.ID, "fetch"), c.T.T("admin.save"), ui.HiddenView{Name: "version", Value: form.Get("version")})
	fv.cancel = paths.With(paths.AdminPage("mailboxes"), "org", text(int64(box.Org)))
	var body []templ.Component
	if tried != nil {
		body = append(body, ui.Alert(tryAlert(c, tried)))
	}
	if f.Version != 0 {
		body = append(body, health(c, &f)...)
		body = append(body, doBody(do(c, fetchPath(box.ID, "try"), c.T.T("imap.try"))))
	}
	body = append(body, formBody(c.T, fv))
	h := head{title: c.T.T("imap.title"), lead: c.T.T("imap.lead"), above: []ui.Crumb{
		{Href: fv.cancel, Text: c.T.T("admin.section.mailboxes")}, {Href: paths.AdminPage("mailboxes", text(int64(box.ID))), Text: box.Name},
	}}
	return p.show(c, status, h, body...)
}

func (p *pages) saveFetch(c *web.Ctx) error {
	form, err := c.Form()
	if err != nil && !form.Failed(err) {
		return err
	}
	box, old, err := p.mailbox(c)
	if err != nil {
		return err
	}
	f := inbox.Fetch{
		Mailbox: box.ID, Host: form.Get("host"), Port: int(form.Int("port")), Security: form.Get("security"), Username: form.Words("username"), Auth: form.Get("auth"),
		TokenURL: form.Get("token_url"), ClientID: form.Get("client_id"), Scope: form.Get("scope"), Folder: form.Words("folder"), After: form.Get("after"),
		Done: form.Words("done"), Active: form.Has("active"), Alarm: int(form.Int("alarm")), Version: form.Int("version"),
	}
	err = p.Inbox.SaveFetch(c.Context(), c.Actor(), f, inbox.Secrets{Secret: form.Raw("secret"), Refresh: strings.TrimSpace(form.Raw("refresh"))})
	if status, yes := again(form, err); yes {
		return p.fetchPage(c, status, box, old, form, nil)
	}
	if err != nil {
		return err
	}
	c.Flash("imap.saved", "name", box.Name)
	return c.Redirect(fetchPath(box.ID, "fetch"))
}

// tryWithin is how long somebody waits for the answer of a try.
const tryWithin = 20 * time.Second

func (p *pages) tryFetch(c *web.Ctx) error {
	if _, err := c.Form(); err != nil {
		return err
	}
	box, f, err := p.mailbox(c)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(c.Context(), tryWithin)
	defer cancel()
	tried := p.TryMailbox(ctx, f)
	return p.fetchPage(c, http.StatusOK, box, f, fetchForm(&f), &tried)
}

func tryAlert(c *web.Ctx, t *Try) ui.AlertView {
	if t.Step == "" {
		return ui.AlertView{ID: "tried", Color: ui.Success, Title: c.T.T("imap.try.well"), Text: c.T.T("imap.try.waiting", "count", t.Waiting)}
	}
	return ui.AlertView{ID: "tried", Color: ui.Danger, Title: c.T.T("imap.try.failed"), Text: fault(c, t.Step) + " (" + t.Why + ")"}
}

// fault is what is wrong, in words that say what to do.
func fault(c *web.Ctx, step string) string {
	if key := "imap.fault." + step; c.T.Has(key) {
		return c.T.T(key)
	}
	return c.T.T("imap.fault.talk")
}

// health tells how fetching goes.
func health(c *web.Ctx, f *inbox.Fetch) []templ.Component {
	when := func(at time.Time) string {
		if at.IsZero() {
			return c.T.T("imap.health.never")
		}
		return c.T.DateTime(at)
	}
	list := []ui.Definition{
		{Term: c.T.T("imap.health.ok"), Text: when(f.OK)}, {Term: c.T.T("imap.health.taken"), Text: when(f.Taken)},
	}
	if !f.FailingSince.IsZero() {
		step, why, _ := strings.Cut(f.Error, ": ")
		list = append(list, ui.Definition{Term: c.T.T("imap.health.failing"), Text: c.T.DateTime(f.FailingSince)},
			ui.Definition{Term: c.T.T("imap.health.error"), Text: fault(c, step)}, ui.Definition{Term: c.T.T("imap.health.detail"), Text: why})
	}
	return []templ.Component{ui.Heading(2, "xs", c.T.T("imap.health")), ui.DefinitionList(list)}
}

// fetchState is how fetching goes, in a few words.
func fetchState(c *web.Ctx, f *inbox.Fetch, found bool) string {
	switch {
	case !found:
		return c.T.T("imap.state.none")
	case !f.Active:
		return c.T.T("imap.state.off")
	case !f.FailingSince.IsZero():
		return c.T.T("imap.state.failing", "since", f.FailingSince)
	case f.OK.IsZero():
		return c.T.T("imap.state.new")
	}
	return c.T.T("imap.state.well", "ago", ago(c, c.Now().Sub(f.OK)))
}

func ago(c *web.Ctx, d time.Duration) string {
	switch {
	case d < time.Minute:
		return c.T.T("imap.ago.seconds")
	case d < time.Hour:
		return c.T.T("imap.ago.minutes", "count", int64(d/time.Minute))
	case d < 48*time.Hour:
		return c.T.T("imap.ago.hours", "count", int64(d/time.Hour))
	}
	return c.T.T("imap.ago.days", "count", int64(d/(24*time.Hour)))
}

// failingBoxes stands above the list while mailboxes cannot be fetched.
func (p *pages) failingBoxes(c *web.Ctx, org directory.OrgID, entries []entry) templ.Component {
	all, err := p.Inbox.Fetches(c.Context(), c.Actor(), org)
	if err != nil {
		return nil
	}
	var lines []string
	for _, e := range entries {
		f := all[inbox.MailboxID(e.id)]
		if f.Active && !f.FailingSince.IsZero() {
			step, _, _ := strings.Cut(f.Error, ": ")
			lines = append(lines, c.T.T("imap.failing.line", "mailbox", e.cells[0], "since", f.FailingSince, "fault", fault(c, step)))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return ui.Alert(ui.AlertView{ID: "failing", Color: ui.Danger, Title: c.T.T("imap.failing.title", "count", len(lines)), Text: strings.Join(lines, " ")})
}
