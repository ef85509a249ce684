package agent

import (
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/ui"
)

// aboutPerson is what tells two of the same name apart.
func aboutPerson(t *i18n.Printer, h *directory.PersonHit) string {
	var parts []string
	for _, s := range []string{h.Title, t.T("desk.person." + string(h.Category)), h.UnitName, h.SiteName, h.Phone, h.Mobile, h.Email} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " · ")
}

func peopleChoice(t *i18n.Printer, people []directory.PersonHit, now string) *ui.ChoiceView {
	v := ui.ChoiceView{Name: "requester", Label: t.T("desk.edit.which")}
	for i := range people {
		h := &people[i]
		v.Options = append(v.Options, ui.Option{Value: id(h.ID), Text: h.Name(), Description: aboutPerson(t, h)})
	}
	v.Options = ui.Pick(v.Options, now)
	return &v
}
