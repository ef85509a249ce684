package agent

import (
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/ui"
)

// formOf is the form that came back, when it is the one of that name; nil otherwise.
func formOf(f *web.Form, name string) *web.Form {
	if f.Get("form") != name {
		return nil
	}
	return f
}

// composerView is where words to the user, notes to the desk and solutions are written.
type composerView struct {
	Form      ui.FormView
	Errors    []ui.FieldError
	To        ui.ChoiceView
	Text      ui.FieldView
	Kept      []ui.Option
	Files     ui.FieldView
	Templates *ui.ChoiceView
	Draft     string // Where the template button posts to.
}

func composerOf(c *web.Ctx, d ticketData) *composerView {
	t, x, by := c.T, &d.row.Ticket, c.Actor()
	f := formOf(d.form, "reply")
	v := &composerView{
		Form: ui.FormView{
			ID: "reply", Action: paths.DeskTicketDo(x.ID, "reply"), Label: t.T("desk.reply.title"), Multipart: true, Key: c.FormKey("reply", x.ID, x.Version),
			Hidden: []ui.HiddenView{{Name: "form", Value: "reply"}, {Name: "list", Value: d.list}},
		},
		Errors: shownErrors(t, f, d.choices.Present), Kept: keptOptions(d.kept), Draft: paths.DeskTicketDo(x.ID, "draft"),
		Text:  ui.FieldView{Name: "text", Label: t.T("desk.reply.text"), Rows: 4, Shortcut: "r", Value: f.Words("text"), Error: f.Error(t, "text") + f.Error(t, "solution")},
		Files: ui.FieldView{Name: "files", Label: t.T("desk.files.label"), Error: f.Error(t, "files")},
		To:    ui.ChoiceView{Name: "to", Label: t.T("desk.reply.to"), Inline: true, Error: f.Error(t, "to")},
	}
	var options []ui.Option
	add := func(value string, ok bool) {
		if ok {
			options = append(options, ui.Option{Value: value, Text: t.T("desk.reply.to_"+value, "name", who(t, &d.row)), Shortcut: composerKeys[value]})
		}
	}
	add(toUser, may(by, ticket.MayReply, x))
	add(toDesk, may(by, ticket.MayNote, x))
	add(solve, may(by, ticket.MayResolve, x) && x.State.Active())
	add(solvedBy, may(by, ticket.MayResolve, x) && x.State.Active())
	if len(options) == 0 {
		return nil
	}
	to := f.Get("to")
	if to == "" {
		to = options[0].Value
	}
	v.To.Options = ui.Pick(options, to)
	if len(d.choices.Templates) > 0 && may(by, ticket.MayReply, x) {
		v.Templates = templateChoice(t, d, f)
	}
	return v
}

// composerKeys choose what is being written.
var composerKeys = map[string]string{toDesk: "n", solve: "s"}

func templateChoice(t *i18n.Printer, d ticketData, f *web.Form) *ui.ChoiceView {
	v := ui.ChoiceView{Name: "template", Label: t.T("desk.reply.template"), Empty: t.T("desk.reply.template_none"), Error: f.Error(t, "template")}
	for _, x := range d.choices.Templates {
		v.Options = append(v.Options, ui.Option{Value: id(x.ID), Text: x.Name, Group: t.T("desk.language." + x.Lang)})
	}
	// Those of one language stand together, the user's own language first.
	lang := "sv"
	if d.caller != nil {
		lang = string(d.caller.Lang)
	}
	first := t.T("desk.language." + lang)
	ordered := make([]ui.Option, 0, len(v.Options))
	for _, want := range []bool{true, false} {
		for _, o := range v.Options {
			if (o.Group == first) == want {
				ordered = append(ordered, o)
			}
		}
	}
	v.Options = ui.Pick(ordered, f.Get("template"))
	return &v
}

