package admin

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/roster"
	"lotsen/internal/web"
	"lotsen/internal/web/carried"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// shownRows is how many rows of a sort a plan's page lists; the counts tell the rest.
const shownRows = 500

// showPlan tells what a file would do, what is refused first, and offers to do it.
func (p *pages) showPlan(c *web.Ctx, status int, org directory.Organisation, f *web.Form, file []byte, plan roster.Plan) error {
	var body []templ.Component
	body = append(body, ui.DefinitionList(planFacts(c, plan)))
	form := applyForm(c, org, f, file, plan)
	if plan.Counts[roster.Added]+plan.Counts[roster.Changed]+plan.Counts[roster.Ended] == 0 {
		body = append(body, ui.Alert(ui.AlertView{Text: c.T.T("admin.import.nothing")}))
	} else {
		body = append(body, formBody(c.T, form))
	}
	for _, action := range []roster.Action{roster.Refused, roster.Ended, roster.Changed, roster.Added} {
		if t, any := planTable(c, plan, action); any {
			body = append(body, ui.Table(t))
		}
	}
	above := []ui.Crumb{{Href: form.cancel, Text: c.T.T("admin.section.import")}}
	return p.show(c, status, head{title: c.T.T("admin.import.plan"), lead: org.Name + ". " + c.T.T("admin.import.plan_lead"), above: above}, body...)
}

func planFacts(c *web.Ctx, plan roster.Plan) []ui.Definition {
	var facts []ui.Definition
	for _, action := range []roster.Action{roster.Added, roster.Changed, roster.Ended, roster.Unchanged, roster.Refused} {
		facts = append(facts, ui.Definition{Term: c.T.T("admin.import.action." + string(action)), Text: c.T.Number(int64(plan.Counts[action]))})
	}
	if plan.Hidden > 0 {
		facts = append(facts, ui.Definition{Term: c.T.T("admin.import.hidden"), Text: c.T.Number(int64(plan.Hidden))})
	}
	facts = append(facts, ui.Definition{Term: c.T.T("admin.import.columns"), Text: strings.Join(plan.Columns, ", ")})
	if len(plan.Ignored) > 0 {
		facts = append(facts, ui.Definition{Term: c.T.T("admin.import.ignored"), Text: strings.Join(plan.Ignored, ", ")})
	}
	if len(plan.NewPlaces) > 0 {
		facts = append(facts, ui.Definition{Term: c.T.T("admin.import.places"), Text: strings.Join(plan.NewPlaces, ", ")})
	}
	return facts
}

// applyForm carries the file along, so that what is carried out is what was shown; one that is too large is chosen again,
// and its plan is checked all the same.
func applyForm(c *web.Ctx, org directory.Organisation, f *web.Form, file []byte, plan roster.Plan) formView {
	a := ask(c, f, "admin.import.")
	hidden := []ui.HiddenView{{Name: "org", Value: text(int64(org.ID))}, {Name: "kind", Value: string(plan.Kind)}, {Name: "digest", Value: plan.Digest}}
	if f.Has("whole") {
		hidden = append(hidden, ui.HiddenView{Name: "whole", Value: "1"})
	}
	if packed := carried.Pack(file); packed != "" {
		hidden = append(hidden, ui.HiddenView{Name: "carried", Value: packed})
	} else {
		a.add(fileField(c, f))
	}
	form := a.form(paths.AdminPage("import", "apply"), c.T.T("admin.import.apply"), hidden...)
	form.form.Multipart = true
	form.cancel = paths.With(paths.AdminPage("import"), "org", text(int64(org.ID)))
	return form
}

// planTable lists the rows with which one thing happens.
func planTable(c *web.Ctx, plan roster.Plan, action roster.Action) (ui.TableView, bool) {
	t := ui.TableView{ID: "plan-" + string(action), Caption: c.T.T("admin.import.action." + string(action)), Columns: columns(c, "row", "external_id", "name", "changes")}
	left := 0
	for _, r := range plan.Rows {
		if r.Action != action {
			continue
		}
		if len(t.Rows) == shownRows {
			left++
			continue
		}
		line := ""
		if r.Line > 0 {
			line = strconv.Itoa(r.Line)
		}
		var told []string
		for _, reason := range r.Reasons {
			told = append(told, reasonText(c, reason))
		}
		for _, ch := range r.Changes {
			told = append(told, changeText(c, ch))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: line}, {Text: r.ID}, {Text: r.Name, Header: true}, {Content: changes(told)}}})
	}
	if left > 0 {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{}, {}, {Text: c.T.T("admin.import.left", "count", left), Header: true}, {}}})
	}
	return t, len(t.Rows) > 0
}

func reasonText(c *web.Ctx, r roster.Reason) string {
	s := c.T.T(r.Key, r.Args...)
	if r.Column == "" {
		return s
	}
	return r.Column + ": " + s
}

// changeText is a field before and after. A file's own words stand as they are.
func changeText(c *web.Ctx, ch directory.Change) string {
	field := c.T.T("admin.field." + ch.Field)
	show := func(s string) string {
		if s == "true" || s == "false" {
			return c.T.T("admin.bool." + s)
		}
		return orValue(s, c.T.T("admin.nothing"))
	}
	return c.T.T("admin.history.change", "field", field, "from", show(ch.Old), "to", show(ch.New))
}
