package sheet

import (
	"github.com/a-h/templ"

	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// Kind is how a field is answered.
type Kind uint8

// The kinds. The zero value is a line of text.
const (
	Line Kind = iota
	Long
	Day
	Choice
	Several
	Yes
	File
)

// Field is one question.
type Field struct {
	Name     string
	Kind     Kind
	Required bool
	Width    string // "s", "m" or full.
	Type     string // Of a line: "email", "tel", "url".
	Options  []ui.Option
	Empty    string // Of a choice: the words of no answer; "" when there must be one.
	List     []string
	Label    string // Instead of the text of the area.
	Hint     string // Instead of the help from the texts.
	ID       string // Where a page has several fields of the name; the one that is wrong keeps the usual one.
}

// Sheet is a form, ready to show.
type Sheet struct {
	form   ui.FormView
	errors []ui.FieldError
	parts  []templ.Component
	button ui.ButtonView
	cancel string
	back   string
}

// Of makes a form of fields. Area is where the texts are: "supplier.field.".
func Of(c *web.Ctx, f *web.Form, area, action, button string, fields ...Field) Sheet {
	s := Sheet{
		form:   ui.FormView{Action: action, Key: c.FormKey(), Label: button},
		errors: f.Errors(c.T), button: ui.ButtonView{Text: button}, cancel: c.T.T("sheet.cancel"),
	}
	for _, field := range fields {
		s.parts = append(s.parts, field.part(c, f, area))
		s.form.Multipart = s.form.Multipart || field.Kind == File
	}
	return s
}

// Versioned ties the form to what its writer saw.
func (s Sheet) Versioned(version string) Sheet {
	s.form.Version = version
	return s
}

// Hidden adds a value that travels unseen.
func (s Sheet) Hidden(name, value string) Sheet {
	s.form.Hidden = append(s.form.Hidden, ui.HiddenView{Name: name, Value: value})
	return s
}

// Named gives the form a name of its own, where a page has several with the same button.
func (s Sheet) Named(label string) Sheet {
	s.form.Label = label
	return s
}

// Add puts components after the fields: inputs that are none of a sheet's own kinds.
func (s Sheet) Add(parts ...templ.Component) Sheet {
	s.parts = append(s.parts, parts...)
	return s
}

// Back adds the way out of the form.
func (s Sheet) Back(href string) Sheet {
	s.back = href
	return s
}

// Quiet makes the button one among others.
func (s Sheet) Quiet() Sheet {
	s.button.Variant = ui.Secondary
	return s
}

// Narrow makes the form the filter of a list.
func (s Sheet) Narrow() Sheet {
	s.form.Get, s.form.Inline, s.form.Key = true, true, ""
	return s.Quiet()
}

// Wrong reports whether the form came back.
func (s Sheet) Wrong() bool { return len(s.errors) > 0 }

// Do is a button that does one thing, without questions.
func Do(c *web.Ctx, action, button, label string) Sheet {
	s := Of(c, nil, "", action, button)
	s.button.Label, s.button.Small = label, true
	if label != "" {
		s.form.Label = label
	}
	return s.Quiet()
}

func (field Field) part(c *web.Ctx, f *web.Form, area string) templ.Component {
	label, help := field.Label, field.Hint
	if label == "" {
		label = c.T.T(area + field.Name)
	}
	if key := area + field.Name + "_help"; help == "" && c.T.Has(key) {
		help = c.T.T(key)
	}
	problem := f.Error(c.T, field.Name)
	if problem != "" {
		field.ID = ""
	}
	v := ui.FieldView{
		Name: field.Name, Label: label, Description: help, Error: problem, Value: f.Words(field.Name), Required: field.Required, Width: field.Width,
		Type: field.Type, Autocomplete: "off", Rows: 4, List: field.List, ID: field.ID,
	}
	choice := ui.ChoiceView{
		Name: field.Name, Label: label, Description: help, Error: problem, Required: field.Required, Width: field.Width, Empty: field.Empty,
		Options: ui.Pick(field.Options, f.All(field.Name)...), ID: field.ID,
	}
	switch field.Kind {
	case Long:
		return ui.TextArea(c.T, v)
	case Day:
		return ui.DateField(c.T, v)
	case Choice:
		return ui.SelectField(c.T, choice)
	case Several:
		return ui.CheckboxGroup(c.T, choice)
	case Yes:
		return ui.Checkbox(c.T, ui.CheckView{Name: field.Name, Label: label, Description: help, Error: problem, Checked: f.Get(field.Name) != ""})
	case File:
		return ui.FileField(c.T, ui.FileView{Field: v})
	}
	return ui.TextField(c.T, v)
}
