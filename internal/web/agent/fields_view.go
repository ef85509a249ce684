package agent

import (
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// fieldsView is the extra fields of a kind, as its form asks for them.
type fieldsView struct {
	List []fieldView
	Seen []ui.HiddenView // What the form showed, so that only edits count.
}

type fieldView struct {
	Type   string
	Field  ui.FieldView
	Choice ui.ChoiceView
}

func fieldsOf(t *i18n.Printer, k ticket.KindConfig, f *web.Form, remember bool) fieldsView {
	var v fieldsView
	for _, spec := range k.Fields {
		name := "field." + spec.Key
		field := ui.FieldView{
			Name: name, Label: inLang(t, spec.Sv, spec.En), Value: f.Words(name), Error: f.Error(t, name), Required: spec.Required == "report", Rows: 3,
		}
		x := fieldView{Type: spec.Type, Field: field}
		if spec.Type == "choice" {
			var options []ui.Option
			for _, c := range spec.Choices {
				options = append(options, ui.Option{Value: c, Text: c})
			}
			x.Choice = ui.ChoiceView{Name: name, Label: field.Label, Error: field.Error, Required: field.Required, Empty: t.T("desk.edit.choose"), Options: ui.Pick(options, f.Get(name)), Width: "m"}
		}
		v.List = append(v.List, x)
		if remember {
			v.Seen = append(v.Seen, ui.HiddenView{Name: "seen." + spec.Key, Value: f.Words("seen." + spec.Key)})
		}
	}
	return v
}
