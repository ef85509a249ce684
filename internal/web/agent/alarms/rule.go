package alarms

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

func (p *pages) newRule(c *web.Ctx) error {
	desk, _, err := p.deskIn(c)
	if err != nil {
		return err
	}
	r := alarm.Rule{Desk: desk, Active: true, Config: alarm.RuleConfig{Worst: 1, Mildest: 5, Do: alarm.Action{
		Kind: ticket.Incident, Recover: alarm.RecoverSolve, Reopen: 24 * 60, Delay: 2, Windows: alarm.QuietBooked, By: alarm.ByGroup, Within: 60,
	}}}
	return p.askRule(c, http.StatusOK, ruleForm(&r), &r, nil)
}

func (p *pages) rule(c *web.Ctx) error {
	r, err := p.ruleIn(c)
	if err != nil {
		return err
	}
	return p.askRule(c, http.StatusOK, ruleForm(&r), &r, nil)
}

// ruleForm is a rule as its form begins.
func ruleForm(r *alarm.Rule) *web.Form {
	do := &r.Config.Do
	f := web.NewForm("name", r.Name, "source", number(r.Source), "when", conditionLines(r.Config.When), "worst", strconv.Itoa(r.Config.Worst), "mildest", strconv.Itoa(r.Config.Mildest),
		"kind", string(do.Kind), "to_desk", number(do.Desk), "category", number(do.Category), "service", number(do.Service), "group", number(do.Group),
		"impact", digit(do.Impact), "urgency", digit(do.Urgency), "title", do.Title, "recover", do.Recover, "reopen", strconv.Itoa(do.Reopen), "delay", strconv.Itoa(do.Delay),
		"together", do.Together, "by", do.By, "within", strconv.Itoa(do.Within), "windows", do.Windows, "version", strconv.FormatInt(r.Version, 10))
	if do.Ignore {
		f.Set("ignore", "1")
	}
	if r.Active {
		f.Set("active", "1")
	}
	return f
}

func digit(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// saveRule keeps a rule, or tries it with a call that somebody has pasted and shows what would become of it.
func (p *pages) saveRule(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return err
	}
	r := alarm.Rule{}
	if c.Param("id") != "" {
		if r, err = p.ruleIn(c); err != nil {
			return err
		}
	} else if r.Desk, _, err = p.deskIn(c); err != nil {
		return err
	}
	old := r
	if err = readRule(f, &r); err == nil && f.Has("try") {
		tried, terr := p.Alarm.Try(c.Context(), c.Actor(), r.Desk, alarm.Kind(f.Get("body_kind")), f.Words("body"), &r, c.T)
		if terr == nil {
			return p.askRule(c, http.StatusOK, f, &old, tried)
		}
		err = terr
	}
	if err == nil {
		r, err = p.Alarm.SaveRule(c.Context(), c.Actor(), r)
	}
	if errs.Is(err, errs.Conflict) {
		f.Set("version", strconv.FormatInt(old.Version, 10)) // Whoever has been told saves again.
	}
	if status, yes := sheet.Again(f, err); yes {
		return p.askRule(c, status, f, &old, nil)
	}
	if err != nil {
		return err
	}
	c.Flash("alarm.saved")
	return c.Redirect(paths.With(paths.AlarmRules(), "desk", sheet.Text(r.Desk)))
}