// shownErrors are a form's errors for its summary. What is wrong with a field that stands on another page has no link,
// and says which field it is about.
func shownErrors(t *i18n.Printer, f *web.Form, kind ticket.KindConfig) []ui.FieldError {
	var out []ui.FieldError
	for _, w := range f.Wrong() {
		e := ui.FieldError{Name: w.Name, Text: t.T(w.Key, w.Args...)}
		switch key, own := strings.CutPrefix(w.Name, "field."); {
		case own:
			e.Name = ""
			for _, spec := range kind.Fields {
				if spec.Key == key {
					e.Text = t.T("desk.error.field", "field", inLang(t, spec.Sv, spec.En), "text", e.Text)
				}
			}
		case w.Name == "solution":
			e.Name = "text"
		}
		out = append(out, e)
	}
	return out
}

// errorsInPlace are a form's errors where all of its fields stand on the same page, by the names that they have there.
func errorsInPlace(t *i18n.Printer, f *web.Form) []ui.FieldError {
	out := f.Errors(t)
	for i := range out {
		if out[i].Name == "detected_at" {
			out[i].Name = "detected"
		}
	}
	return out
}

// strayErrors are those of a form that is not on the page any more, because the case has moved on meanwhile.
func strayErrors(t *i18n.Printer, d ticketData, v *ticketView) []ui.FieldError {
	shown := map[string]bool{"reply": v.Composer != nil, "assign": v.Assign != nil, "classify": v.Classify != nil, "hold": v.Hold != nil, "time": v.Time.Form != nil}
	if d.form == nil || shown[d.form.Get("form")] {
		return nil
	}
	out := shownErrors(t, d.form, d.choices.Present)
	for i := range out {
		out[i].Name = ""
	}
	return out
}

// assignView is who has the case.
type assignView struct {
	Form     ui.FormView
	Errors   []ui.FieldError
	Group    ui.ChoiceView
	Assignee ui.ChoiceView
}

func assignOf(c *web.Ctx, d ticketData) *assignView {
	t, x := c.T, &d.row.Ticket
	f := formOf(d.form, "assign")
	group, assignee := f.Get("group"), f.Get("assignee")
	if f == nil {
		group, assignee = id(x.Group), id(x.Assignee)
	}
	return &assignView{
		Form:     d.versioned(c, "assign", "assign"),
		Errors:   f.Errors(t),
		Group:    ui.ChoiceView{Name: "group", Label: t.T("desk.filter.group"), Empty: t.T("desk.filter.none"), Options: ui.Pick(withNow(named(d.choices.Groups), id(x.Group), d.row.GroupName), group), Error: f.Error(t, "group"), Shortcut: "a"},
		Assignee: ui.ChoiceView{Name: "assignee", Label: t.T("desk.filter.assignee"), Empty: t.T("desk.filter.nobody"), Options: ui.Pick(withNow(named(d.choices.Agents), id(x.Assignee), orMasked(t, d.row.AssigneeName)), assignee), Error: f.Error(t, "assignee")},
	}
}

// withNow adds what stands there now, if it is no longer offered: a form must not change what nobody touched.
func withNow(options []ui.Option, now, name string) []ui.Option {
	if now == "" || now == "0" || textOf(options, now) != "" {
		return options
	}
	return append(options, ui.Option{Value: now, Text: name})
}

// versioned is one of the forms whose fields others may have changed meanwhile: it carries the version that it shows.
func (d ticketData) versioned(c *web.Ctx, name, verb string) ui.FormView {
	version := id(d.row.Version)
	if f := formOf(d.form, name); f != nil && f.Get("version") != "" {
		version = f.Get("version")
	}
	return ui.FormView{
		ID: name, Action: paths.DeskTicketDo(d.row.ID, verb), Label: c.T.T("desk.form." + name), Version: version,
		Key: c.FormKey(name, d.row.ID, d.row.Version), Hidden: []ui.HiddenView{{Name: "form", Value: name}, {Name: "list", Value: d.list}},
	}
}

// classifyView is what the case is about and how urgent it is.
type classifyView struct {
	Form     ui.FormView
	Errors   []ui.FieldError
	Fields   []ui.ChoiceView
	Priority string
}

