package delegate

import (
	"strconv"
	"time"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// nowView is who has the case now.
type nowView struct {
	Facts       []ui.Definition
	Say, Recall *formView
}

func nowOf(c *web.Ctx, d *data) *nowView {
	x := d.now()
	if x == nil {
		return nil
	}
	return &nowView{
		Facts: factsOf(c.T, x),
		Say:   plainForm(c, d, "say", "/say", func(f *web.Form) []ui.FieldView { return []ui.FieldView{words(c.T, f, "text")} }),
		Recall: plainForm(c, d, "recall", "/recall", func(f *web.Form) []ui.FieldView {
			return []ui.FieldView{words(c.T, f, "why")}
		}),
	}
}

// factsOf is what was agreed about a hand-over, and how it fares.
func factsOf(t *i18n.Printer, x *delegation.Delegation) []ui.Definition {
	out := []ui.Definition{
		{Term: t.T("delegation.fact.who"), Text: x.Name},
		{Term: t.T("delegation.fact.status"), Text: t.T("delegation.status." + string(x.Status))},
		{Term: t.T("delegation.fact.since"), Content: ui.Time(x.GivenAt, t.DateTime(x.GivenAt))},
	}
	if !x.Due.IsZero() {
		out = append(out, ui.Definition{Term: t.T("delegation.fact.due"), Content: ui.Time(x.Due, t.DateTime(x.Due))})
	}
	if x.External != "" {
		out = append(out, ui.Definition{Term: t.T("delegation.fact.external"), Text: x.External})
	}
	if x.Late > 0 {
		out = append(out, ui.Definition{Term: t.T("delegation.fact.late"), Text: t.T("delegation.late", "count", x.Late)})
	}
	if x.ContactReason != "" {
		out = append(out, ui.Definition{Term: t.T("delegation.fact.contact"), Text: x.ContactReason})
	}
	return append(out, ui.Definition{Term: t.T("delegation.fact.way"), Text: t.T("delegation.way." + string(x.Way))})
}

// giveView hands the case over.
type giveView struct {
	formView
	To      ui.ChoiceView
	Task    ui.FieldView
	Rest    []ui.FieldView
	Reason  *ui.FieldView
	Release *ui.CheckView
	None    bool // Nobody is registered to hand it to.
	Fold    bool // Somebody has it already: the form waits behind a line.
}

func giveOf(c *web.Ctx, d *data) *giveView {
	t, f := c.T, d.came("delegate")
	v := &giveView{formView: *plainForm(c, d, "delegate", "", func(*web.Form) []ui.FieldView { return nil }), None: len(d.targets) == 0, Fold: d.now() != nil}
	v.To = ui.ChoiceView{
		Name: "to", Label: t.T("delegation.field.to"), Required: true, Empty: t.T("delegation.choose"), Error: f.Error(t, "to"), Options: ui.Pick(targetOptions(t, d.targets, nil), f.Get("to")),
	}
	v.Task = words(t, f, "task")
	v.Task.Rows = 5
	report := field(t, f, "report")
	report.Description, report.InputMode, report.Width = t.T("delegation.help.report"), "decimal", "s"
	external := field(t, f, "external")
	external.Description, external.Width = t.T("delegation.help.external"), "m"
	v.Rest = []ui.FieldView{report, external}
	if len(d.past) >= 2 {
		reason := field(t, f, "reason")
		reason.Required, reason.Description = true, t.T("delegation.help.reason", "count", len(d.past)+1)
		v.Reason = &reason
	}
	if d.row.Sealed {
		v.Release = &ui.CheckView{Name: "release", Label: t.T("delegation.field.release"), Description: t.T("delegation.help.release"), Error: f.Error(t, "release"), Checked: f.Has("release")}
	}
	return v
}

// targetOptions lists receivers; those on the contact list of the case's service stand first, under a heading.
func targetOptions(t *i18n.Printer, list []delegation.Target, only func(delegation.Target) bool) []ui.Option {
	var out []ui.Option
	for _, x := range list {
		if only != nil && !only(x) {
			continue
		}
		o := ui.Option{Value: strconv.FormatInt(int64(x.ID), 10), Text: x.Name, Group: t.T("delegation.group.other")}
		if x.Listed {
			o.Group = t.T("delegation.group.listed")
		}
		if x.Through != "" {
			o.Text = t.T("delegation.through", "name", x.Name, "gateway", x.Through)
		}
		if x.Report > 0 {
			o.Text += ", " + t.T("delegation.within", "time", span(x.Report))
		}
		out = append(out, o)
	}
	return out
}

func local(x delegation.Target) bool { return x.Sort == supplier.LocalIT }

// span is 45 min, 4 h, 3 h 30 min.
func span(d time.Duration) string {
	h, m := int(d/time.Hour), int(d%time.Hour/time.Minute)
	switch {
	case h == 0:
		return strconv.Itoa(m) + " min"
	case m == 0:
		return strconv.Itoa(h) + " h"
	}
	return strconv.Itoa(h) + " h " + strconv.Itoa(m) + " min"
}

func chaseOf(c *web.Ctx, d *data) *formView {
	return plainForm(c, d, "chased", "/chased", func(f *web.Form) []ui.FieldView {
		a, b := words(c.T, f, "contact"), words(c.T, f, "to_user")
		a.Required, b.Required = true, true
		return []ui.FieldView{a, b}
	})
}

// reachOf is whom to ask.
func reachOf(t *i18n.Printer, d *data) []ui.Definition {
	var out []ui.Definition
	for _, x := range d.contacts {
		text := x.Name
		for _, way := range []string{x.Phone, x.Email} {
			if way != "" {
				text += ", " + way
			}
		}
		out = append(out, ui.Definition{Term: t.T("delegation.fact.reach"), Text: text})
	}
	return out
}

// pastOf lists who has had the case, from when to when.
func pastOf(t *i18n.Printer, d *data) ui.TableView {
	v := ui.TableView{ID: "past", Caption: t.T("delegation.past.title"), Columns: []ui.Column{
		{Text: t.T("delegation.fact.hop"), Number: true},
		{Text: t.T("delegation.fact.who")},
		{Text: t.T("delegation.fact.since")},
		{Text: t.T("delegation.fact.until")},
		{Text: t.T("delegation.fact.status")},
		{Text: t.T("delegation.fact.external")},
	}}
	for _, x := range d.past {
		until := t.DateTime(x.EndedAt)
		if x.EndedAt.IsZero() {
			until = t.T("desk.history.now")
		}
		v.Rows = append(v.Rows, ui.Row{ID: x.ID.String(), Cells: []ui.Cell{
			{Text: strconv.Itoa(x.Hop)},
			{Text: x.Name, Note: x.Reason, Header: true},
			{Content: ui.Time(x.GivenAt, t.DateTime(x.GivenAt)), Nowrap: true},
			{Text: until, Nowrap: true},
			{Text: t.T("delegation.status." + string(x.Status))},
			{Text: x.External},
		}})
	}
	return v
}

// lineView passes the case on to a line further back.
type lineView struct {
	formView
	Group ui.ChoiceView
}

func lineOf(c *web.Ctx, d *data) *lineView {
	if len(d.next) == 0 || d.row.State == ticket.StateNew && d.row.Category == 0 {
		return nil
	}
	f := d.came("line")
	v := &lineView{formView: *plainForm(c, d, "line", "/line", func(*web.Form) []ui.FieldView { return nil })}
	v.Group = ui.ChoiceView{Name: "group", Label: c.T.T("delegation.field.group"), Required: true, Empty: c.T.T("delegation.choose"), Error: f.Error(c.T, "group")}
	for _, g := range d.next {
		v.Group.Options = append(v.Group.Options, ui.Option{Value: strconv.FormatInt(int64(g.ID), 10), Text: g.Name, Group: c.T.T("delegation.line", "line", g.Line)})
	}
	v.Group.Options = ui.Pick(v.Group.Options, f.Get("group"))
	return v
}
