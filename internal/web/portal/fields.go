package portal

import (
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/ui"
)

// fieldLabel is what an organisation's own field is called.
func fieldLabel(p *i18n.Printer, s ticket.FieldSpec) string {
	if p.Lang() == string(i18n.English) && s.En != "" {
		return s.En
	}
	return s.Sv
}

func fieldView(p *i18n.Printer, v reportView, s ticket.FieldSpec) ui.FieldView {
	name := "field." + s.Key
	return ui.FieldView{
		Name: name, Label: fieldLabel(p, s), Value: v.form.Words(name), Error: v.form.Error(p, name), Required: s.Required == "report", Rows: 3,
	}
}

func fieldOptions(s ticket.FieldSpec, chosen string) []ui.Option {
	var out []ui.Option
	for _, choice := range s.Choices {
		out = append(out, ui.Option{Value: choice, Text: choice, Selected: choice == chosen})
	}
	return out
}

// moreOpen shows the optional part at once when something in it was answered or is wrong.
func (v reportView) moreOpen() bool {
	names := []string{"detected_at", "category"}
	for _, s := range v.fields {
		if s.Required == "" {
			names = append(names, "field."+s.Key)
		}
	}
	for _, name := range names {
		if v.form.Get(name) != "" {
			return true
		}
		for _, w := range v.form.Wrong() {
			if w.Name == name {
				return true
			}
		}
	}
	return false
}
