package agent

import (
	"strconv"

	"lotsen/internal/kit/i18n"
	"lotsen/internal/web"
	"lotsen/internal/web/ui"
)

// residentsField asks how many residents and companies a case concerns: what the rule of common tickets counts.
func residentsField(t *i18n.Printer, f *web.Form) ui.FieldView {
	return ui.FieldView{
		Name: "residents", Label: t.T("common.field.residents"), Description: t.T("common.field.residents_help"), Value: f.Get("residents"),
		Error: f.Error(t, "residents"), InputMode: "numeric", Autocomplete: "off", Width: "s",
	}
}

// residents reads the field; nothing is none.
func residents(f *web.Form) (int, error) {
	s := f.Get("residents")
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, wrongField("residents", "error.number")
	}
	return n, nil
}

// orEmpty writes a number as a form carries it; 0 is an empty field.
func orEmpty(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
