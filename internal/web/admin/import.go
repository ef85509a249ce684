package admin

import (
	"fmt"
	"io"
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/roster"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/carried"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

const maxImport = 50 << 20

func (p *pages) importRoutes(rs *web.Routes) {
	may := web.May(roster.Run)
	rs.Handle("GET /admin/import", may, p.importing)
	rs.Handle("POST /admin/import", may, p.plan, web.Upload(maxImport))
	rs.Handle("POST /admin/import/apply", may, p.apply, web.Upload(maxImport), web.BackTo("/admin/import"))
}

// importing asks for a file of people or units.
func (p *pages) importing(c *web.Ctx) error {
	org, tabs, err := p.org(c, roster.Run)
	if err != nil {
		return err
	}
	return p.showImport(c, http.StatusOK, org, tabs, web.NewForm("kind", string(roster.People)))
}

func (p *pages) showImport(c *web.Ctx, status int, org directory.Organisation, tabs *ui.TabsView, f *web.Form) error {
	kinds := []ui.Option{
		{Value: string(roster.People), Text: c.T.T("admin.import.people"), Description: c.T.T("admin.import.people_help")},
		{Value: string(roster.Units), Text: c.T.T("admin.import.units"), Description: c.T.T("admin.import.units_help")},
		{Value: string(roster.Relations), Text: c.T.T("proxy.import.relations"), Description: c.T.T("proxy.import.relations_help")},
	}
	form := ask(c, f, "admin.import.").radio("kind", kinds).add(fileField(c, f)).yes("whole").
		form(paths.AdminPage("import"), c.T.T("admin.import.look"), ui.HiddenView{Name: "org", Value: text(int64(org.ID))})
	form.form.Multipart = true
	h := head{title: c.T.T("admin.section.import"), lead: c.T.T("admin.import.lead"), tabs: tabs}
	return p.show(c, status, h, formBody(c.T, form))
}

func fileField(c *web.Ctx, f *web.Form) templ.Component {
	return ui.FileField(c.T, ui.FileView{Accept: ".csv,.txt", Field: ui.FieldView{
		Name: "file", Label: c.T.T("admin.import.file"), Description: c.T.T("admin.import.file_help"), Error: f.Error(c.T, "file"), Required: true,
	}})
}

// readImport is the file of a form: chosen in it, or carried along by it.
func readImport(f *web.Form) ([]byte, error) {
	if files := f.Files("file"); len(files) > 0 {
		r, err := files[0].Open()
		if err != nil {
			return nil, err
		}
		defer r.Close()
		raw, err := io.ReadAll(r)
		if err != nil {
			return nil, fmt.Errorf("read import: %w", err)
		}
		return raw, nil
	}
	if f.Get("carried") != "" {
		if raw, err := carried.Unpack(f.Get("carried"), maxImport); err == nil {
			return raw, nil
		}
	}
	return nil, wrong("file", "admin.import.no_file")
}

func importOptions(f *web.Form) roster.Options {
	return roster.Options{Kind: roster.Kind(f.Get("kind")), Whole: f.Has("whole")}
}

// plan shows what the file would do. It writes nothing.
func (p *pages) plan(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, err := p.orgOf(c, roster.Run, f.Int("org"))
	if err != nil {
		return err
	}
	var plan roster.Plan
	file, err := readImport(f)
	if err == nil {
		plan, err = p.Roster.Plan(c.Context(), c.Actor(), org.ID, file, importOptions(f))
	}
	if status, yes := again(f, inFile(err)); yes {
		return p.showImport(c, status, org, nil, f)
	}
	if err != nil {
		return err
	}
	return p.showPlan(c, http.StatusOK, org, f, file, plan)
}

// inFile puts what is wrong with a file as a whole beside the field where it was chosen.
func inFile(err error) error {
	e := asOurs(err)
	if e == nil || len(e.Fields) > 0 || e.Kind != errs.Invalid && e.Kind != errs.TooLarge {
		return err
	}
	return wrong("file", e.Key, e.Args...)
}

// apply carries out exactly the plan that was shown. Where the register has changed since, the new plan is shown instead.
func (p *pages) apply(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, err := p.orgOf(c, roster.Run, f.Int("org"))
	if err != nil {
		return err
	}
	file, err := readImport(f)
	var done roster.Plan
	if err == nil {
		done, err = p.Roster.Apply(c.Context(), c.Actor(), org.ID, file, importOptions(f), f.Get("digest"))
	}
	if errs.Is(err, errs.Conflict) {
		plan, perr := p.Roster.Plan(c.Context(), c.Actor(), org.ID, file, importOptions(f))
		if perr != nil {
			return perr
		}
		f.Failed(wrong("", "admin.import.outdated"))
		return p.showPlan(c, http.StatusConflict, org, f, file, plan)
	}
	if status, yes := again(f, inFile(err)); yes {
		return p.showImport(c, status, org, nil, f)
	}
	if err != nil {
		return err
	}
	n := done.Counts
	c.Flash("admin.import.done", "added", n[roster.Added], "changed", n[roster.Changed], "ended", n[roster.Ended], "refused", n[roster.Refused])
	section := "people"
	switch done.Kind {
	case roster.Units:
		section = "units"
	case roster.Relations:
		section = "guardians"
	}
	return c.Redirect(paths.With(paths.AdminPage(section), "org", text(int64(org.ID))))
}
