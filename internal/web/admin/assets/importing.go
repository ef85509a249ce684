package assets

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/carried"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

const (
	maxFile = 20 << 20
	// shownRows is how many rows of a sort a plan's page lists; the counts tell the rest.
	shownRows = 300
)

// importing asks for a file of devices.
func (p *pages) importing(c *web.Ctx) error {
	org, _, err := p.org(c, nil)
	if err != nil {
		return err
	}
	return p.askFile(c, http.StatusOK, org.ID, nil)
}

func (p *pages) askFile(c *web.Ctx, status int, org directory.OrgID, f *web.Form) error {
	form := sheet.Of(c, f, area, paths.Assets("import"), c.T.T("admin.import.look"), sheet.Field{Name: "file", Kind: sheet.File, Required: true}).
		Hidden("org", sheet.Text(org)).Back(in(org, paths.Assets()))
	return p.show(c, status, sheet.Head{Title: c.T.T("asset.import.title"), Lead: c.T.T("asset.import.lead"), Above: above(c, org)}, form.Show(c.T))
}

// readFile is the file of a form: chosen in it, or carried along by it.
func readFile(f *web.Form) ([]byte, error) {
	if files := f.Files("file"); len(files) > 0 {
		r, err := files[0].Open()
		if err != nil {
			return nil, err
		}
		raw, err := io.ReadAll(r)
		if cerr := r.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return nil, fmt.Errorf("read file: %w", err)
		}
		return raw, nil
	}
	if raw, err := carried.Unpack(f.Get("carried"), maxFile); err == nil {
		return raw, nil
	}
	var bad errs.Fields
	bad.Add("file", "admin.import.no_file")
	return nil, bad.Err()
}

// inFile puts what is wrong with a file as a whole beside the field where it was chosen.
func inFile(err error) error {
	var e *errs.Error
	if !errors.As(err, &e) || len(e.Fields) > 0 || e.Kind != errs.Invalid && e.Kind != errs.TooLarge {
		return err
	}
	var bad errs.Fields
	bad.Add("file", e.Key, e.Args...)
	return bad.Err()
}

// plan shows what the file would do. It writes nothing.
func (p *pages) plan(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, _, err := p.org(c, f)
	if err != nil {
		return err
	}
	var plan asset.Plan
	file, err := readFile(f)
	if err == nil {
		plan, err = p.Asset.PlanFile(c.Context(), c.Actor(), org.ID, file)
	}
	if status, yes := sheet.Again(f, inFile(err)); yes {
		return p.askFile(c, status, org.ID, f)
	}
	if err != nil {
		return err
	}
	return p.showPlan(c, http.StatusOK, org.ID, f, file, &plan)
}

// apply carries out exactly the plan that was shown. Where the inventory has changed since, the new plan is shown instead.
func (p *pages) apply(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	org, _, err := p.org(c, f)
	if err != nil {
		return err
	}
	file, err := readFile(f)
	var done asset.Plan
	if err == nil {
		done, err = p.Asset.ApplyFile(c.Context(), c.Actor(), org.ID, file, f.Get("digest"))
	}
	if errs.Is(err, errs.Conflict) {
		plan, perr := p.Asset.PlanFile(c.Context(), c.Actor(), org.ID, file)
		if perr != nil {
			return perr
		}
		var bad errs.Fields
		bad.Add("", "admin.import.outdated")
		f.Failed(bad.Err())
		return p.showPlan(c, http.StatusConflict, org.ID, f, file, &plan)
	}
	if status, yes := sheet.Again(f, inFile(err)); yes {
		return p.askFile(c, status, org.ID, f)
	}
	if err != nil {
		return err
	}
	n := done.Counts
	c.Flash("admin.import.done", "added", n[asset.Added], "changed", n[asset.Changed], "ended", n[asset.Finished], "refused", n[asset.Refused])
	return c.Redirect(in(org.ID, paths.Assets()))
}

// showPlan tells what a file would do, what is refused first, and offers to do it.
func (p *pages) showPlan(c *web.Ctx, status int, org directory.OrgID, f *web.Form, file []byte, plan *asset.Plan) error {
	actions := []asset.Action{asset.Refused, asset.Finished, asset.Changed, asset.Added}
	var facts []ui.Definition
	for _, a := range []asset.Action{asset.Added, asset.Changed, asset.Finished, asset.Unchanged, asset.Refused} {
		facts = append(facts, ui.Definition{Term: c.T.T("admin.import.action." + string(a)), Text: c.T.Number(int64(plan.Counts[a]))})
	}
	facts = append(facts, ui.Definition{Term: c.T.T("admin.import.columns"), Text: strings.Join(plan.Columns, ", ")})
	if len(plan.Ignored) > 0 {
		facts = append(facts, ui.Definition{Term: c.T.T("admin.import.ignored"), Text: strings.Join(plan.Ignored, ", ")})
	}
	parts := []templ.Component{ui.DefinitionList(facts)}
	if plan.Counts[asset.Added]+plan.Counts[asset.Changed]+plan.Counts[asset.Finished] == 0 {
		parts = append(parts, ui.Alert(ui.AlertView{Text: c.T.T("admin.import.nothing")}))
	} else {
		form := sheet.Of(c, f, area, paths.Assets("import", "apply"), c.T.T("admin.import.apply"))
		if packed := carried.Pack(file); packed != "" {
			form = form.Hidden("carried", packed)
		} else {
			form = sheet.Of(c, f, area, paths.Assets("import", "apply"), c.T.T("admin.import.apply"), sheet.Field{Name: "file", Kind: sheet.File, Required: true})
		}
		parts = append(parts, form.Hidden("org", sheet.Text(org)).Hidden("digest", plan.Digest).Back(in(org, paths.Assets("import"))).Show(c.T))
	}
	for _, a := range actions {
		if t := planTable(c, plan, a); len(t.Rows) > 0 {
			parts = append(parts, ui.Table(t))
		}
	}
	h := sheet.Head{
		Title: c.T.T("admin.import.plan"), Lead: c.T.T("admin.import.plan_lead"),
		Above: append(above(c, org), ui.Crumb{Href: in(org, paths.Assets("import")), Text: c.T.T("asset.import.title")}),
	}
	return p.show(c, status, h, parts...)
}

// planTable lists the rows with which one thing happens.
func planTable(c *web.Ctx, plan *asset.Plan, action asset.Action) ui.TableView {
	t := ui.TableView{ID: "plan-" + string(action), Caption: c.T.T("admin.import.action." + string(action))}
	for _, name := range []string{"line", "tag", "name", "changes"} {
		t.Columns = append(t.Columns, ui.Column{Text: c.T.T("asset.plan." + name)})
	}
	left := 0
	for i := range plan.Rows {
		r := &plan.Rows[i]
		if r.Action != action {
			continue
		}
		if len(t.Rows) == shownRows {
			left++
			continue
		}
		var told []string
		for _, why := range r.Reasons {
			text := c.T.T(why.Key, why.Args...)
			if why.Column != "" {
				text = why.Column + ": " + text
			}
			told = append(told, text)
		}
		for _, ch := range r.Changes {
			told = append(told, changeWords(c, ch))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: strconv.Itoa(r.Line)}, {Text: r.Tag, Header: true}, {Text: r.Name}, {Text: strings.Join(told, ". ")}}})
	}
	if left > 0 {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{}, {Text: c.T.T("admin.import.left", "count", left), Header: true}, {}, {}}})
	}
	return t
}
