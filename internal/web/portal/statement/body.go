package statement

import (
	"github.com/a-h/templ"

	"lotsen/internal/desk/statement"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// body is what the law wants said (förordning 2018:1938; standards 1): how far, what does not work for whom and why, what is left
// out, how and when it was assessed, and where to complain.
func body(c *web.Ctx, s *statement.Statement) []templ.Component {
	t := c.T
	parts := []templ.Component{degree(t, s)}
	if list := faults(t, s.Faults); len(list) > 0 {
		parts = append(parts, sheet.Panel(ui.PanelView{ID: "faults", Title: t.T("statement.faults")}, list...))
	}
	for _, x := range []struct {
		key   string
		words statement.Words
	}{{"burden", s.Burden}, {"excluded", s.Excluded}} {
		if words := x.words.In(t.Lang()); words != "" {
			parts = append(parts, sheet.Panel(ui.PanelView{ID: x.key, Title: t.T("statement." + x.key)}, sheet.Say(words)))
		}
	}
	if s.Conformance != "" {
		parts = append(parts, sheet.Panel(ui.PanelView{ID: "assessed", Title: t.T("statement.assessed")}, ui.DefinitionList([]ui.Definition{
			{Term: t.T("statement.field.method"), Text: t.T("statement.method." + string(s.Method))},
			{Term: t.T("statement.field.assessed"), Text: s.Assessed},
			{Term: t.T("statement.updated"), Text: t.Date(s.Updated)},
		})))
	}
	return append(parts, complaint(c))
}

func degree(t *i18n.Printer, s *statement.Statement) templ.Component {
	v := ui.AlertView{ID: "degree"}
	switch s.Conformance {
	case statement.Fully:
		v.Color, v.Text = ui.Success, t.T("statement.degree.fully")
	case statement.Partially:
		v.Text = t.T("statement.degree.partially")
	case statement.Not:
		v.Color, v.Text = ui.Warning, t.T("statement.degree.not")
	default:
		v.Color, v.Text = ui.Warning, t.T("statement.degree.unsaid", "name", s.Name)
	}
	return ui.Alert(v)
}

// faults are grouped by for whom they are a hindrance, so that people find what concerns them.
func faults(t *i18n.Printer, all []statement.Fault) []templ.Component {
	var out []templ.Component
	for _, situation := range statement.Situations() {
		var list []ui.Definition
		for _, f := range all {
			if f.Situation == situation {
				list = append(list, fault(t, &f))
			}
		}
		if len(list) > 0 {
			out = append(out, ui.Heading(3, "2xs", t.T("statement.situation."+string(situation))), ui.DefinitionList(list))
		}
	}
	return out
}

func fault(t *i18n.Printer, f *statement.Fault) ui.Definition {
	text, reason := f.Text.In(t.Lang()), f.Reason.In(t.Lang())
	if f.Known != "" {
		text, reason = t.T("statement.known."+f.Known), t.T("statement.known."+f.Known+"_why")
	}
	d := ui.Definition{Term: text, Text: reason}
	if d.Text == "" {
		d.Text = t.T("statement.no_reason")
	}
	if f.FixedBy != "" {
		d.Text += " " + t.T("statement.fixed_by", "day", f.FixedBy)
	}
	return d
}
