package agent

import (
	"strconv"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// filterView is the form that narrows a list. It sends its answer to the address, so that a filtered list can be
// bookmarked and sent to a colleague.
type filterView struct {
	Open     bool
	Active   []ui.TagView
	Reset    string
	Hidden   []ui.HiddenView
	Fields   []ui.ChoiceView
	Unit     ui.FinderView
	Awaiting bool
}

func filterOf(t *i18n.Printer, d queueData) filterView {
	chosen := filterValues(d.list.Filter)
	reset := list{Desk: d.list.Desk, View: d.list.View}
	v := filterView{Open: d.list.Filtered, Reset: reset.href(), Awaiting: d.list.Filter.Awaiting, Hidden: []ui.HiddenView{{Name: "f", Value: "1"}, {Name: "view", Value: id(d.list.View)}}}
	if d.list.Desk != 0 {
		v.Hidden = append(v.Hidden, ui.HiddenView{Name: "desk", Value: id(d.list.Desk)})
	}
	if d.list.Sort != "" {
		v.Hidden = append(v.Hidden, ui.HiddenView{Name: "sort", Value: string(d.list.Sort)})
	}
	add := func(name, empty string, options []ui.Option) {
		label := t.T("desk.filter." + name)
		v.Fields = append(v.Fields, ui.ChoiceView{Name: name, Label: label, Empty: empty, Options: ui.Pick(options, chosen[name])})
		if text := textOf(options, chosen[name]); text != "" && d.list.Filtered {
			v.Active = append(v.Active, ui.TagView{Text: label + ": " + text})
		}
	}
	all := t.T("desk.filter.all")
	add("state", t.T("desk.filter.active"), append(keyed(t, "desk.state.", ticket.States()), ui.Option{Value: "any", Text: all}))
	add("priority", all, prioritiesUpTo(t))
	add("group", all, append([]ui.Option{{Value: "mine", Text: t.T("desk.filter.my_groups")}, {Value: "none", Text: t.T("desk.filter.none")}}, named(d.choices.Groups)...))
	add("assignee", all, append([]ui.Option{{Value: "me", Text: t.T("desk.filter.me")}, {Value: "none", Text: t.T("desk.filter.nobody")}}, named(d.choices.Agents)...))
	add("category", all, categoryOptions(t, d.choices.Categories, d.list.Filter.Category))
	v.Unit = d.unit.Field(t, t.T("desk.filter.unit"), all)
	v.Open = v.Open || d.unit.Unclear()
	if d.unit.Unit.Name != "" && d.list.Filtered {
		v.Active = append(v.Active, ui.TagView{Text: v.Unit.Label + ": " + d.unit.Unit.Name})
	}
	add("kind", all, enabledKinds(t, d.choices.Kinds, ""))
	add("channel", all, keyed(t, "desk.channel.", ticket.Channels()))
	if d.list.Filtered && v.Awaiting {
		v.Active = append(v.Active, ui.TagView{Text: t.T("desk.filter.awaiting")})
	}
	return v
}

// prioritiesUpTo offers "this and more urgent".
func prioritiesUpTo(t *i18n.Printer) []ui.Option {
	out := priorities(t)
	for i := range out {
		if i > 0 {
			out[i].Text = t.T("desk.filter.or_higher", "priority", priorityText(t, i+1))
		}
		out[i].Value = strconv.Itoa(i + 1)
	}
	return out
}

func (v filterView) form(t *i18n.Printer) ui.FormView {
	return ui.FormView{Get: true, Action: paths.Desk(), Inline: true, Label: t.T("desk.filter.title"), Hidden: v.Hidden}
}
