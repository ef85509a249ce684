package admin

import (
	"github.com/a-h/templ"

	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// formView is a form, ready to show.
type formView struct {
	form   ui.FormView
	errors []ui.FieldError
	fields []templ.Component
	button ui.ButtonView
	more   []ui.ButtonView
	cancel string
}

// asker builds the fields of a form one after the other: label and help from the texts of its area, what was typed and
// what is wrong from the form.
type asker struct {
	c     *web.Ctx
	f     *web.Form
	area  string // "admin.person.": where the texts are; those of "admin.field." stand in.
	parts []templ.Component
}

func ask(c *web.Ctx, f *web.Form, area string) *asker { return &asker{c: c, f: f, area: area} }

// fit changes a field from the ordinary.
type fit func(*ui.FieldView)

func required(v *ui.FieldView) { v.Required = true }
func medium(v *ui.FieldView)   { v.Width = "m" }
func short(v *ui.FieldView)    { v.Width = "s" }

func typed(kind string) fit { return func(v *ui.FieldView) { v.Type = kind } }
func lines(n int) fit       { return func(v *ui.FieldView) { v.Rows = n } }
func inLang(tag string) fit { return func(v *ui.FieldView) { v.Lang = tag } }
func helped(s string) fit   { return func(v *ui.FieldView) { v.Description = s } }
func labelled(s string) fit { return func(v *ui.FieldView) { v.Label = s } }

// label is the text of a field's name.
func (a *asker) label(name string) string {
	if own := a.area + name; a.c.T.Has(own) {
		return a.c.T.T(own)
	}
	return a.c.T.T("admin.field." + name)
}

func (a *asker) help(name string) string {
	for _, k := range []string{a.area + name + "_help", "admin.field." + name + "_help"} {
		if a.c.T.Has(k) {
			return a.c.T.T(k)
		}
	}
	return ""
}

func (a *asker) view(name string, fits []fit) ui.FieldView {
	v := ui.FieldView{Name: name, Value: a.f.Words(name), Error: a.f.Error(a.c.T, name), Autocomplete: "off"}
	for _, fit := range fits {
		fit(&v)
	}
	if v.Label == "" {
		v.Label = a.label(name)
	}
	if v.Description == "" {
		v.Description = a.help(name)
	}
	return v
}

func (a *asker) add(part templ.Component) *asker {
	a.parts = append(a.parts, part)
	return a
}

// line asks for a line of text.
func (a *asker) line(name string, fits ...fit) *asker {
	return a.add(ui.TextField(a.c.T, a.view(name, fits)))
}

// secret asks for a password; what was typed is not sent back.
func (a *asker) secret(name string, fits ...fit) *asker {
	v := a.view(name, fits)
	v.Type, v.Value, v.Autocomplete = "password", "", "new-password"
	return a.add(ui.TextField(a.c.T, v))
}

// area asks for several lines.
func (a *asker) long(name string, fits ...fit) *asker {
	return a.add(ui.TextArea(a.c.T, a.view(name, fits)))
}

// day asks for a date.
func (a *asker) day(name string, fits ...fit) *asker {
	return a.add(ui.DateField(a.c.T, a.view(name, fits)))
}

// choice asks for one of several; empty is the text of no choice, "" when one must be made.
func (a *asker) choice(name, empty string, options []ui.Option, fits ...fit) *asker {
	v := a.view(name, fits)
	return a.add(ui.SelectField(a.c.T, ui.ChoiceView{
		Name: name, Label: v.Label, Description: v.Description, Error: v.Error, Required: v.Required, Width: v.Width,
		Empty: empty, Options: ui.Pick(options, a.f.Get(name)), Disabled: v.Disabled,
	}))
}

// radio asks for one of few, all in sight.
func (a *asker) radio(name string, options []ui.Option, fits ...fit) *asker {
	v := a.view(name, fits)
	return a.add(ui.RadioGroup(a.c.T, ui.ChoiceView{
		Name: name, Label: v.Label, Description: v.Description, Error: v.Error, Required: v.Required, Options: ui.Pick(options, a.f.Get(name)),
	}))
}

// several asks for any number.
func (a *asker) several(name string, options []ui.Option, fits ...fit) *asker {
	v := a.view(name, fits)
	return a.add(ui.CheckboxGroup(a.c.T, ui.ChoiceView{
		Name: name, Label: v.Label, Description: v.Description, Error: v.Error, Options: ui.Pick(options, a.f.All(name)...),
	}))
}

// yes asks for a yes.
func (a *asker) yes(name string, fits ...fit) *asker {
	v := a.view(name, fits)
	return a.add(ui.Checkbox(a.c.T, ui.CheckView{
		Name: name, Label: v.Label, Description: v.Description, Error: v.Error, Checked: a.f.Get(name) != "", Disabled: v.Disabled,
	}))
}

// form is the finished form.
func (a *asker) form(action, button string, hidden ...ui.HiddenView) formView {
	return formView{
		form:   ui.FormView{Action: action, Key: a.c.FormKey(), Hidden: hidden, Label: button},
		errors: a.f.Errors(a.c.T), fields: a.parts, button: ui.ButtonView{Text: button},
	}
}

// do is a button that does one thing.
func do(c *web.Ctx, action, button string, hidden ...ui.HiddenView) formView {
	return formView{
		form:   ui.FormView{Action: action, Key: c.FormKey(), Hidden: hidden, Label: button},
		button: ui.ButtonView{Text: button, Variant: ui.Secondary},
	}
}

func (v formView) dangerous() formView {
	v.button.Danger = true
	return v
}

// filter is the finished form of a list's narrowing.
func (a *asker) filter(action, label string) formView {
	return formView{
		form:   ui.FormView{Action: action, Get: true, Inline: true, Label: label},
		fields: a.parts, button: ui.ButtonView{Text: a.c.T.T("admin.filter"), Variant: ui.Secondary},
	}
}
