package ui

import (
	"strconv"

	"github.com/a-h/templ"
)

// ChoiceView is a question with given answers: select, radio buttons, checkboxes.
type ChoiceView struct {
	Name        string
	Label       string
	LabelHidden bool
	Description string
	Error       string
	Required    bool
	Disabled    bool
	Options     []Option
	Empty       string // SelectField: text of the answer that is none, "Välj ..."; no such answer when ""
	Inline      bool   // radio buttons and checkboxes in a row
	Width       string
	Shortcut    string
	ID          string
}

// Option is one answer.
type Option struct {
	Value, Text string
	Description string // radio buttons and checkboxes
	Group       string // SelectField: heading that neighbours share
	Selected    bool
	Disabled    bool
	Shortcut    string // radio buttons: a key that chooses this one
}

// Pick marks the options with the given values as selected; it returns a copy.
func Pick(options []Option, values ...string) []Option {
	out := make([]Option, len(options))
	for i, o := range options {
		for _, v := range values {
			o.Selected = o.Selected || o.Value == v
		}
		out[i] = o
	}
	return out
}

// field is the same view for what a choice shares with an input.
func (v ChoiceView) field() FieldView {
	return FieldView{
		Name: v.Name, Label: v.Label, LabelHidden: v.LabelHidden, Description: v.Description, Error: v.Error,
		Required: v.Required, Disabled: v.Disabled, Width: v.Width, Shortcut: v.Shortcut, ID: v.ID,
	}
}

// optionID gives the first option the field's own id, so that an error summary's link lands on it.
func (v ChoiceView) optionID(i int) string {
	if i == 0 {
		return v.field().id()
	}
	return v.field().id() + "-" + strconv.Itoa(i)
}

func (v ChoiceView) optionAttrs(i int) templ.Attributes {
	o := v.Options[i]
	attrs := templ.Attributes{
		"class": "ds-input", "name": v.Name, "id": v.optionID(i), "value": o.Value,
		"checked": o.Selected, "disabled": o.Disabled || v.Disabled,
	}
	if v.Error != "" {
		attrs["aria-invalid"] = "true"
	}
	if o.Description != "" {
		attrs["aria-describedby"] = v.optionID(i) + "-about"
	}
	if i == 0 {
		attrs = with(attrs, shortcut(v.Shortcut))
	}
	if o.Shortcut != "" {
		attrs = with(attrs, shortcut(o.Shortcut))
	}
	return attrs
}

func (v ChoiceView) groupAttrs() templ.Attributes {
	return with(templ.Attributes{"aria-describedby": describedBy(v.field().id(), v.Description, v.Error)})
}

// group is a run of options under one heading.
type group struct {
	name    string
	options []Option
}

func (v ChoiceView) groups() []group {
	var out []group
	for _, o := range v.Options {
		if len(out) == 0 || out[len(out)-1].name != o.Group {
			out = append(out, group{name: o.Group})
		}
		last := &out[len(out)-1]
		last.options = append(last.options, o)
	}
	return out
}
