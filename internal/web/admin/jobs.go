package admin

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// letterPage is how many dead letters a page holds.
const letterPage = 50

func (p *pages) jobRoutes(rs *web.Routes) {
	may := web.May(jobs.Manage)
	rs.Handle("GET /admin/jobs", may, p.jobs)
	rs.Handle("POST /admin/jobs/retry", may, p.letterDeed(p.Jobs.Retry, "admin.jobs.retried"), web.BackTo("/admin/jobs"))
	rs.Handle("POST /admin/jobs/discard", may, p.letterDeed(p.Jobs.Discard, "admin.jobs.discarded"), web.BackTo("/admin/jobs"))
}

// runsJobs reports whether somebody looks after the jobs of the whole installation: jobs belong to no organisation, so
// that the administrator of one must not see what fails for another.
func runsJobs(by authz.Actor) bool { return by.MayIn(jobs.Manage, authz.Everywhere, 0) }

// jobs shows what could not be done, and how much waits.
func (p *pages) jobs(c *web.Ctx) error {
	if !runsJobs(c.Actor()) {
		return errs.Denied(string(jobs.Manage))
	}
	letters, err := jobs.DeadLetters(c.Context(), p.DB, c.Actor(), jobs.ID(query(c, "at")), letterPage)
	if err != nil {
		return err
	}
	counts, err := jobs.Counts(c.Context(), p.DB)
	if err != nil {
		return err
	}
	t := ui.TableView{ID: "letter", Caption: c.T.T("admin.jobs.dead"), Columns: columns(c, "job", "error", "tries", "created", "ended_at", "deed")}
	for _, l := range letters {
		button := func(deed, words string) templ.Component {
			v := do(c, paths.AdminPage("jobs", deed), words, ui.HiddenView{Name: "job", Value: text(int64(l.ID))})
			v.button.Small, v.button.Label = true, words+" "+text(int64(l.ID))
			v.form.Label = v.button.Label
			return doBody(v)
		}
		deeds := stack(button("retry", c.T.T("admin.jobs.retry")), button("discard", c.T.T("admin.jobs.discard")))
		t.Rows = append(t.Rows, ui.Row{ID: text(int64(l.ID)), Cells: []ui.Cell{
			{Text: l.Kind, Note: text(int64(l.ID))},
			{Text: l.Error, Note: string(l.Args)},
			{Text: text(int64(l.Attempts))},
			{Text: c.T.DateTime(l.Created), Nowrap: true},
			{Text: c.T.DateTime(l.Ended), Nowrap: true},
			{Content: deeds},
		}})
	}
	older := ""
	if len(letters) == letterPage {
		older = text(int64(letters[len(letters)-1].ID))
	}
	pages := next(c, c.Query("at"), func(at string) string { return paths.With(paths.AdminPage("jobs"), "at", at) }, older)
	body := list(c, listView{table: t, pages: pages, empty: ui.EmptyView{Icon: "check", Title: c.T.T("admin.jobs.none"), Text: c.T.T("admin.jobs.none_text")}})
	body = append(body, countTable(c, counts))
	return p.show(c, http.StatusOK, head{title: c.T.T("admin.section.jobs"), lead: c.T.T("admin.jobs.lead")}, body...)
}

func countTable(c *web.Ctx, counts []jobs.Count) templ.Component {
	t := ui.TableView{ID: "count", Caption: c.T.T("admin.jobs.counts"), Columns: columns(c, "job", "state", "number", "oldest")}
	t.Columns[2].Number = true
	for _, n := range counts {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: n.Kind}, {Text: c.T.T("admin.jobs.state." + string(n.State))}, {Text: c.T.Number(n.N)}, {Text: c.T.DateTime(n.Oldest), Nowrap: true},
		}})
	}
	if len(t.Rows) == 0 {
		return note(c.T.T("admin.jobs.idle"))
	}
	return ui.Table(t)
}

// letterDeed does something about the dead letter that the form names.
func (p *pages) letterDeed(deed func(context.Context, authz.Actor, jobs.ID) error, done string) web.Handler {
	return func(c *web.Ctx) error {
		f, err := c.Form()
		if err != nil {
			return err
		}
		if !runsJobs(c.Actor()) {
			return errs.Denied(string(jobs.Manage))
		}
		if err := deed(c.Context(), c.Actor(), jobs.ID(f.Int("job"))); err != nil {
			return err
		}
		c.Flash(done)
		return c.Redirect(paths.AdminPage("jobs"))
	}
}
