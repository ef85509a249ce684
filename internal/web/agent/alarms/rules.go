package alarms

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// deskIn is the desk in the address, else the first that the reader looks after.
func (p *pages) deskIn(c *web.Ctx) (directory.DeskID, []ui.Option, error) {
	desks, err := p.desks(c)
	if err != nil || len(desks) == 0 {
		return 0, nil, errs.Missing()
	}
	asked := c.Query("desk")
	if asked == "" {
		asked = desks[0].Value
	}
	if !slices.ContainsFunc(desks, func(o ui.Option) bool { return o.Value == asked }) {
		return 0, nil, errs.Missing()
	}
	n, _ := strconv.ParseInt(asked, 10, 64) // It is one of ours.
	return directory.DeskID(n), desks, nil
}

// rules lists what becomes of a desk's alarms. The first that fits counts.
func (p *pages) rules(c *web.Ctx) error {
	desk, desks, err := p.deskIn(c)
	if err != nil {
		return err
	}
	list, err := p.Alarm.Rules(c.Context(), c.Actor(), desk)
	if err != nil {
		return err
	}
	h := sheet.Head{Title: c.T.T("alarm.rules"), Lead: c.T.T("alarm.rules_lead"), Tabs: tabs(c, paths.AlarmRules())}
	h.Actions = append(h.Actions, ui.ButtonLink(paths.With(paths.AlarmRules("new"), "desk", sheet.Text(desk)), ui.ButtonView{Text: c.T.T("alarm.add_rule"), Icon: "plus"}))
	var parts []templ.Component
	if len(desks) > 1 {
		v := ui.TabsView{Label: c.T.T("alarm.field.desk")}
		for _, d := range desks {
			v.Tabs = append(v.Tabs, ui.TabView{Href: paths.With(paths.AlarmRules(), "desk", d.Value), Text: d.Text, Current: d.Value == sheet.Text(desk)})
		}
		parts = append(parts, ui.Tabs(v))
	}
	if len(list) == 0 {
		parts = append(parts, ui.EmptyState(ui.EmptyView{Icon: "alarm", Title: c.T.T("alarm.no_rules"), Text: c.T.T("alarm.no_rules_text")}))
		return p.show(c, http.StatusOK, h, parts...)
	}
	t := ui.TableView{ID: "rule", Caption: c.T.T("alarm.rules"), CaptionHidden: true, Columns: heads(c, "rule", "when", "does", "order")}
	for i := range list {
		r := &list[i]
		when := conditionLines(r.Config.When)
		if when == "" {
			when = c.T.T("alarm.always")
		}
		var tags []ui.TagView
		if !r.Active {
			tags = append(tags, ui.TagView{Text: c.T.T("alarm.off"), Icon: "close"})
		}
		t.Rows = append(t.Rows, ui.Row{ID: sheet.Text(r.ID), Muted: !r.Active, Cells: []ui.Cell{
			{Text: r.Name, Href: paths.AlarmRules(sheet.Text(r.ID)), Item: true, Content: sheet.Tags(tags)},
			{Content: lines(when)},
			{Text: does(c, r)},
			{Content: arrows(c, r, i > 0, i < len(list)-1)},
		}})
	}
	return p.show(c, http.StatusOK, h, append(parts, ui.Table(t))...)
}

// does tells in a few words what a rule does.
func does(c *web.Ctx, r *alarm.Rule) string {
	do := &r.Config.Do
	if do.Ignore {
		return c.T.T("alarm.does.ignore")
	}
	if do.Delay == 0 {
		return c.T.T("alarm.does.at_once", "recover", c.T.T("alarm.recover."+do.Recover))
	}
	return c.T.T("alarm.does.case", "recover", c.T.T("alarm.recover."+do.Recover), "delay", do.Delay)
}

func arrows(c *web.Ctx, r *alarm.Rule, up, down bool) templ.Component {
	var parts []templ.Component
	for _, a := range []struct {
		may       bool
		name, way string
	}{{up, "alarm.up", "up"}, {down, "alarm.down", "down"}} {
		if a.may {
			parts = append(parts, sheet.Do(c, paths.AlarmRules(sheet.Text(r.ID), "move"), c.T.T(a.name), c.T.T(a.name)+" "+r.Name).Hidden("way", a.way).Show(c.T))
		}
	}
	return sheet.Row(parts...)
}

func (p *pages) ruleIn(c *web.Ctx) (alarm.Rule, error) {
	id, err := sheet.Number[alarm.RuleID](c, "id")
	if err != nil {
		return alarm.Rule{}, err
	}
	return p.Alarm.RuleOf(c.Context(), c.Actor(), id)
}

func (p *pages) moveRule(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	r, err := p.ruleIn(c)
	if err != nil {
		return err
	}
	if err := p.Alarm.MoveRule(c.Context(), c.Actor(), r.ID, f.Get("way") == "up"); err != nil {
		return err
	}
	return c.Redirect(paths.With(paths.AlarmRules(), "desk", sheet.Text(r.Desk)))
}