func classifyOf(c *web.Ctx, d ticketData) *classifyView {
	t, x := c.T, &d.row.Ticket
	f := formOf(d.form, "classify")
	v := &classifyView{Form: d.versioned(c, "classify", "classify"), Errors: shownErrors(t, f, d.choices.Present), Priority: priorityText(t, x.Priority)}
	add := func(name, now, empty, key string, options []ui.Option) {
		if f != nil {
			now = f.Get(name)
		}
		v.Fields = append(v.Fields, ui.ChoiceView{Name: name, Label: t.T("desk.filter." + name), Empty: empty, Options: ui.Pick(options, now), Error: f.Error(t, name), Shortcut: key})
	}
	add("category", id(x.Category), t.T("desk.classify.no_category"), "g", categoryOptions(t, d.choices.Categories, x.Category))
	if options := serviceOptions(t, d.choices.Services, x.Service); len(options) > 0 {
		add("service", id(x.Service), t.T("desk.classify.no_service"), "", options)
	}
	add("impact", id(x.Impact), "", "", levels(t, "desk.impact."))
	add("urgency", id(x.Urgency), "", "", levels(t, "desk.urgency."))
	if steps := steps(t, d.choices.Kinds[x.Kind], d.choices.Present, x); len(steps) > 0 {
		add("step", x.Substate, t.T("desk.state."+string(x.State)), "", steps)
	}
	return v
}

// steps are the sub-states that a ticket may take in its present state.
func steps(t *i18n.Printer, newest, present ticket.KindConfig, x *ticket.Ticket) []ui.Option {
	var out []ui.Option
	for _, s := range newest.Substates {
		if s.State == x.State && (!s.Hidden || s.Key == x.Substate) {
			out = append(out, ui.Option{Value: s.Key, Text: inLang(t, s.Sv, s.En)})
		}
	}
	if s, ok := present.Substate(x.Substate); ok {
		return withNow(out, s.Key, inLang(t, s.Sv, s.En))
	}
	return out
}

// ownStep stands before an organisation's own step among the reasons why a case waits.
const ownStep = "step:"

// holdView lets the case wait.
type holdView struct {
	Form   ui.FormView
	Errors []ui.FieldError
	Code   ui.ChoiceView
	Reason ui.FieldView
	Until  ui.FieldView
	Open   bool
}

func holdOf(c *web.Ctx, d ticketData) *holdView {
	t, x := c.T, &d.row.Ticket
	f := formOf(d.form, "hold")
	v := &holdView{
		Form: d.versioned(c, "hold", "hold"), Errors: shownErrors(t, f, d.choices.Present), Open: f != nil,
		Code:   ui.ChoiceView{Name: "code", Label: t.T("desk.hold.code"), Description: t.T("desk.hold.code_help"), Empty: t.T("desk.hold.code_none"), Options: waitOptions(t, d.choices.Waits), Error: f.Error(t, "code") + f.Error(t, "substate")},
		Reason: ui.FieldView{Name: "reason", Label: t.T("desk.hold.reason"), Required: true, Value: f.Get("reason"), Error: f.Error(t, "reason"), MaxLength: 500},
		Until:  ui.FieldView{Name: "until", Label: t.T("desk.hold.until"), Required: true, Value: f.Get("until"), Error: f.Error(t, "until"), Min: t.Date(c.Now())},
	}
	waiting := *x
	waiting.State = ticket.StateOnHold
	for _, o := range steps(t, d.choices.Kinds[x.Kind], ticket.KindConfig{}, &waiting) {
		if o.Value != "awaiting_user" && o.Value != "awaiting_supplier" && o.Value != "awaiting_approval" { // They go with a reason.
			v.Code.Options = append(v.Code.Options, ui.Option{Value: ownStep + o.Value, Text: o.Text})
		}
	}
	v.Code.Options = ui.Pick(v.Code.Options, f.Get("code"))
	return v
}