// readRule fills a rule from its form.
func readRule(f *web.Form, r *alarm.Rule) error {
	var bad errs.Fields
	r.Name, r.Source, r.Active, r.Version = f.Words("name"), alarm.SourceID(f.Int("source")), f.Has("active") || r.ID == 0, f.Int("version")
	when, wrong := readConditions(f.Words("when"))
	if wrong != "" {
		bad.Add("when", "alarm.error.condition", "text", wrong)
	}
	int := func(name string) int {
		n, err := strconv.Atoi(f.Get(name))
		if err != nil && f.Get(name) != "" {
			bad.Add(name, "error.number")
		}
		return n
	}
	r.Config = alarm.RuleConfig{When: when, Worst: int("worst"), Mildest: int("mildest"), Do: alarm.Action{
		Ignore: f.Has("ignore"), Desk: directory.DeskID(f.Int("to_desk")), Kind: ticket.Kind(f.Get("kind")), Category: ticket.CategoryID(f.Int("category")),
		Service: ticket.ServiceID(f.Int("service")), Group: directory.GroupID(f.Int("group")), Impact: int("impact"), Urgency: int("urgency"),
		Title: strings.TrimSpace(f.Words("title")), Recover: f.Get("recover"), Reopen: int("reopen"), Delay: int("delay"), Together: f.Get("together"), By: f.Get("by"),
		Within: int("within"), Windows: f.Get("windows"),
	}}
	return bad.Err()
}

// askRule shows the form of a rule, and what became of the call that it was tried with.
func (p *pages) askRule(c *web.Ctx, status int, f *web.Form, r *alarm.Rule, tried []alarm.Tried) error {
	fields, err := p.ruleFields(c, r)
	if err != nil {
		return err
	}
	h := sheet.Head{Title: c.T.T("alarm.add_rule"), Above: above(c, paths.With(paths.AlarmRules(), "desk", sheet.Text(r.Desk)), "alarm.rules")}
	action := paths.With(paths.AlarmRules(), "desk", sheet.Text(r.Desk))
	if r.ID != 0 {
		h.Title, action = r.Name, paths.AlarmRules(sheet.Text(r.ID))
		fields = append(fields, sheet.Field{Name: "active", Kind: sheet.Yes})
	}
	var kinds []ui.Option
	for _, k := range alarm.Kinds() {
		if k.Calls() {
			kinds = append(kinds, ui.Option{Value: string(k), Text: c.T.T("alarm.kind." + string(k))})
		}
	}
	if f.Get("body_kind") == "" {
		f.Set("body_kind", string(alarm.Alertmanager))
	}
	fields = append(fields, sheet.Field{Name: "try", Kind: sheet.Yes}, sheet.Field{Name: "body_kind", Kind: sheet.Choice, Required: true, Options: kinds, Width: "m"}, sheet.Field{Name: "body", Kind: sheet.Long})
	form := sheet.Of(c, f, area, action, c.T.T("alarm.save_rule"), fields...).Versioned(f.Get("version")).Back(paths.With(paths.AlarmRules(), "desk", sheet.Text(r.Desk)))
	var parts []templ.Component
	if tried != nil {
		parts = append(parts, outcome(c, tried))
	}
	return p.show(c, status, h, append(parts, form.Show(c.T))...)
}

// outcome tells what would become of the alarms of a call.
func outcome(c *web.Ctx, tried []alarm.Tried) templ.Component {
	t := ui.TableView{ID: "tried", Caption: c.T.T("alarm.tried"), Columns: heads(c, "alarm", "severity", "rule", "title")}
	for i := range tried {
		x := &tried[i]
		rule, title := x.Rule, x.Title
		if rule == "" {
			rule = c.T.T("alarm.no_rule")
		}
		if x.Ignored {
			title = c.T.T("alarm.does.ignore")
		}
		t.Rows = append(t.Rows, ui.Row{ID: strconv.Itoa(i), Cells: []ui.Cell{
			{Text: x.Alarm.Summary, Note: x.Alarm.Host},
			{Content: sheet.Tags([]ui.TagView{severityTag(c, x.Alarm.Severity)})},
			{Text: rule},
			{Text: title, Note: c.T.T("alarm.tried_level", "impact", x.Impact, "urgency", x.Urgency)},
		}})
	}
	return sheet.Panel(ui.PanelView{ID: "tried-panel", Title: c.T.T("alarm.tried")}, ui.Table(t), sheet.Note(c.T.T("alarm.tried_note")))
}
